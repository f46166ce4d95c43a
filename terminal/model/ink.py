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
    ERASER = "eraser"  # takes strokes back, and so is no stroke's tool


class Phase(StrEnum):
    """Where in a stroke a sample stands.

    ``CANCEL`` says that the stroke was no touch at all, ``LOST`` that it was one whose end nobody saw. ``NEAR`` and
    ``GONE`` belong to no stroke: a pen hovers above the glass, a pen has left it.
    """

    DOWN = "down"
    MOVE = "move"
    UP = "up"
    CANCEL = "cancel"
    LOST = "lost"
    NEAR = "near"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Sample:
    """One reading of a touchscreen or pen, in pixels of the glass (sub-pixel where the panel gives it).

    Attributes:
        t_ns: the panel's own time stamp on CLOCK_MONOTONIC.
        pressure: 0–1, or None where none is measured.
        tilt: degrees that a pen leans to the right and towards the glass's lower edge, or None.
        width_px: the longer side of what touches, or None; infinite where the panel itself says "a palm".
    """

    phase: Phase
    pointer: int
    x_px: float
    y_px: float
    t_ns: int
    pressure: float | None = None
    tool: Tool = Tool.FINGER
    tilt: tuple[float, float] | None = None
    width_px: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One sample of a stroke: x right and y down in 0.01 mm from the pad's corner, and the rest as sampled."""

    x: float
    y: float
    t_ns: int
    pressure: float | None = None
    tilt: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """The points from one pen-down to the next pen-up.

    ``points`` never appears in a repr, so that no log or crash can carry a signature.

    Attributes:
        broken: whether samples were lost: the stroke ends where the last one was seen, without a pen-up.
    """

    tool: Tool
    points: tuple[Point, ...] = field(repr=False)
    broken: bool = False

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
