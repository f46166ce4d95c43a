"""Long texts being broken into lines, a slice at a time, so that the glass is never kept waiting for the last one."""

from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache
from time import perf_counter
from typing import TypeVar

from terminal.typeset import TextStyle, Typesetter

Kept = TypeVar("Kept")

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
        self._last: Galley | None = None
        self._kept: dict[Hashable, object] = {}
        self._galley = lru_cache(maxsize=KEPT)(_begin)

    @property
    def whole(self) -> bool:
        """Whether the text that was asked for last has all of its lines."""
        return self._last is None or self._last.whole

    def go_on(self) -> None:
        """Break more lines of the text that was asked for last, as long as one call may take."""
        if self._last:
            self._last.set(perf_counter() + self._patience_s)

    def kept(self, key: Hashable, lay: Callable[[], Kept]) -> Kept:
        """Return what ``lay`` made of the same text before, or makes now; kept once the text is whole."""
        if key not in self._kept:
            laid = lay()
            if not self.whole:
                return laid
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = laid
        return self._kept[key]  # type: ignore[return-value]  # as its key was made with the same function

    def lines(
        self, typesetter: Typesetter, text: str, style: TextStyle, width: int
    ) -> tuple[tuple[str, ...], bool]:
        """Return the lines that a text has so far, and whether these are all."""
        galley = self._last = self._galley(typesetter, text, style, width)
        lines = galley.set(perf_counter() + self._patience_s)
        return lines, galley.whole


def _begin(typesetter: Typesetter, text: str, style: TextStyle, width: int) -> Galley:
    return Galley(typesetter.lines(text, style, width))
