"""Session: from an event to what follows."""

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

from terminal.model.ink import Ink
from terminal.model.request import Method
from terminal.session import events as ev
from terminal.session.machine import advance
from terminal.session.states import Idle, InSession, Site, State, Unit

from .rounds import PER_SECOND, Round, Row, figure, interleave, percentile
from .signings import PAD, new_signing

ROUNDS = 300


def measure() -> Iterator[Row]:
    """Let customers sign, one after the other, from the till's request to the idle screen."""
    plain = "dataclasses.replace"
    idle = Idle(Unit(Site("晨光超市", "SP-0031")))
    events = _signing()
    every: list[float] = []
    contenders = {"advance": _signings(idle, events, every), plain: _replacing(idle, events)}
    rounds = interleave(contenders, ROUNDS, collecting=True)
    yield rounds.row(f"advance, each of {len(events)} events", "advance", "µs", plain)
    slow = percentile(every, 99)
    typical = rounds.median("advance")
    against = f"its median, {figure(typical * PER_SECOND['µs'])} µs"
    yield Row("advance, p99 of all events", slow * PER_SECOND["µs"], "µs", against, slow / typical)


def _signing() -> list[ev.Event]:
    """Return what happens while somebody reads, signs, wipes it, signs again, and confirms."""
    signing = new_signing()
    ink = signing.signature
    assert isinstance(ink, Ink)
    at = signing.confirmed
    drawn = [ev.Pressed(ev.Drew(stroke), at) for stroke in ink.strokes]
    return [
        ev.Requested(signing.request, signing.record_id, signing.opened),
        ev.SecondPassed(at),
        ev.Pressed(ev.ReadOn(), at),
        ev.SecondPassed(at),
        ev.Pressed(ev.Chose(Method.STYLUS), at),
        *drawn,
        ev.SecondPassed(at),
        ev.Pressed(ev.ClearedPad(), at),
        *drawn,
        ev.Pressed(ev.Confirmed(*PAD), at),
        ev.SecondPassed(at),
        ev.Pressed(ev.Confirmed(), at),
        ev.RecordSaved(signing.record_id, 1),
        ev.ShownLongEnough(),
    ]


def _signings(idle: Idle, events: list[ev.Event], every: list[float]) -> Round:
    """Return a round of one signing, noting what each event took."""

    def once() -> float:
        state: State = idle
        before = len(every)
        for event in events:
            begun = perf_counter()
            state, _ = advance(state, event)
            every.append(perf_counter() - begun)
        assert isinstance(state, Idle)
        return sum(every[before:]) / len(events)

    return once


def _replacing(idle: Idle, events: list[ev.Event]) -> Round:
    """Return a round that makes as many sessions from others, one field changed, and decides nothing."""
    state, _ = advance(idle, events[0])
    assert isinstance(state, InSession)
    session = state.session

    def once() -> float:
        seconds = 0.0
        for second in range(len(events)):
            begun = perf_counter()
            replace(session, remaining_s=second)
            seconds += perf_counter() - begun
        return seconds / len(events)

    return once
