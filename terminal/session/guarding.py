"""What the case's switch and the supply's line mean: an open case is told, and without mains nothing new is begun."""

from dataclasses import replace

from terminal.model.moment import Moment
from terminal.model.status import CancelReason, Health, RequestState

from . import deadline
from . import events as ev
from .effects import (
    Effect,
    Halt,
    Mood,
    NextRequest,
    NoteDevice,
    Report,
    ShowMood,
    StartTimer,
    Step,
    StopSensor,
    StopTimer,
    Timer,
)
from .equipping import equip
from .signing import ask_finger
from .staff.effects import EndTrials, WithdrawPairing
from .states import (
    Ended,
    EnteringPin,
    Idle,
    InSession,
    InStaffMode,
    PowerGoing,
    PressingFinger,
    ReadingDocument,
    Reviewing,
    Saving,
    State,
    Thanks,
)

_TIMERS = tuple(timer for timer in Timer if timer not in {Timer.DEADLINE, Timer.HALT})
"""What stands still without mains. A deadline does not: a till has been promised its answer."""

CASE_UNKNOWN, POWER_UNKNOWN = (
    "No switch tells whether the case is shut.",
    "No line tells whether the mains are on.",
)


def unheard() -> list[Effect]:
    """Return what goes on the notice board as long as no switch has told anything."""
    return [
        NoteDevice("case", Health.UNKNOWN, CASE_UNKNOWN),
        NoteDevice("power", Health.UNKNOWN, POWER_UNKNOWN),
    ]


def sensed(state: State, said: ev.PanelSensed) -> Step:
    """A switch moved: it goes on the notice board, and the lamp of a terminal where nobody is tells an open case."""
    unit = state.unit
    effects: list[Effect] = []
    if said.case_open != unit.case_open:
        effects.append(_note_case(said, was_open=unit.case_open))
        if isinstance(state, Idle):
            effects.append(ShowMood(Mood.READY))
    if said.mains_lost != unit.mains_lost:
        effects.append(_note_mains(said, were_lost=unit.mains_lost))
    if isinstance(state, Reviewing) and said.mains_lost:
        turned = state.session.turned(state.page, state.page, said.at.monotonic_ns)
        state = replace(state, session=turned)  # a page that cannot be seen is not being read
    if isinstance(state, ReadingDocument) and said.mains_lost:
        leaves = state.session.leaves.laid_down(said.at.monotonic_ns)
        state = replace(state, session=replace(state.session, leaves=leaves))
    state = replace(state, unit=replace(unit, case_open=said.case_open, mains_lost=said.mains_lost))
    if isinstance(state, PowerGoing) and not said.mains_lost:
        after, more = _restored(state, said.at)
        return after, [*effects, StopTimer(Timer.HALT), *more]
    return state, effects


def without_mains(state: PowerGoing, event: ev.Event) -> Step:
    """Return what an event does while the mains are gone: the battery wanes, and whoever was here may be cancelled."""
    over = replace(state, session=None, paused=None)
    match state, event:
        case _, ev.BatteryWaning():
            return state, [Halt()]
        case PowerGoing(paused=InSession(_, session)), ev.RequestEnded(request_id) if (
            session.request.id == request_id
        ):
            return replace(over, ended=request_id), [StopTimer(Timer.DEADLINE)]
        case PowerGoing(paused=InSession(_, session)), ev.DeadlinePassed(request_id, at) if (
            session.request.id == request_id and at.monotonic_ns >= session.deadline_ns
        ):
            told = Report(request_id, RequestState.CANCELLED, CancelReason.DEADLINE)
            return replace(over, ended=request_id), [told]
    return state, []


def guard(after: State, effects: list[Effect]) -> Step:
    """Return where a terminal really goes, that is to be in ``after``.

    A record that is being kept is kept; whoever was somewhere else is told that the power is going, and goes on
    where they were if it comes back in time. If it does not, their request is as a power cut leaves it in the store:
    nobody has signed it, and it is shown again.
    """
    if after.unit.case_open:
        effects = [ShowMood(Mood.TROUBLE) if effect == ShowMood(Mood.READY) else effect for effect in effects]
    if not after.unit.mains_lost or isinstance(after, Saving | PowerGoing):
        return after, effects
    return _going(after), [*effects, *_stopped(after)]


def _going(state: State) -> PowerGoing:
    match state:
        case InSession(unit, session):
            return PowerGoing(unit, session, paused=state)
        case Ended(unit, session):
            return PowerGoing(unit, session, signed=isinstance(state, Thanks), ended=session.request.id)
        case EnteringPin(unit, override=signing) if signing:
            return PowerGoing(unit, signing.session, paused=signing)
        case Idle(ended=ended) | EnteringPin(ended=ended) | InStaffMode(ended=ended):
            return PowerGoing(state.unit, ended=ended)
    return PowerGoing(state.unit)


def _stopped(state: State) -> list[Effect]:
    """Return what ends whatever was going on; the computer halts where the site wants it to."""
    stopped: list[Effect] = [StopSensor(), *map(StopTimer, _TIMERS), ShowMood(Mood.TROUBLE)]
    if isinstance(state, InStaffMode):
        stopped += [EndTrials(), WithdrawPairing()]
    after_s = state.unit.site.halt_after_s
    return [*stopped, StartTimer(Timer.HALT, after_s)] if after_s else stopped


def _restored(state: PowerGoing, at: Moment) -> Step:
    """The mains are back before the battery was empty: who was here goes on, or the next customer's turn has come.

    Staff give their PIN again: nobody knows who stands there now.
    """
    paused, unit = state.paused, state.unit
    if paused is None:
        return Idle(unit, state.ended), [ShowMood(Mood.READY), NextRequest()]
    session = replace(paused.session, page_since_ns=at.monotonic_ns)
    here, effects = equip(replace(paused, session=session), unit)
    if not isinstance(here, InSession):
        return here, effects
    left_s = max(0.0, (session.deadline_ns - at.monotonic_ns) / 1e9)
    effects = [ShowMood(Mood.WAITING), *deadline.timers(session.request.id, left_s)]
    if isinstance(here, PressingFinger):
        return PressingFinger(unit, here.session), [*effects, ask_finger(here.session)]
    return here, effects


def _note_case(said: ev.PanelSensed, *, was_open: bool | None) -> NoteDevice:
    at = f"{said.at.utc:%Y-%m-%d %H:%M:%S} UTC"
    if said.case_open is None:
        return NoteDevice("case", Health.UNKNOWN, CASE_UNKNOWN)
    if said.case_open:
        return NoteDevice("case", Health.PROBLEM, f"The case is open since {at}. Who is at the terminal?")
    return NoteDevice(
        "case", Health.OK, f"The case was open until {at}." if was_open else "The case is shut."
    )


def _note_mains(said: ev.PanelSensed, *, were_lost: bool | None) -> NoteDevice:
    at = f"{said.at.utc:%Y-%m-%d %H:%M:%S} UTC"
    if said.mains_lost is None:
        return NoteDevice("power", Health.UNKNOWN, POWER_UNKNOWN)
    if said.mains_lost:
        return NoteDevice(
            "power", Health.PROBLEM, f"The mains are gone since {at}; the terminal runs on its battery."
        )
    return NoteDevice(
        "power", Health.OK, f"The mains were gone until {at}." if were_lost else "The mains are on."
    )
