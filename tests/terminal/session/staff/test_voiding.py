"""Staff void a record, once, when they have said why; and look at what this terminal is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from terminal.model.history import RecordLine, RecordView, TerminalFacts, VoidedView
from terminal.model.moment import Moment
from terminal.model.request import Method
from terminal.model.status import Printed, Uploaded
from terminal.session import State, Unit, advance
from terminal.session import events as ev
from terminal.session.effects import Effect, StartTimer
from terminal.session.staff import effects as do
from terminal.session.staff import events as said
from terminal.session.staff.events import VoidReason
from terminal.session.staff.states import (
    Finding,
    Notice,
    TryingDevices,
    ViewingRecord,
    ViewingTerminal,
    Voiding,
)

WHEN = datetime(2026, 11, 23, 14, 31, tzinfo=UTC)
LINE = RecordLine(
    "r1", 1, "INV-1", "12.50", "CNY", "till-3", "557A8226", Method.TOUCH, WHEN, Printed.NONE, Uploaded.NONE
)


@pytest.fixture
def viewing(unit: Unit) -> ViewingRecord:
    return ViewingRecord(unit, Finding(unit), "r1", RecordView(LINE))


def press(state: State, at: Moment, *touches: ev.Touch) -> tuple[State, list[Effect]]:
    effects: list[Effect] = []
    for touch in touches:
        state, effects = advance(state, ev.Pressed(touch, at))
    return state, [effect for effect in effects if not isinstance(effect, StartTimer)]


def test_nothing_is_void_before_staff_say_why_and_that_they_are_sure(
    viewing: ViewingRecord, at: Moment
) -> None:
    asked, effects = press(viewing, at, said.AskedToVoid())
    assert (type(asked), effects) == (Voiding, [])
    assert press(asked, at, said.SaidVoid("r1")) == (asked, [])
    other = press(asked, at, said.PickedReason(VoidReason.WRONG), said.SaidVoid("another"))
    assert other[1] == []
    keeping, effects = press(
        asked,
        at,
        said.PickedReason(VoidReason.WRONG),
        said.PickedReason(VoidReason.RETURNED),
        said.SaidVoid("r1"),
    )
    assert effects == [do.VoidRecord("r1", VoidReason.RETURNED)]
    for touch in (said.SaidVoid("r1"), said.PickedReason(VoidReason.MISTAKE), ev.WentBack()):
        assert press(keeping, at, touch) == (keeping, []), "it is being written"
    done, effects = advance(keeping, said.RecordVoided("r1"))
    assert isinstance(done, ViewingRecord)
    assert (done.notice, done.view, effects) == (Notice.VOIDED, None, [do.OpenRecord("r1")])


def test_staff_may_think_again(viewing: ViewingRecord, at: Moment) -> None:
    back, effects = press(viewing, at, said.AskedToVoid(), said.PickedReason(VoidReason.WRONG), ev.WentBack())
    assert isinstance(back, ViewingRecord)
    assert (back.notice, effects) == (Notice.NONE, [do.OpenRecord("r1")])


def test_where_the_store_takes_nothing_staff_may_try_again(viewing: ViewingRecord, at: Moment) -> None:
    keeping, _ = press(
        viewing, at, said.AskedToVoid(), said.PickedReason(VoidReason.WRONG), said.SaidVoid("r1")
    )
    assert advance(keeping, said.RecordVoided("another"))[0] == keeping
    failed, _ = advance(keeping, said.RecordVoided("r1", kept=False))
    assert isinstance(failed, Voiding)
    assert (failed.failed, failed.reason) == (True, VoidReason.WRONG)
    assert press(failed, at, said.SaidVoid("r1"))[1] == [do.VoidRecord("r1", VoidReason.WRONG)]


def test_what_is_void_or_not_read_yet_cannot_be_voided(viewing: ViewingRecord, at: Moment) -> None:
    void = replace(viewing, view=RecordView(LINE, voided=VoidedView(WHEN, "returned")))
    for state in (void, replace(viewing, view=None)):
        assert press(state, at, said.AskedToVoid()) == (state, [])


def test_the_terminal_is_looked_at_from_its_devices(unit: Unit, at: Moment) -> None:
    looking, effects = press(TryingDevices(unit), at, said.WentTo(said.Place.TERMINAL))
    assert (type(looking), do.LookAtTerminal() in effects) == (ViewingTerminal, True)
    facts = TerminalFacts("SP-0031", "0.1.0", "key", 3, "a", 9, "b")
    seen, _ = advance(looking, said.TerminalSeen(facts))
    assert isinstance(seen, ViewingTerminal)
    assert seen.facts == facts
    assert isinstance(press(seen, at, ev.WentBack())[0], TryingDevices)
