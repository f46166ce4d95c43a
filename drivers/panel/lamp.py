"""The panel's lamp: of three colours, or of one; dimmed where the pins can, only on and off where not."""

from itertools import cycle

from gpiozero import LED, PWMLED
from gpiozero.exc import PinPWMUnsupported
from gpiozero.pins import Factory

from drivers.panel import LampColour

SHADES: dict[LampColour, tuple[float, float, float]] = {
    LampColour.OFF: (0, 0, 0),
    LampColour.WHITE: (1, 1, 1),
    LampColour.BLUE: (0, 0, 1),
    LampColour.GREEN: (0, 1, 0),
    LampColour.AMBER: (1, 0.4, 0),  # the green of an RGB LED looks far brighter than its red
    LampColour.RED: (1, 0, 0),
}

BLINK_S = 0.5
"""Half a blink of a lamp of one colour: 1 Hz is seen from across a shop, and far below what harms anyone."""
BLINKING = frozenset({LampColour.AMBER, LampColour.RED})
"""What a lamp of one colour tells by blinking: somebody is wanted."""


class Light:
    """One LED on one pin.

    Attributes:
        dims: whether the pin has PWM; without, anything but dark is fully on.
    """

    def __init__(self, pin: int, factory: Factory) -> None:
        self.dims = True
        try:
            self._led = PWMLED(pin, pin_factory=factory)
        except PinPWMUnsupported:
            self.dims = False
            self._led = LED(pin, pin_factory=factory)
        self._led.source_delay = BLINK_S

    def shine(self, brightness: float) -> None:
        """Shine as bright as told, 0 to 1, until told otherwise."""
        self._led.source = None
        self._led.value = self._able(brightness)

    def blink(self, brightness: float) -> None:
        """Go on and off, on gpiozero's own thread for this LED, until told otherwise."""
        self._led.source = cycle((self._able(brightness), 0))

    def close(self) -> None:
        """Put it out and give the pin back."""
        self._led.close()

    def _able(self, brightness: float) -> float:
        return brightness if self.dims else float(bool(brightness))


class RgbLamp:
    """An RGB LED with a common cathode, any of whose colours may be left out."""

    def __init__(self, lights: tuple[Light | None, Light | None, Light | None], brightness: float) -> None:
        self._lights, self._brightness = lights, brightness

    def show(self, colour: LampColour) -> None:
        """Light the lamp in ``colour``."""
        for light, share in zip(self._lights, SHADES[colour], strict=True):
            if light is not None:
                light.shine(share * self._brightness)


class SingleLamp:
    """A lamp of one colour: steady while all is well, blinking where somebody is wanted."""

    def __init__(self, light: Light, brightness: float) -> None:
        self._light, self._brightness = light, brightness

    def show(self, colour: LampColour) -> None:
        """Say by its rhythm what an RGB lamp says by ``colour``."""
        if colour in BLINKING:
            self._light.blink(self._brightness)
        else:
            self._light.shine(self._brightness if colour is not LampColour.OFF else 0)
