"""The spooler: takes slips from the print journal to the paper, one at a time, and never loses or doubles one.

A slip that may have come out before, whole or in part, is printed again whole and says so. What the printer
needs is written on the store's notice board in a sentence; while it needs it, slips wait.
"""

from collections.abc import Callable
from io import BytesIO

from PIL import Image

from drivers.errors import DriverError
from drivers.printer import Condition, ReceiptPrinter, from_image
from terminal.clock import Clock
from terminal.model.status import Health, Printed
from terminal.store import Store
from terminal.store.slips import Slip, SlipKind

from .composer import Composed
from .drawer import never

PRINTER = "printer"
"""The printer's name on the notice board."""

IDLE_LOOK_S = 10.0
"""How often a printer with nothing to do is asked how it is."""

TROUBLED_LOOK_S = 3.0
"""How often one that cannot print is asked: the longest that staff wait after closing the cover."""

FIRST_BACKOFF_S, LONGEST_BACKOFF_S = 1.0, 30.0
"""Between tries of a printer that says it is well, and yet does not print."""

MOST_TRIES = 5
"""So often a slip may break off on a printer that says it is well, before the next gets its turn."""

_STEPS = 5
"""So often its position is written while a slip prints: each is a commit, and a card takes up to 0.1 s for one."""

_HEALTH = {
    Condition.OK: Health.OK,
    Condition.PROBLEM: Health.PROBLEM,
    Condition.UNKNOWN: Health.UNKNOWN,
}


Compose = Callable[[Slip], Composed]
"""Composes a slip, as ``Setting`` does; any error means that it cannot be printed at all."""


def _unheard(_part: float) -> None:
    """Report to nobody."""


class Spooler:
    """Prints the journal's slips, oldest first. It holds nothing that a power cut could take away."""

    def __init__(
        self,
        store: Store,
        printer: ReceiptPrinter,
        compose: Compose,
        clock: Clock,
        ring: Callable[[], object],
        *,
        poll_s: float = 5.0,
        opens_drawer: Callable[[Slip], bool] = never,
        report: Callable[[float], None] = _unheard,
    ) -> None:
        """Take the printer over; nothing is opened before the first step.

        Args:
            store: where the journal is.
            printer: used by this thread alone, and let go of when there is nothing to print.
            compose: makes of a slip what the printer prints.
            clock: for the notice board.
            ring: called when something is new for others to see, to ring the doorbell.
            poll_s: how often to look at the journal when nobody rings.
            opens_drawer: says of a slip that came out whether the cash drawer is to open.
            report: called with the part of a slip that was sent, 0 to 1, many times while it prints.
        """
        self._store = store
        self._printer = printer
        self._compose = compose
        self._clock = clock
        self._ring = ring
        self._poll_s = poll_s
        self._opens_drawer = opens_drawer
        self._report = report
        self._ready = False
        self._look_due_s = 0.0
        self._try_due_s = 0.0
        self._began = False
        self._tries = 0  # how often the oldest slip broke off on a printer that said it was well

    def step(self, now_s: float) -> float:
        """Do at most one slip's worth of work, and return when to be called again (monotonic seconds).

        Call it when that time comes, and whenever the doorbell rings.
        """
        slip = self._store.slips.next_unprinted()
        self._begin(slip)
        if now_s < self._look_due_s and not (slip and self._ready):
            self._printer.close()
            return min(self._look_due_s, now_s + self._poll_s)
        if self._look() and slip and now_s >= self._try_due_s:
            self._print(slip, now_s)
        self._look_due_s = now_s + (IDLE_LOOK_S if self._ready else TROUBLED_LOOK_S)
        if slip and self._ready:
            return min(max(now_s, self._try_due_s), self._look_due_s)
        self._printer.close()
        return min(self._look_due_s, now_s + self._poll_s)

    def close(self) -> None:
        """Let go of the printer."""
        self._printer.close()

    def _begin(self, slip: Slip | None) -> None:
        """Once, at the start: what an earlier process left in the printer is not to hang on the next slip."""
        if slip and slip.sent_percent is not None and not self._began:
            self._printer.left_half_done()
        self._began = True

    def _look(self) -> bool:
        """Ask the printer how it is, note it, and return whether it is ready for a slip.

        A model that cannot say how it is may always be; one that can, and is silent, may not: a slip sent
        to a printer that is switched off would be lost.
        """
        try:
            status = self._printer.status()
        except DriverError as error:
            self._note(Health.PROBLEM, str(error))
            self._ready = False
            return False
        ready = status.condition is Condition.OK or not self._printer.profile.status
        if ready and not self._ready:
            self._try_due_s = 0.0
        if not (ready and self._tries):  # what a slip broke off for stands until one comes out
            self._note(_HEALTH[status.condition], status.sentence)
        self._ready = ready
        return ready

    def _print(self, slip: Slip, now_s: float) -> None:
        """Print one slip, and write into the journal what became of it."""
        cut_off = slip.state is Printed.PRINTING
        if cut_off and slip.attempts >= MOST_TRIES:
            self._fail(slip, f"Signpost stopped while it printed this slip, {slip.attempts} times.")
            return
        self._store.slips.printing(slip.id)
        try:
            composed = self._compose(slip)
        except Exception as error:  # noqa: BLE001 - one broken record must not hold up the others
            self._fail(slip, f"This slip cannot be composed: {str(error) or type(error).__name__}")
            return
        try:
            self._printer.print_image(from_image(composed.drawn), self._noting(slip), composed.words)
        except DriverError as error:
            self._broke_off(slip, error, now_s)
            return
        self._finish(self._printer.cut)
        self._tries = 0
        self._store.slips.printed(slip.id, _png(composed.picture))
        self._ring()
        if self._opens_drawer(slip):
            self._finish(self._printer.open_drawer)
        if slip.kind is SlipKind.TEST and self._printer.profile.buzzer:
            self._finish(self._printer.beep)

    def _finish(self, step: Callable[[], object]) -> None:
        """Do what follows on a slip that is on paper: whatever becomes of that, the slip must not come twice."""
        try:
            step()
        except DriverError as error:
            self._note(Health.PROBLEM, str(error))
            self._ready = False

    def _noting(self, slip: Slip) -> Callable[[float], None]:
        """Return what writes into the journal how far a slip has come, before its first byte goes out."""
        noted = -1

        def note(part: float) -> None:
            nonlocal noted
            step = int(part * _STEPS)
            if step > noted:
                noted = step
                self._store.slips.sent(slip.id, step * 100 // _STEPS)
                self._ring()
            self._report(part)

        return note

    def _broke_off(self, slip: Slip, error: DriverError, now_s: float) -> None:
        """Put a slip back, to be printed whole; or give it up, where the printer cannot be the reason."""
        if self._look():
            self._tries += 1
            self._note(Health.PROBLEM, str(error))
            self._try_due_s = now_s + min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2 ** (self._tries - 1))
        else:
            self._tries = 0
        if self._tries >= MOST_TRIES and self._printer.profile.status:
            self._fail(slip, f"It broke off {self._tries} times. The last time: {error}")
            return
        self._store.slips.interrupted(slip.id, str(error))
        self._ring()

    def _fail(self, slip: Slip, reason: str) -> None:
        self._tries = 0
        self._store.slips.failed(slip.id, reason)
        self._ring()

    def _note(self, health: Health, sentence: str) -> None:
        if self._store.devices.note(PRINTER, health, sentence, self._clock.now()):
            self._ring()


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
