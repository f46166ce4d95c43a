"""Staff come in: the PIN pad and the sensor, for the menu, or for ink that was refused and is to pass."""

from collections.abc import Callable
from dataclasses import replace

from terminal.model.moment import Moment
from terminal.session import deadline
from terminal.session import events as ev
from terminal.session.effects import Effect, Mood, NextRequest, ShowMood, StartTimer, Step, StopTimer, Timer
from terminal.session.states import DoorFinger, EnteringPin, Idle, PinTrouble, Signing, State, Unit

from .effects import JudgePin, LookAtPin
from .events import (
    Entered,
    FingerJudged,
    InkAccepted,
    LeftStaffMode,
    PinJudged,
    PinSeen,
    StaffCalled,
    StaffSecondPassed,
    StaffTimedOut,
    Typed,
)
from .fingers import left, may_open, offer
from .states import LEAST_PIN, Menu
from .typing import type_pin

Customers = Callable[[State, ev.Event], Step]
"""The customers' rules: what an event does to a state of theirs."""

PIN_PAD_S = 30.0
"""How long the PIN pad stays without a touch: whoever pressed the button in passing has gone."""

_STOPPED = (StopTimer(Timer.STAFF), StopTimer(Timer.STAFF_SECOND))
"""Nobody is at the PIN pad any more."""


def called(state: Idle | Signing, now_ns: int) -> Step:
    """Somebody says that they are staff: from the idle glass, or because ink was refused that is to pass."""
    if isinstance(state, Idle):
        return _pad(EnteringPin(state.unit, opened_ns=now_ns, ended=state.ended))
    pad = EnteringPin(state.unit, override=state, opened_ns=now_ns)
    return _pad(pad) if state.can_be_accepted else (state, [])


def leave(unit: Unit, ended: str) -> Step:
    """The terminal is the customers' again."""
    return Idle(unit, ended), [*_STOPPED, ShowMood(Mood.READY), NextRequest()]


def at_the_pad(state: EnteringPin, event: ev.Event, customers: Customers) -> Step:
    """Return what an event does while the PIN is typed. The customer behind it is not held up."""
    after, effects = offer(*_at_the_pad(state, event, customers))
    return after, left(state, after, effects)


def _at_the_pad(state: EnteringPin, event: ev.Event, customers: Customers) -> Step:
    match event:
        case ev.Requested(request) if state.override is None and request.id != state.ended:
            after, effects = customers(Idle(state.unit, state.ended), event)
            return after, [*_STOPPED, *effects]
        case ev.RequestEnded() | ev.DeadlinePassed() | ev.SecondPassed() if state.override:
            return _behind(state, replace(state.override, unit=state.unit), event, customers)
        case PinSeen(is_set, tries_left, locked_s):
            trouble = _trouble(is_set, tries_left, locked_s) if not state.pin else state.trouble
            state = replace(state, trouble=trouble, tries_left=tries_left, pin_set=is_set)
            return _locked(state, locked_s)
        case FingerJudged() | ev.NobodyPressed() | ev.SensorFailed() if state.finger is DoorFinger.WAITED_FOR:
            return _fingered(state, event, customers)
        case PinJudged(asked_ns=asked_ns) if state.judging and asked_ns == state.asked_ns:
            return _judged(state, event, customers)
        case StaffSecondPassed():
            return _second(state)
        case StaffTimedOut():
            return _back_out(state)
        case ev.Pressed(touch, at):
            state, more = _more_time(state, at)
            after, effects = _touched(state, touch, at.monotonic_ns)
            return after, [*more, *effects]
    return state, []


def _pad(state: EnteringPin) -> Step:
    return state, [LookAtPin(), _patience(state)]


def _patience(state: EnteringPin) -> StartTimer:
    return StartTimer(Timer.STAFF, min(PIN_PAD_S, state.unit.site.staff_timeout_s))


def _trouble(is_set: bool, tries_left: int, locked_s: int) -> PinTrouble:  # noqa: FBT001 - as PinSeen says it
    if not is_set:
        return PinTrouble.NOT_SET
    return PinTrouble.LOCKED if locked_s and not tries_left else PinTrouble.NONE


def _locked(state: EnteringPin, locked_s: int) -> tuple[EnteringPin, list[Effect]]:
    """Count down what is left of a lock."""
    counting: list[Effect] = [StartTimer(Timer.STAFF_SECOND, 1)] if locked_s else []
    return replace(state, locked_s=locked_s), counting


