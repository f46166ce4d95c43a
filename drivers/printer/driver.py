"""A receipt printer that is asked, not hoped for: status before, between and after the strips of a picture.

"Written" is not "printed": kilobytes wait in the kernel and in the printer. So after the last strip the
printer is watched until it answers a question that it takes in its turn, or until it must be done.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn, Protocol

from drivers.errors import NotFound, Refused, TimedOut
from drivers.printer import status as esc
from drivers.printer.buzzer import MOST_BEEPS, beeps
from drivers.printer.native import Words
from drivers.printer.profile import PrinterProfile
from drivers.printer.raster import RESET, Raster, Strip, feed
from drivers.printer.sheet import slip_strips
from drivers.printer.status import Condition, PrinterStatus

_FIRST_ANSWER_S = 1.0  # a printer over Wi-Fi may take a third of a second; most take a millisecond
_NEXT_ANSWER_S = 0.3
_GLANCE_S = 0.1
_SLOWEST_DOTS_S = 400  # 50 mm/s at 8 dots a millimetre: the slowest receipt printers sold
# GS r 1 is answered when everything before it has been printed; bits 4 and 7 of the answer are 0.
_CONFIRM, _CONFIRM_MASK = b"\x1dr\x01", 0x90
_TEAR_OFF_DOTS = 160  # 20 mm: from the head to the tear bar, and a little to hold
_LEFT_OVER_DOTS = 1200  # what 64 KB of buffer, the largest in receipt printers, may still print
_MORE = (esc.CAUSE, esc.FAULT, esc.ROLL)
_FELL_SILENT = "The printer stopped answering. Is it switched on and connected, and has it paper?"
_UNCONFIRMED = (
    "The printer did not confirm that it printed. Look at the paper: if all of it is there, this model does "
    "not know GS r; set confirm = false in its profile."
)
_STOPPED = "The printer stopped. Look at its lamps and press its feed button."


class Wire(Protocol):
    """A connection to a printer. Raises ``NotFound`` when it is lost and ``TimedOut`` when it is stuck."""

    @property
    def lag_s(self) -> float:
        """How long bytes that were written may still be on their way."""

    def write(self, data: bytes) -> None:
        """Send bytes, in a time in proportion to their number."""

    def read_byte(self, within_s: float) -> int | None:
        """Wait for one byte. None when none came."""

    def forget(self) -> None:
        """Throw away what was received and not read."""

    def cut(self, *, feed: bool) -> None:
        """Cut; ``feed=False`` feeds to the cutter and no further."""

    def cashdraw(self, pin: int) -> None:
        """Send the drawer's pulse on pin 2 or 5 of the DK socket."""

    def close(self) -> None:
        """Let go of the device."""


def _unheard(_part: float) -> None:
    """Report to nobody."""


