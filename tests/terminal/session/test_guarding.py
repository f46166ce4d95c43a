"""An open case, and mains that go, in each state of a session."""

from dataclasses import replace

import pytest

from terminal.model.ink import Point, Stroke, Tool
from terminal.model.moment import Moment
from terminal.model.request import Method, SigningRequest
from terminal.model.status import CancelReason, Health, RequestState
from terminal.session import Idle, State, Unit, advance
from terminal.session import events as ev
from terminal.session.effects import (
    Effect,
    Halt,
    Mood,
    NextRequest,
    NoteDevice,
    OpenDrawer,
    Report,
    SaveRecord,
    ShowMood,
    StartTimer,
    StopSensor,
    StopTimer,
    TakeImpression,
    Timer,
)
from terminal.session.resting import opening
from terminal.session.staff.effects import EndTrials, WithdrawPairing
from terminal.session.staff.events import StaffCalled
from terminal.session.staff.states import Menu
from terminal.session.states import (
    Checking,
    Choosing,
    Coaching,
    EnteringPin,
    InSession,
    OutOfService,
    PowerGoing,
    PressingFinger,
    Reviewing,
    Saving,
    Signing,
    Thanks,
)


def walked(state: State, *happened: ev.Event) -> tuple[State, list[Effect]]:
    effects: list[Effect] = []
    for event in happened:
        state, more = advance(state, event)
        effects += more
    return state, effects


@pytest.fixture
def way(sale: SigningRequest, stroke: Stroke, at: Moment) -> list[ev.Event]:
    touches = (ev.ReadOn(), ev.Chose(Method.TOUCH), ev.Drew(stroke), ev.Confirmed(14000, 5000))
    return [ev.Requested(sale, "018f-record", at), *(ev.Pressed(touch, at) for touch in touches)]


def lost(at: Moment) -> ev.PanelSensed:
    return ev.PanelSensed(case_open=False, mains_lost=True, at=at)


def back(at: Moment, after_s: float = 3) -> ev.PanelSensed:
    later = replace(at, monotonic_ns=at.monotonic_ns + int(after_s * 1e9))
    return ev.PanelSensed(case_open=False, mains_lost=False, at=later)


def test_mains_that_come_back_in_time_let_a_customer_go_on_where_they_were(
    unit: Unit, way: list[ev.Event], at: Moment
) -> None:
    unit = replace(unit, site=replace(unit.site, halt_after_s=5))
    for steps in range(1, len(way) + 1):
        before, _ = walked(Idle(unit), *way[:steps])
        state, effects = walked(before, lost(at))
        assert isinstance(state, PowerGoing)
        assert (state.signed, state.ended) == (False, "")
        assert not [effect for effect in effects if isinstance(effect, Report | SaveRecord)]
        assert {StopTimer(Timer.SECOND), StopSensor(), StartTimer(Timer.HALT, 5)} <= set(effects)
        stopped = {effect.timer for effect in effects if isinstance(effect, StopTimer)}
        assert set(Timer) - stopped == {Timer.DEADLINE, Timer.HALT}
        assert walked(state, *way)[0] == state  # nothing new is begun, and nobody signs
        state, effects = walked(state, back(at))
        assert type(state) is type(before)
        assert getattr(state, "strokes", ()) == getattr(before, "strokes", ())
        assert getattr(state, "signature", None) == getattr(before, "signature", None)
        assert {StopTimer(Timer.HALT), ShowMood(Mood.WAITING)} <= set(effects)
        [deadline] = [
            effect.after_s
            for effect in effects
            if isinstance(effect, StartTimer) and effect.timer is Timer.DEADLINE
        ]
        assert isinstance(state, InSession)
        assert deadline == pytest.approx(state.session.request.deadline_s - 3)
        assert not state.unit.mains_lost


def test_a_page_is_not_being_read_while_it_cannot_be_seen(
    unit: Unit, way: list[ev.Event], at: Moment
) -> None:
    read = replace(at, monotonic_ns=at.monotonic_ns + 2_000_000_000)
    state, _ = walked(Idle(unit), way[0], lost(read), back(read, after_s=60))
    assert isinstance(state, Reviewing)
    assert state.session.pages == (2000,)
    assert state.session.page_since_ns == read.monotonic_ns + 60_000_000_000


