"""The ticket that whoever signed with a finger takes home: what was taken, who keeps it, until when, whom to ask."""

from collections.abc import Iterator

from terminal.model.codes import spaced
from terminal.model.consent import promised

from .blocks import Align, Block, Gap, Text
from .signed import Signed
from .writing import Writer


class PrivacyWriter(Writer):
    """Writes the ticket about a fingerprint."""

    __slots__ = ()

    def write(self, signed: Signed, *, again: bool = False) -> Iterator[Block]:
        """Yield the blocks of the ticket, from top to bottom."""
        words, form = self.words, self.form
        yield from self.mark(words("Reprint · may be a duplicate") if again else "")
        yield Text(words("About your fingerprint"), form.shop, Align.CENTRE)
        if signed.request.merchant:
            yield Text(signed.request.merchant, form.body, Align.CENTRE)
        yield self.solid
        yield from self._matched(signed) if signed.score is not None else self._imaged(signed)
        yield self.fact(words("Match code"), spaced(signed.match_code))
        yield self.fact(words("Terminal"), signed.terminal_id)
        yield self.dashes
        whom = signed.request.merchant
        ask = (
            words("Questions, or destroyed sooner? Ask {merchant}, and show this ticket.", merchant=whom)
            if whom
            else words("Questions, or destroyed sooner? Ask the shop, and show this ticket.")
        )
        yield Text(ask, form.small, Align.CENTRE)

    def _imaged(self, signed: Signed) -> Iterator[Block]:
        """Say that an image was taken, and what becomes of it."""
        words, form = self.words, self.form
        yield Text(words("You signed with a fingerprint. One image of your finger was taken."), form.body)
        yield Gap(form.space // 2)
        yield Text(
            words(
                "The image serves only as your signature here. This terminal and the shop's archive alone keep it."
            ),
            form.body,
        )
        yield self.dashes
        yield self.fact(words("Taken at"), self.time(signed.confirmed))
        until = promised(signed.finger_consents)
        if until:
            yield self.fact(words("Destroyed by"), f"{until:%Y-%m-%d}")
        yield self.fact(words("Taken for"), signed.request.reference)

    def _matched(self, signed: Signed) -> Iterator[Block]:
        """Say that a finger was only compared: what is kept of it stays in the sensor, until it is deleted there."""
        words, form = self.words, self.form
        yield Text(
            words("You signed with a finger that is enrolled here. No image of it was taken."), form.body
        )
        yield Gap(form.space // 2)
        yield Text(
            words(
                "What the sensor keeps to know it again stays in the sensor, until you ask for it to be deleted."
            ),
            form.body,
        )
        yield self.dashes
        yield self.fact(words("Compared at"), self.time(signed.confirmed))
        yield self.fact(words("Compared for"), signed.request.reference)
