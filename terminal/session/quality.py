"""Whether some ink can be a signature, and if not, why.

Nothing here knows what a name looks like: it refuses what no hand that meant to sign leaves behind (a tap, a
resting palm, a sleeve that wiped across the glass, a thumb along its edge). A cross, a tick, a mark by somebody
who cannot write are signatures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, degrees, hypot, pi, sin

from terminal.model.ink import Ink, Stroke
from terminal.model.quality import Limits, Verdict

GRAIN = 80.0
"""Movements smaller than this are the panel's noise and a finger's rolling, 0.01 mm."""

SLACK = 150.0
"""A hand has turned when it has come back by this much, 0.01 mm: a tremor is smaller."""

LOOKS = tuple((cos(k * pi / 6), sin(k * pi / 6)) for k in range(6))
"""Directions to watch a hand from. Its turning is half a turn for each time that it goes and comes back as seen
from a direction, on the average over all directions (Cauchy and Crofton); from six, 30° is the finest."""

Way = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Measures:
    """What ink is judged by.

    Attributes:
        mark_mm: the larger side of its largest stroke, and ``reach_mm`` of all strokes together.
        length_mm: the way the pen went, without its trembling.
        breadth_mm: how broad all of it is across its longest direction, and ``along_mm`` in that direction.
        turned_deg: how far the pen turned, to whichever side; a stroke in another direction than the one before
            counts twice, because lifting the hand is no accident.
        off_share: which share of the way lies outside the pad or along its border, 0–1.
    """

    mark_mm: float
    reach_mm: float
    length_mm: float
    breadth_mm: float
    along_mm: float
    turned_deg: float
    off_share: float


def judge(ink: Ink, limits: Limits) -> Verdict:
    """Return whether ink can stand as a signature, or the first reason why it cannot."""
    if not ink.strokes:
        return Verdict.EMPTY
    found = measure(ink, limits.border_mm)
    for refused, verdict in (
        (found.mark_mm < limits.dot_mm, Verdict.DOT),
        (found.off_share > limits.off_share, Verdict.OFF_AREA),
        (found.reach_mm < limits.small_mm, Verdict.SMALL),
        (found.length_mm < limits.length_mm, Verdict.SHORT),
        (_is_straight(found, limits), Verdict.STRAIGHT),
        (found.turned_deg < limits.turned_deg, Verdict.FEW_TURNS),
    ):
        if refused:
            return verdict
    return Verdict.FINE


def measure(ink: Ink, border_mm: float) -> Measures:
    """Return what ink is judged by; ``border_mm`` says how far in the pad's border reaches."""
    ways = [_thinned(stroke) for stroke in ink.strokes]
    places = [place for way in ways for place in way]
    along, breadth = _extent(places)
    return Measures(
        mark_mm=max(map(_reach, ways), default=0) / 100,
        reach_mm=_reach(places) / 100,
        length_mm=sum(map(_length, ways)) / 100,
        breadth_mm=breadth / 100,
        along_mm=along / 100,
        turned_deg=sum(map(_turned, ways)) + 2 * _between(ways),
        off_share=_off_share(ways, ink, border_mm * 100),
    )


def _is_straight(found: Measures, limits: Limits) -> bool:
    return found.breadth_mm < max(limits.straight_mm, limits.straight_share * found.along_mm)


def _thinned(stroke: Stroke) -> Way:
    """Return where a stroke went, without the points between which the hand hardly moved."""
    first, *rest = stroke.points
    x, y = first.x, first.y
    way = [(x, y)]
    for point in rest:
        if abs(point.x - x) + abs(point.y - y) >= GRAIN:
            x, y = point.x, point.y
            way.append((x, y))
    return way


def _reach(places: Sequence[tuple[float, float]]) -> float:
    """Return the larger side of the box around some places."""
    if not places:
        return 0.0
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _length(way: Way) -> float:
    return sum(hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(way))


def _extent(places: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return how far places spread along the direction in which they spread most, and across it."""
    if not places:
        return 0.0, 0.0
    xs, ys = zip(*places, strict=True)
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    xx = sum((each - x) ** 2 for each in xs)
    yy = sum((each - y) ** 2 for each in ys)
    xy = sum((a - x) * (b - y) for a, b in places)
    angle = atan2(2 * xy, xx - yy) / 2
    c, s = cos(angle), sin(angle)
    along = [a * c + b * s for a, b in places]
    across = [b * c - a * s for a, b in places]
    return max(along) - min(along), max(across) - min(across)


def _turned(way: Way) -> float:
    """Return how far a stroke turned, in degrees."""
    turns = sum(_turns([x * c + y * s for x, y in way]) for c, s in LOOKS)
    return 180 * turns / len(LOOKS)


def _turns(heights: list[float]) -> int:
    """Return how often a height goes up after it went down, or down after it went up, by more than SLACK."""
    turns, rising = 0, 0
    low = high = heights[0]
    for height in heights:
        if height > high:
            high = height
        elif height < low:
            low = height
        if rising >= 0 and high - height > SLACK:
            turns += rising
            rising, low, high = -1, height, height
        elif rising <= 0 and height - low > SLACK:
            turns -= rising
            rising, low, high = 1, height, height
    return turns


def _between(ways: list[Way]) -> float:
    """Return by how many degrees in all strokes lie otherwise than the one before; up and down are alike."""
    slants = [
        atan2(way[-1][1] - way[0][1], way[-1][0] - way[0][0]) for way in ways if _reach(way) > 2 * SLACK
    ]
    return sum(_apart(degrees(b - a) % 180) for a, b in pairwise(slants))


def _apart(angle: float) -> float:
    return min(angle, 180 - angle)


def _off_share(ways: list[Way], ink: Ink, border: float) -> float:
    """Return which share of the places passed is outside the pad or along its border; 0 for no pad at all."""
    if not ink.width or not ink.height:
        return 0.0
    right, bottom = ink.width - border, ink.height - border
    off = total = 0.0
    for way in ways:
        for (ax, ay), (bx, by) in pairwise(way):
            step = hypot(bx - ax, by - ay)
            total += step
            if not (border <= bx <= right and border <= by <= bottom):
                off += step
    return off / total if total else 0.0
