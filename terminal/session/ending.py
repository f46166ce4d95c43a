"""The rules of an ending: how a session comes to it, how long it stays on the glass, and what comes after."""

from dataclasses import replace

from terminal.model.request import Kind
from terminal.model.status import CancelReason, RequestState

from . import deadline
from . import events as ev
from .effects import (
    Mood,
    NextRequest,
    OpenDrawer,
    Play,
    Report,
    ShowMood,
    Sound,
    StartTimer,
    Step,
    StopSensor,
    StopTimer,
    Timer,
)
from .staff.events import StaffCalled
from .states import Cancelled, Ended, Idle, OutOfService, OutReason, Session, Thanks, Unit
from .viewing import closed, seen_otherwise

_MAKE_WAY_S, _READ_S = 2.0, 10.0
"""How long an ending stays once another request waits; longer where it says what to do instead."""


def thank(unit: Unit, session: Session, seq: int) -> Step:
    """The record is kept, and only now the customer is thanked."""
    drawer = [OpenDrawer()] if unit.site.opens_drawer and session.request.kind is Kind.SALE else []
    thanks = Thanks(unit, session, seq)
    return thanks, [
        *drawer,
        ShowMood(Mood.DONE),
        Play(Sound.DONE),
        _stay(thanks),
    ]


def cancel(unit: Unit, session: Session, reason: CancelReason, *, reported: bool = False) -> Step:
    """Nothing is signed. Whoever ended it, the till is told, unless the store knows already."""
    cancelled = Cancelled(unit, closed(session), reason)
    effects = [StopSensor(), *deadline.stopped()]
    if not reported:
        effects.append(Report(session.request.id, RequestState.CANCELLED, reason))
    return cancelled, [*effects, ShowMood(Mood.READY), _stay(cancelled)]


def out_of_service(unit: Unit, session: Session, reason: OutReason) -> Step:
    """The terminal cannot take this signature: say so, tell the till, offer paper."""
    out = OutOfService(unit, closed(session), reason)
    return out, [
        _stay(out),
        *deadline.stopped(),
        Report(session.request.id, RequestState.FAILED, code=reason.value),
        ShowMood(Mood.TROUBLE),
        Play(Sound.TROUBLE),
    ]


def at_the_end(state: Ended, event: ev.Event) -> Step:
    """Return the next state and the effects of an event while an ending is on the glass."""
    match event:
        case ev.Requested(request) if not state.next_waits and request.id != state.session.request.id:
            longest_s = _READ_S if isinstance(state, OutOfService) else _MAKE_WAY_S
            return replace(state, next_waits=True), [StartTimer(Timer.ENDING, longest_s)]
        case ev.Pressed(touch=ev.SpokeLanguage() | ev.Toggled() | ev.OpenedView() as touch):
            return replace(state, session=seen_otherwise(state, touch)), [_stay(state)]
        case ev.ShownLongEnough() | ev.Pressed(touch=ev.Dismissed() | ev.CustomerCancelled() | StaffCalled()):
            return Idle(state.unit, state.session.request.id), [
                StopTimer(Timer.ENDING),
                ShowMood(Mood.READY),
                NextRequest(),
            ]
    return state, []


def _stay(state: Ended) -> StartTimer:
    """Return how long an ending stays; one that is looked at in other words stays as if it had just come."""
    site = state.unit.site
    match state:
        case Thanks():
            return StartTimer(Timer.ENDING, site.thanks_s)
        case OutOfService():
            return StartTimer(Timer.ENDING, site.out_of_service_s)
    return StartTimer(Timer.ENDING, site.ended_s)
