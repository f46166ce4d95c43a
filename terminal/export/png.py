"""Pictures of a signature: drawn again from its points, never copied from the screen."""

from collections.abc import Iterable
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from terminal.fonts import Font, find_fonts
from terminal.inkline import Nib, dabs, outlines
from terminal.model.impression import Impression
from terminal.model.ink import Ink, Stroke

from .coverage import Coverage

INK_COLOUR = "#0B1F4B"
PAPER_COLOUR = "#FFFFFF"

CODE_COLOUR = "#F0F1F2"
CODE_WIDTH = 0.5


def signature_png(
    ink: Ink,
    match_code: str = "",
    *,
    dots_per_mm: float = 10.0,
    colour: str = INK_COLOUR,
    background: str = PAPER_COLOUR,
) -> bytes:
    """Return the whole pad with its ink as a PNG. The same ink and code give the same bytes.

    Args:
        ink: the signature.
        match_code: drawn faintly behind the ink, as it was on the glass, so that a copied picture says of what.
        dots_per_mm: how fine; the picture is as wide as the pad is, at this resolution, and says so.
        colour: of the line, ``#rrggbb``.
        background: of the paper, ``#rrggbb``.
    """
    size = (max(1, round(ink.width / 100 * dots_per_mm)), max(1, round(ink.height / 100 * dots_per_mm)))
    image = Image.new("RGB", size, background)
    if match_code:
        _draw_behind(image, match_code)
    image.paste(colour, (0, 0, *size), ink_mask(ink.strokes, Nib(dots_per_mm), size))
    return _png(image, dots_per_mm * 25.4)


def _draw_behind(image: Image.Image, match_code: str) -> None:
    """Draw the match code in the middle of a picture, spaced over half of its width."""
    font = ImageFont.truetype(find_fonts()[Font.CODE], image.width * CODE_WIDTH / len(match_code))
    draw = ImageDraw.Draw(image)
    step = image.width * CODE_WIDTH / (len(match_code) - 1)
    for place, digit in enumerate(match_code):
        x = image.width * (1 - CODE_WIDTH) / 2 + place * step
        draw.text((x, image.height / 2), digit, CODE_COLOUR, font, anchor="mm")


def ink_mask(strokes: Iterable[Stroke], nib: Nib, size: tuple[int, int]) -> Image.Image:
    """Return strokes drawn with a nib: an antialiased "L" image of ``size``, 255 where ink is."""
    coverage = Coverage(*size)
    for stroke in strokes:
        for outline in outlines(dabs(stroke, nib)):
            coverage.fill(outline)
    return coverage.image()


def impression_png(impression: Impression) -> bytes:
    """Return a pressed finger as a grey PNG that says at how many dots per inch it was taken."""
    image = Image.frombytes("L", (impression.width_px, impression.height_px), impression.pixels)
    return _png(image, impression.dpi)


def _png(image: Image.Image, dpi: float) -> bytes:
    out = BytesIO()
    image.save(out, "PNG", dpi=(dpi, dpi), optimize=False, compress_level=6)
    return out.getvalue()
