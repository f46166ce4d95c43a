"""The characters that are in an emulated printer's memory, drawn from the fonts of this computer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT_A = (12, 24)
FONT_B = (9, 17)
HANZI = (24, 24)

_DEBIAN = Path("/usr/share/fonts/truetype")
_LATIN = (_DEBIAN / "dejavu/DejaVuSansMono.ttf", _DEBIAN / "liberation/LiberationMono-Regular.ttf")
_CHINESE = (_DEBIAN / "wqy/wqy-microhei.ttc", _DEBIAN / "wqy/wqy-zenhei.ttc")
_SMALLER = 0.82  # of the cell's height, so that a letter with its tail stays inside
_INK = 110  # darker than this is a dot: thermal paper knows no grey


@cache
def glyph(character: str, cell: tuple[int, int], *, bold: bool = False) -> Image.Image:
    """Draw one character into its cell: mode "1", ink is 1.

    Args:
        character: One character.
        cell: Width and height in dots: ``FONT_A``, ``FONT_B`` or ``HANZI``.
        bold: Struck twice, one dot apart, as printers do it.
    """
    width, height = cell
    font = _font(height, chinese=cell == HANZI)
    canvas = Image.new("L", cell, 0)
    pen = ImageDraw.Draw(canvas)
    baseline = round(height * 0.79)
    places = (0, 1) if bold else (0,)
    for shift in places:
        pen.text((width / 2 + shift, baseline), character, fill=255, font=font, anchor="ms")
    return canvas.point([0] * _INK + [255] * (256 - _INK), "1")


@cache
def _font(height: int, *, chinese: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    size = height * (0.92 if chinese else _SMALLER)
    for path in _CHINESE if chinese else _LATIN:
        if path.is_file():
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)
