"""Who carries out which effect: each is handed to a worker or a timer, and the hand-over returns at once."""

import logging
from collections.abc import Collection

from drivers.errors import DriverError
from drivers.panel import LampColour, Tone
from drivers.panel.backlight import Backlight, NullBacklight
from terminal.clock import Clock
from terminal.inbox import Inbox
from terminal.keeping import Keeper
from terminal.model.status import Health, RequestState
from terminal.paging import Pager
from terminal.panelling import PatientPanel
from terminal.sensing import FingerTaker
from terminal.session import State
from terminal.session import events as ev
from terminal.session.effects import (
    DrawPage,
    Effect,
    Halt,
    MatchFinger,
    Mood,
    NextRequest,
    NoteDevice,
    OpenDrawer,
    Play,
    Report,
    SaveRecord,
    SetBrightness,
    SetVolume,
    ShowMood,
    Sound,
    StartTimer,
    StopSensor,
    StopTimer,
    TakeImpression,
    Timer,
)
from terminal.session.staff.effects import StaffEffect, TryDevice
from terminal.session.staff.events import StaffSecondPassed, StaffTimedOut, Tryable
from terminal.session.states import EnteringPin, InSession, InStaffMode, PowerGoing
from terminal.staff_performer import StaffPerformer
from terminal.timers import Timers
from terminal.worker import Work, Worker, stop_all

log = logging.getLogger(__name__)

_LAMP = {
    Mood.READY: LampColour.WHITE,
    Mood.WAITING: LampColour.BLUE,
    Mood.DONE: LampColour.GREEN,
    Mood.TROUBLE: LampColour.RED,
}
_TONES = {
    Sound.ATTENTION: Tone.ATTENTION,
    Sound.TAKEN: Tone.TICK,
    Sound.DONE: Tone.CONFIRM,
    Sound.TROUBLE: Tone.ERROR,
}


def _customers(state: State) -> State | None:
    """Return where the customer is, behind a PIN pad or while the mains are gone too."""
    match state:
        case EnteringPin(override=behind):
            return behind
        case PowerGoing(paused=behind):
            return behind
    return state


_STORE_S, _SENSOR_S, _PANEL_S, _PAGES_S = 30.0, 150.0, 10.0, 60.0
"""How long one piece of work may take before its worker counts as stuck: a card that stalls, a slow sensor's
picture with all its tries at 9,600 baud, a lamp, a page that is tried twice."""


