"""The line that a pen leaves: from a stroke's samples to a smooth curve of varying width.

For the eye only; a record keeps the samples. Pure geometry, the same for the live pen, the picture, the vector
drawing and the paper: points come in 0.01 mm, and dabs go out in the unit of the ``Nib`` (pixels, dots, mm).

Smoothing runs a quadratic curve from the middle of one pair of samples to the middle of the next, with the
sample between them as its control point: it passes close to every sample, never overshoots, and needs to know
only the next one, so that a live line can be drawn while it is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import acos, ceil, cos, exp, hypot, pi, sin, sqrt
from typing import NamedTuple

from .model.ink import Point, Stroke

FAST = 400.0
"""Pen speed at which a line is at its thinnest, mm/s: a signature's quick flourishes."""

SETTLING = 1.6
"""Over how many millimetres a line's width follows the hand: less flickers with the panel's noise."""


STEP = 1.25
"""How far apart dabs are on a glass, in pixels: at two a line has beads, below one it costs more and gains nothing."""


class Dab(NamedTuple):
    """One round touch of the pen: a line is many of them, close together."""

    x: float
    y: float
    radius: float


class Curve(NamedTuple):
    """A piece of a line: it runs from ``start`` to ``end``, drawn towards ``control``, its width going along."""

    start: Dab
    control: Dab
    end: Dab

    def dabs(self, step: float) -> Iterator[Dab]:
        """Yield dabs along it, no farther apart than ``step``, without its start."""
        return self._parted(self.count(step))

    def bends(self, off: float) -> Iterator[Dab]:
        """Yield, without its start, the fewest dabs that are joined by straight ways within ``off`` of it."""
        (ax, ay, _), (bx, by, _), (cx, cy, _) = self
        sag = hypot(ax - 2 * bx + cx, ay - 2 * by + cy) / 4  # of one straight way; a quarter of that with two
        return self._parted(ceil(sqrt(sag / off))) if sag > off else iter((self.end,))

    def count(self, step: float) -> int:
        """Return how many dabs that are: a quadratic curve is nowhere faster than twice its longer leg."""
        (ax, ay, _), (bx, by, _), (cx, cy, _) = self
        return int(2 * max(hypot(bx - ax, by - ay), hypot(cx - bx, cy - by)) / step) + 1

    def _parted(self, count: int) -> Iterator[Dab]:
        (ax, ay, ar), (bx, by, br), (cx, cy, cr) = self
        for index in range(1, count + 1):
            t = index / count
            a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
            yield Dab(a * ax + b * bx + c * cx, a * ay + b * by + c * cy, a * ar + b * br + c * cr)


@dataclass(frozen=True, slots=True)
class Nib:
    """What the line is drawn with.

    Attributes:
        unit_per_mm: the caller's unit: dots per millimetre of a glass or a paper, or 1 for millimetres.
        thin_mm: the line's width at its thinnest, and ``thick_mm`` at its thickest.
        step: how far apart dabs may be, in the caller's unit.
    """

    unit_per_mm: float
    thin_mm: float = 0.5
    thick_mm: float = 1.1
    step: float = STEP

    def radius(self, heaviness: float) -> float:
        """Return a dab's radius for how heavily the pen goes, 0–1."""
        width_mm = self.thin_mm + (self.thick_mm - self.thin_mm) * heaviness
        return width_mm * self.unit_per_mm / 2


class Line:
    """A line as it grows: give it the points one by one, and it gives the curves that are settled."""

    def __init__(self, nib: Nib) -> None:
        """Start with no point."""
        self._nib = nib
        self._scale = nib.unit_per_mm / 100
        self._last: Point | None = None
        self._at = Dab(0, 0, 0)  # the last point, in the caller's unit
        self._settled = Dab(0, 0, 0)  # where the smooth curve ends: the middle of the last two points
        self._heaviness = 0.0

    def add(self, point: Point) -> Curve:
        """Take the next point in, and return the piece of the smooth curve that now stands."""
        before, start = self._at, self._settled
        if self._last is None:
            self._heaviness = 0.72 if point.pressure is None else _heaviness_of(point.pressure)
        else:
            self._follow(self._last, point)
        scale = self._scale
        at = Dab(point.x * scale, point.y * scale, self._nib.radius(self._heaviness))
        first, self._last, self._at = self._last is None, point, at
        if first:
            self._settled = at
            return Curve(at, at, at)
        self._settled = _middle(before, at)
        return Curve(start, before, self._settled)

    def tip(self) -> Curve:
        """Return the straight way from the end of the smooth curve to the last point: for now, or for good."""
        return Curve(self._settled, _middle(self._settled, self._at), self._at)

    def _follow(self, before: Point, point: Point) -> None:
        """Let the width follow the hand: its pressure where it is measured, else its speed."""
        way_mm = hypot(point.x - before.x, point.y - before.y) / 100
        if point.pressure is not None:
            wanted = _heaviness_of(point.pressure)
        else:
            seconds = max(point.t_ns - before.t_ns, 1_000_000) / 1e9
            wanted = 1 - min(1.0, way_mm / seconds / FAST) ** 0.6
        self._heaviness += (wanted - self._heaviness) * (1 - exp(-way_mm / SETTLING))


