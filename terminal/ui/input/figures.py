"""What a stroke says of its panel: how often it was read, where readings are missing, which pressure it knows."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from terminal.model.ink import Stroke, Tool

GAP = 2.5
"""A reading that comes later than so many usual intervals after the one before leaves a gap."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A stroke in numbers.

    Attributes:
        rate_hz: readings a second, by the median interval; 0 where there is none.
        gaps: how many intervals are too long.
        longest_ms: the longest interval.
        pressure: the least and the most, or None where none is measured.
    """

    tool: Tool
    points: int
    duration_ms: float
    rate_hz: float
    gaps: int
    longest_ms: float
    pressure: tuple[float, float] | None
    broken: bool


def figures_of(stroke: Stroke) -> Figures:
    """Return a stroke's figures."""
    times = [point.t_ns for point in stroke.points]
    intervals = [(later - earlier) / 1e6 for earlier, later in pairwise(times)]
    usual = median(intervals) if intervals else 0.0
    pressures = [point.pressure for point in stroke.points if point.pressure is not None]
    return Figures(
        tool=stroke.tool,
        points=len(times),
        duration_ms=(times[-1] - times[0]) / 1e6,
        rate_hz=1000 / usual if usual else 0.0,
        gaps=sum(interval > GAP * usual for interval in intervals),
        longest_ms=max(intervals, default=0.0),
        pressure=(min(pressures), max(pressures)) if pressures else None,
        broken=stroke.broken,
    )
