"""What an input device is, and what it measures."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from . import codes


class Kind(StrEnum):
    """What can be signed with."""

    TOUCHSCREEN = "touchscreen"
    SINGLE_TOUCH = "single-touch panel"
    PEN = "pen"


class Axis(NamedTuple):
    """The values that an axis takes, both ends included; ``resolution`` in units per mm, for tilt per radian."""

    minimum: int
    maximum: int
    resolution: int = 0

    def fraction(self, value: int) -> float:
        """Return where a value lies between the ends, 0–1, also where a device goes beyond them."""
        span = self.maximum - self.minimum
        return min(1.0, max(0.0, (value - self.minimum) / span)) if span > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Traits:
    """A device's name, kind, and axes by their code."""

    name: str
    kind: Kind
    axes: Mapping[int, Axis]

    @property
    def position(self) -> tuple[Axis, Axis]:
        """The axes across and down."""
        if self.kind is Kind.TOUCHSCREEN:
            return self.axes[codes.ABS_MT_POSITION_X], self.axes[codes.ABS_MT_POSITION_Y]
        return self.axes[codes.ABS_X], self.axes[codes.ABS_Y]

    @property
    def pressure(self) -> Axis | None:
        """The axis of pressure, or None where none is measured."""
        code = codes.ABS_MT_PRESSURE if self.kind is Kind.TOUCHSCREEN else codes.ABS_PRESSURE
        axis = self.axes.get(code)
        return axis if axis and axis.maximum > axis.minimum else None


def kind_of(keys: Collection[int], axes: Collection[int], props: Collection[int]) -> Kind | None:
    """Return what a device is by what it can report; None for mice, keyboards, touchpads and the rest.

    A panel that does not say that it lies over a screen (INPUT_PROP_DIRECT; old drivers do not) is one where it has
    none of a touchpad's marks, as udev judges.
    """
    if {codes.ABS_X, codes.ABS_Y} <= set(axes) and codes.BTN_TOOL_PEN in keys:
        return Kind.PEN
    pad = {codes.BTN_TOOL_FINGER, codes.BTN_LEFT} & set(keys) or codes.INPUT_PROP_POINTER in props
    if codes.INPUT_PROP_DIRECT not in props and (pad or codes.BTN_TOUCH not in keys):
        return None
    if {codes.ABS_MT_SLOT, codes.ABS_MT_POSITION_X, codes.ABS_MT_POSITION_Y} <= set(axes):
        return Kind.TOUCHSCREEN
    if {codes.ABS_X, codes.ABS_Y} <= set(axes) and codes.BTN_TOUCH in keys:
        return Kind.SINGLE_TOUCH
    return None