def _behind(state: EnteringPin, signing: Signing, event: ev.Event, customers: Customers) -> Step:
    """The customer's time goes on, and their till may cancel, while the PIN is typed over their ink."""
    after, effects = customers(signing, event)
    if isinstance(after, Signing):
        return replace(state, override=after), effects
    return after, [*_STOPPED, *effects]


def _more_time(state: EnteringPin, at: Moment) -> tuple[EnteringPin, list[Effect]]:
    """Whoever types is there: a customer whose time is nearly over is given more of it, as by any touch."""
    if state.override is None:
        return state, []
    signing, more = deadline.more_time(state.override, at)
    return replace(state, override=signing), more


def _back_out(state: EnteringPin) -> Step:
    """Go back to where they came from."""
    if state.override is None:
        return leave(state.unit, state.ended)
    return replace(state.override, unit=state.unit), [*_STOPPED]


def _touched(state: EnteringPin, touch: ev.Touch, now_ns: int) -> Step:
    """Digits and their end; whatever else is pressed leads back."""
    shut = state.trouble in {PinTrouble.LOCKED, PinTrouble.NOT_SET}
    match touch:
        case ev.WentBack() | LeftStaffMode() | StaffCalled() | ev.CustomerCancelled():
            return _back_out(state)
        case Typed(key) if not (state.judging or shut):
            typed = replace(state, pin=type_pin(state.pin, key), trouble=PinTrouble.NONE)
            return typed, [_patience(state)]
        case Entered() if len(state.pin) >= LEAST_PIN and not (state.judging or shut):
            state = replace(state, judging=True, asked_ns=now_ns)
            return state, [_patience(state), *_ask(state)]
    return state, []


def _ask(state: EnteringPin) -> list[Effect]:
    """Have the PIN judged, where the wait after the last wrong one is over."""
    return [JudgePin(state.pin, state.asked_ns)] if state.judging and not state.locked_s else []


def _second(state: EnteringPin) -> Step:
    """One second less of a lock; at its end a PIN that waits is judged, once, and a locked pad opens."""
    if not state.locked_s:
        return state, []
    state, effects = _locked(state, state.locked_s - 1)
    if not state.locked_s:
        effects += _ask(state)
        if state.trouble is PinTrouble.LOCKED:
            return replace(state, trouble=PinTrouble.NONE), [*effects, LookAtPin()]
    return state, effects


def _judged(state: EnteringPin, judged: PinJudged, customers: Customers) -> Step:
    """The PIN was right or wrong."""
    if judged.right:
        return _let_in(state, customers)
    trouble = _trouble(judged.is_set, judged.tries_left, judged.locked_s)
    state = replace(
        state,
        pin="",
        judging=False,
        trouble=PinTrouble.WRONG if trouble is PinTrouble.NONE else trouble,
        tries_left=judged.tries_left,
    )
    return _locked(state, judged.locked_s)


def _fingered(
    state: EnteringPin, event: FingerJudged | ev.NobodyPressed | ev.SensorFailed, customers: Customers
) -> Step:
    """A finger was one of the staff's, or none was; what was typed of a PIN stays."""
    match event:
        case FingerJudged(opened_ns=opened_ns) if opened_ns != state.opened_ns:
            return state, []
        case FingerJudged(right=True) if may_open(state.unit):
            return _let_in(state, customers)
        case FingerJudged(_, _, is_set, tries_left, locked_s):
            trouble = _trouble(is_set, tries_left, locked_s)
            state = replace(
                state,
                finger=DoorFinger.NOT_ASKED,
                trouble=PinTrouble.OTHER_FINGER if trouble is PinTrouble.NONE else trouble,
                tries_left=tries_left,
            )
            state, effects = _locked(state, locked_s)
            return state, [_patience(state), *effects]
        case ev.SensorFailed():
            return replace(state, finger=DoorFinger.FAILED), []
    return replace(state, finger=DoorFinger.NOT_ASKED), []  # nobody pressed: the sensor is asked again


def _let_in(state: EnteringPin, customers: Customers) -> Step:
    """The PIN was right: the menu, or the customer's ink passes."""
    if state.override is None:
        timers: list[Effect] = [
            StopTimer(Timer.STAFF_SECOND),
            StartTimer(Timer.STAFF, state.unit.site.staff_timeout_s),
        ]
        return Menu(state.unit, ended=state.ended), timers
    after, effects = customers(replace(state.override, unit=state.unit), InkAccepted())
    return after, [*_STOPPED, *effects]
