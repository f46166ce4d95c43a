"""The light of a sensor, where it has one: a ring round the glass, or a lamp under it.

The ring says by its rhythm what the screen says in words: breathing, press; steady, keep still; dark, done.
A lamp that can only be on or off is on while a finger is wanted.
"""

from drivers.errors import Garbled, Refused, TimedOut
from drivers.fingerprint.codes import Op
from drivers.fingerprint.link import SensorLink, retrying
from drivers.fingerprint.profiles import Lamp

BREATHE, STEADY, DARK = 1, 3, 4
BLUE = 2
"""Every R503 has it: the first ones know red, blue and purple only."""
CALM = 0x60
"""Speed of a breath: about two seconds."""


class Ring:
    """The light of one sensor.

    Args:
        link: the sensor.
        lamp: what it has; None where nobody knows, then it is tried out.
    """

    def __init__(self, link: SensorLink, lamp: Lamp | None) -> None:
        self._link = link
        self._lamps = [Lamp.AURA, Lamp.SWITCH] if lamp is None else [lamp]
        self._shown = 0
        try:
            self.darken()
        except (Garbled, TimedOut):  # older sensors answer nothing to what they do not know
            self._lamps = []

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
        while self._lamps and rhythm != self._shown:
            self._shown = 0  # unknown, should the sensor's answer be abandoned
            try:
                retrying(lambda: self._light(self._lamps[0], rhythm))
            except Refused:
                self._lamps.pop(0)
            else:
                self._shown = rhythm

    def _light(self, lamp: Lamp, rhythm: int) -> None:
        if lamp is Lamp.AURA:
            self._link.set_led(color=BLUE, mode=rhythm, speed=CALM, cycles=0)
        elif lamp is Lamp.SWITCH:
            self._link.ask(Op.LED_OFF if rhythm == DARK else Op.LED_ON)
