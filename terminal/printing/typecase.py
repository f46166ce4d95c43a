"""The words that are already cut: most of a slip's words stand on every slip, and are drawn once."""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from PIL import Image

from terminal.script import has_han
from terminal.typeset import Face, TextStyle, Typesetter

_KEPT = 256
"""Lines of text that are kept, 20 KB each on average: what some ten slips have between them."""

_THIN_FROM, _HEAVY_FROM = 100, 128
"""How dark a dot of a drawn letter must be to be printed, of 255. Early for plain words, whose thin strokes
would break."""
_THIN, _HEAVY = ([255 if level >= dark else 0 for level in range(256)] for dark in (_THIN_FROM, _HEAVY_FROM))

_STRUCK_AGAIN = 1 / 20
"""Heavy Chinese is plain Chinese struck again this far to the right, in parts of its size: it makes stems
heavier and leaves the white between the many bars of a character like 晨 open, which a bolder outline fills."""


class Native(NamedTuple):
    """How a printer sets a line of text in its own characters.

    Attributes:
        scale: 1, or 2 for twice as large.
        bold: struck twice.
        down: from the top of the line's box to that of the characters, in dots.
        cell: the grid that they stand on, in dots across.
    """

    scale: int
    bold: bool
    down: int
    cell: int


class Typecase:
    """Draws lines of text in dots, and remembers them. What it gives is shared, and never to be drawn on."""

    least_share = 0.8
    """How much smaller a fact may be set so that it stands beside its name."""

    def __init__(self, setter: Typesetter) -> None:
        self._setter = setter
        self._masks = lru_cache(maxsize=_KEPT)(self._cut)

    def mask(self, text: str, style: TextStyle) -> Image.Image:
        """Return one line of text: an "L" image, 255 where ink is, else 0."""
        return self._masks(text, style)

    def native(self, text: str, style: TextStyle) -> Native | None:  # noqa: ARG002 (for cases that know printers)
        """Return how the printer sets a line of text by itself; None where it is to be drawn."""
        return None

    def _cut(self, text: str, style: TextStyle) -> Image.Image:
        if style.face is Face.PLAIN:
            return self._setter.mask(text, style).point(_THIN)
        if again := _struck_again(text, style):
            plain = self._setter.mask(text, replace(style, face=Face.PLAIN)).point(_THIN)
            mask = Image.new("L", (plain.width + again, plain.height))
            for right in range(again + 1):
                mask.paste(255, (right, 0), plain)
            return mask
        return self._setter.mask(text, style).point(_HEAVY)

    def width(self, text: str, style: TextStyle) -> int:
        """Return how wide one line of text is. It is not drawn for that: a line that is too wide never is."""
        if again := _struck_again(text, style):
            style = replace(style, face=Face.PLAIN)
        return self._setter.measure(text, style).width + again

    def wrap(self, text: str, style: TextStyle, room: int) -> list[str]:
        """Break a text into lines no wider than ``room``; blank ones are left out."""
        if "\n" not in text and self.width(text, style) <= room:
            return [text] if text else []
        return [line for line in self._setter.wrap(text, style, room) if line]

    def balanced(self, text: str, style: TextStyle, room: int) -> list[str]:
        """Break a text into as few lines as ``room`` allows, all about as long as one another."""
        lines = self.wrap(text, style, room)
        if len(lines) < 2 or "\n" in text:
            return lines
        even = self.width(text, style) // len(lines)
        for narrower in range(even, room, style.line_px):
            tried = self._setter.wrap(text, style, narrower)
            if len(tried) == len(lines):
                return tried
        return lines

    def fitted(self, text: str, style: TextStyle, room: int) -> TextStyle:
        """Return the style, made smaller where one line of the text would be wider than ``room``."""
        return self._setter.fitted(text, style, room)


def _struck_again(text: str, style: TextStyle) -> int:
    """Return how many dots to the right a text is struck a second time: none but for heavy Chinese."""
    return round(style.size_px * _STRUCK_AGAIN) if style.face is Face.HEAVY and has_han(text) else 0
