"""The front panel that a person sees and presses, for a terminal on emulated pins in another process.

The panel may be there before its terminal is switched on, and stays when its power is pulled: dark and
silent, knocking until somebody answers. A case that was opened stays open meanwhile, and mains that were cut stay cut.
Nothing here needs gpiozero.
"""

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from drivers.panel import Button
from drivers.panel.wire import DARK, Lines, PanelState

KNOCK_S = 0.1
"""How often a panel looks whether its terminal has been switched on."""


class EmulatedPanel:
    """The person's side: buttons to press, a case to open, a lamp to see and a buzzer to hear.

    Args:
        socket_path: where the terminal's ``EmulatedPins`` listen, now or later.
        on_change: called with each new state, on a thread of this panel.

    Attributes:
        case_open: whether the case is off.
        mains_lost: whether the supply runs on its battery.
    """

    def __init__(self, socket_path: Path, on_change: Callable[[PanelState], None] | None = None) -> None:
        self._path = socket_path
        self._on_change = on_change
        self._state = DARK
        self.case_open = False
        self.mains_lost = False
        self._line: socket.socket | None = None
        self._stopping = Event()
        self._thread = Thread(target=self._watch, name="emulated-panel", daemon=True)
        self._thread.start()

    @property
    def state(self) -> PanelState:
        """What the panel shows now; dark while its terminal has no power."""
        return self._state

    def press(self, button: Button) -> None:
        """Push ``button`` down. Without power, nothing happens."""
        self._say(f"press {button}\n")

    def release(self, button: Button) -> None:
        """Let ``button`` go."""
        self._say(f"release {button}\n")

    def open_case(self) -> None:
        """Take the terminal's case off."""
        self.case_open = True
        self._say("open case\n")

    def shut_case(self) -> None:
        """Put the case back on."""
        self.case_open = False
        self._say("shut case\n")

    def cut_mains(self) -> None:
        """Pull the supply's plug: it goes on from its battery, and says so."""
        self.mains_lost = True
        self._say("cut mains\n")

    def restore_mains(self) -> None:
        """Plug the supply in again."""
        self.mains_lost = False
        self._say("restore mains\n")

    def close(self) -> None:
        """Stop watching."""
        self._stopping.set()
        line = self._line
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=5)

    def _say(self, words: str) -> None:
        line = self._line
        if line is not None:
            with suppress(OSError):
                line.send(words.encode(), socket.MSG_DONTWAIT)

    def _watch(self) -> None:
        while not self._stopping.is_set():
            with socket.socket(socket.AF_UNIX) as line:
                try:
                    line.connect(os.fspath(self._path))
                except OSError:
                    self._stopping.wait(KNOCK_S)
                    continue
                self._line = line
                self._say("open case\n" if self.case_open else "shut case\n")
                self._say("cut mains\n" if self.mains_lost else "restore mains\n")
                self._follow(line)
                self._line = None
            self._become(DARK)

    def _follow(self, line: socket.socket) -> None:
        lines = Lines()
        with suppress(OSError):
            while not self._stopping.is_set() and (heard := line.recv(4096)):
                for said in lines.feed(heard):
                    self._become(PanelState.from_line(said))

    def _become(self, state: PanelState) -> None:
        if state != self._state:
            self._state = state
            if self._on_change is not None:
                self._on_change(state)
