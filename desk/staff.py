"""The PIN of the desk's staff: made up when its folder is made, and shown on the page, for whoever has the desk."""

import secrets
from pathlib import Path

from desk.folder import Folder
from terminal.clock import Clock
from terminal.evidence.keys import write_private
from terminal.pin import StaffPin
from terminal.session.staff.typing import pin_trouble
from terminal.session.states import PinTrouble

_DIGITS = 4


class DeskPin:
    """The staff's PIN on a desk, as long as nobody sets another."""

    def __init__(self, folder: Folder) -> None:
        """Make up a PIN where the unit has none."""
        self._note = folder.path / "staff-pin.txt"
        self._unit = StaffPin(folder.data, Clock())
        if not self._unit.standing().is_set:
            pin = _made_up()
            self._unit.set(pin)
            write_private(self._note, pin.encode("ascii"))

    def read(self) -> str:
        """Return the PIN, or nothing where staff have set their own."""
        pin = _content(self._note)
        return pin if pin and self._unit.matches(pin) else ""


def _content(file: Path) -> str:
    return file.read_text(encoding="ascii").strip() if file.exists() else ""


def _made_up() -> str:
    """Return a PIN that is not the first one to try."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
        if pin_trouble(pin) is PinTrouble.NONE:
            return pin
