"""The panel's buzzer: a passive one that sings, or an active one that knows a single pitch."""

from collections.abc import Iterator
from math import asin, pi

from gpiozero import DigitalOutputDevice, TonalBuzzer
from gpiozero.pins import Factory

from drivers.panel import Tone

STEP_S = 0.06
REST = None
MELODIES: dict[Tone, tuple[float | None, ...]] = {
    Tone.CONFIRM: (0, 0, 7 / 12, 7 / 12, REST),
    Tone.TICK: (7 / 12, REST),
    Tone.ERROR: (-1, -1, -1, -1, -1, -1, REST),
    Tone.ATTENTION: (1, 1, REST, 1, 1, REST, 1, 1, REST),
}
"""One entry each ``STEP_S``, in octaves above A6 (1760 Hz). A small piezo is loud from 1 to 4 kHz."""

RHYTHMS: dict[Tone, tuple[int, ...]] = {
    Tone.CONFIRM: (1, 0, 1, 1, 1, 0),
    Tone.TICK: (1, 0),
    Tone.ERROR: (1, 1, 1, 1, 1, 1, 1, 1, 0),
    Tone.ATTENTION: (1, 1, 0, 1, 1, 0, 1, 1, 0),
}
"""One entry each ``STEP_S``, for a buzzer that is on or off: short-long, a tick, one long, three times the same."""


def duty_of(percent: int) -> float:
    """Return the PWM's duty cycle that makes a piezo sound ``percent`` as loud as it can, to the ear.

    The strength of a pulse wave's fundamental goes with sin(π × duty) and is greatest at one half. What the ear
    takes for half as loud is about a third as strong (Stevens, exponent 0.6).
    """
    strength = min(1.0, max(0.0, percent / 100)) ** (1 / 0.6)
    return asin(strength) / pi


class PassiveBuzzer(TonalBuzzer):  # type: ignore[misc]  # gpiozero carries no types
    """gpiozero's buzzer, whose loudness can be set: it knows full strength alone."""

    def __init__(self, pin: int, factory: Factory) -> None:
        self.duty = 0.5
        super().__init__(pin, mid_tone="A6", octaves=1, pin_factory=factory)
        self.source_delay = STEP_S

    def play(self, tone: Tone) -> None:
        """Play ``tone`` on gpiozero's own thread; one still playing is cut short."""
        self.source = MELODIES[tone]

    def volume(self, percent: int) -> None:
        """Sound ``percent`` as loud as it can from now on; at 0 it is silent."""
        self.duty = duty_of(percent)

    def _get_value(self) -> float | None:
        return super().value  # type: ignore[no-any-return]

    def _set_value(self, value: float | None) -> None:
        TonalBuzzer.value.fset(self, value if self.duty else None)
        if value is not None and self.duty:
            self.pwm_device.value = self.duty

    value = property(_get_value, _set_value)


class ActiveBuzzer(DigitalOutputDevice):  # type: ignore[misc]  # gpiozero carries no types
    """A buzzer with its own oscillator: it cannot be tuned or softened, only told by rhythm and silenced."""

    def __init__(self, pin: int, factory: Factory) -> None:
        self._silent = False
        super().__init__(pin, pin_factory=factory)
        self.source_delay = STEP_S

    def play(self, tone: Tone) -> None:
        """Play ``tone`` on gpiozero's own thread; one still playing is cut short, and leaves nothing on."""
        self.source = self._rhythm(tone)

    def volume(self, percent: int) -> None:
        """Be silent from now on at 0; anything else is as loud as it is."""
        self._silent = percent <= 0

    def _rhythm(self, tone: Tone) -> Iterator[int]:
        for beat in RHYTHMS[tone]:
            yield 0 if self._silent else beat
