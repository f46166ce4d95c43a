"""Finds the six numbers that lay touches where they belong, from a few places that somebody touched."""

from collections.abc import Sequence

from terminal.ui.affine import Affine

Place = tuple[float, float]

INSET = 0.1
"""How far inside the picture's corners it is best touched, as a share of it: panels are least true at their edge."""


def corners(inset: float) -> list[Place]:
    """Return the places to touch, 0–1 across and down: upper left, upper right, lower right, lower left."""
    low, high = inset, 1 - inset
    return [(low, low), (high, low), (high, high), (low, high)]


def mean(places: Sequence[Place]) -> Place:
    """Return the middle of the places where a finger was."""
    return sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)


def calibration(touched: Sequence[Place], meant: Sequence[Place]) -> Affine:
    """Return what takes the places touched to the places meant, as nearly as it can (least squares).

    Args:
        touched: three places or more, 0–1 across and down as the panel gave them.
        meant: where each of them should have been, 0–1.

    Raises:
        ValueError: fewer than three places, or all of them on one line.
    """
    if len(touched) != len(meant) or len(touched) < 3:
        raise ValueError("A calibration needs three places or more, and where each was meant to be.")
    rows = [(x, y, 1.0) for x, y in touched]
    normal = [[sum(row[i] * row[j] for row in rows) for j in range(3)] for i in range(3)]
    if abs(_determinant(normal)) < 1e-6:
        raise ValueError("The places touched lie on one line.")
    across, down = (
        _solved(
            normal,
            [sum(row[i] * place[side] for row, place in zip(rows, meant, strict=True)) for i in range(3)],
        )
        for side in (0, 1)
    )
    return Affine(*across, *down)


def _solved(matrix: list[list[float]], right: list[float]) -> tuple[float, float, float]:
    """Return the solution of three equations (Cramer's rule)."""
    whole = _determinant(matrix)
    a, b, c = (
        _determinant([[*row[:i], value, *row[i + 1 :]] for row, value in zip(matrix, right, strict=True)])
        / whole
        for i in range(3)
    )
    return a, b, c


def _determinant(m: list[list[float]]) -> float:
    return (
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    )
