"""Long texts being broken into lines, a slice at a time, so that the glass is never kept waiting for the last one."""

from collections.abc import Iterator
from functools import lru_cache
from time import perf_counter

from terminal.typeset import TextStyle, Typesetter

SLICE_LINES = 4
"""So many lines are broken between two looks at the clock."""

KEPT = 4
"""How many texts are kept: the one that is read, in two languages or two sizes."""


class Galley:
    """One text in one width: the lines that it has so far."""

    def __init__(self, lines: Iterator[str]) -> None:
        """Begin with none of ``lines``."""
        self._coming = lines
        self._lines: list[str] = []
        self.whole = False

    def set(self, until_s: float) -> tuple[str, ...]:
        """Break more lines until a time (of ``perf_counter``), some at least; return all there are."""
        while not self.whole:
            for _ in range(SLICE_LINES):
                line = next(self._coming, None)
                if line is None:
                    self.whole = True
                    break
                self._lines.append(line)
            if perf_counter() >= until_s:
                break
        return tuple(self._lines)


class Galleys:
    """The long texts that are read now; bounded.

    Args:
        patience_s: how long one call may take; without it, a text is set in one go.
    """

    def __init__(self, patience_s: float = float("inf")) -> None:
        self._patience_s = patience_s
        self._galley = lru_cache(maxsize=KEPT)(_begin)

    def lines(
        self, typesetter: Typesetter, text: str, style: TextStyle, width: int
    ) -> tuple[tuple[str, ...], bool]:
        """Return the lines that a text has so far, and whether these are all."""
        galley = self._galley(typesetter, text, style, width)
        lines = galley.set(perf_counter() + self._patience_s)
        return lines, galley.whole


def _begin(typesetter: Typesetter, text: str, style: TextStyle, width: int) -> Galley:
    return Galley(typesetter.lines(text, style, width))
