"""A signature drawn by hand: every sample that the panel gave, and nothing smoothed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from math import hypot


class Tool(StrEnum):
    """What touched the glass."""

    FINGER = "finger"
    PEN = "pen"
    MOUSE = "mouse"


class Phase(StrEnum):
    """Where in a stroke a sample stands."""

    DOWN = "down"
    MOVE = "move"
    UP = "up"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Sample:
    """One reading of a touchscreen or pen, in pixels of the glass (sub-pixel where the panel gives it).

    ``t_ns`` is the panel's own time stamp on CLOCK_MONOTONIC; ``pressure`` is 0–1, or None where
    none is measured.
    """

    phase: Phase
    pointer: int
    x_px: float
    y_px: float
    t_ns: int
    pressure: float | None = None
    tool: Tool = Tool.FINGER


@dataclass(frozen=True, slots=True)
class Point:
    """One sample of a stroke: x right and y down in 0.01 mm from the pad's corner, and its time."""

    x: float
    y: float
    t_ns: int
    pressure: float | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """The points from one pen-down to the next pen-up.

    ``points`` never appears in a repr, so that no log or crash can carry a signature.
    """

    tool: Tool
    points: tuple[Point, ...] = field(repr=False)

    @property
    def length(self) -> float:
        """The way the pen went, in 0.01 mm."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return sum(hypot(b.x - a.x, b.y - a.y) for a, b in pairs)


@dataclass(frozen=True, slots=True)
class Ink:
    """A signature's strokes on a pad of ``width`` × ``height`` (0.01 mm). They never appear in a repr."""

    width: float
    height: float
    strokes: tuple[Stroke, ...] = field(default=(), repr=False)

    def points(self) -> Iterator[Point]:
        """Yield every point of every stroke, in the order they were drawn."""
        return (point for stroke in self.strokes for point in stroke.points)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The smallest left, top, right, bottom that holds all ink (0.01 mm); zeros where there is none."""
        if not self.strokes:
            return (0, 0, 0, 0)
        xs = [point.x for point in self.points()]
        ys = [point.y for point in self.points()]
        return (min(xs), min(ys), max(xs), max(ys))

    @property
    def pen_down_ns(self) -> int | None:
        """When the first stroke began, or None for an empty pad."""
        return self.strokes[0].points[0].t_ns if self.strokes else None

    @property
    def by_pen(self) -> bool:
        """Whether every stroke was drawn with a pen."""
        return bool(self.strokes) and all(stroke.tool is Tool.PEN for stroke in self.strokes)
