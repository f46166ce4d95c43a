"""Trying out what other processes hold: the printer by a test slip, the archive by what was last seen of it."""

from collections.abc import Callable

from terminal.clock import Clock
from terminal.i18n import message
from terminal.model.status import Health, Printed
from terminal.session import events as ev
from terminal.session.staff.events import DeviceTried, Tryable
from terminal.store import Store
from terminal.store.slips import Slip

SLIP_S = 40
"""How long a test slip may take: at 9,600 baud a long one needs half a minute."""

PRINTED = message("A test slip came out. Is all of it there, and black?")
NO_PRINTER = message("No printer is configured.")
NOT_PRINTED = message("The test slip did not come out in time. Look after the printer, then test it again.")
CANNOT_PRINT = message("The test slip cannot be printed.")
NO_ARCHIVE = message("No archive is configured: records stay on this terminal.")
ARCHIVE_ANSWERS = message("The archive answers.")
ARCHIVE_SILENT = message("The archive cannot be reached. Records are kept here and sent later.")
ARCHIVE_UNKNOWN = message("Nobody has asked the archive since the terminal was switched on.")


class Trials:
    """The tests that the store tells about. Lives on the store's worker thread."""

    def __init__(
        self,
        open_store: Callable[[], Store],
        clock: Clock,
        tell: Callable[[ev.Event], None],
        ring: Callable[[], None],
    ) -> None:
        self._open_store, self._clock, self._tell, self._ring = open_store, clock, tell, ring
        self._slip_id: int | None = None
        self._until_s = 0.0

    def begin(self, device: Tryable, *, prints: bool, sends: bool) -> None:
        """Try the printer or the archive out."""
        if device is Tryable.PRINTER:
            self._print() if prints else self._tell(DeviceTried(device, passed=False, sentence=NO_PRINTER))
        elif device is Tryable.ARCHIVE:
            self._ask_archive() if sends else self._tell(
                DeviceTried(device, passed=False, sentence=NO_ARCHIVE)
            )

    def look(self) -> None:
        """Look how far the test slip has come."""
        slip = self._open_store().slips.find(self._slip_id) if self._slip_id else None
        if slip is None:
            return
        if slip.state is Printed.PRINTED:
            self._say(True, PRINTED)
        elif slip.state is Printed.FAILED:
            self._give_up(slip, CANNOT_PRINT, slip.last_error)
        elif self._clock.monotonic_s() >= self._until_s:
            seen = self._open_store().devices.all().get("printer")
            self._give_up(slip, NOT_PRINTED, slip.last_error or (seen.sentence if seen else ""))

    def end(self) -> None:
        """Wait for nothing any more."""
        if self._slip_id:
            self._withdraw(self._slip_id)
            self._slip_id = None

    def _print(self) -> None:
        self.end()
        self._slip_id = self._open_store().slips.ask_for_test()
        self._until_s = self._clock.monotonic_s() + SLIP_S
        self._ring()

    def _give_up(self, slip: Slip, sentence: str, detail: str) -> None:
        """Say what is the matter."""
        self._withdraw(slip.id)
        self._say(False, sentence, detail)

    def _withdraw(self, slip_id: int) -> None:
        """Take a test slip out of the queue: it must not come out tomorrow, when nobody waits for it."""
        self._open_store().slips.withdraw(slip_id)

    def _say(self, passed: bool, sentence: str, detail: str = "") -> None:  # noqa: FBT001 - as DeviceTried says it
        self._slip_id = None
        self._tell(DeviceTried(Tryable.PRINTER, passed, sentence, detail))

    def _ask_archive(self) -> None:
        """Say how the uploader last found the archive: this process has no network."""
        devices = self._open_store().devices
        health = devices.health("archive", self._clock.boot_id)
        sentence = {Health.OK: ARCHIVE_ANSWERS, Health.UNKNOWN: ARCHIVE_UNKNOWN}.get(health, ARCHIVE_SILENT)
        detail = devices.trouble("archive", self._clock.boot_id)
        self._tell(DeviceTried(Tryable.ARCHIVE, health is Health.OK, sentence, detail))
