"""The receipt printer: what it promises, and how to open one.

A terminal prints pictures, not text: Pillow shapes every language alike, and a picture comes out the same
on every printer. So a printer takes one black-and-white ``Raster`` at a time, says how it is in three
values (ok, a problem, unknown), cuts, beeps, and kicks the cash drawer. On a slow line a printer that has the
characters may set ``Words`` by itself, over rows of the picture that are blank::

    profile = load_profile("80mm", [Path("config/printers")])
    printer = open_printer("tcp://192.0.2.7:9100", profile)
    printer.print_image(from_image(slip))
    printer.cut()
    printer.close()

``escpos.py`` speaks to real printers through python-escpos; ``emulator.py`` is the other side.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from drivers.printer.native import Words
from drivers.printer.opening import open_printer
from drivers.printer.profile import PrinterProfile, ProfileError, load_profile
from drivers.printer.raster import Raster, from_image
from drivers.printer.status import Condition, Fault, Paper, PrinterStatus

__all__ = [
    "Condition",
    "Fault",
    "Paper",
    "PrinterProfile",
    "PrinterStatus",
    "ProfileError",
    "Raster",
    "ReceiptPrinter",
    "Words",
    "from_image",
    "load_profile",
    "open_printer",
]


class ReceiptPrinter(Protocol):
    """A printer of receipts, from the side of whoever has something to print.

    Every method may raise ``NotFound`` (nothing there, or the connection is lost) and ``TimedOut`` (there,
    and stuck). After either the next call connects afresh. One thread at a time uses a printer.
    """

    @property
    def profile(self) -> PrinterProfile:
        """What this model can do."""

    def status(self) -> PrinterStatus:
        """Ask the printer how it is. One that is silent is ``UNKNOWN``, never ``OK``."""

    def print_image(
        self, raster: Raster, report: Callable[[float], None] = ..., words: Sequence[Words] = ()
    ) -> None:
        """Print a picture, and come back when it is on paper as far as the printer can tell.

        Args:
            raster: The picture, at most ``profile.width_dots`` wide.
            words: What the printer sets over blank rows of it by itself; for profiles whose ``cjk`` is not raster.
            report: Called with the part sent so far: with 0 when its first byte is about to go, then up to 1.
                Where it was never called, nothing of the picture is on paper.

        Raises:
            Refused: It cannot print, or stopped in the middle (paper out, cover open). What came out is to
                be thrown away; the next ``print_image`` cuts it off and prints whole.
        """

    def left_half_done(self) -> None:
        """Say that a program that is no more may have stopped within a slip.

        The next ``status`` gets the printer out of a picture that was cut short, and the next
        ``print_image`` begins with cutting off what is left of that slip.
        """

    def cut(self) -> None:
        """Cut the paper below what was printed; without a cutter, feed it out to be torn."""

    def open_drawer(self) -> None:
        """Open the cash drawer that is plugged into the printer. ``Refused`` where there is none."""

    def beep(self, times: int = 1) -> None:
        """Sound the printer's buzzer 1 to 9 times. ``Refused`` where it has none."""

    def close(self) -> None:
        """Let go of the printer, so that another may use it. The next call opens it again."""
