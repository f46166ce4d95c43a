"""Text as the glass and the paper show it: measured, broken into lines, and drawn as masks.

One typesetter serves every language. Pillow shapes with Raqm, so Chinese, mixed and right-to-left text come
out right. All lengths are pixels of whatever is drawn on: the glass, or a printer's dots.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from math import ceil
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, features

from .fonts import Font, find_fonts
from .linebreak import pieces
from .script import Script, is_han, parts, script_of

CAPITALS_MIDDLE = 0.36
"""How far above the baseline a line's middle seems to be, in parts of the size. The middle of Droid Sans',
Open Sans' and DejaVu's capitals and figures (0.357–0.365), and of Micro Hei's ideographs (0.35)."""

SYNTHETIC_STROKE = 0.022
"""How much heavier text grows on each side where it contains Chinese, in parts of the size: Micro Hei has no
heavier weight, and this comes out as dark as Open Sans Semibold beside it."""

NARROW_MARKS = re.compile("([‘’“”…—]+)")
"""Marks that Micro Hei sets in an ideograph's square: right in Chinese, wrong in ``the maker’s``."""


_FIGURES = re.compile(r"(?<=[-0-9., :¥$])[-0-9., :¥$]+\Z")
"""What ends a text in figures and is as wide as they are one by one: none of the fonts moves one for the one before
it. The first one stays out, because it may move for a letter."""


class RaqmMissingError(ImportError):
    """Pillow was built without the shaper that complex scripts need."""


class Face(StrEnum):
    """What a text is set in: words, amounts and titles, or codes to compare digit by digit."""

    PLAIN = "plain"
    HEAVY = "heavy"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set.

    Attributes:
        size_px: the font's size.
        line_height: from one baseline to the next, in parts of the size.
        spacing: added after each character, in parts of the size; for codes only, as it undoes shaping.
        right_to_left: whether the sentence around it is read from the right.
    """

    face: Face
    size_px: float
    line_height: float = 1.35
    spacing: float = 0.0
    right_to_left: bool = False

    @property
    def line_px(self) -> int:
        """The height of one line's box."""
        return ceil(self.size_px * self.line_height)

    @property
    def baseline_px(self) -> int:
        """From the top of a line's box to its baseline, so that capitals and ideographs sit in the middle."""
        return round(self.line_px / 2 + CAPITALS_MIDDLE * self.size_px)


class Run(NamedTuple):
    """A part of a line in one font, with how much it is thickened, and the direction it is shaped in."""

    text: str
    font: ImageFont.FreeTypeFont
    stroke: float = 0.0
    direction: str | None = None

    @property
    def width(self) -> float:
        """How much room it takes."""
        return self.font.getlength(self.text, direction=self.direction) + 2 * self.stroke


class Extent(NamedTuple):
    """How much room a text takes."""

    width: int
    height: int


