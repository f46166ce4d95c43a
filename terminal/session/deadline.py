"""A request's time: it runs from being shown, is counted down near its end, and is given once more to who is there."""

from dataclasses import replace
from typing import TypeVar

from terminal.model.moment import Moment

from .effects import Effect, StartTimer, StopTimer, Timer
from .states import InSession

_Here = TypeVar("_Here", bound=InSession)

COUNTED_S = 60
"""So many seconds before the end the glass begins to count; nobody is hurried before that."""

MORE_TIME_S = 30
"""So many seconds before the end, whoever touches the glass is given more time, once."""

LEAST_MORE_S = 60
"""What is given is half of the request's deadline, but never less than this."""


def timers(request_id: str, left_s: float) -> list[Effect]:
    """Return the timers of a deadline that is ``left_s`` away."""
    return [
        StartTimer(Timer.DEADLINE, left_s, request_id),
        StartTimer(Timer.SECOND, max(1.0, left_s - COUNTED_S)),
    ]


def stopped() -> list[Effect]:
    """Return what ends the counting: the request has its answer, or the customer has done their part."""
    return [StopTimer(Timer.DEADLINE), StopTimer(Timer.SECOND)]


def remaining_s(state: InSession, at: Moment) -> int:
    """Return how many whole seconds are left."""
    return max(0, (state.session.deadline_ns - at.monotonic_ns) // 1_000_000_000)


def count_down(state: InSession, at: Moment) -> tuple[InSession, list[Effect]]:
    """Show how much time is left."""
    session = replace(state.session, remaining_s=remaining_s(state, at))
    return replace(state, session=session), [StartTimer(Timer.SECOND, 1)]


def more_time(state: _Here, at: Moment) -> tuple[_Here, list[Effect]]:
    """Give a customer who is there more time, where little is left; once for a request."""
    session = state.session
    if session.extended or remaining_s(state, at) > MORE_TIME_S:
        return state, []
    given_s = max(LEAST_MORE_S, session.request.deadline_s / 2)
    session = replace(
        session,
        extended=True,
        deadline_ns=at.monotonic_ns + int(given_s * 1e9),
        remaining_s=int(given_s),
    )
    return replace(state, session=session), timers(session.request.id, given_s)
