"""Which dots of the paper a shape turns black: those whose middle it covers.

Where an edge is straight, the middle of a dot is covered when half of the dot is: what comes out is the picture of
exact coverage (``terminal.export.coverage``), taken at its middle level, for a tenth of the work.
"""

from collections.abc import Sequence
from math import ceil

from PIL import Image

Place = tuple[float, float]


class Dots:
    """A picture in black dots, as a mask: an "L" image, 255 where a dot is black, else 0."""

    def __init__(self, width: int, height: int, right: float = 0.0, down: float = 0.0) -> None:
        """Begin with blank paper. Every shape is moved ``right`` and ``down`` by so many dots."""
        self._width = width
        self._right, self._down = right, down
        self._rows: list[list[int]] = [[] for _ in range(height)]
        """Of each row, where edges cross its middle: the first dot beyond, doubled, and 1 more where downwards."""

    def fill(self, outline: Sequence[Place]) -> None:
        """Blacken what is inside a closed outline, in dots. All outlines of a picture turn the same way.

        Where they overlap, or one crosses itself, black stays black (fill rule: nonzero).
        """
        rows, left, above = self._rows, self._right - 0.5, self._down - 0.5
        ax, ay = outline[-1]
        next_top = ceil(ay + above)
        for bx, by in outline:
            top, end = next_top, ceil(by + above)
            next_top = end
            if top != end:
                slope, downwards = (bx - ax) / (by - ay), 1
                if top > end:
                    top, end, downwards = end, top, 0
                if top < 0:
                    top, end = 0, max(0, end)
                x = ax + left + (top - above - ay) * slope
                for row in rows[top:end]:
                    row.append(2 * ceil(x) + downwards)
                    x += slope
            ax, ay = bx, by

    def image(self) -> Image.Image:
        """Return the mask."""
        width, height = self._width, len(self._rows)
        mask, black = bytearray(width * height), b"\xff" * width
        for y, row in enumerate(self._rows):
            winding = left = 0
            row.sort()
            for crossing in row:
                if not winding:
                    left = crossing
                winding += 1 if crossing & 1 else -1
                if winding:
                    continue
                first, beyond = left >> 1, crossing >> 1
                if first < 0 or beyond > width:
                    first, beyond = max(0, first), min(width, beyond)
                if first < beyond:
                    start = y * width
                    mask[start + first : start + beyond] = black[first:beyond]
        return Image.frombytes("L", (width, height), bytes(mask))
