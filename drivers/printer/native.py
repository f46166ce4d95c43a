"""Words in a printer's own characters: a few bytes a letter, where a picture of it takes seventy.

A printer made for China has 24 by 24 dots for each ideograph of GB18030, and cells half as wide for Latin. So
words stand on a grid of cells, and take rows of the paper for themselves: nothing is printed beside them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

CELL_DOTS = 12
"""How wide a letter of font A is; an ideograph takes two cells."""
ROW_DOTS = 24
"""How high both are."""

_CHINESE, _LATIN = b"\x1c&", b"\x1c."  # FS &, FS .: whether bytes above 7F come in pairs
_PAGE = b"\x1bt"
# ESC E for the weight; for the size GS !, which all obey for Latin, and FS !, which some want for ideographs.
_BOLD, _SIZE, _IDEOGRAPHS = b"\x1bE", b"\x1d!", b"\x1c!"

CODE_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858"}
"""Numbers of ``ESC t`` that mean the same to nearly all printers, and Python's names for them."""

_KNOWN = 2048
"""Characters whose width is remembered: a shop's slips have a few hundred."""
_SPACES = str.maketrans("\u00a0\u202f", "  ")
"""Spaces that no line is broken at are spaces on paper; at their places in code pages some printers have marks."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that the printer sets by itself.

    Attributes:
        left_dots: Where they begin, in whole cells.
        top_dots: The row of the picture that their upper edge is at.
        text: One line, all of it characters that the printer has (see ``cells``).
        scale: 1, or 2 for twice as wide and high.
        bold: Struck twice.
    """

    left_dots: int
    top_dots: int
    text: str
    scale: int = 1
    bold: bool = False

    @property
    def bottom_dots(self) -> int:
        """The first row below them."""
        return self.top_dots + ROW_DOTS * self.scale


def cells(text: str, code_page: int) -> int | None:
    """Return how many cells a line takes up. None where the printer lacks one of its characters."""
    widths = [_cells_of(character, code_page) for character in text.translate(_SPACES)]
    return None if 0 in widths else sum(widths)


def rows(words: Iterable[Words]) -> Iterator[tuple[Words, ...]]:
    """Give the words of each row of text, from top to bottom and left to right.

    Raises:
        ValueError: Some of them stand half beside, half above others, which no printer can do.
    """
    end = 0
    ordered = sorted(words, key=lambda each: (each.top_dots, each.left_dots))
    for top, group in groupby(ordered, key=lambda each: each.top_dots):
        row = tuple(group)
        if top < end or len({each.bottom_dots for each in row}) > 1:
            raise ValueError(f"words at {top} dots share rows of paper with others that begin elsewhere")
        end = row[0].bottom_dots
        yield row


class Compositor:
    """Composes the bytes of row after row; it remembers what the printer was set to since ``ESC @``."""

    def __init__(self, code_page: int) -> None:
        self._page = code_page
        self._chosen = False
        self._look = (1, False)

    def row(self, words: Iterable[Words]) -> bytes:
        """Return the bytes of one row; whoever sends them feeds the paper, which prints it."""
        out = b"" if self._chosen else _CHINESE + _PAGE + bytes((self._page,))
        self._chosen = True
        at = 0
        for each in words:
            spaces = each.left_dots // CELL_DOTS - at
            if spaces:
                out += self._set(1, bold=False) + b" " * spaces
            out += self._set(each.scale, bold=each.bold) + self._text(each.text)
            at += spaces + (cells(each.text, self._page) or 0) * each.scale
        return out

    def _set(self, scale: int, *, bold: bool) -> bytes:
        """Return what changes size and weight, where they are others than they were."""
        before, self._look = self._look, (scale, bold)
        out = b""
        if before[0] != scale:
            twice = scale - 1
            out += _SIZE + bytes((0x11 * twice,)) + _IDEOGRAPHS + bytes((0x0C * twice,))
        if before[1] != bold:
            out += _BOLD + bytes((bold,))
        return out

    def _text(self, text: str) -> bytes:
        out = b""
        for latin, run in groupby(text.translate(_SPACES), key=self._is_latin):
            part = "".join(run)
            if latin and not part.isascii():
                out += _LATIN + part.encode(CODE_PAGES[self._page]) + _CHINESE
            else:
                out += part.encode("gb18030")
        return out

    def _is_latin(self, character: str) -> bool:
        return _byte(character, self._page) is not None


@lru_cache(maxsize=_KNOWN)
def _byte(character: str, code_page: int) -> int | None:
    """Return the byte of a printable Latin character, or None for what is none or not in the code page."""
    try:
        code = character.encode(CODE_PAGES[code_page])[0]
    except UnicodeEncodeError:
        return None
    return code if 0x20 <= code != 0x7F else None


@lru_cache(maxsize=_KNOWN)
def _cells_of(character: str, code_page: int) -> int:
    """Return 1 for Latin, 2 for what is in GB18030's area of two bytes, which is all that printers have; else 0."""
    if _byte(character, code_page) is not None:
        return 1
    if not character.isprintable():
        return 0
    try:
        return 2 if len(character.encode("gb18030")) == 2 else 0
    except UnicodeEncodeError:
        return 0
