"""The front panel on this computer's own header: which library reaches its pins, and what if none does."""

import atexit
import importlib
import importlib.util
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable

from gpiozero import Device
from gpiozero.exc import BadPinFactory, GPIOZeroError, PinFactoryFallback, PinUnknownPi
from gpiozero.pins import Factory

from drivers.errors import NotFound, Refused
from drivers.panel import FrontPanel, NullPanel
from drivers.panel.chips import chip_labels, header_chip
from drivers.panel.gpio import GpioPanel, Wiring
from drivers.panel.line import InputLine

_OFF = "lamp, buzzer and panel buttons are off"
_NO_PINS = (BadPinFactory, PinUnknownPi)
"""What gpiozero says where there are none: the second where GPIOZERO_PIN_FACTORY names a library, and no Pi is here."""


def open_gpio_panel(wiring: Wiring) -> FrontPanel:
    """Open the panel on this computer's header, or a ``NullPanel`` where it has none that can drive it.

    Raises:
        Refused: a pin is used by something else.
    """
    _keep_lgpio_out_of_the_working_directory()
    chip = header_chip(chip_labels())
    try:
        factory = pin_factory(_usual_factory, _factory_on, chip)
        return GpioPanel(wiring, factory, f"front panel on GPIO ({type(factory).__name__})")
    except _NO_PINS:
        if chip is None:
            return NullPanel(f"no GPIO on this computer; {_OFF}")
        return NullPanel(f"gpiochip{chip} is the header, and no library drives it: install lgpio; {_OFF}")
    except (GPIOZeroError, *_lgpio_errors()) as error:
        raise Refused(
            f"The front panel's pins cannot be had: {error}. Does another program use them?"
        ) from error


def open_line(pin: int, *, high: bool) -> InputLine:
    """Open one input on this computer's header.

    Args:
        pin: its BCM number.
        high: whether it is high when it tells something, else low.

    Raises:
        NotFound: there is no header, or no library drives it.
        Refused: the pin is used by something else.
    """
    _keep_lgpio_out_of_the_working_directory()
    try:
        factory = pin_factory(_usual_factory, _factory_on, header_chip(chip_labels()))
        return InputLine(pin, high=high, factory=factory)
    except _NO_PINS as error:
        raise NotFound(
            f"GPIO {pin} cannot be read: this computer has no GPIO, or lgpio is missing."
        ) from error
    except (GPIOZeroError, *_lgpio_errors()) as error:
        raise Refused(f"GPIO {pin} cannot be had: {error}. Does something else use it?") from error


def pin_factory(usual: Callable[[], Factory], on: Callable[[int], Factory], chip: int | None) -> Factory:
    """Return a way to the pins: the usual one, unless it fails or reaches another chip than the header's.

    Args:
        usual: gpiozero's own choice.
        on: makes one for the chip of a number, with lgpio, the only library that asks which.
        chip: the header's; None where it is not known.

    Raises:
        BadPinFactory: there is none.
    """
    try:
        factory = usual()
    except (GPIOZeroError, OSError, *_lgpio_errors()):
        if chip is None:
            raise
        return on(chip)
    if chip is None or getattr(factory, "chip", chip) == chip:
        return factory
    factory.close()
    return on(chip)


def _usual_factory() -> Factory:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PinFactoryFallback)
        Device.ensure_pin_factory()
    return Device.pin_factory


def _factory_on(chip: int) -> Factory:
    """Reach the pins of one chip with lgpio, where it is installed."""
    try:
        from gpiozero.pins.lgpio import LGPIOFactory  # noqa: PLC0415
    except ImportError as error:
        raise BadPinFactory("lgpio is not installed") from error
    Device.pin_factory = LGPIOFactory(chip=chip)
    return Device.pin_factory


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
