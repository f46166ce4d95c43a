"""The slip of a day's close: what the shop files, and what pins the chain outside the terminal."""

from collections.abc import Iterator
from datetime import datetime

from terminal.model.codes import short_key
from terminal.model.dayclose import DayClose

from .blocks import Align, Beside, Block, Gap, Text, Total
from .pictures import capitals, qr_picture
from .writing import Writer

_DIGITS = 16
"""So many of a digest's digits a line, as people compare them."""


class ClosingWriter(Writer):
    """Writes the slip of a day's close."""

    __slots__ = ()

    def write(self, close: DayClose, merchant: str, key: str = "", *, again: bool = False) -> Iterator[Block]:
        """Yield the blocks of the slip, from top to bottom; ``key`` is the thumbprint of the terminal's."""
        words, form = self.words, self.form
        yield from self.mark(words("Reprint · may be a duplicate") if again else "")
        if merchant:
            yield Text(merchant, form.shop, Align.CENTRE)
        yield Text(words("Day close {number}", number=close.number), form.body, Align.CENTRE)
        yield self.solid
        if close.since_utc:
            yield self.fact(words("From"), self._when(close.since_utc))
        yield self.fact(words("Until"), self._when(close.until_utc))
        yield self.fact(words("Terminal"), close.terminal_id)
        if key:
            yield self.fact(words("Key"), short_key(key))
        yield self.solid
        yield self.fact(words("Signed"), str(close.signed))
        yield self.fact(words("Signed on paper"), str(close.paper))
        yield self.fact(words("Cancelled"), str(close.cancelled))
        yield self.fact(words("Not signed, for trouble"), str(close.failed))
        yield self.fact(words("Still waiting"), str(close.waiting))
        yield self.fact(words("Voided"), str(close.voided))
        yield self.solid
        for currency, amount in close.sums:
            yield Total(words("Total"), words.money(amount, currency), form.total_word, form.total)
        for currency, amount in close.voided_sums:
            yield self.fact(words("Voided amount"), words.money(amount, currency))
        if close.sums or close.voided_sums:
            yield self.dashes
        yield from self._unsigned(close)
        yield from self._chain(close)

    def _unsigned(self, close: DayClose) -> Iterator[Block]:
        """Name what the till sold and nobody signed; nothing where the till gave no list."""
        if close.unsigned is None:
            return
        yield self.fact(self.words("Sales without a signature"), str(len(close.unsigned)))
        for reference in close.unsigned:
            yield Text(reference, self.form.small, Align.RIGHT)
        yield self.dashes

    def _chain(self, close: DayClose) -> Iterator[Block]:
        """Put the chain's head where the terminal cannot change it: on paper."""
        words, form = self.words, self.form
        records = f"{close.first_seq} – {close.last_seq}" if close.first_seq else "–"
        yield self.fact(words("Record numbers"), records)
        yield self.fact(words("Chain head"), str(close.head_seq))
        if close.journal_seq:
            yield self.fact(words("Journal head"), str(close.journal_seq))
        yield self.dashes
        lines = (*self._digits(close.head_sha256),)
        said = f"SIGNPOST-HEAD {close.terminal_id} {close.head_seq} {close.head_sha256}"
        if close.journal_seq:
            lines = (
                Text(words("Chain head"), form.small),
                *lines,
                Gap(form.space // 2),
                Text(words("Journal head"), form.small),
                *self._digits(close.journal_sha256),
            )
            said += f" {close.journal_seq} {close.journal_sha256}"
        yield Gap(max(0, form.quiet - form.space))
        yield Beside(lines, qr_picture(capitals(said), form.qr_module), form.quiet, least=form.beside_qr)
        yield Gap(form.quiet)
        yield Text(
            words("Keep this slip: it shows if a record is ever taken away."), form.small, Align.CENTRE
        )

    def _digits(self, digest: str) -> Iterator[Block]:
        """Yield a digest in lines that people can compare."""
        for start in range(0, len(digest), _DIGITS):
            yield Text(digest[start : start + _DIGITS], self.form.small)

    def _when(self, utc: str) -> str:
        return self.time(datetime.fromisoformat(utc))
