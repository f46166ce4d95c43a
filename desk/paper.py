"""The paper of the desk's printer: the strip that hangs out, and the slips that were torn off."""

from collections.abc import Callable

from PIL import Image

from drivers.printer.emulator import PrinterEmulator

_MOST_SLIPS = 30
_SPEED_MM_S = 150.0
"""What receipt printers of the middle class do."""


class PaperTray:
    """A receipt printer with its paper. It has its own power: the unit's power plug is not its.

    Args:
        fast: print at once, rather than at a real printer's speed.
        on_change: called, from any thread, after the paper moved or the case was opened.
    """

    def __init__(self, *, fast: bool = False, on_change: Callable[[], None] = lambda: None) -> None:
        self.printer = PrinterEmulator(speed_mm_s=None if fast else _SPEED_MM_S, on_change=on_change)
        self._on_change = on_change
        self.address = self.printer.serve_tcp()
        self.torn: list[Image.Image] = []
        self.tears = 0
        self.loaded, self.covered = True, True

    @property
    def strip(self) -> Image.Image:
        """The paper that hangs out of the slot, mode "1"."""
        return self.printer.strip

    def tear(self) -> Image.Image | None:
        """Tear off what was cut, or all that hangs out; returns the slip, and lays it on the stack."""
        slip = self.printer.tear()
        if not slip.height:
            return None
        self.torn = [*self.torn, slip][-_MOST_SLIPS:]
        self.tears += 1
        self._on_change()
        return slip

    def take_out(self) -> None:
        """Take the roll out."""
        self.loaded = False
        self.printer.paper_out()
        self._on_change()

    def put_back(self) -> None:
        """Put a roll in; what waited is printed."""
        self.loaded = True
        self.printer.load_paper()

    def open_cover(self) -> None:
        """Open the cover."""
        self.covered = False
        self.printer.open_cover()

    def close_cover(self) -> None:
        """Close the cover."""
        self.covered = True
        self.printer.close_cover()

    def close(self) -> None:
        """Unplug the printer for good."""
        self.printer.close()
