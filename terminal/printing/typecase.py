"""The words that are already cut: most of a slip's words stand on every slip, and are drawn once."""

from functools import lru_cache

from PIL import Image

from terminal.typeset import TextStyle, Typesetter

_KEPT = 256
"""Lines of text that are kept, 20 KB each on average: what some ten slips have between them."""


class Typecase:
    """Draws lines of text, and remembers them. What it gives is shared, and never to be drawn on."""

    def __init__(self, setter: Typesetter) -> None:
        self._setter = setter
        self._masks = lru_cache(maxsize=_KEPT)(setter.mask)

    def mask(self, text: str, style: TextStyle) -> Image.Image:
        """Return one line of text: an "L" image, 255 where ink is."""
        return self._masks(text, style)

    def width(self, text: str, style: TextStyle) -> int:
        """Return how wide one line of text is."""
        return self.mask(text, style).width

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
