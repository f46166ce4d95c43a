"""How much of each pixel a shape covers, exactly: for pictures that are kept.

A shape's edges are cut at the borders of every pixel. Each piece says how much of its own pixel lies to its right,
and how much it changes all pixels beyond; added up from left to right, that is the coverage, without any sampling
(accumulated signed areas, as in libart and FreeType). It needs no surface larger than the picture, and an edge is
right to 1/255 whichever way it runs.
"""

from collections.abc import Sequence
from math import ceil, floor

from PIL import Image

Place = tuple[float, float]

Row = dict[int, tuple[float, float]]
"""The pixels of a row that edges pass through: what is added to the pixel itself, and to each beyond it."""


class Coverage:
    """A picture in one ink, as a mask: 255 where a pixel is wholly covered."""

    def __init__(self, width: int, height: int) -> None:
        """Begin with nothing covered."""
        self._width, self._height = width, height
        self._mask = bytearray(width * height)

    def fill(self, outline: Sequence[Place]) -> None:
        """Cover what is inside a closed outline, in pixels (fill rule: nonzero).

        Where outlines overlap, the greater coverage stays: a line drawn twice has no darker edges.
        """
        rows: dict[int, Row] = {}
        start = outline[-1]
        for end in outline:
            self._cut(rows, start, end)
            start = end
        for y, row in rows.items():
            self._add_up(y, row)

    def image(self) -> Image.Image:
        """Return the mask as an "L" image."""
        return Image.frombytes("L", (self._width, self._height), bytes(self._mask))

    def _cut(self, rows: dict[int, Row], start: Place, end: Place) -> None:
        """Cut an edge into its pieces, row by row; upwards it counts against what it counts for downwards."""
        (ax, ay), (bx, by), sign = start, end, 1
        if ay > by:
            ax, ay, bx, by, sign = bx, by, ax, ay, -1
        if ay == by:
            return
        slope = (bx - ax) / (by - ay)
        for y in range(max(0, floor(ay)), min(self._height, ceil(by))):
            top, bottom = max(ay, y), min(by, y + 1)
            x0, x1 = ax + (top - ay) * slope, ax + (bottom - ay) * slope
            row = rows.setdefault(y, {})
            self._cut_in_row(row, min(x0, x1), max(x0, x1), sign * (bottom - top))

    def _cut_in_row(self, row: Row, left: float, right: float, height: float) -> None:
        """Cut an edge within a row, column by column."""
        first, last = floor(left), max(floor(left), ceil(right) - 1)
        for x in range(first, min(last, self._width - 1) + 1):
            part, middle = height, (left + right) / 2 - x
            if first != last:
                a, b = max(left, x), min(right, x + 1)
                part, middle = height * (b - a) / (right - left), (a + b) / 2 - x
            if x < 0:
                x, middle = 0, 0.0  # noqa: PLW2901 - what is left of the picture counts from its first column on
            own, beyond = row.get(x, (0.0, 0.0))
            row[x] = (own + part * (1 - middle), beyond + part)

    def _add_up(self, y: int, row: Row) -> None:
        """Cover a row of pixels from left to right."""
        mask, start, end = self._mask, y * self._width, (y + 1) * self._width
        winding, at = 0.0, start
        for x, (own, beyond) in sorted(row.items()):
            if abs(winding) > 0.5:
                mask[at : start + x] = b"\xff" * (start + x - at)
            at = start + x
            mask[at] = max(mask[at], min(255, int(abs(winding + own) * 255 + 0.5)))
            winding, at = winding + beyond, at + 1
        if abs(winding) > 0.5:
            mask[at:end] = b"\xff" * (end - at)
