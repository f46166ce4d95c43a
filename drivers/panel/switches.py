"""What guards the terminal: the case's switch, and the line by which a supply says that it runs on its battery."""

from collections.abc import Callable
from threading import Lock

from gpiozero import DigitalInputDevice
from gpiozero.pins import Factory

from drivers.panel import PanelSenses
from drivers.panel.pins import PanelPins, PanelTraits

TAMPER_BOUNCE_S = 0.05
POWER_BOUNCE_S = 0.1
"""A flicker of the mains shorter than five of its waves is bridged by every supply, and is no power failure."""


class Switches:
    """The switches on their pins, read whenever one moves or somebody asks: the level counts, not the edge."""

    def __init__(
        self, pins: PanelPins, traits: PanelTraits, sensed: Callable[[PanelSenses], None], factory: Factory
    ) -> None:
        self._sensed = sensed
        self._told: PanelSenses | None = None
        self._lock = Lock()
        self._case: DigitalInputDevice | None = None
        self._mains: DigitalInputDevice | None = None
        self._devices: list[DigitalInputDevice] = []
        if pins.tamper:
            self._case = self._watch(pins.tamper, TAMPER_BOUNCE_S, factory, pull_up=True)
        if pins.power_fail:
            pull_up = not traits.power_fail_high
            self._mains = self._watch(pins.power_fail, POWER_BOUNCE_S, factory, pull_up=pull_up)

    def listen(self) -> None:
        """Tell what they say now, and every change from now on."""
        for device in self._devices:
            device.when_activated = device.when_deactivated = self.look
        self.look()

    def close(self) -> None:
        """Give the pins back; nothing is told afterwards."""
        while self._devices:
            self._devices.pop().close()

    def read(self) -> PanelSenses:
        """Read what the switches say now."""
        # A case that is shut is active: its wire is at ground.
        return PanelSenses(
            case_open=None if self._case is None else not self._case.is_active,
            mains_lost=None if self._mains is None else bool(self._mains.is_active),
        )

    def look(self) -> None:
        """Tell what the switches say, where it is not what was told last."""
        with self._lock:
            senses = self.read()
            if senses != self._told:
                self._told = senses
                self._sensed(senses)

    def _watch(self, pin: int, bounce_s: float, factory: Factory, *, pull_up: bool) -> DigitalInputDevice:
        device = DigitalInputDevice(pin, pull_up=pull_up, bounce_time=bounce_s, pin_factory=factory)
        self._devices.append(device)
        return device
