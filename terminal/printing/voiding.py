"""The slip of a void: what is kept with the slip that does not count any more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from terminal.export.void_reasons import void_reason
from terminal.model.codes import spaced

from .blocks import Align, Block, Gap, Text, Total
from .signed import Signed
from .writing import Writer


@dataclass(frozen=True, slots=True)
class Void:
    """When a record was voided, and why: a word that staff picked, or a person's own."""

    at: datetime
    reason: str


class VoidWriter(Writer):
    """Writes the slips of voids."""

    __slots__ = ()

    def write(self, signed: Signed, void: Void, *, again: bool = False) -> Iterator[Block]:
        """Yield the blocks of the slip, from top to bottom. The signature is not on it: it is on the slip before."""
        words, form, request = self.words, self.form, signed.request
        yield from self.mark(words("VOID"), words("Reprint · may be a duplicate") if again else "")
        yield from self.shop(request)
        yield Text(words("This sale does not count any more"), form.body, Align.CENTRE)
        yield self.solid
        if request.amount:
            amount = words.money(request.amount, request.currency)
            yield Total(words("Amount"), amount, form.total_word, form.total)
            yield self.dashes
        yield self.fact(words("Reference"), request.reference)
        yield self.fact(words("Signed at"), self.time(signed.confirmed))
        yield self.fact(words("Voided at"), self.time(void.at))
        yield self.fact(words("Reason"), void_reason(void.reason, words))
        yield self.fact(words("Terminal"), signed.terminal_id)
        yield self.dashes
        yield Text(words("Match code (on screen)"), form.small)
        yield Text(spaced(signed.match_code), form.code)
        yield Gap(form.space)
        yield Text(words("Keep it with the slip that was signed."), form.small, Align.CENTRE)
