"""The store's side of the terminal: what its worker does when the session wants something kept or found."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from terminal.clock import Clock
from terminal.clockwatch import ClockWatch
from terminal.evidence.record import Sealer
from terminal.export.parts import parts_of
from terminal.ids import new_id
from terminal.model.record import Confirmation
from terminal.model.settings import Settings
from terminal.model.status import CancelReason, Health, Readiness, RequestState
from terminal.session import events as ev
from terminal.session.effects import NoteDevice, Report
from terminal.session.staff.events import SettingsRead
from terminal.session.states import OutReason
from terminal.store import Store
from terminal.store.errors import RequestEnded, StoreError, StoreFull
from terminal.store.requests import StoredRequest
from terminal.store.slips import SlipKind

log = logging.getLogger(__name__)

_UNREADABLE = "unreadable"
"""The code of a request that another version left: nothing about it can be printed either."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What every record of this terminal is kept with.

    Attributes:
        sinks: where each record must be sent.
        prints: whether there is a printer to make slips for.
        prints_cancelled: whether a request that is cancelled gets a slip too.
        prints_paper: whether one that cannot be signed here gets a slip to sign by pen.
        has_sensor: whether a fingerprint sensor is configured.
        settings: what stands until staff set something else.
    """

    store: Path
    sealer: Sealer
    sinks: tuple[str, ...]
    prints: bool
    has_sensor: bool
    prints_cancelled: bool = False
    prints_paper: bool = False
    settings: Settings = field(default_factory=Settings)


class Keeper:
    """Everything the terminal does with the store. Lives on the store's worker thread.

    Args:
        keeping: what records are kept with.
        clock: what time it is.
        tell: puts an event into the main loop's inbox.
        ring: rings everybody else's doorbell.
    """

    def __init__(
        self, keeping: Keeping, clock: Clock, tell: Callable[[ev.Event], None], ring: Callable[[], None]
    ) -> None:
        self._keeping, self._clock, self._tell, self._ring = keeping, clock, tell, ring
        self._store: Store | None = None
        self._readiness: Readiness | None = None
        self._settings_told = False
        self._clock_watch = ClockWatch()
        self._unreported: dict[str, Report] = {}

    @property
    def store(self) -> Store:
        """The connection of this thread."""
        if self._store is None:
            self._store = Store(self._keeping.store)
        return self._store

    def look(self, current: str | None) -> None:
        """Look what changed: the request on the glass (``current``), or the next one where there is none.

        A store that cannot be read or written now is said on the glass, and looked at again at the next call.
        """
        with self._telling():
            self._watch_the_clock()
            self._read_settings()
            self._report_again()
            self._look_at_devices()
            self._look_at_requests(current)

    def look_after_devices(self) -> None:
        """Look how devices, lines and queues are, and at no request: staff are at the terminal."""
        with self._telling():
            self._watch_the_clock()
            self._report_again()
            self._look_at_devices()

    def report(self, report: Report) -> None:
        """Note how far a request has come, for its till. An ending that cannot be written is written later."""
        try:
            told = self._write(report)
            if not told and not report.state.ended:
                self._look_at_requests(report.request_id)
        except StoreError as error:
            log.warning("request %s is %s, and the store: %s", report.request_id, report.state, error)
            if report.state.ended:
                self._unreported[report.request_id] = report
            return
        self._unreported.pop(report.request_id, None)
        self._ring()

    def save(self, signing: Confirmation) -> None:
        """Seal a signing and commit it; only then is the session told that it is saved.

        Whatever goes wrong, the session is told: a customer never stands before a screen that says "saving" for
        ever, and never signs for a process that will not keep it.
        """
        request = signing.request
        try:
            seq = self._keep(signing)
        except RequestEnded as ended:
            self._tell(ev.RequestEnded(request.id, CancelReason(ended.reason or CancelReason.TILL)))
        except StoreFull:
            log.exception("no room for the record of request %s", request.id)
            self._tell(ev.SaveFailed(signing.record_id, OutReason.STORE_FULL))
        except Exception:
            log.exception("the record of request %s could not be kept", request.id)
            self._tell(ev.SaveFailed(signing.record_id, OutReason.STORE_DAMAGED))
        else:
            self._tell(ev.RecordSaved(signing.record_id, seq))
            self._ring()

    def note(self, device: NoteDevice) -> None:
        """Write a device's health on the notice board."""
        try:
            now = self._clock.now()
            if self.store.devices.note(device.name, device.health, device.sentence, now, device.templates):
                self._look_at_devices()
                self._ring()
        except StoreError as error:
            log.warning("%s is %s, and the store: %s", device.name, device.health, error)

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()
            self._store = None

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say on the glass that the store cannot be read or written, where what is done with it fails."""
        try:
            yield
        except StoreError as error:
            log.warning("the store: %s", error)
            self._show(replace(self._readiness or Readiness(), store=Health.PROBLEM))

    def _keep(self, signing: Confirmation) -> int:
        """Make the record and commit it, and return its number."""
        sealer = self._sealer()
        parts = sealer.protect(parts_of(signing))
        record = self.store.records.keep(
            signing,
            lambda *place: sealer.seal(signing, parts, *place),
            sinks=self._keeping.sinks,
            copies=signing.request.copies if self._keeping.prints else 0,
        )
        return record.seq

    def _sealer(self) -> Sealer:
        """Return the terminal's hand, with the sensor that is plugged in now."""
        seen = self.store.devices.all().get("sensor")
        sensor = (
            seen.sentence if seen and seen.health is Health.OK else seen.health.value if seen else "unknown"
        )
        sealer = self._keeping.sealer
        return replace(sealer, device=replace(sealer.device, sensor=sensor))

    def _watch_the_clock(self) -> None:
        """Write into the journal where the wall clock was set, or came to be believed."""
        for happening, facts in self._clock_watch.look(self._clock.now()):
            log.warning("the clock: %s", facts)
            self.store.journal.add(happening, **facts)

    def _read_settings(self) -> None:
        """Tell what staff have set, once: nobody else sets it while this process runs."""
        if not self._settings_told:
            self._tell(SettingsRead(self.store.settings.read(self._keeping.settings)))
            self._settings_told = True

    def _write(self, report: Report) -> bool:
        """Note how far a request has come, and have printed what its ending asks for."""
        keeping, slip = self._keeping, None
        if report.state is RequestState.CANCELLED and keeping.prints_cancelled:
            slip = SlipKind.CANCELLED
        elif report.state is RequestState.FAILED and keeping.prints_paper and report.code != _UNREADABLE:
            slip = SlipKind.PAPER
        return self.store.requests.report(
            report.request_id, report.state, report.reason, report.code, slip=slip
        )

    def _report_again(self) -> None:
        """Write the endings that could not be written when they were."""
        for report in list(self._unreported.values()):
            self._write(report)
            del self._unreported[report.request_id]
            self._ring()

    def _look_at_requests(self, current: str | None) -> None:
        """Tell of the next request, or of the end of the one on the glass."""
        if current is None:
            waiting = self.store.requests.next_open()
            if waiting:
                self._offer(waiting)
            return
        stored = self.store.requests.find(current)
        if stored and stored.state in {RequestState.CANCELLED, RequestState.FAILED}:
            self._tell(ev.RequestEnded(current, CancelReason(stored.reason or CancelReason.TILL)))

    def _offer(self, waiting: StoredRequest) -> None:
        """Tell of a request; one that another version left and this one cannot read fails, and the next may come."""
        try:
            request = waiting.request
        except (KeyError, TypeError, ValueError):
            log.exception("request %s cannot be read", waiting.id)
            self.report(Report(waiting.id, RequestState.FAILED, code=_UNREADABLE))
        else:
            self._tell(ev.Requested(request, new_id(), self._clock.now()))

    def _look_at_devices(self) -> None:
        """Look how devices, lines and queues are. What was noted before this boot is not known any more."""
        devices, boot = self.store.devices, self._clock.boot_id
        keeping = self._keeping
        self._show(
            Readiness(
                archive=devices.health("archive", boot) if keeping.sinks else Health.ABSENT,
                printer=devices.health("printer", boot) if keeping.prints else Health.ABSENT,
                sensor=devices.health("sensor", boot) if keeping.has_sensor else Health.ABSENT,
                to_upload=self.store.outbox.count_unsent(),
                to_print=self.store.slips.count_unprinted(),
                templates=devices.templates("sensor", boot),
                panel=devices.health("panel", boot),
            )
        )

    def _show(self, readiness: Readiness) -> None:
        """Tell the session where something is different from before."""
        if readiness != self._readiness:
            self._readiness = readiness
            self._tell(ev.ReadinessChanged(readiness))
