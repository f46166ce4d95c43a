"""An open case, and mains that go, in each state of a session."""

from dataclasses import replace

import pytest

from terminal.model.ink import Stroke
from terminal.model.moment import Moment
from terminal.model.request import Method, SigningRequest
from terminal.model.status import Health
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
    StopTimer,
    Timer,
)
from terminal.session.staff.events import StaffCalled
from terminal.session.states import Checking, PowerGoing, Reviewing, Saving, Thanks


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


def test_mains_that_go_before_a_signature_is_confirmed_leave_the_request_for_after(
    unit: Unit, way: list[ev.Event], at: Moment
) -> None:
    for steps in range(1, len(way) + 1):
        state, _ = walked(Idle(unit), *way[:steps])
        state, effects = walked(state, ev.PanelSensed(case_open=False, mains_lost=True, at=at))
        assert isinstance(state, PowerGoing)
        assert (state.signed, state.ended) == (False, "")
        assert not [effect for effect in effects if isinstance(effect, Report | SaveRecord)]
        assert StopTimer(Timer.DEADLINE) in effects
        state, effects = walked(state, ev.PanelSensed(case_open=False, mains_lost=False, at=at))
        assert isinstance(state, Idle)
        assert NextRequest() in effects
        assert isinstance(walked(state, way[0])[0], Reviewing)


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


def test_staff_and_the_waiting_glass_make_way(unit: Unit, at: Moment) -> None:
    lost = ev.PanelSensed(case_open=False, mains_lost=True, at=at)
    for before in (Idle(unit), walked(Idle(unit), ev.Pressed(StaffCalled(), at))[0]):
        assert isinstance(walked(before, lost)[0], PowerGoing)


def test_an_open_case_goes_on_the_notice_board_and_the_lamp(unit: Unit, at: Moment) -> None:
    state, effects = walked(Idle(unit), ev.PanelSensed(case_open=True, mains_lost=False, at=at))
    [note] = [effect for effect in effects if isinstance(effect, NoteDevice)]
    assert (note.name, note.health) == ("case", Health.PROBLEM)
    assert ShowMood(Mood.TROUBLE) in effects
    assert walked(state, ev.PanelSensed(case_open=True, mains_lost=False, at=at))[1] == []


def test_a_drawer_opens_with_the_thanks_for_a_sale(unit: Unit, way: list[ev.Event], at: Moment) -> None:
    for wired in (True, False):
        there = replace(unit, site=replace(unit.site, opens_drawer=wired))
        state, effects = walked(
            Idle(there), *way, ev.Pressed(ev.Confirmed(), at), ev.RecordSaved("018f-record", 7)
        )
        assert isinstance(state, Thanks)
        assert (OpenDrawer() in effects) is wired
