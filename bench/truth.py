"""The true picture of a line, and how far another picture of it is from that: slow, and right to 1/256.

A pixel is looked at in 16 × 16 places; each is ink where a disc of the pen covers it, with the discs an eighth of a
pixel apart.
"""

from collections.abc import Iterable
from math import ceil, floor, sqrt

import numpy as np
from numpy.typing import NDArray

from terminal.inkline import Nib, dabs
from terminal.model.ink import Stroke

FINER = 16
STEP_PX = 1 / 8

Grey = NDArray[np.float64]
"""How much of each pixel is ink, 0–255."""


def truth(
    strokes: Iterable[Stroke], nib: Nib, size: tuple[int, int], offset_px: tuple[float, float] = (0, 0)
) -> Grey:
    """Return the picture of strokes drawn with a nib, ``size`` being its width and height."""
    width, height = size
    fine = np.zeros((height * FINER, width * FINER), dtype=bool)
    close = Nib(nib.unit_per_mm, nib.thin_mm, nib.thick_mm, STEP_PX)
    for stroke in strokes:
        for dab_x, dab_y, radius in dabs(stroke, close):
            x, y = dab_x + offset_px[0], dab_y + offset_px[1]
            rows, columns = _around(y, radius, height), _around(x, radius, width)
            down = (np.arange(rows.start, rows.stop) + 0.5) / FINER - y
            across = (np.arange(columns.start, columns.stop) + 0.5) / FINER - x
            fine[rows, columns] |= across[None, :] ** 2 + down[:, None] ** 2 <= radius * radius
    shades: Grey = fine.reshape(height, FINER, width, FINER).mean((1, 3)) * 255
    return shades


def _around(place: float, radius: float, end: int) -> slice:
    """Return which fine rows (or columns) a disc can touch."""
    return slice(
        max(0, floor((place - radius) * FINER) - 1), min(end * FINER, ceil((place + radius) * FINER) + 1)
    )


def edge_error(picture: Grey, true: Grey) -> float:
    """Return the root of the mean squared error over the line's edge, of 255.

    The edge is every pixel that is partly ink in the truth, or in the picture: white paper and the inside of the
    line, which anybody gets right, do not count.
    """
    edge = ((true > 0) & (true < 255)) | ((picture > 0) & (picture < 255))
    return sqrt(float(((picture - true)[edge] ** 2).mean()))
