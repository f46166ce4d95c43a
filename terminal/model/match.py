"""A finger compared with one that the sensor knows: what is left of it are figures, and no picture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """A pressed finger that was the one enrolled.

    Attributes:
        template: the place in the sensor where the finger is kept that it was compared with, counted from 0.
        score: how alike the sensor finds the two: higher is liker, its scale the model's.
        security_level: how strict the sensor is set, 1 (least) to 5; 0 where it does not say.
        sensor: its model.
        pressed_ns: CLOCK_MONOTONIC time of the press that matched.
        tries: how many presses were compared; this is the last.
    """

    template: int
    score: int
    security_level: int = 0
    sensor: str = ""
    pressed_ns: int = 0
    tries: int = 1