def curves(stroke: Stroke, nib: Nib) -> list[Curve]:
    """Return a whole stroke as curves: exactly those that a live line gives, and its last tip."""
    line = Line(nib)
    settled = [line.add(point) for point in stroke.points]
    return [*settled, line.tip()]


def dabs(stroke: Stroke, nib: Nib) -> list[Dab]:
    """Return a whole stroke as dabs."""
    return [dab for curve in curves(stroke, nib) for dab in curve.dabs(nib.step)]


def bends(stroke: Stroke, nib: Nib, off: float) -> list[Dab]:
    """Return a whole stroke as the fewest dabs that lines between them draw within ``off`` of it, in the nib's unit.

    They are far apart where it is straight: for ``outlines``, and not to be stamped.
    """
    pieces = curves(stroke, nib)
    return [pieces[0].start, *(dab for piece in pieces for dab in piece.bends(off))]


def box(line: Iterable[Dab]) -> tuple[float, float, float, float]:
    """Return the smallest left, top, right, bottom that holds some dabs; zeros for none."""
    edges = [(x - r, y - r, x + r, y + r) for x, y, r in line]
    if not edges:
        return (0, 0, 0, 0)
    lefts, tops, rights, bottoms = zip(*edges, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def outlines(line: Sequence[Dab]) -> Iterator[list[tuple[float, float]]]:
    """Yield closed outlines that together cover a line, each turning the same way (fill rule: nonzero).

    A line is parted where its edge would fold back on itself, in a sharp turn; each part has round ends,
    so no seam is seen.
    """
    part, ux, uy = list(line[:1]), 0.0, 0.0
    for dab in line[1:]:
        x, y, radius = part[-1]
        way = hypot(dab.x - x, dab.y - y)
        if way < 1e-9:
            part[-1] = Dab(x, y, max(radius, dab.radius))
            continue
        vx, vy = (dab.x - x) / way, (dab.y - y) / way
        turn = acos(max(-1.0, min(1.0, ux * vx + uy * vy)))
        if len(part) > 1 and turn * (radius + 1e-9) > 0.9 * way:
            yield _outline(part)
            part = part[-1:]
        part.append(dab)
        ux, uy = vx, vy
    if part:
        yield _outline(part)


def _heaviness_of(pressure: float) -> float:
    """Return how heavily a pen goes at a pressure: a light hand is common, so the low end is spread out."""
    return float(min(1.0, max(0.0, pressure)) ** 0.7)


def _middle(a: Dab, b: Dab) -> Dab:
    (ax, ay, ar), (bx, by, br) = a, b
    return Dab((ax + bx) / 2, (ay + by) / 2, (ar + br) / 2)


def _outline(part: Sequence[Dab]) -> list[tuple[float, float]]:
    """Return the outline of a part of a line: along one side, round its end, back, round its start."""
    first, last = part[0], part[-1]
    if len(part) == 1:
        return _arc(first, 0, 2 * pi)
    directions = _directions(part)
    right = [
        (x - dy * radius, y + dx * radius) for (x, y, radius), (dx, dy) in zip(part, directions, strict=True)
    ]
    left = [
        (x + dy * radius, y - dx * radius) for (x, y, radius), (dx, dy) in zip(part, directions, strict=True)
    ]
    end, start = (_angle(*directions[-1]), _angle(*directions[0]))
    return [*left, *_arc(last, end - pi / 2, pi), *reversed(right), *_arc(first, start + pi / 2, pi)]


def _directions(part: Sequence[Dab]) -> list[tuple[float, float]]:
    """Return which way a line goes at each of its dabs, as unit vectors."""
    ways = []
    for (ax, ay, _), (bx, by, _) in zip([part[0], *part], [*part[1:], part[-1]], strict=False):
        length = hypot(bx - ax, by - ay) or 1.0
        ways.append(((bx - ax) / length, (by - ay) / length))
    return ways


def _angle(dx: float, dy: float) -> float:
    return acos(max(-1.0, min(1.0, dx))) * (1 if dy >= 0 else -1)


def _arc(dab: Dab, start: float, sweep: float) -> list[tuple[float, float]]:
    """Return points of an arc round a dab; twenty-four to a half turn are round to a hundredth of a dot."""
    count = max(24, ceil(24 * sweep / pi))
    return [
        (
            dab.x + dab.radius * cos(start + sweep * i / count),
            dab.y + dab.radius * sin(start + sweep * i / count),
        )
        for i in range(1, count)
    ]
