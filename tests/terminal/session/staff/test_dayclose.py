"""Staff close the day, once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from terminal.model.dayclose import DayClose, DayStanding, PastClose
from terminal.model.moment import Moment
from terminal.model.status import Health, Printed, Readiness
from terminal.session import State, Unit, advance
from terminal.session import events as ev
from terminal.session.effects import Effect, StartTimer
from terminal.session.staff import effects as do
from terminal.session.staff import events as said
from terminal.session.staff.states import ClosingDay, Menu

FIGURES = DayClose(12, "SP-0031", "", "", 3, 0, 0, 0, 0, (("CNY", "12.50"),), 5, 7, 7, "ab" * 32)
NIGHT = datetime(2026, 11, 23, 21, 3, tzinfo=UTC)
MADE = DayStanding(replace(FIGURES, number=13), NIGHT, PastClose(FIGURES, None, NIGHT, Printed.WAITING))


@pytest.fixture
def day(unit: Unit) -> ClosingDay:
    return ClosingDay(unit, DayStanding(FIGURES))


def play(state: State, at: Moment, *touches: ev.Touch) -> tuple[State, list[Effect]]:
    effects: list[Effect] = []
    for touch in touches:
        state, effects = advance(state, ev.Pressed(touch, at))
    return state, [effect for effect in effects if not isinstance(effect, StartTimer)]


def test_how_the_day_stands_is_read_when_staff_come(unit: Unit, at: Moment) -> None:
    state, effects = play(Menu(unit), at, said.WentTo(said.Place.DAY_CLOSE))
    assert (state, effects) == (ClosingDay(unit), [do.LookAtDay()])
    assert play(state, at, said.AskedToClose(12)) == (state, [])
    seen, _ = advance(state, said.DaySeen(DayStanding(FIGURES)))
    assert seen == ClosingDay(unit, DayStanding(FIGURES))


def test_a_day_is_closed_once_however_often_the_button_is_hit(day: ClosingDay, at: Moment) -> None:
    closing, effects = play(day, at, said.AskedToClose(12))
    assert effects == [do.CloseDay(12)]
    assert play(closing, at, said.AskedToClose(12)) == (closing, [])
    assert play(closing, at, ev.WentBack()) == (closing, [])
    closed, _ = advance(closing, said.DayClosed(MADE))
    assert isinstance(closed, ClosingDay)
    assert (closed.closed, closed.closing, closed.standing) == (True, False, MADE)
    assert play(closed, at, said.AskedToClose(12)) == (closed, [])
    assert play(closed, at, said.AskedToClose(13)) == (closed, []), "its own figures are on the glass"
    assert isinstance(play(closed, at, ev.WentBack())[0], Menu)


def test_a_press_on_figures_that_are_not_there_any_more_closes_nothing(day: ClosingDay, at: Moment) -> None:
    assert play(day, at, said.AskedToClose(11)) == (day, [])


def test_a_day_that_could_not_be_closed_may_be_closed_again(day: ClosingDay, at: Moment) -> None:
    closing, _ = play(day, at, said.AskedToClose(12))
    failed, _ = advance(closing, said.DayClosed(None))
    assert isinstance(failed, ClosingDay)
    assert (failed.failed, failed.closing, failed.closed) == (True, False, False)
    again, effects = play(failed, at, said.AskedToClose(12))
    assert isinstance(again, ClosingDay)
    assert (again.failed, effects) == (False, [do.CloseDay(12)])


def test_the_last_close_is_printed_again_once_where_its_slip_is_out(day: ClosingDay, at: Moment) -> None:
    out = replace(MADE, last=PastClose(FIGURES, None, NIGHT, Printed.PRINTED))
    for standing in (day.standing, MADE):
        waits = replace(day, standing=standing)
        assert play(waits, at, said.AskedForSlip()) == (waits, [])
    again, effects = play(replace(day, standing=out), at, said.AskedForSlip())
    assert effects == [do.PrintCloseAgain(12)]
    assert play(again, at, said.AskedForSlip()) == (again, [])
    failed, _ = advance(again, said.DayClosed(None))
    assert isinstance(failed, ClosingDay)
    assert (failed.failed, failed.again) == (True, False)


def test_nothing_is_printed_again_without_a_printer(day: ClosingDay, at: Moment) -> None:
    bare = replace(day.unit, readiness=Readiness(printer=Health.ABSENT))
    out = replace(MADE, last=PastClose(FIGURES, None, NIGHT, Printed.PRINTED))
    state = replace(day, unit=bare, standing=out)
    assert play(state, at, said.AskedForSlip()) == (state, [])


def test_an_answer_that_nobody_waits_for_closes_nothing(day: ClosingDay) -> None:
    assert advance(day, said.DayClosed(MADE))[0] == day
    assert advance(day, said.DayClosed(None))[0] == day
