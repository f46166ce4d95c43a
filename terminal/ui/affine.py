"""Turning, stretching and mending places: six numbers, as libinput's calibration matrix has them."""

from math import isfinite
from typing import NamedTuple


class Affine(NamedTuple):
    """Takes (x, y) to (ax + by + c, dx + ey + f)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place goes."""
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def direction(self, x: float, y: float) -> tuple[float, float]:
        """Return what becomes of a direction, which has no place."""
        return self.a * x + self.b * y, self.d * x + self.e * y

    def then(self, other: "Affine") -> "Affine":
        """Return what does first this, then the other."""
        (a, d), (b, e) = other.direction(self.a, self.d), other.direction(self.b, self.e)
        c, f = other.place(self.c, self.f)
        return Affine(a, b, c, d, e, f)

    def text(self) -> str:
        """Return the six numbers as they are configured."""
        return " ".join(f"{round(number, 6) + 0.0:g}" for number in self)


UNCHANGED = Affine(1, 0, 0, 0, 1, 0)

TURNS = {
    0: UNCHANGED,
    90: Affine(0, 1, 0, -1, 0, 1),
    180: Affine(-1, 0, 1, 0, -1, 1),
    270: Affine(0, -1, 1, 1, 0, 0),
}
"""From a panel to the picture that is turned clockwise on it, by degrees; both from 0 to 1 across and down."""


def read_affine(text: str) -> Affine:
    """Return the transformation that six numbers stand for; nothing stands for no change.

    Raises:
        ValueError: there are not six numbers, or they lay all places on one line.
    """
    if not text.strip():
        return UNCHANGED
    numbers = [float(word) for word in text.split()]
    if len(numbers) != 6 or not all(isfinite(number) for number in numbers):
        raise ValueError(f"{text!r} are not six numbers")
    made = Affine(*numbers)
    if abs(made.a * made.e - made.b * made.d) < 1e-6:
        raise ValueError(f"{text!r} would lay all places on one line")
    return made
