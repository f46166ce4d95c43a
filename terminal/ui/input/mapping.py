"""From a device's own units to the glass: where, how hard, how leaning, how wide."""

from collections.abc import Mapping as Axes
from dataclasses import dataclass
from math import degrees, inf

from terminal.ui.affine import TURNS, UNCHANGED, Affine

from . import codes
from .traits import Axis, Traits


@dataclass(frozen=True, slots=True)
class Mapping:
    """How panels lie over the glass.

    Attributes:
        width_px: of the picture, as customers see it.
        height_px: of the picture.
        rotation: 0, 90, 180 or 270: how far the picture is turned clockwise on the panel, and touches with it.
        calibration: mends places on the panel (0–1 across and down), before the turn.
    """

    width_px: int
    height_px: int
    rotation: int = 0
    calibration: Affine = UNCHANGED


class Scale:
    """What one device's numbers mean on the glass."""

    def __init__(self, traits: Traits, mapping: Mapping) -> None:
        """Measure a device against the glass it lies over."""
        across, down = traits.position
        turned = mapping.calibration.then(TURNS[mapping.rotation])
        stretched = Affine(mapping.width_px, 0, 0, 0, mapping.height_px, 0)
        self.place = _unit(across, down).then(turned).then(stretched).place
        """Returns where on the glass a pair of values is, in pixels."""
        self._turned = turned
        self._pressure = traits.pressure
        self._leaning = _degrees_per_unit(traits.axes)
        panel_px = mapping.width_px if mapping.rotation % 180 == 0 else mapping.height_px
        self._px_per_unit = panel_px / _count(across)

    def pressure(self, value: int) -> float | None:
        """Return 0–1, or None where the device measures none."""
        return self._pressure.fraction(value) if self._pressure else None

    def tilt(self, x: int, y: int) -> tuple[float, float] | None:
        """Return the degrees that a pen leans to the right and downwards, or None where it is not measured."""
        if self._leaning is None:
            return None
        return self._turned.direction(x * self._leaning, y * self._leaning)

    def width(self, major: int | None, tool_type: int) -> float | None:
        """Return the longer side of a contact in pixels; infinite where the panel says that it is a palm."""
        if tool_type == codes.MT_TOOL_PALM:
            return inf
        return None if major is None else major * self._px_per_unit


def _count(axis: Axis) -> int:
    """Return how many values an axis takes."""
    return max(1, axis.maximum - axis.minimum + 1)


def _unit(across: Axis, down: Axis) -> Affine:
    """Return what takes an axis' values to 0–1, as libinput does: the last value is the last pixel's."""
    x, y = 1 / _count(across), 1 / _count(down)
    return Affine(x, 0, -across.minimum * x, 0, y, -down.minimum * y)


def _degrees_per_unit(axes: Axes[int, Axis]) -> float | None:
    """Return the degrees of one unit of tilt. A device that does not say counts in degrees."""
    axis = axes.get(codes.ABS_TILT_X)
    if axis is None or codes.ABS_TILT_Y not in axes:
        return None
    return degrees(1 / axis.resolution) if axis.resolution > 0 else 1.0
