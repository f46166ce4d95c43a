"""Who carries out what staff want done: the store's worker, the devices' own, and one for the PIN alone."""

import logging
import threading
from collections.abc import Callable

from drivers.panel import LampColour, Tone
from terminal.i18n import message
from terminal.model.status import Health
from terminal.packets import LONGEST_S, Packets
from terminal.panelling import PatientPanel
from terminal.pin import PinRefused, StaffPin, Standing
from terminal.sensing import FingerTaker
from terminal.session import events as ev
from terminal.session.staff import effects as do
from terminal.session.staff.events import DeviceTried, FingerJudged, PinJudged, PinKept, PinSeen, Tryable
from terminal.session.states import InStaffMode
from terminal.staff_fingers import StaffFingers
from terminal.staffing import Staffing
from terminal.worker import Work, Worker

log = logging.getLogger(__name__)

_COLOURS = (LampColour.RED, LampColour.GREEN, LampColour.BLUE, LampColour.WHITE)
_COLOUR_S = 0.6
_PIN_S = 20.0
"""How long judging a PIN may take before its worker counts as stuck: a third of a second on a Pi 4."""

NO_SENSOR = message("No fingerprint sensor is configured.")
NO_PANEL = message("No front panel is connected.")
PANEL_SHOWN = message("Red, green, blue and white, and two tones: were they all there?")
PANEL_FAILED = message("The front panel does not answer.")


class StaffPerformer:
    """Hands the staff's effects to the workers.

    Args:
        staffing: the store's side.
        pin: the staff's PIN; used by a worker of its own, because judging one is slow on purpose.
        fingers: whose fingers open as the PIN does.
        finger: the sensor's side, or None for a unit without a sensor.
        panel: lamp and buzzer.
        packets: has disputes' packets made.
        tell: puts an event into the main loop's inbox.
        failed: told of an error that a worker did not expect.
    """

    def __init__(
        self,
        *,
        staffing: Staffing,
        pin: StaffPin,
        fingers: StaffFingers,
        finger: FingerTaker | None,
        panel: PatientPanel,
        packets: Packets,
        tell: Callable[[ev.Event], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._staffing, self._pin, self._finger, self._panel = staffing, pin, finger, panel
        self._fingers, self._tell, self._packets = fingers, tell, packets
        self.worker = Worker("pin", failed, longest_s=_PIN_S)
        """The PIN's."""
        self.packing = Worker("packets", failed, longest_s=LONGEST_S + _PIN_S)
        """What waits for disputes' packets."""
        self._closing = threading.Event()

    def perform(self, effect: do.StaffEffect, *, store: Worker, sensor: Worker, panel: Worker) -> None:
        """Have an effect carried out by the worker that may wait for it; returns at once."""
        match effect:
            case do.LookAtPin():
                self.worker.do(self._look_at_pin)
            case do.JudgePin(pin, asked_ns):
                self.worker.do(lambda: self._judge(pin, asked_ns, store))
            case do.AskStaffFinger(opened_ns):
                self._ask_finger(sensor, store, opened_ns)
            case do.KeepPin(pin):
                self.worker.do(lambda: self._keep(pin, store))
            case do.MakePacket(record_id):
                self.packing.do(lambda: self._tell(self._packets.make(record_id)))
            case do.TryDevice(Tryable.SENSOR):
                self._try_sensor(sensor)
            case do.TryDevice(Tryable.PANEL):
                panel.do(self._try_panel)
            case _:
                store.do(lambda: self._staffing.carry_out(effect))

    def look(self, state: InStaffMode) -> Work:
        """Return the work of looking again at what staff have on the glass."""
        return lambda: self._staffing.look(state)

    def close(self) -> None:
        """End what is under way; the worker is for whoever stops all of them."""
        self._closing.set()
        self._packets.end()

    def _look_at_pin(self) -> None:
        standing = self._pin.standing()
        self._tell(PinSeen(standing.is_set, standing.tries_left, standing.locked_s))

    def _judge(self, pin: str, asked_ns: int, store: Worker) -> None:
        right, standing = self._tried("pin", lambda: self._pin.judge(pin), store)
        log.info("staff: %s", "let in by the PIN" if right else "not let in by a PIN")
        self._tell(PinJudged(right, asked_ns, standing.is_set, standing.tries_left, standing.locked_s))

    def _ask_finger(self, sensor: Worker, store: Worker, opened_ns: int) -> None:
        """Have a finger looked for; whose it is, is judged where PINs are, so that both share one count."""
        if self._finger is None:
            self._tell(ev.SensorFailed(NO_SENSOR))
            return
        finger, ticket = self._finger, self._finger.ask()

        def judge(place: int | None) -> None:
            self.worker.do(lambda: self._judge_finger(place, opened_ns, store))

        sensor.do(lambda: finger.identify(ticket, judge))

    def _judge_finger(self, place: int | None, opened_ns: int, store: Worker) -> None:
        name = None if place is None else self._fingers.names().get(place)
        right, standing = self._tried(
            "finger", lambda: self._pin.judge_finger(known=name is not None), store, name or ""
        )
        log.info("staff: %s", f"let in by the finger of {name}" if right else "not let in by a finger")
        self._tell(FingerJudged(right, opened_ns, standing.is_set, standing.tries_left, standing.locked_s))

    def _tried(
        self, how: str, judge: Callable[[], tuple[bool, Standing]], store: Worker, name: str = ""
    ) -> tuple[bool, Standing]:
        """Have a try judged, and told in the journal where it counted: nobody can fill the disk with tries."""
        before = self._pin.standing()
        right, standing = judge()
        if before.is_set and not before.locked_s:
            if right:
                store.do(lambda: self._staffing.note_in(how, name))
            else:
                store.do(lambda: self._staffing.note_refused(how, standing.tries_left, standing.locked_s))
        return right, standing

    def _keep(self, pin: str, store: Worker) -> None:
        try:
            self._pin.set(pin)
        except (PinRefused, OSError) as error:
            log.warning("the new PIN could not be kept: %s", type(error).__name__)
            self._tell(PinKept(kept=False))
        else:
            store.do(self._staffing.note_new_pin)
            self._tell(PinKept(kept=True))

    def _try_sensor(self, sensor: Worker) -> None:
        if self._finger is None:
            self._tell(DeviceTried(Tryable.SENSOR, passed=False, sentence=NO_SENSOR))
            return
        finger, ticket = self._finger, self._finger.ask()
        sensor.do(lambda: finger.try_out(ticket))

    def _try_panel(self) -> None:
        """Light every colour in turn, and sound two tones."""
        self._panel.try_now()
        health, words = self._panel.standing()
        if health is not Health.OK:
            sentence = PANEL_FAILED if health is Health.PROBLEM else NO_PANEL
            self._tell(DeviceTried(Tryable.PANEL, passed=False, sentence=sentence, detail=words))
            return
        try:
            for colour in _COLOURS:
                self._panel.show(colour)
                if colour in {LampColour.RED, LampColour.WHITE}:
                    self._panel.sound(Tone.CONFIRM)
                self._closing.wait(_COLOUR_S)
        except Exception as error:
            log.exception("the front panel")
            self._tell(DeviceTried(Tryable.PANEL, passed=False, sentence=PANEL_FAILED, detail=str(error)))
        else:
            self._tell(DeviceTried(Tryable.PANEL, passed=True, sentence=PANEL_SHOWN))
