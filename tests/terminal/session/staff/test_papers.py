"""Staff close sales that customers signed on paper."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from terminal.model.history import PaperLine
from terminal.model.moment import Moment
from terminal.session import State, Unit, advance
from terminal.session import events as ev
from terminal.session.effects import Effect, StartTimer
from terminal.session.staff import effects as do
from terminal.session.staff import events as said
from terminal.session.staff.events import PaperTrouble
from terminal.session.staff.states import ClosingPapers, Menu

LINE = PaperLine(
    "r1", "INV-1", "12.50", "CNY", "till-3", "557A 8226", datetime(2026, 11, 23, 14, 31, tzinfo=UTC)
)


@pytest.fixture
def listed(unit: Unit) -> ClosingPapers:
    return ClosingPapers(unit, lines=(LINE,), in_all=7, request_waits=True, ended="before")


def play(state: State, at: Moment, *touches: ev.Touch) -> tuple[ClosingPapers, list[Effect]]:
    effects: list[Effect] = []
    for touch in touches:
        state, effects = advance(state, ev.Pressed(touch, at))
    assert isinstance(state, ClosingPapers)
    return state, [effect for effect in effects if not isinstance(effect, StartTimer)]


def hear(state: State, event: ev.Event) -> tuple[ClosingPapers, list[Effect]]:
    after, effects = advance(state, event)
    assert isinstance(after, ClosingPapers)
    return after, effects


def type_code(code: str) -> list[ev.Touch]:
    return [said.PickedField("code"), *(said.Typed(digit) for digit in code)]


def test_the_list_is_read_when_staff_come(unit: Unit, at: Moment) -> None:
    state, effects = play(Menu(unit), at, said.WentTo(said.Place.PAPERS))
    assert (state.lines, effects) == (None, [do.LookAtPapers(signed=False, page=0)])
    seen, _ = hear(state, said.PapersSeen(signed=False, page=0, lines=(LINE,), in_all=1))
    assert seen.lines == (LINE,)


def test_only_the_list_that_is_wanted_is_taken(listed: ClosingPapers, at: Moment) -> None:
    state, effects = play(listed, at, said.PickedPapers(signed=True))
    assert (state.lines, effects) == (None, [do.LookAtPapers(signed=True, page=0)])
    late, _ = hear(state, said.PapersSeen(signed=False, page=0, lines=(LINE,), in_all=1))
    assert late.lines is None
    paged, effects = play(listed, at, said.PickedPage(2))
    assert effects == [do.LookAtPapers(signed=False, page=2)]
    assert play(listed, at, said.PickedPage(3)) == (listed, [])
    assert hear(paged, said.PapersSeen(signed=False, page=0, lines=(LINE,), in_all=1))[0].lines is None


def test_the_last_page_is_shown_where_there_are_fewer_now(listed: ClosingPapers, at: Moment) -> None:
    state, _ = play(listed, at, said.PickedPage(2))
    state, effects = hear(state, said.PapersSeen(signed=False, page=2, lines=(), in_all=6))
    assert (state.page, effects) == (1, [do.LookAtPapers(signed=False, page=1)])


def test_a_sale_is_closed_once_staff_are_sure(listed: ClosingPapers, at: Moment) -> None:
    asking, effects = play(listed, at, said.PickedPaper(LINE))
    assert (asking.asking, effects) == (LINE, [])
    assert play(asking, at, said.SaidSigned("another")) == (asking, [])
    keeping, effects = play(asking, at, said.SaidSigned("r1"))
    assert effects == [do.ClosePaper("r1")]
    assert play(keeping, at, said.SaidSigned("r1")) == (keeping, [])
    assert play(keeping, at, ev.WentBack()) == (keeping, [])
    done, effects = hear(keeping, said.PaperClosed("r1"))
    assert (done.asking, done.keeping, done.done, done.lines) == (None, False, "INV-1", None)
    assert effects == [do.LookAtPapers(signed=False, page=0)]


def test_nothing_is_closed_that_nobody_asked_about(listed: ClosingPapers, at: Moment) -> None:
    assert play(listed, at, said.SaidSigned("r1")) == (listed, [])
    assert hear(listed, said.PaperClosed("r1"))[0] == listed
    asking, _ = play(listed, at, said.PickedPaper(LINE))
    assert hear(asking, said.PaperClosed("r1"))[0] == asking
    keeping, _ = play(asking, at, said.SaidSigned("r1"))
    assert hear(keeping, said.PaperClosed("r2"))[0] == keeping


def test_one_that_is_signed_already_is_not_asked_about(listed: ClosingPapers, at: Moment) -> None:
    assert play(listed, at, said.PickedPaper(replace(LINE, signed=True))) == (listed, [])


def test_what_could_not_be_kept_is_said_and_may_be_tried_again(listed: ClosingPapers, at: Moment) -> None:
    keeping, _ = play(listed, at, said.PickedPaper(LINE), said.SaidSigned("r1"))
    failed, _ = hear(keeping, said.PaperClosed("r1", PaperTrouble.NOT_KEPT))
    assert (failed.asking, failed.trouble) == (LINE, PaperTrouble.NOT_KEPT)
    again, effects = play(failed, at, said.SaidSigned("r1"))
    assert (again.trouble, effects) == (PaperTrouble.NONE, [do.ClosePaper("r1")])
    assert play(failed, at, ev.WentBack())[0].trouble is PaperTrouble.NONE


def test_what_somebody_else_closed_is_said_and_listed_no_more(listed: ClosingPapers, at: Moment) -> None:
    keeping, _ = play(listed, at, said.PickedPaper(LINE), said.SaidSigned("r1"))
    before, effects = hear(keeping, said.PaperClosed("r1", PaperTrouble.CLOSED_BEFORE))
    assert (before.asking, before.done, before.trouble) == (None, "", PaperTrouble.CLOSED_BEFORE)
    assert effects == [do.LookAtPapers(signed=False, page=0)]
    assert play(before, at, said.PickedPaper(LINE))[0].trouble is PaperTrouble.NONE


def test_a_code_is_looked_up_when_it_is_whole(listed: ClosingPapers, at: Moment) -> None:
    short, effects = play(listed, at, *type_code("557a82g2"), said.Entered())
    assert (short.code, effects) == ("557A822", [])
    looking, effects = play(short, at, said.Typed("6"), said.Typed("F"), said.Entered())
    assert (looking.code, effects) == ("557A8226", [do.FindPaper("557A8226")])
    assert play(looking, at, said.Entered()) == (looking, [])
    assert play(looking, at, said.Typed(said.Key.CLEAR)) == (looking, [])
    late, _ = hear(looking, said.PaperFound("00000000", LINE))
    assert late.asking is None
    found, _ = hear(looking, said.PaperFound("557A8226", LINE))
    assert found.asking == LINE


@pytest.mark.parametrize(
    ("line", "trouble"),
    [(None, PaperTrouble.UNKNOWN), (replace(LINE, signed=True), PaperTrouble.CLOSED_BEFORE)],
)
def test_a_code_of_nothing_that_waits_is_said(
    listed: ClosingPapers, at: Moment, line: PaperLine | None, trouble: PaperTrouble
) -> None:
    looking, _ = play(listed, at, *type_code("557A8226"), said.Entered())
    told, _ = hear(looking, said.PaperFound("557A8226", line))
    assert (told.asking, told.trouble, told.code) == (None, trouble, "557A8226")
    mended, _ = play(told, at, said.Typed(said.Key.BACKSPACE))
    assert (mended.code, mended.trouble) == ("557A822", PaperTrouble.NONE)


def test_back_leads_from_the_question_to_where_it_was_asked_and_then_to_the_list(
    listed: ClosingPapers, at: Moment
) -> None:
    looking, _ = play(listed, at, *type_code("557A8226"), said.Entered())
    asking, _ = hear(looking, said.PaperFound("557A8226", LINE))
    keypad, _ = play(asking, at, ev.WentBack())
    assert (keypad.asking, keypad.typing) == (None, True)
    back, effects = play(keypad, at, ev.WentBack())
    assert (back.typing, back.code) == (False, "")
    assert effects == [do.LookAtPapers(signed=False, page=0)]
    menu, _ = advance(back, ev.Pressed(ev.WentBack(), at))
    assert isinstance(menu, Menu)
    assert (menu.request_waits, menu.ended) == (True, "before")
