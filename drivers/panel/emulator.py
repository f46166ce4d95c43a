"""Emulated pins for the front panel: gpiozero's own mock header, pressed and watched from another process.

The driver on these pins is the real one, in the terminal's process. ``drivers.panel.physical`` is the side
that a person sees and presses; it may be there before, come later, vanish and come back.
"""

import os
import selectors
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from gpiozero.pins.mock import MockFactory, MockPWMPin

from drivers.panel import FrontPanel
from drivers.panel.gpio import GpioPanel, Wiring
from drivers.panel.wire import Lines, PanelState

ACTIVE_HZ = 2300.0
"""The pitch of a usual active buzzer, which has only this one."""


class WatchedFactory(MockFactory):  # type: ignore[misc]  # gpiozero carries no types
    """gpiozero's mock pins, which call ``on_change`` whenever one of them changes."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        super().__init__(pin_class=WatchedPin)
        self.on_change = on_change


class WatchedPin(MockPWMPin):  # type: ignore[misc]  # gpiozero carries no types
    """One mock pin, with PWM, of a ``WatchedFactory``.

    ``hold`` wires it to something that is stronger than its own pull-up or pull-down, as a shut switch is.
    """

    _held: bool | None = None

    def hold(self, *, high: bool) -> None:
        """Put a level on the pin that stays."""
        self._held = high
        self._drive(high=high)

    def _set_pull(self, value: str) -> None:
        super()._set_pull(value)
        if self._held is not None:
            self._drive(high=self._held)

    def _drive(self, *, high: bool) -> None:
        if high:
            self.drive_high()
        else:
            self.drive_low()

    def _change_state(self, value: float) -> bool:
        changed: bool = super()._change_state(value)
        if changed:
            self.factory.on_change()
        return changed

    def _set_frequency(self, value: float | None) -> None:
        super()._set_frequency(value)
        self.factory.on_change()


class EmulatedPins:
    """The header's side: mock pins that ``EmulatedPanel``s in other processes press and watch.

    Listens on ``socket_path`` (mode 0600) on a thread of its own, on which presses reach the driver.
    """

    def __init__(self, wiring: Wiring, socket_path: Path) -> None:
        self._pins, self._power_fail_high = wiring.pins, wiring.traits.power_fail_high
        self._wake, self._woken = socket.socketpair()
        self._wake.setblocking(False)
        self._woken.setblocking(False)
        self.factory = WatchedFactory(on_change=self._ring)
        self._hold(self._pins.tamper, high=False)
        self._hold(self._pins.power_fail, high=not self._power_fail_high)
        self._listener = _listen_privately(socket_path)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._woken, selectors.EVENT_READ, self._look)
        self._panels: dict[socket.socket, Lines] = {}
        self._shown: PanelState | None = None
        self._stopping = Event()
        self._thread = Thread(target=self._serve, name="emulated-pins", daemon=True)

    def start(self) -> None:
        """Begin to listen, once the driver is wired to the pins."""
        self._thread.start()

    def state(self) -> PanelState:
        """Read from the pins themselves what the lamp shows and the buzzer plays."""
        pins = self._pins
        lights = (pins.lamp,) * 3 if pins.lamp else (pins.lamp_red, pins.lamp_green, pins.lamp_blue)
        red, green, blue = map(self._level, lights)
        return PanelState(
            powered=True,
            lamp=(red, green, blue),
            tone_hz=self._tone(),
            drawer=bool(self._level(pins.drawer)),
        )

    def _tone(self) -> float | None:
        """Return the pitch that the buzzer plays; PWM without a duty cycle is silent."""
        if not self._level(self._pins.buzzer):
            return None
        pitch: float | None = self.factory.pin(self._pins.buzzer).frequency
        return pitch or ACTIVE_HZ

    def _level(self, pin: int) -> float:
        return float(self.factory.pin(pin).state) if pin else 0.0

    def _hold(self, pin: int, *, high: bool) -> None:
        if pin:
            self.factory.pin(pin).hold(high=high)

    def close(self) -> None:
        """Hang up on every panel: to them, the power has gone."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._ring()
        if self._thread.ident is not None:
            self._thread.join(timeout=5)
        self.factory.close()
        self._selector.close()
        for open_socket in (*self._panels, self._listener, self._wake, self._woken):
            open_socket.close()

    def _ring(self) -> None:
        with suppress(OSError):  # a full pipe is ringing already, a closed one has nobody to wake
            self._wake.send(b"!")

    def _serve(self) -> None:
        while not self._stopping.is_set():
            for key, _ in self._selector.select():
                key.data(key.fileobj)

    def _look(self, woken: socket.socket) -> None:
        woken.recv(4096)
        state = self.state()
        if state != self._shown:
            self._shown = state
            for panel in list(self._panels):
                self._tell(panel, state)

    def _accept(self, listener: socket.socket) -> None:
        panel, _ = listener.accept()
        panel.setblocking(False)
        self._panels[panel] = Lines()
        self._selector.register(panel, selectors.EVENT_READ, self._hear)
        self._shown = None  # whoever comes is told what there is to see
        self._ring()

    def _tell(self, panel: socket.socket, state: PanelState) -> None:
        try:
            panel.sendall(state.to_line())
        except OSError:  # gone, or reading so slowly that it had better come back and ask anew
            self._hang_up(panel)

    def _hear(self, panel: socket.socket) -> None:
        if panel not in self._panels:
            return  # hung up since the selector saw it
        try:
            heard = panel.recv(4096)
        except OSError:
            heard = b""
        if not heard:
            self._hang_up(panel)
            return
        for line in self._panels[panel].feed(heard):
            self._obey(line)

    def _obey(self, line: bytes) -> None:
        pins, lost = self._pins, self._power_fail_high
        match line.split():
            case [b"press", b"staff"]:
                self._hold(pins.staff_button, high=False)
            case [b"release", b"staff"]:
                self._hold(pins.staff_button, high=True)
            case [b"press", b"cancel"]:
                self._hold(pins.cancel_button, high=False)
            case [b"release", b"cancel"]:
                self._hold(pins.cancel_button, high=True)
            case [b"open", b"case"]:
                self._hold(pins.tamper, high=True)
            case [b"shut", b"case"]:
                self._hold(pins.tamper, high=False)
            case [b"cut", b"mains"]:
                self._hold(pins.power_fail, high=lost)
            case [b"restore", b"mains"]:
                self._hold(pins.power_fail, high=not lost)

    def _hang_up(self, panel: socket.socket) -> None:
        self._selector.unregister(panel)
        del self._panels[panel]
        panel.close()


class EmulatedFrontPanel(GpioPanel):
    """The real driver on emulated pins, closed together with them."""

    def __init__(self, wiring: Wiring, emulated: EmulatedPins) -> None:
        self._emulated = emulated
        super().__init__(wiring, emulated.factory, "emulated front panel")
        emulated.start()

    def close(self) -> None:
        """Put the lamp out, stop the buzzer and take the pins away."""
        super().close()
        self._emulated.close()


def open_emulated_panel(wiring: Wiring, socket_path: Path) -> FrontPanel:
    """Open the real driver on emulated pins whose physical side is at ``socket_path``."""
    return EmulatedFrontPanel(wiring, EmulatedPins(wiring, socket_path))


def _listen_privately(path: Path) -> socket.socket:
    """Listen on ``path``, in place of what a killed process left; nobody can connect before it is 0600."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(os.fspath(path))
    path.chmod(0o600)
    listener.listen()
    return listener
