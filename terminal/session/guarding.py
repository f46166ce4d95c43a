"""What the case's switch and the supply's line mean: an open case is told, and without mains nothing new is begun."""

from dataclasses import replace

from terminal.model.status import Health

from . import events as ev
from .effects import (
    Effect,
    Mood,
    NextRequest,
    NoteDevice,
    ShowMood,
    StartTimer,
    Step,
    StopSensor,
    StopTimer,
    Timer,
)
from .staff.effects import EndTrials, WithdrawPairing
from .states import Ended, EnteringPin, Idle, InSession, InStaffMode, PowerGoing, Saving, State, Thanks

_TIMERS = (
    Timer.DEADLINE,
    Timer.SECOND,
    Timer.ENDING,
    Timer.DIM,
    Timer.PATIENCE,
    Timer.STAFF,
    Timer.STAFF_SECOND,
)


def sensed(state: State, said: ev.PanelSensed) -> Step:
    """A switch moved: it goes on the notice board, and the lamp of a terminal where nobody is tells an open case."""
    unit = state.unit
    effects: list[Effect] = []
    if said.case_open != unit.case_open:
        effects.append(_note_case(said))
        if isinstance(state, Idle):
            effects.append(ShowMood(Mood.READY))
    if said.mains_lost != unit.mains_lost:
        effects.append(_note_mains(said))
    return replace(state, unit=replace(unit, case_open=said.case_open, mains_lost=said.mains_lost)), effects


def guard(after: State, effects: list[Effect]) -> Step:
    """Return where a terminal really goes, that is to be in ``after``.

    A record that is being kept is kept; whoever was somewhere else is told that the power is going. A request on
    the glass is left as it is in the store, as by a power cut: nobody has signed it, and it is shown again.
    """
    if after.unit.case_open:
        effects = [ShowMood(Mood.TROUBLE) if effect == ShowMood(Mood.READY) else effect for effect in effects]
    if isinstance(after, PowerGoing):
        return (after, effects) if after.unit.mains_lost else _restored(after, effects)
    if not after.unit.mains_lost or isinstance(after, Saving):
        return after, effects
    return _going(after), [*effects, *_stopped(after)]


def _going(state: State) -> PowerGoing:
    match state:
        case InSession(unit, session):
            return PowerGoing(unit, session)
        case Ended(unit, session):
            return PowerGoing(unit, session, signed=isinstance(state, Thanks), ended=session.request.id)
        case EnteringPin(unit, override=signing) if signing:
            return PowerGoing(unit, signing.session)
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


def _restored(state: PowerGoing, effects: list[Effect]) -> Step:
    """The mains are back before the battery was empty: the next customer, or the same one anew."""
    ready = ShowMood(Mood.TROUBLE if state.unit.case_open else Mood.READY)
    return Idle(state.unit, state.ended), [*effects, StopTimer(Timer.HALT), ready, NextRequest()]


def _note_case(said: ev.PanelSensed) -> NoteDevice:
    at = f"{said.at.utc:%Y-%m-%d %H:%M:%S} UTC"
    if said.case_open:
        return NoteDevice("case", Health.PROBLEM, f"The case is open since {at}. Who is at the terminal?")
    return NoteDevice("case", Health.OK, f"The case was open until {at}.")


def _note_mains(said: ev.PanelSensed) -> NoteDevice:
    at = f"{said.at.utc:%Y-%m-%d %H:%M:%S} UTC"
    if said.mains_lost:
        return NoteDevice(
            "power", Health.PROBLEM, f"The mains are gone since {at}; the terminal runs on its battery."
        )
    return NoteDevice("power", Health.OK, f"The mains were gone until {at}.")
