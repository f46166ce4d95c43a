"""The sensor's wake-up line: a wire that tells of a finger, so that the sensor is asked only when there is one.

Asking a sensor to look keeps it and its line busy all the time; the wire costs nothing. It is never trusted
alone: now and then the sensor is asked all the same, and a wire that did not tell of the finger which the sensor
then sees (cut, never connected, of the other polarity) is not waited for until it does again.
"""

import time
from collections.abc import Callable
from typing import Protocol

from drivers.fingerprint.link import TICK_S, Abandoned, SensorLink

POLL_S = 0.05
"""Between two looks for a finger: nobody notices the wait, and the sensor stays cool."""
LOOK_ANYWAY_S = 1.0
"""A line that says nothing is checked this often: what one that is broken costs its first customer."""


class WakeLine(Protocol):
    """The wire."""

    @property
    def active(self) -> bool:
        """Whether it tells of a finger now."""
        ...

    def wait(self, seconds: float) -> bool:
        """Wait until it tells of one, no longer than so many seconds, and return whether it does."""
        ...

    def close(self) -> None:
        """Give the pin back."""
        ...


OpenWakeLine = Callable[[bool], WakeLine]
"""Opens the wire; is told whether it goes high under a finger, else it goes low."""


def pause(link: SensorLink, left_s: float) -> None:
    """Rest between two looks, where no line tells when to look."""
    link.idle(min(POLL_S, left_s))


class Watch:
    """Waits between two looks of a sensor.

    Args:
        line: the sensor's wire, or None where there is none.
    """

    def __init__(self, line: WakeLine | None = None) -> None:
        self._line = line
        self._trusted = True

    @property
    def trusted(self) -> bool:
        """Whether the line is there and has told of the last finger."""
        return self._line is not None and self._trusted

    def pause(self, link: SensorLink, left_s: float) -> None:
        """Wait until it is worth while to look for a finger again, ``left_s`` at the most.

        Raises:
            Abandoned: nobody wants one any more.
        """
        if self._line is not None and self._trusted:
            self._until_told(self._line, link, min(LOOK_ANYWAY_S, left_s))
        pause(link, left_s)

    def saw_finger(self) -> None:
        """Judge the line by a finger that the sensor sees."""
        if self._line is not None:
            self._trusted = self._line.active

    def close(self) -> None:
        """Give the line back."""
        if self._line is not None:
            self._line.close()

    @staticmethod
    def _until_told(line: WakeLine, link: SensorLink, within_s: float) -> None:
        until = time.monotonic() + within_s
        while (left_s := until - time.monotonic()) > 0 and not line.wait(min(TICK_S, left_s)):
            if link.cancelled():
                raise Abandoned
