"""What slips of every kind have in common: the shop at the top, the sale, and facts beside their names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from terminal.i18n import Words
from terminal.model.request import Line, SigningRequest

from .blocks import Align, Banner, Block, Gap, Joined, Row, Rule, Text, Total
from .form import Form


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes slips in one language, for one width of paper, on one site's clock."""

    form: Form
    words: Words
    zone: tzinfo | None

    @property
    def dashes(self) -> Rule:
        """The rule between parts of a proof."""
        return Rule(self.form.space, dashed=True)

    @property
    def solid(self) -> Rule:
        """The rule between parts of a sale."""
        return Rule(self.form.space)

    def mark(self, *marks: str) -> Iterator[Block]:
        """Say at the very top what nobody may overlook; blank marks are left out, and so is a bar of none."""
        said = " · ".join(filter(None, marks))
        if said:
            yield Banner(said, self.form.banner)
            yield Gap(self.form.space)

    def shop(self, request: SigningRequest) -> Iterator[Block]:
        """Name the shop, the till and who works there."""
        words = self.words
        till = words("Till {till}", till=request.till) if request.till.isdecimal() else request.till
        operator = words("Operator {operator}", operator=request.operator) if request.operator else ""
        if request.merchant:
            yield Text(request.merchant, self.form.shop, Align.CENTRE)
        yield Joined((till, operator), self.form.body, Align.CENTRE)

    def sale(self, request: SigningRequest) -> Iterator[Block]:
        """Write what is bought, line by line, and the total."""
        if request.lines:
            yield from (self._line(line) for line in request.lines)
            yield self.solid
        if request.amount:
            amount = self.words.money(request.amount, request.currency)
            yield Total(self.words("Total"), amount, self.form.total_word, self.form.total)
            yield self.dashes

    def fact(self, name: str, fact: str) -> Row:
        """Set a fact beside its name."""
        return Row(name, fact, self.form.body, whole=Align.LEFT)

    def time(self, when: datetime) -> str:
        """Return a time on the shop's clock."""
        return f"{when.astimezone(self.zone):%Y-%m-%d %H:%M:%S}"

    def _line(self, line: Line) -> Row:
        text = line.text if line.quantity in {"", "1"} else f"{line.text} ×{line.quantity}"
        amount = self.words.number(line.amount) if line.amount else ""
        return Row(text, amount, self.form.body)
