"""The test slip: what shows at a glance whether a printer prints whole, black, straight and to scale."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageDraw

from terminal.i18n import Words, message
from terminal.model.codes import short_key

from .blocks import Align, Banner, Beside, Block, Gap, Picture, Row, Rule, Text, Total
from .form import Form
from .pictures import capitals, qr_picture
from .typecase import Typecase

_MM_PER_INCH = 25.4
_TICK_MM = (1.6, 2.8, 4.0)
"""How long the ruler's lines are at each millimetre, each fifth and each tenth."""

OWN_CHARACTERS = "永 鬱 · × … é ü"
"""What a printer that sets words by itself is to show: a simple and a dense ideograph, marks, letters of Europe."""

_GREYS = 9
_RAMP_MM, _COMB_MM = 7.0, 4.0


@dataclass(frozen=True, slots=True)
class Bench:
    """What a test slip says of the terminal and its printer.

    ``key`` returns the thumbprint of the terminal's key, which may be another by the next slip; empty where there is
    none yet.
    """

    merchant: str
    terminal_id: str
    profile: str
    dpi: int
    key: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class TrialWriter:
    """Writes the test slip in all of a shop's languages at once."""

    form: Form
    words: Sequence[Words]
    bench: Bench
    case: Typecase

    def write(self, when: datetime) -> Iterator[Block]:
        """Yield the blocks of the slip, from top to bottom; ``when`` is in the shop's own time."""
        form, bench = self.form, self.bench
        yield Banner(self._each(message("Test slip")), form.banner)
        yield Gap(form.space)
        if bench.merchant:
            yield Text(bench.merchant, form.shop, Align.CENTRE)
        yield Rule(form.space)
        yield self._fact(message("Terminal"), bench.terminal_id)
        if key := bench.key():
            yield self._fact(message("Key"), short_key(key))
        yield self._fact(message("Printed at"), f"{when:%Y-%m-%d %H:%M:%S}")
        yield self._fact(message("Printer"), f"{bench.profile} · {form.width} @ {bench.dpi} dpi")
        yield Rule(form.space)
        for words in self.words:
            yield Text(words("All of this should be black, sharp and straight."), form.body)
        if self.case.native(OWN_CHARACTERS, form.body):
            yield Row(OWN_CHARACTERS, "¥1,280.00", form.body)
            yield Total("合计", "¥1,280.00", form.total_word, form.total)
        yield Gap(form.space)
        yield Picture(ruler(form.column, bench.dpi, self.case, form))
        yield Gap(form.space)
        yield Picture(ramp(form.column, bench.dpi))
        yield Picture(comb(form.column, bench.dpi))
        yield Gap(form.quiet)
        claims = f"SIGNPOST1 TEST {bench.terminal_id} {when:%Y-%m-%dT%H:%M:%S}"
        said = tuple(
            Text(words("Any phone should be able to read this code."), form.small) for words in self.words
        )
        least = form.beside_qr if form.cell > 1 else 0
        qr = qr_picture(capitals(claims), form.qr_module)
        yield Beside(said, qr, form.quiet, least, form.qr_below)
        yield Gap(form.quiet)
        yield Rule(form.space, dashed=True)
        yield Text(self._each(message("End of the test slip")), form.small, Align.CENTRE)

    def _fact(self, name: str, fact: str) -> Row:
        return Row(self._each(name), fact, self.form.body, whole=Align.LEFT)

    def _each(self, text: str) -> str:
        """Return a message in every language of the shop, each said once."""
        return " · ".join(dict.fromkeys(words(text) for words in self.words))


def ruler(width: int, dpi: int, case: Typecase, form: Form) -> Image.Image:
    """Draw a ruler of millimetres, with a figure at each centimetre: whether the printer is to scale."""
    dots = dpi / _MM_PER_INCH
    tall = round(_TICK_MM[2] * dots)
    mask = Image.new("L", (width, tall + form.small.line_px))
    draw = ImageDraw.Draw(mask)
    for mm in range(int((width - 2) / dots) + 1):
        length = round(_TICK_MM[2 if mm % 10 == 0 else 1 if mm % 5 == 0 else 0] * dots)
        x = round(mm * dots)
        draw.rectangle((x, 0, x + 1, length), 255)
        if mm and mm % 10 == 0:
            figure = case.mask(str(mm // 10), form.small)
            mask.paste(255, (min(x - figure.width // 2 + 1, width - figure.width), tall), figure)
    draw.rectangle((0, 0, width - 1, 1), 255)
    return mask


def ramp(width: int, dpi: int) -> Image.Image:
    """Draw steps from black to white as patterns of dots: where the head is worn or too hot, steps run together."""
    height = round(_RAMP_MM * dpi / _MM_PER_INCH)
    grey = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(grey)
    for step in range(_GREYS):
        left, right = step * width // _GREYS, (step + 1) * width // _GREYS
        draw.rectangle((left, 0, right - 1, height), 255 * step // (_GREYS - 1))
    return grey.convert("1").convert("L").point([255 - level for level in range(256)])


def comb(width: int, dpi: int) -> Image.Image:
    """Draw lines one, two and three dots broad, as far apart: a dead dot of the head is a gap in all of them."""
    height = round(_COMB_MM * dpi / _MM_PER_INCH)
    mask = Image.new("L", (width, height))
    draw = ImageDraw.Draw(mask)
    for third, broad in enumerate((1, 2, 3)):
        for left in range(third * width // 3, (third + 1) * width // 3 - broad, 2 * broad):
            draw.rectangle((left, 0, left + broad - 1, height), 255)
    return mask
