"""One input on the header that somebody waits for, such as a fingerprint sensor's wake-up line."""

from gpiozero import DigitalInputDevice
from gpiozero.pins import Factory


class InputLine:
    """A wire into one pin.

    Args:
        pin: its BCM number.
        high: whether it is high when it tells something; else it is low, and kept high by the pin otherwise.
        factory: gpiozero's way to reach the pins.
    """

    def __init__(self, pin: int, *, high: bool, factory: Factory) -> None:
        self._device = DigitalInputDevice(pin, pull_up=not high, pin_factory=factory)

    @property
    def active(self) -> bool:
        """Whether it tells something now."""
        return bool(self._device.is_active)

    def wait(self, seconds: float) -> bool:
        """Wait until it does, no longer than so many seconds, and return whether it does."""
        return bool(self._device.wait_for_active(seconds))

    def close(self) -> None:
        """Give the pin back."""
        self._device.close()
