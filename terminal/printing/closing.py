"""The slip of a day's close: what the shop files, and what pins the chain outside the terminal."""

from collections.abc import Iterator
from datetime import datetime

from terminal.model.dayclose import DayClose

from .blocks import Align, Beside, Block, Gap, Text, Total
from .pictures import capitals, qr_picture
from .writing import Writer

_DIGITS = 16
"""So many of a digest's digits a line, as people compare them."""


class ClosingWriter(Writer):
    """Writes the slip of a day's close."""

    __slots__ = ()

    def write(self, close: DayClose, merchant: str, *, again: bool = False) -> Iterator[Block]:
        """Yield the blocks of the slip, from top to bottom."""
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
        yield self.solid
        yield self.fact(words("Signed"), str(close.signed))
        yield self.fact(words("Signed on paper"), str(close.paper))
        yield self.fact(words("Cancelled"), str(close.cancelled))
        yield self.fact(words("Not signed, for trouble"), str(close.failed))
        yield self.fact(words("Still waiting"), str(close.waiting))
        yield self.solid
        for currency, amount in close.sums:
            yield Total(words("Total"), words.money(amount, currency), form.total_word, form.total)
        if close.sums:
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
        yield self.dashes
        digits = close.head_sha256
        lines = tuple(
            Text(digits[start : start + _DIGITS], form.small) for start in range(0, len(digits), _DIGITS)
        )
        said = f"SIGNPOST-HEAD {close.terminal_id} {close.head_seq} {digits}"
        yield Gap(max(0, form.quiet - form.space))
        yield Beside(lines, qr_picture(capitals(said), form.qr_module), form.quiet, least=form.beside_qr)
        yield Gap(form.quiet)
        yield Text(
            words("Keep this slip: it shows if a record is ever taken away."), form.small, Align.CENTRE
        )

    def _when(self, utc: str) -> str:
        return self.time(datetime.fromisoformat(utc))
