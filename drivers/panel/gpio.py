"""The front panel on a Raspberry Pi's GPIO header, through gpiozero.

Each button joins its pin to ground (the pin's own pull-up keeps it high). The lamp is an RGB LED with a
common cathode, a resistor in each colour's line. The buzzer is a passive piezo between its pin and ground.
"""

import atexit
import importlib
import importlib.util
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable
from math import asin, pi

from gpiozero import PWMLED, Device, DigitalInputDevice, TonalBuzzer
from gpiozero.exc import BadPinFactory, GPIOZeroError, PinFactoryFallback, PinPWMUnsupported
from gpiozero.pins import Factory

from drivers.errors import Refused
from drivers.panel import Button, FrontPanel, LampColour, NullPanel, PanelPins, Tone

BOUNCE_S = 0.02
"""A push button's contacts settle within 20 ms; nobody presses twice as fast."""

SHADES: dict[LampColour, tuple[float, float, float]] = {
    LampColour.OFF: (0, 0, 0),
    LampColour.WHITE: (1, 1, 1),
    LampColour.BLUE: (0, 0, 1),
    LampColour.GREEN: (0, 1, 0),
    LampColour.AMBER: (1, 0.4, 0),  # the green of an RGB LED looks far brighter than its red
    LampColour.RED: (1, 0, 0),
}

STEP_S = 0.06
REST = None
MELODIES: dict[Tone, tuple[float | None, ...]] = {
    Tone.CONFIRM: (0, 0, 7 / 12, 7 / 12, REST),
    Tone.TICK: (7 / 12, REST),
    Tone.ERROR: (-1, -1, -1, -1, -1, -1, REST),
    Tone.ATTENTION: (1, 1, REST, 1, 1, REST, 1, 1, REST),
}
"""One entry each ``STEP_S``, in octaves above A6 (1760 Hz). A small piezo is loud from 1 to 4 kHz."""


def duty_of(percent: int) -> float:
    """Return the PWM's duty cycle that makes a piezo sound ``percent`` as loud as it can, to the ear.

    The strength of a pulse wave's fundamental goes with sin(π × duty) and is greatest at one half. What the ear
    takes for half as loud is about a third as strong (Stevens, exponent 0.6).
    """
    strength = min(1.0, max(0.0, percent / 100)) ** (1 / 0.6)
    return asin(strength) / pi


class Buzzer(TonalBuzzer):  # type: ignore[misc]  # gpiozero carries no types
    """gpiozero's buzzer, whose loudness can be set: it knows full strength alone."""

    def __init__(self, pin: int, factory: Factory) -> None:
        self.duty = 0.5
        super().__init__(pin, mid_tone="A6", octaves=1, pin_factory=factory)

    def _get_value(self) -> float | None:
        return super().value  # type: ignore[no-any-return]

    def _set_value(self, value: float | None) -> None:
        TonalBuzzer.value.fset(self, value if self.duty else None)
        if value is not None and self.duty:
            self.pwm_device.value = self.duty

    value = property(_get_value, _set_value)


class GpioPanel:
    """The panel wired to ``pins`` of ``factory`` (gpiozero's word for a way to reach the pins)."""

    def __init__(
        self, pins: PanelPins, pressed: Callable[[Button], None], factory: Factory, description: str
    ) -> None:
        self._description = description
        self._devices: list[Device] = []
        try:
            self._lights = [
                self._keep(PWMLED(pin, pin_factory=factory)) if pin else None
                for pin in (pins.lamp_red, pins.lamp_green, pins.lamp_blue)
            ]
            self._buzzer: Buzzer | None = None
            if pins.buzzer:
                self._buzzer = self._keep(Buzzer(pins.buzzer, factory))
                self._buzzer.source_delay = STEP_S
            self._listen(Button.STAFF, pins.staff_button, pressed, factory)
            self._listen(Button.CANCEL, pins.cancel_button, pressed, factory)
        except BaseException:
            self.close()
            raise

    def show(self, colour: LampColour) -> None:
        """Light the lamp in ``colour``, until told otherwise."""
        for light, brightness in zip(self._lights, SHADES[colour], strict=True):
            if light is not None:
                light.value = brightness

    def sound(self, tone: Tone) -> None:
        """Play ``tone`` once, on gpiozero's own thread for this buzzer."""
        if self._buzzer is not None:
            self._buzzer.source = MELODIES[tone]

    def volume(self, percent: int) -> None:
        """Sound every tone from now on at ``percent`` of what the buzzer can; at 0 it is silent."""
        if self._buzzer is not None:
            self._buzzer.duty = duty_of(percent)

    def describe(self) -> str:
        """Say in words what this panel is."""
        return self._description

    def close(self) -> None:
        """Put the lamp out, stop the buzzer and give the pins back."""
        while self._devices:
            self._devices.pop().close()

    def _listen(self, button: Button, pin: int, pressed: Callable[[Button], None], factory: Factory) -> None:
        if not pin:
            return
        # gpiozero's Button keeps a thread that wakes ten times a second to time long presses.
        contact = DigitalInputDevice(pin, pull_up=True, bounce_time=BOUNCE_S, pin_factory=factory)
        self._keep(contact).when_activated = lambda: pressed(button)

    def _keep(self, device: Device) -> Device:
        self._devices.append(device)
        return device


def open_gpio_panel(pins: PanelPins, pressed: Callable[[Button], None]) -> FrontPanel:
    """Open the panel on this computer's header, or a ``NullPanel`` where it has none that can drive it.

    Raises:
        Refused: a pin is used by something else.
    """
    _keep_lgpio_out_of_the_working_directory()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PinFactoryFallback)
            Device.ensure_pin_factory()
        factory = Device.pin_factory
        return GpioPanel(pins, pressed, factory, f"front panel on GPIO ({type(factory).__name__})")
    except BadPinFactory:
        return NullPanel("no GPIO on this computer; lamp, buzzer and panel buttons are off")
    except PinPWMUnsupported:
        return NullPanel("GPIO without PWM: install lgpio; lamp, buzzer and panel buttons are off")
    except (GPIOZeroError, *_lgpio_errors()) as error:
        raise Refused(
            f"The front panel's pins cannot be had: {error}. Does another program use them?"
        ) from error


def _keep_lgpio_out_of_the_working_directory() -> None:
    """Give lgpio a directory for the pipe it makes when imported; it fails where it cannot make one."""
    if "LG_WD" not in os.environ and importlib.util.find_spec("lgpio"):
        os.environ["LG_WD"] = tempfile.mkdtemp(prefix="signpost-lgpio-")
        atexit.register(shutil.rmtree, os.environ["LG_WD"], ignore_errors=True)


def _lgpio_errors() -> tuple[type[Exception], ...]:
    """Return lgpio's own exception, which gpiozero lets through, where lgpio is installed."""
    try:
        return (importlib.import_module("lgpio").error,)
    except ImportError:
        return ()