class Performer:
    """Carries out what the session wants done.

    Args:
        inbox: where the workers' answers go.
        timers: the loop's.
        clock: what time it is.
        keeper: the store's side.
        finger: the sensor's side, or None for a unit without a sensor.
        panel: lamp and buzzer.
        pager: draws the pages of documents.
        staff: carries out what staff want done.
        backlight: of the glass.
        sounds: what the buzzer may tell; the others are silent at this site.
        halt: shuts the computer down.
    """

    def __init__(
        self,
        *,
        inbox: Inbox[ev.Event | BaseException],
        timers: Timers[ev.Event],
        clock: Clock,
        keeper: Keeper,
        finger: FingerTaker | None,
        panel: PatientPanel,
        pager: Pager,
        staff: StaffPerformer,
        backlight: Backlight | None = None,
        sounds: Collection[Sound] = tuple(Sound),
        halt: Work = lambda: None,
    ) -> None:
        self._inbox, self._timers, self._clock = inbox, timers, clock
        self._keeper, self._finger, self._panel, self._staff = keeper, finger, panel, staff
        self._pager = pager
        self._backlight, self._sounds = backlight or NullBacklight("no backlight"), sounds
        self._halt = halt
        self._store_worker = Worker("store", inbox.put, longest_s=_STORE_S)
        self._sensor_worker = Worker("sensor", inbox.put, longest_s=_SENSOR_S)
        self._panel_worker = Worker("panel", inbox.put, longest_s=_PANEL_S)
        self._pages_worker = Worker("pages", inbox.put, longest_s=_PAGES_S)

    def perform(self, effect: Effect) -> None:  # noqa: C901, PLR0912 - one line an effect
        """Have an effect carried out; returns at once."""
        match effect:
            case Report(state=state):
                self._store_worker.do(lambda: self._keeper.report(effect))
                if state.ended or state is RequestState.SAVING:
                    self._put_document_away()
            case SaveRecord(signing):
                self._store_worker.do(lambda: self._keeper.save(signing))
            case DrawPage():
                self._pages_worker.do(lambda: self._pager.draw(effect))
            case NoteDevice():
                self._store_worker.do(lambda: self._keeper.note(effect))
            case NextRequest():
                self._put_document_away()
                self._store_worker.do(lambda: self._keeper.look(None))
            case TakeImpression() | MatchFinger():
                self._ask_sensor(effect)
            case StopSensor() if self._finger:
                self._finger.stop()
            case StartTimer(timer, after_s, subject):
                self._timers.start(
                    timer, self._clock.monotonic_s() + after_s, lambda: self._due(timer, subject)
                )
            case StopTimer(timer):
                self._timers.stop(timer)
            case ShowMood(mood):
                self._on_panel(lambda: self._panel.show(_LAMP[mood]))
            case Play(sound) if sound in self._sounds:
                self._on_panel(lambda: self._panel.sound(_TONES[sound]))
            case SetVolume(percent):
                self._on_panel(lambda: self._panel.volume(percent))
            case OpenDrawer():
                self._on_panel(self._panel.open_drawer)
            case Halt():
                self._store_worker.do(self._halt)  # after all that is still to be written
            case SetBrightness(percent):
                self._panel_worker.do(lambda: self._light(percent))
            case _ if isinstance(effect, StaffEffect):
                self._perform_for_staff(effect)

    def look(self, state: State) -> None:
        """Have the store looked at: somebody rang, or it is time."""
        if isinstance(state, InStaffMode):
            self._store_worker.do(self._keeper.look_after_devices)
            self._store_worker.do(self._staff.look(state))
            return
        customers = _customers(state)
        current = customers.session.request.id if isinstance(customers, InSession) else None
        self._store_worker.do(lambda: self._keeper.look(current))

    def check_devices(self) -> None:
        """Have the devices looked at, where nobody is using them."""
        if self._finger:
            self._sensor_worker.do(self._finger.check)
        else:
            self._inbox.put(ev.DeviceSeen("sensor", Health.ABSENT, "no sensor is configured"))
        self._on_panel(self._look_at_panel)

    @property
    def stuck(self) -> bool:
        """Whether a worker hangs, so that this process is not well though its loop turns."""
        workers = (
            self._store_worker,
            self._sensor_worker,
            self._panel_worker,
            self._pages_worker,
            self._staff.worker,
            self._staff.packing,
        )
        return any(worker.stuck for worker in workers)

    def close(self) -> None:
        """Finish what is under way, let go of the devices, and end the workers."""
        if self._finger:
            self._finger.end()
            self._sensor_worker.do(self._finger.close)
        self._put_document_away()
        self._staff.close()
        self._panel_worker.do(self._panel.close)
        self._store_worker.do(self._keeper.close)
        stop_all(
            [
                self._sensor_worker,
                self._panel_worker,
                self._pages_worker,
                self._staff.worker,
                self._staff.packing,
                self._store_worker,
            ]
        )

    def _perform_for_staff(self, effect: StaffEffect) -> None:
        self._staff.perform(
            effect, store=self._store_worker, sensor=self._sensor_worker, panel=self._panel_worker
        )
        if isinstance(effect, TryDevice) and effect.device is Tryable.PANEL:
            self._on_panel(lambda: self._panel.show(_LAMP[Mood.READY]))

    def _put_document_away(self) -> None:
        """End what is being drawn: nobody reads any more, and the next customer's pages must not wait for it."""
        self._pager.give_up()
        self._pages_worker.do(self._pager.forget)

    def _on_panel(self, work: Work) -> None:
        """Have something shown or sounded. A lamp that fails never ends a session: the panel's standing says so."""

        def tried() -> None:
            try:
                work()
            except Exception:
                log.exception("the front panel")

        self._panel_worker.do(tried)

    def _look_at_panel(self) -> None:
        try:
            self._panel.look()
        finally:
            self._inbox.put(ev.DeviceSeen("panel", *self._panel.standing()))

    def _light(self, percent: int) -> None:
        """Set the backlight. One that cannot be set is said to technicians, and the glass stays as bright as it is."""
        try:
            self._backlight.set(percent)
        except DriverError as error:
            log.warning("%s", error)

    def _ask_sensor(self, effect: TakeImpression | MatchFinger) -> None:
        if self._finger is None:
            self._inbox.put(ev.SensorFailed("this terminal has no fingerprint sensor"))
            return
        finger, ticket = self._finger, self._finger.ask()
        if isinstance(effect, MatchFinger):
            self._sensor_worker.do(lambda: finger.match(ticket, effect.template))
        else:
            self._sensor_worker.do(lambda: finger.take(ticket))

    def _due(self, timer: Timer, subject: str) -> ev.Event:
        """Return what a timer says when it is due."""
        match timer:
            case Timer.DEADLINE:
                return ev.DeadlinePassed(subject, self._clock.now())
            case Timer.SECOND:
                return ev.SecondPassed(self._clock.now())
            case Timer.ENDING:
                return ev.ShownLongEnough()
            case Timer.DIM:
                return ev.NobodyCame()
            case Timer.HALT:
                return ev.BatteryWaning()
            case Timer.PATIENCE:
                return ev.StillSaving()
            case Timer.STAFF:
                return StaffTimedOut()
            case Timer.STAFF_SECOND:
                return StaffSecondPassed(self._clock.now())
