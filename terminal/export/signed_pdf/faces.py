"""The fonts of a signed PDF: embedded as outlines with their text, so that it can be searched, copied and read out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from terminal.fonts import Font, find_fonts
from terminal.linebreak import pieces
from terminal.script import has_han, is_han
from terminal.typeset import NARROW_MARKS, SYNTHETIC_STROKE, Face

from .bidi import visual

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

TEXT, MUTED, PRIMARY, LINE, TINT = "#14181F", "#5B6472", "#1E3A8A", "#D9DDE3", "#EEF2FB"
"""The colours of the glass, in light: ``terminal.ui.theme``."""


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: its size in points, its face, and its colour."""

    size: float
    face: Face = Face.PLAIN
    colour: str = TEXT


class Run(NamedTuple):
    """A part of a line in one font, by its name.

    Attributes:
        stroke: how much it is thickened on each side, in points.
        shift: how far it is moved along the line, in points; an Arabic mark goes back over its letter.
    """

    text: str
    font: str
    stroke: float = 0.0
    shift: float = 0.0


MARKS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670")
"""The marks over and under Arabic letters, which take no room of their own."""

_MARK_MIDDLE = 0.25
"""Where the middle of every such mark is, in parts of the size from where it begins: measured in DejaVu's glyphs."""


_CHOICES = {
    Face.PLAIN: (Font.LATIN, Font.HAN, Font.RIGHT),
    Face.HEAVY: (Font.HEAVY_LATIN, Font.HAN, Font.HEAVY_RIGHT),
    Face.CODE: (Font.CODE, Font.HAN, Font.RIGHT),
}
_FROM_RIGHT = {
    Face.PLAIN: (Font.RIGHT, Font.HAN),
    Face.HEAVY: (Font.HEAVY_RIGHT, Font.HAN),
    Face.CODE: (Font.CODE, Font.HAN, Font.RIGHT),
}
"""The fonts of each face, in the order in which they are asked for a character."""


class Faces:
    """Measures and breaks text, and says which font each part of a line is set in.

    A font is read when its first character comes, and stays: reading Micro Hei takes a tenth of a second.
    """

    def __init__(self, font_directory: Path | None = None) -> None:
        """Find the fonts.

        Raises:
            FontMissingError: a font is not installed; the sentence names its Debian package.
        """
        self._paths = find_fonts(font_directory)
        self._fonts: dict[Font, TTFont] = {}
        self._width = lru_cache(maxsize=8192)(self._measure)
        self._parted = lru_cache(maxsize=1024)(self._part)

    def runs(self, line: str, style: Type, *, right_to_left: bool = False) -> tuple[Run, ...]:
        """Return the parts of a line that are set in one font each, from left to right."""
        return self._parted(line, style, right_to_left)

    def width(self, line: str, style: Type, *, right_to_left: bool = False) -> float:
        """Return how wide a line is, in points."""
        return self._width(line, style, right_to_left)

    def wrap(self, text: str, style: Type, width: float, *, right_to_left: bool = False) -> list[str]:
        """Break a text into lines no wider than ``width`` points; its own line ends are kept."""
        lines = []
        for paragraph in text.split("\n"):
            lines += list(self._lines(paragraph, style, width, right_to_left))
        return lines

    def _part(self, line: str, style: Type, right_to_left: bool) -> tuple[Run, ...]:  # noqa: FBT001 - of a cache
        stands, chinese = visual(line, right_to_left=right_to_left), has_han(line)
        fonts = (_FROM_RIGHT if right_to_left else _CHOICES)[style.face]
        chosen = [(self._font_of(letter, fonts, chinese=chinese), letter) for letter in stands]
        runs: list[Run] = []
        for (font, is_mark), found in groupby(chosen, lambda each: (each[0], each[1] in MARKS)):
            letters = "".join(letter for _, letter in found)
            name = self._font(font).fontName
            if is_mark:
                shift = (
                    -self._wide(runs[-1].text[-1:], name, style) / 2 - _MARK_MIDDLE * style.size
                    if runs
                    else 0.0
                )
                runs.append(Run(letters, name, shift=shift))
            else:
                heavy = style.face is Face.HEAVY and font is Font.HAN
                runs.append(Run(letters, name, SYNTHETIC_STROKE * style.size if heavy else 0.0))
        return tuple(runs)

    def _lines(self, paragraph: str, style: Type, width: float, right_to_left: bool) -> Iterator[str]:  # noqa: FBT001 - its own
        line, used = "", 0.0
        for piece in pieces(paragraph):
            whole = self._width(piece.rstrip(), style, right_to_left) <= width
            for part in (piece,) if whole else piece:
                if line and used + self._width(part.rstrip(), style, right_to_left) > width:
                    yield line.rstrip()
                    line, used = "", 0.0
                line, used = line + part, used + self._width(part, style, right_to_left)
        yield line.rstrip()

    def _measure(self, line: str, style: Type, right_to_left: bool) -> float:  # noqa: FBT001 - of a cache
        runs = self.runs(line, style, right_to_left=right_to_left)
        return sum(self._wide(run.text, run.font, style) + 2 * run.stroke for run in runs)

    @staticmethod
    def _wide(text: str, font: str, style: Type) -> float:
        from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415 - where a page is made

        return float(stringWidth(text, font, style.size))

    def _font_of(self, character: str, fonts: tuple[Font, ...], *, chinese: bool) -> Font:
        """Return the first font that has a character; ideographs and the marks between them are Micro Hei's alone."""
        if is_han(character) or (chinese and NARROW_MARKS.match(character)):
            return Font.HAN
        return next((font for font in fonts if ord(character) in self._font(font).face.charToGlyph), fonts[0])

    def _font(self, font: Font) -> "TTFont":
        if font not in self._fonts:
            from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415 - where a page is made
            from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

            self._fonts[font] = TTFont(Path(font.value).stem, str(self._paths[font]))
            registerFont(self._fonts[font])
        return self._fonts[font]
