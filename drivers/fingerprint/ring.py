"""The ring of light round the glass, where a sensor has one.

It says by its rhythm what the screen says in words: breathing, press; steady, keep still; dark, done.
"""

from drivers.errors import Garbled, Refused, TimedOut
from drivers.fingerprint.link import SensorLink, retrying

BREATHE, STEADY, DARK = 1, 3, 4
BLUE = 2
"""Every R503 has it: the first ones know red, blue and purple only."""
CALM = 0x60
"""Speed of a breath: about two seconds."""


class Ring:
    """The ring of one sensor, or none: then showing something does nothing."""

    def __init__(self, link: SensorLink, *, present: bool) -> None:
        self._link = link
        self._present = present
        self._shown = 0
        try:
            self.darken()
        except (Garbled, TimedOut):  # older sensors answer nothing to what they do not know
            self._present = False

    def breathe(self) -> None:
        """Invite a finger."""
        self._show(BREATHE)

    def steady(self) -> None:
        """Ask to keep still."""
        self._show(STEADY)

    def darken(self) -> None:
        """Nothing is asked of anyone."""
        self._show(DARK)

    def _show(self, rhythm: int) -> None:
        if not self._present or rhythm == self._shown:
            return
        self._shown = 0  # unknown, should the sensor's answer be abandoned
        try:
            retrying(lambda: self._link.set_led(color=BLUE, mode=rhythm, speed=CALM, cycles=0))
        except Refused:
            self._present = False
        else:
            self._shown = rhythm
