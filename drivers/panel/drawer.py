"""A cash drawer on a pin of the header, through a MOSFET or an optocoupler: one short knock, then a pause.

A drawer's coil takes 1 to 2 A at 12 or 24 V from a supply of its own: never from the header, whose pins give
3.3 V and a few mA. A diode across the coil, and a resistor from gate to ground that keeps it shut while nothing
drives the pin, as during the boot.
"""

import time
from collections.abc import Callable

from gpiozero import DigitalOutputDevice
from gpiozero.pins import Factory

PAUSE = 4
"""How many times as long as the knock the coil must rest (printers' own limit: a duty cycle of 20 %)."""


class Drawer(DigitalOutputDevice):  # type: ignore[misc]  # gpiozero carries no types
    """The coil's switch, off but for the knock.

    Args:
        pin: the gate's, BCM.
        pulse_s: how long a knock is.
        factory: gpiozero's way to the pins.
        now_s: a monotonic clock.
    """

    def __init__(
        self, pin: int, pulse_s: float, factory: Factory, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._pulse_s, self._now_s = pulse_s, now_s
        self._rested_s = float("-inf")
        super().__init__(pin, initial_value=False, pin_factory=factory)

    def knock(self) -> bool:
        """Knock once, on gpiozero's own thread; returns whether the coil was rested enough to."""
        now_s = self._now_s()
        if now_s < self._rested_s:
            return False
        self._rested_s = now_s + (1 + PAUSE) * self._pulse_s
        self.blink(self._pulse_s, 0, n=1)
        return True