class Typesetter:
    """Measures, breaks and draws text. Its caches are bounded; it belongs to one thread."""

    def __init__(self, font_directory: Path | None = None) -> None:
        """Find the fonts.

        Raises:
            FontMissingError: a font is not installed; the sentence names its Debian package.
            RaqmMissingError: this Pillow cannot shape text.
        """
        check_shaper(features.check)
        self._paths = find_fonts(font_directory)
        self._font = lru_cache(maxsize=64)(self._load)
        self._advance = lru_cache(maxsize=8192)(self._measure_piece)
        self._width = lru_cache(maxsize=4096)(self._measure)
        self._shaped = lru_cache(maxsize=1024)(_width_of)
        self._wrapped = lru_cache(maxsize=256)(self._wrap)

    def measure(self, text: str, style: TextStyle) -> Extent:
        """Return the width of one line of text, and the height of its box."""
        return Extent(ceil(self._width(text, style)), style.line_px)

    def wrap(self, text: str, style: TextStyle, width: float) -> list[str]:
        """Break a text into lines no wider than ``width``. Its own line ends are kept.

        A word that is wider than a line is broken where the line ends.
        """
        return list(self._wrapped(text, style, width))

    def lines(self, text: str, style: TextStyle, width: float) -> Iterator[str]:
        """Yield the same lines one by one, for a text that is too long to be broken in one go."""
        for paragraph in text.split("\n"):
            yield from self._wrap_paragraph(paragraph, style, width)

    def fitted(self, text: str, style: TextStyle, width: float) -> TextStyle:
        """Return the style, made smaller where one line of the text would be wider than ``width``."""
        needed = self._width(text, style)
        if needed <= width:
            return style
        return replace(style, size_px=max(1, int(style.size_px * width / needed)))

    def mask(self, text: str, style: TextStyle) -> Image.Image:
        """Draw one line: an "L" image, 255 where ink is, as high as the line's box (see ``baseline_px``)."""
        extent = self.measure(text, style)
        image = Image.new("L", (max(1, extent.width), extent.height))
        draw = ImageDraw.Draw(image)
        x, before = 0.0, None
        for run in self._runs(text, style, script_of(text)):
            if before:  # shaping is what costs most, and the last run's width is never asked for
                x += before.width + style.spacing * style.size_px
            place, before = (x + run.stroke, style.baseline_px), run
            draw.text(
                place, run.text, 255, run.font, anchor="ls", direction=run.direction, stroke_width=run.stroke
            )
        return image

    def _measure(self, text: str, style: TextStyle, among: Script | None = None) -> float:
        """Return how wide a text is, by itself or as part of a line ``among`` words of another script."""
        runs = self._runs(text, style, among or script_of(text))
        return sum(self._room(run) for run in runs) + max(0, len(runs) - 1) * style.spacing * style.size_px

    def _room(self, run: "Run") -> float:
        """Return how much room a part takes. Figures that were not seen before are added up: shaping costs most."""
        figures = _FIGURES.search(run.text) if run.direction is None else None
        if figures is None:
            return run.width
        head = self._shaped(run._replace(text=run.text[: figures.start()]))
        return head + sum(self._shaped(Run(figure, run.font)) for figure in figures.group())

    def _runs(self, text: str, style: TextStyle, script: Script) -> list["Run"]:
        """Return the parts of a line of some script that are set in one font each, from left to right."""
        if style.face is Face.CODE:
            font = self._font(Font.CODE, style.size_px)
            return [Run(part, font) for part in (text if style.spacing else [text])]
        if script is Script.RIGHT and script_of(text) is not Script.RIGHT:
            return [self._run(text, script, style)]
        runs: list[Run] = []
        for part, own in parts(text, right_to_left=style.right_to_left):
            if own is Script.LATIN and script is Script.LATIN and style.face is Face.PLAIN:
                runs += self._latin(part, style)
            else:
                runs.append(self._run(part, script if own is Script.LATIN else own, style))
        return runs

    def _latin(self, text: str, style: TextStyle) -> list["Run"]:
        """Return plain Latin: Micro Hei's, but for the marks that are too wide there."""
        fonts = (self._font(Font.HAN, style.size_px), self._font(Font.LATIN, style.size_px))
        return [Run(part, fonts[odd % 2]) for odd, part in enumerate(NARROW_MARKS.split(text)) if part]

    def _run(self, text: str, script: Script, style: TextStyle) -> "Run":
        """Return a part of a line that is set in the font of its script and weight."""
        heavy = style.face is Face.HEAVY
        if script is Script.HAN:
            stroke = SYNTHETIC_STROKE * style.size_px if heavy else 0
            return Run(text, self._font(Font.HAN, style.size_px), stroke)
        if script is Script.LATIN:
            return Run(text, self._font(Font.HEAVY_LATIN, style.size_px))
        font = self._font(Font.HEAVY_RIGHT if heavy else Font.RIGHT, style.size_px)
        shaped = script is Script.RIGHT and style.right_to_left
        return Run(text, font, direction="rtl" if shaped else None)

    def _load(self, font: Font, size_px: float) -> ImageFont.FreeTypeFont:
        path = self._paths[font]
        return ImageFont.truetype(str(path), size_px, layout_engine=ImageFont.Layout.RAQM)

    def _measure_piece(self, piece: str, style: TextStyle, among: Script) -> float:
        if len(piece) == 1 and is_han(piece) and style.face is not Face.CODE:
            return style.size_px  # an ideograph is a square; asking the font would load its outline
        return self._width(piece, style, among) + style.spacing * style.size_px

    def _wrap(self, text: str, style: TextStyle, width: float) -> tuple[str, ...]:
        return tuple(self.lines(text, style, width))

    def _wrap_paragraph(self, paragraph: str, style: TextStyle, width: float) -> Iterator[str]:
        line, used = "", 0.0
        among = script_of(paragraph)
        for piece in pieces(paragraph):
            needed = self._advance(piece.rstrip(), style, among)
            if line and used + needed > width:
                yield line.rstrip()
                line, used = "", 0.0
            for part in (piece,) if needed <= width else self._broken(piece, style, width):
                if part is not piece and line:
                    yield line
                    line, used = "", 0.0
                line += part
                used += self._advance(part, style, among)
        yield line.rstrip()

    def _broken(self, piece: str, style: TextStyle, width: float) -> Iterable[str]:
        """Yield the parts of a piece that is wider than a line, each as long as a line holds."""
        start = 0
        while start < len(piece):
            end = start + 1
            while end < len(piece) and self._width(piece[start : end + 1], style) <= width:
                end += 1
            yield piece[start:end]
            start = end


def _width_of(run: Run) -> float:
    return run.width


def check_shaper(has_feature: Callable[[str], bool | None]) -> None:
    """Make sure that this Pillow can shape text; ``has_feature`` is ``PIL.features.check``.

    Raises:
        RaqmMissingError: it cannot; the sentence says what to install.
    """
    if not (has_feature("raqm") and has_feature("fribidi")):
        raise RaqmMissingError(
            "This Pillow cannot shape text: Raqm or FriBiDi is missing. Install Pillow's wheel from PyPI, "
            "and on Debian: sudo apt install libraqm0 libfribidi0"
        )
