"""The front panel on pins, through gpiozero: a Raspberry Pi's, or emulated ones.

Each button joins its pin to ground (the pin's own pull-up keeps it high). The lamp is an RGB LED with a
common cathode, or a single LED, a resistor in each line. The buzzer is between its pin and ground.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from gpiozero import DigitalInputDevice
from gpiozero.exc import PinPWMUnsupported
from gpiozero.pins import Factory

from drivers.panel import Button, LampColour, PanelPins, PanelSenses, PanelTraits, Tone
from drivers.panel.buzzer import ActiveBuzzer, PassiveBuzzer
from drivers.panel.drawer import Drawer
from drivers.panel.lamp import Light, RgbLamp, SingleLamp
from drivers.panel.switches import Switches

BOUNCE_S = 0.02
"""A push button's contacts settle within 20 ms; nobody presses twice as fast."""


class Closable(Protocol):
    """Something on a pin that gives it back."""

    def close(self) -> None:
        """Stop, and give the pin back."""


_Part = TypeVar("_Part", bound=Closable)


@dataclass(frozen=True, slots=True)
class Wiring:
    """What is wired where, and who is told: both are called on a thread of gpiozero's, and may only enqueue."""

    pins: PanelPins
    traits: PanelTraits
    pressed: Callable[[Button], None]
    sensed: Callable[[PanelSenses], None]


class GpioPanel:
    """The panel wired to pins of ``factory`` (gpiozero's word for a way to reach the pins)."""

    def __init__(self, wiring: Wiring, factory: Factory, description: str) -> None:
        self._description = description
        self._wiring, self._factory = wiring, factory
        self._parts: list[Closable] = []
        pins, traits = wiring.pins, wiring.traits
        try:
            self._lamp = self._wire_lamp(traits.lamp_brightness / 100)
            self._buzzer = self._wire_buzzer()
            self._drawer = (
                self._keep(Drawer(pins.drawer, traits.drawer_ms / 1000, factory)) if pins.drawer else None
            )
            self._listen(Button.STAFF, pins.staff_button)
            self._listen(Button.CANCEL, pins.cancel_button)
            self._switches = self._keep(Switches(pins, traits, wiring.sensed, factory))
            self._switches.listen()
        except BaseException:
            self.close()
            raise

    def show(self, colour: LampColour) -> None:
        """Light the lamp in ``colour``, until told otherwise."""
        self._lamp.show(colour)

    def sound(self, tone: Tone) -> None:
        """Play ``tone`` once, on gpiozero's own thread for this buzzer."""
        if self._buzzer is not None:
            self._buzzer.play(tone)

    def volume(self, percent: int) -> None:
        """Sound every tone from now on at ``percent`` of what the buzzer can; at 0 it is silent."""
        if self._buzzer is not None:
            self._buzzer.volume(percent)

    def open_drawer(self) -> None:
        """Knock the cash drawer open, where one is wired. A drawer that was just knocked is left to cool."""
        if self._drawer is not None:
            self._drawer.knock()

    def senses(self) -> PanelSenses:
        """Read the switches: what they say now, whatever was told before."""
        return self._switches.read()

    def look(self) -> None:
        """Read the switches again, and tell where one moved and nobody heard it."""
        self._switches.look()

    def describe(self) -> str:
        """Say in words what this panel is."""
        return self._description

    def close(self) -> None:
        """Put the lamp out, stop the buzzer and give the pins back."""
        while self._parts:
            self._parts.pop().close()

    def _wire_lamp(self, brightness: float) -> RgbLamp | SingleLamp:
        pins = self._wiring.pins
        if pins.lamp:
            return SingleLamp(self._light(pins.lamp), brightness)
        red, green, blue = (
            self._light(pin) if pin else None for pin in (pins.lamp_red, pins.lamp_green, pins.lamp_blue)
        )
        return RgbLamp((red, green, blue), brightness)

    def _light(self, pin: int) -> Light:
        light = self._keep(Light(pin, self._factory))
        if not light.dims:
            self._lacks_pwm("the lamp is on or off")
        return light

    def _wire_buzzer(self) -> ActiveBuzzer | PassiveBuzzer | None:
        pin = self._wiring.pins.buzzer
        if not pin:
            return None
        if self._wiring.traits.active_buzzer:
            return self._keep(ActiveBuzzer(pin, self._factory))
        try:
            return self._keep(PassiveBuzzer(pin, self._factory))
        except PinPWMUnsupported:
            self._lacks_pwm("a passive buzzer is silent")
            return None

    def _lacks_pwm(self, so: str) -> None:
        """Say in the description what is missing where the pins have no PWM: gpiozero's native factory has none."""
        if so not in self._description:
            lead = "; " if "without PWM" in self._description else ", without PWM (install lgpio): "
            self._description += f"{lead}{so}"

    def _listen(self, button: Button, pin: int) -> None:
        if not pin:
            return
        pressed = self._wiring.pressed
        # gpiozero's Button keeps a thread that wakes ten times a second to time long presses.
        contact = DigitalInputDevice(pin, pull_up=True, bounce_time=BOUNCE_S, pin_factory=self._factory)
        self._keep(contact).when_activated = lambda: pressed(button)

    def _keep(self, part: _Part) -> _Part:
        self._parts.append(part)
        return part