class EscposPrinter:
    """An ESC/POS receipt printer behind some wire.

    Args:
        connect: Makes the wire, anew after each loss.
        profile: What the model can do.
        patience_s: How long a printer that has answered before may be silent.
    """

    def __init__(
        self, connect: Callable[[], Wire], profile: PrinterProfile, *, patience_s: float = 5.0
    ) -> None:
        self._connect = connect
        self._profile = profile
        self._patience_s = patience_s
        self._wire: Wire | None = None
        self._mute: set[int] = set()  # questions that this printer did not answer while it answered others
        self._answers = False
        self._unconfirmed = 0
        self._broken_off = False  # a slip, in the middle
        self._cut_short = False  # a strip of it, in the middle

    @property
    def profile(self) -> PrinterProfile:
        """What this model can do."""
        return self._profile

    def status(self) -> PrinterStatus:
        """Ask the printer how it is. One that is silent is ``UNKNOWN``, never ``OK``."""
        if not self._profile.status:
            return PrinterStatus(Condition.UNKNOWN, sentence="This model of printer cannot say how it is.")
        kept = self._wire is not None
        try:
            with self._letting_go() as wire:
                return self._ask_all(wire)
        except (NotFound, TimedOut):
            if not kept:
                raise
        # It was switched off and on, or the network forgot an idle connection: worth one more try.
        with self._letting_go() as wire:
            return self._ask_all(wire)

    def print_image(
        self, raster: Raster, report: Callable[[float], None] = _unheard, words: Sequence[Words] = ()
    ) -> None:
        """Print a picture and words, and come back when they are on paper as far as the printer can tell."""
        if raster.width_dots > self._profile.width_dots:
            raise ValueError(
                f"{raster.width_dots} dots are wider than the paper's {self._profile.width_dots}"
            )
        slip = list(slip_strips(raster, words, self._profile))
        before = self.status()
        if before.condition is Condition.PROBLEM:
            raise Refused(before.sentence, before.replies[1])
        with self._letting_go() as wire:
            self._begin(wire)
            report(0.0)
            self._broken_off = True
            self._send(wire, slip, report)
            if self._answers:
                self._watch(wire, raster.height_dots)
            self._broken_off = False

    def left_half_done(self) -> None:
        """Say that a program that is no more may have stopped within a slip; the next one begins with a cut."""
        self._broken_off = self._cut_short = True

    def cut(self) -> None:
        """Cut the paper below what was printed; without a cutter, feed it out to be torn."""
        with self._letting_go() as wire:
            self._cut(wire)
            if self._answers:
                self._watch(wire, _TEAR_OFF_DOTS)

    def open_drawer(self) -> None:
        """Open the cash drawer that is plugged into the printer. ``Refused`` where there is none."""
        if not self._profile.drawer:
            raise Refused("No cash drawer is plugged into this printer, its profile says.")
        with self._letting_go() as wire:
            wire.cashdraw(2)
            if self._answers:
                self._watch(wire, 0)

    def beep(self, times: int = 1) -> None:
        """Sound the printer's buzzer so many times. ``Refused`` where it has none."""
        if not 1 <= times <= MOST_BEEPS:
            raise ValueError(f"a printer beeps 1 to {MOST_BEEPS} times, not {times}")
        if not self._profile.buzzer:
            raise Refused("This printer has no buzzer, its profile says.")
        with self._letting_go() as wire:
            wire.write(beeps(self._profile.buzzer_command, times))
            if self._answers:
                self._watch(wire, 0)

    def close(self) -> None:
        """Let go of the printer, so that another may use it. The next call opens it again."""
        wire, self._wire = self._wire, None
        self._mute.clear()
        self._unconfirmed = 0
        if wire is not None:
            wire.close()

    @contextmanager
    def _letting_go(self) -> Iterator[Wire]:
        """Give the wire, made if need be; after a fault let go of it: its replies cannot be trusted."""
        try:
            if self._wire is None:
                self._wire = self._connect()
            yield self._wire
        except (NotFound, TimedOut):
            self.close()
            raise

    def _begin(self, wire: Wire) -> None:
        """Leave behind what the last user of the printer, or the last slip that broke off, left there."""
        self._fill_up(wire)
        if self._broken_off:
            # The rest of that slip may still be in the printer's buffer: it comes out first, and is cut off.
            wire.write(RESET)
            self._cut(wire)
            if self._answers:
                self._watch(wire, _LEFT_OVER_DOTS if self._profile.confirm else _TEAR_OFF_DOTS)
        wire.write(RESET)

    def _fill_up(self, wire: Wire) -> None:
        """End a strip that was cut short and would swallow what comes next; a printer passes over the rest."""
        if self._cut_short:
            wire.write(bytes(self._profile.chunk_bytes))
            self._cut_short = False

    def _send(self, wire: Wire, slip: Sequence[Strip], report: Callable[[float], None]) -> None:
        profile = self._profile
        for strip in slip:
            self._cut_short = True
            wire.write(strip.code)
            if self._answers and profile.confirm:
                wire.write(_CONFIRM)  # power that fails takes strips and their confirmations with it
                self._unconfirmed += 1
            if self._answers:
                self._hear_out(wire, strip.code)
                self._check(wire)
            self._cut_short = False
            if profile.chunk_delay_ms:
                time.sleep(profile.chunk_delay_ms / 1000)
            report(strip.end_dots / slip[-1].end_dots)

    def _cut(self, wire: Wire) -> None:
        if self._profile.cutter:
            wire.cut(feed=False)
        else:
            wire.write(feed(_TEAR_OFF_DOTS * self._profile.feed_dpi // self._profile.dpi))

    def _watch(self, wire: Wire, height_dots: int) -> None:
        """Watch the printer until it has printed so many rows, as far as it can tell."""
        confirm = self._profile.confirm
        if confirm:
            wire.write(_CONFIRM)
            self._unconfirmed += 1
        needed_s = wire.lag_s + height_dots / _SLOWEST_DOTS_S + (self._patience_s if confirm else 0)
        due = time.monotonic() + needed_s
        while (left := due - time.monotonic()) > 0:
            byte = wire.read_byte(min(_GLANCE_S, left))
            if byte is None:
                self._check(wire)
            else:
                self._count(byte)
            if confirm and not self._unconfirmed:
                return
        if confirm:
            raise TimedOut(_UNCONFIRMED)

    def _check(self, wire: Wire) -> None:
        """Make sure that the printer is there and goes on printing."""
        printer = self._ask(wire, esc.PRINTER, self._patience_s + wire.lag_s)
        if printer is None:
            raise TimedOut(_FELL_SILENT)
        self._cut_short = False
        if esc.is_offline(printer):
            self._refuse(wire)

    def _hear_out(self, wire: Wire, code: bytes) -> None:
        """Let answers come in that nobody asked for: some printers take a picture's dots for questions."""
        for _ in range(len(esc.ASKED.findall(code))):
            byte = wire.read_byte(wire.lag_s + _GLANCE_S)
            if byte is None:
                return
            if not esc.is_reply(byte):
                self._count(byte)

    def _count(self, byte: int) -> None:
        if byte & _CONFIRM_MASK == 0 and self._unconfirmed:
            self._unconfirmed -= 1

    def _refuse(self, wire: Wire) -> NoReturn:
        found = self._ask_all(wire)
        raise Refused(found.sentence or _STOPPED, found.replies[1])

    def _ask_all(self, wire: Wire) -> PrinterStatus:
        self._fill_up(wire)
        within_s = min(_FIRST_ANSWER_S, self._patience_s) + wire.lag_s
        printer = self._ask(wire, esc.PRINTER, within_s)
        rest = [None if printer is None and n != esc.ROLL else self._ask_more(wire, n) for n in _MORE]
        self._answers = printer is not None
        return esc.understand(printer, *rest)

    def _ask_more(self, wire: Wire, question: int) -> int | None:
        """Ask what cheap printers do not know; one that is silent once is not asked again."""
        if question in self._mute:
            return None
        reply = self._ask(wire, question, _NEXT_ANSWER_S)
        if reply is None:
            self._mute.add(question)
        return reply

    def _ask(self, wire: Wire, question: int, within_s: float) -> int | None:
        if not self._unconfirmed:
            wire.forget()
        wire.write(esc.QUERY + bytes((question,)))
        due = time.monotonic() + within_s
        while (left := due - time.monotonic()) > 0:
            byte = wire.read_byte(left)
            if byte is None:
                continue
            if esc.is_reply(byte):
                return byte
            self._count(byte)
        return None
