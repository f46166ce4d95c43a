"""Fingers that belong to nobody: made from a seed, for the emulated sensor to look at."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Pattern(StrEnum):
    """The classes that fingerprint examiners sort by."""

    ARCH = "arch"
    LEFT_LOOP = "left loop"
    RIGHT_LOOP = "right loop"
    WHORL = "whorl"
    DOUBLE_LOOP = "double loop"


class Manner(StrEnum):
    """How a finger is pressed."""

    GOOD = "good"
    DRY = "dry"
    WET = "wet"
    PARTIAL = "partial"
    """Only the tip."""
    ASIDE = "aside"
    """Half of it beside the glass."""
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Finger:
    """One synthetic finger. The same seed always gives the same ridges."""

    name: str
    pattern: Pattern
    seed: int


FINGERS = (
    Finger("Right thumb", Pattern.WHORL, 11),
    Finger("Right index", Pattern.RIGHT_LOOP, 23),
    Finger("Right middle", Pattern.LEFT_LOOP, 35),
    Finger("Left thumb", Pattern.DOUBLE_LOOP, 47),
    Finger("Left index", Pattern.ARCH, 59),
)


@lru_cache(maxsize=64)
def render(finger: Finger, width_px: int, height_px: int, manner: Manner = Manner.GOOD) -> bytes:
    """What a sensor of 500 dpi sees of ``finger``: one byte a pixel, 0 black to 255 white, row by row.

    The first picture of a finger takes a few tenths of a second, every later one none.
    """
    from drivers.fingerprint.pressing import press  # noqa: PLC0415  # numpy stays out of the terminal

    return press(finger, width_px, height_px, manner)
