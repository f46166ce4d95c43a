"""Staff have a dispute's packet made: asked first, made once, and told where it lies."""

from datetime import UTC, datetime

import pytest

from terminal.model.history import RecordLine, RecordView
from terminal.model.moment import Moment
from terminal.model.request import Method
from terminal.model.status import Printed, Uploaded
from terminal.session import State, Unit, advance
from terminal.session import events as ev
from terminal.session.effects import Effect, StartTimer
from terminal.session.staff import effects as do
from terminal.session.staff import events as said
from terminal.session.staff.events import PacketMade, PacketPlace
from terminal.session.staff.states import Disputing, Finding, ViewingRecord

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


def test_nothing_is_made_before_staff_are_sure_and_then_once(viewing: ViewingRecord, at: Moment) -> None:
    asked, effects = press(viewing, at, said.AskedForPacket())
    assert (asked, effects) == (Disputing(viewing.unit, viewing), [])
    assert press(asked, at, said.SaidPacket("another"))[1] == []
    making, effects = press(asked, at, said.SaidPacket("r1"))
    assert effects == [do.MakePacket("r1")]
    assert press(making, at, said.SaidPacket("r1")) == (making, [])


@pytest.mark.parametrize("place", PacketPlace)
def test_they_are_told_where_it_lies(viewing: ViewingRecord, at: Moment, place: PacketPlace) -> None:
    making, _ = press(viewing, at, said.AskedForPacket(), said.SaidPacket("r1"))
    assert advance(making, PacketMade("another", place))[0] == making
    made = PacketMade("r1", place, "2026-11-23_INV-1_557A8226_dispute.zip")
    told, _ = advance(making, made)
    assert isinstance(told, Disputing)
    assert (told.made, told.making) == (made, False)
    assert press(told, at, said.SaidPacket("r1")) == (told, [])
    back, effects = press(told, at, ev.WentBack())
    assert isinstance(back, ViewingRecord)
    assert effects == [do.OpenRecord("r1")]


def test_staff_need_not_wait_for_a_slow_stick(viewing: ViewingRecord, at: Moment) -> None:
    making, _ = press(viewing, at, said.AskedForPacket(), said.SaidPacket("r1"))
    back, _ = press(making, at, ev.WentBack())
    assert isinstance(back, ViewingRecord)
    assert advance(back, PacketMade("r1", PacketPlace.STICK))[0] == back


def test_a_record_that_is_still_being_read_has_no_packet(unit: Unit, at: Moment) -> None:
    reading = ViewingRecord(unit, Finding(unit), "r1")
    assert press(reading, at, said.AskedForPacket()) == (reading, [])