def test_a_finger_is_asked_for_again(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    touches = (ev.ReadOn(), ev.Chose(Method.FINGERPRINT), ev.Agreed())
    before, _ = walked(
        Idle(unit),
        ev.Requested(sale, "018f-record", at),
        *(ev.Pressed(touch, at) for touch in touches),
        ev.FingerCoached(Coaching.LIFT, 0.5),
    )
    assert isinstance(before, PressingFinger)
    state, effects = walked(before, lost(at), back(at))
    assert isinstance(state, PressingFinger)
    assert (state.coaching, state.fraction) == (Coaching.PRESS, 0)
    assert effects.count(TakeImpression()) == 1


def test_devices_that_went_with_the_mains_are_not_offered_after(
    unit: Unit, sale: SigningRequest, way: list[ev.Event], at: Moment
) -> None:
    gone = ev.ReadinessChanged(replace(unit.readiness, sensor=Health.PROBLEM))
    state, _ = walked(Idle(unit), *way[:2], lost(at), gone, back(at))
    assert isinstance(state, Choosing)
    assert Method.FINGERPRINT not in state.session.methods
    only = ev.Requested(replace(sale, methods=(Method.FINGERPRINT,)), "018f-record", at)
    assert isinstance(walked(Idle(unit), only, lost(at), gone, back(at))[0], OutOfService)


def test_a_request_that_ends_meanwhile_is_over_and_its_till_knows(
    unit: Unit, sale: SigningRequest, way: list[ev.Event], at: Moment
) -> None:
    away, _ = walked(Idle(unit), *way[:3], lost(at))
    for other in (
        ev.RequestEnded("another", CancelReason.TILL),
        ev.DeadlinePassed("another", replace(at, monotonic_ns=2**62)),
        ev.DeadlinePassed(sale.id, at),
    ):
        assert walked(away, other) == (away, [])
    ends: list[tuple[ev.Event, list[Effect]]] = [
        (ev.RequestEnded(sale.id, CancelReason.TILL), [StopTimer(Timer.DEADLINE)]),
        (
            ev.DeadlinePassed(sale.id, replace(at, monotonic_ns=2**62)),
            [Report(sale.id, RequestState.CANCELLED, CancelReason.DEADLINE)],
        ),
    ]
    for event, told in ends:
        state, effects = walked(away, event)
        assert effects == told
        state, effects = walked(state, back(at))
        assert state == Idle(state.unit, ended=sale.id)
        assert NextRequest() in effects


def test_ink_that_staff_were_to_judge_is_there_after(unit: Unit, way: list[ev.Event], at: Moment) -> None:
    dot = Stroke(Tool.FINGER, (Point(500, 500, 0),))
    wary, _ = walked(
        Idle(unit),
        *way[:3],
        ev.Pressed(ev.Drew(dot), at),
        ev.Pressed(ev.Confirmed(14000, 5000), at),
        ev.Pressed(StaffCalled(), at),
    )
    assert isinstance(wary, EnteringPin)
    state, _ = walked(wary, lost(at), back(at))
    assert isinstance(state, Signing)
    assert state.strokes == (dot,)


def test_a_record_that_is_being_kept_is_kept_and_only_then_said(
    unit: Unit, way: list[ev.Event], at: Moment
) -> None:
    unit = replace(unit, site=replace(unit.site, halt_after_s=5))
    state, _ = walked(Idle(unit), *way)
    assert isinstance(state, Checking)
    state, effects = walked(
        state, ev.Pressed(ev.Confirmed(), at), ev.PanelSensed(case_open=False, mains_lost=True, at=at)
    )
    assert isinstance(state, Saving)
    assert StartTimer(Timer.HALT, 5) not in effects
    state, effects = walked(state, ev.RecordSaved("018f-record", 7))
    assert isinstance(state, PowerGoing)
    assert state.signed
    assert state.session
    assert state.ended == state.session.request.id
    assert StartTimer(Timer.HALT, 5) in effects
    assert walked(state, ev.BatteryWaning())[1] == [Halt()]


def test_staff_and_the_waiting_glass_make_way_and_staff_come_in_anew(unit: Unit, at: Moment) -> None:
    called = ev.Pressed(StaffCalled(), at)
    pad, _ = walked(Idle(unit, ended="0198-before"), called)
    for before in (Idle(unit, ended="0198-before"), pad, Menu(unit, ended="0198-before")):
        state, effects = walked(before, lost(at))
        assert isinstance(state, PowerGoing)
        assert ({EndTrials(), WithdrawPairing()} <= set(effects)) is isinstance(before, Menu)
        state, _ = walked(state, called, back(at))
        assert state == Idle(state.unit, ended="0198-before")


def test_without_a_time_for_it_nothing_halts(unit: Unit, at: Moment) -> None:
    unit = replace(unit, site=replace(unit.site, halt_after_s=0))
    effects = walked(Idle(unit), lost(at))[1]
    assert Timer.HALT not in [effect.timer for effect in effects if isinstance(effect, StartTimer)]


def noted(effects: list[Effect]) -> dict[str, tuple[Health, str]]:
    return {
        effect.name: (effect.health, effect.sentence) for effect in effects if isinstance(effect, NoteDevice)
    }


def test_an_open_case_goes_on_the_notice_board_and_the_lamp(unit: Unit, at: Moment) -> None:
    opened = ev.PanelSensed(case_open=True, mains_lost=None, at=at)
    state, effects = walked(Idle(unit), opened)
    assert noted(effects) == {
        "case": (Health.PROBLEM, "The case is open since 2026-11-23 14:31:07 UTC. Who is at the terminal?")
    }
    assert ShowMood(Mood.TROUBLE) in effects
    assert walked(state, opened)[1] == []
    state, effects = walked(state, replace(opened, case_open=False))
    assert noted(effects) == {"case": (Health.OK, "The case was open until 2026-11-23 14:31:07 UTC.")}
    assert ShowMood(Mood.READY) in effects


def test_an_open_case_holds_up_no_customer_and_is_told_by_the_lamp_once_they_are_gone(
    unit: Unit, way: list[ev.Event], at: Moment
) -> None:
    opened = ev.PanelSensed(case_open=True, mains_lost=False, at=at)
    for steps in range(1, len(way) + 1):
        before, _ = walked(Idle(unit), *way[:steps])
        state, effects = walked(before, opened)
        assert state == replace(before, unit=replace(before.unit, case_open=True, mains_lost=False))
        assert {type(effect) for effect in effects} == {NoteDevice}
        _, effects = walked(state, ev.Pressed(ev.CustomerCancelled(), at), ev.ShownLongEnough())
        moods = [effect for effect in effects if isinstance(effect, ShowMood)]
        assert moods[-1] == ShowMood(Mood.TROUBLE)


def test_what_no_switch_tells_is_not_known(unit: Unit, at: Moment) -> None:
    first = noted(opening(Idle(unit)))
    assert {name: health for name, (health, _) in first.items()} == {
        "case": Health.UNKNOWN,
        "power": Health.UNKNOWN,
    }
    well = ev.PanelSensed(case_open=False, mains_lost=False, at=at)
    state, effects = walked(Idle(unit), well)
    assert noted(effects) == {
        "case": (Health.OK, "The case is shut."),
        "power": (Health.OK, "The mains are on."),
    }
    state, effects = walked(state, ev.PanelSensed(case_open=None, mains_lost=None, at=at))
    assert noted(effects) == first
    assert isinstance(state, Idle)


def test_a_drawer_opens_with_the_thanks_for_a_sale(unit: Unit, way: list[ev.Event], at: Moment) -> None:
    for wired in (True, False):
        there = replace(unit, site=replace(unit.site, opens_drawer=wired))
        state, effects = walked(
            Idle(there), *way, ev.Pressed(ev.Confirmed(), at), ev.RecordSaved("018f-record", 7)
        )
        assert isinstance(state, Thanks)
        assert (OpenDrawer() in effects) is wired
