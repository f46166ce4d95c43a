from dataclasses import replace
from typing import Any

import pytest

from terminal.model.status import Health, Printed, Readiness
from terminal.session import events as ev
from terminal.session import states as st
from terminal.session.staff import events as staff_ev
from terminal.session.staff import states as staff
from terminal.session.staff.events import Key, PaperTrouble
from terminal.ui.frame import Frame
from terminal.ui.items import Text
from terminal.ui.screens import make_screen
from tests.terminal.ui.staff.conftest import LONG, States, check, labelled, open_events, said, typeable

HEX = set("0123456789ABCDEF")


def test_a_line_opens_the_question_about_its_sale(states: States, frame: Frame, upright: Frame) -> None:
    papers: Any = states["staff-papers"]
    for glass in (frame, upright):
        events = open_events(make_screen(papers, glass))
        assert [each for each in events if isinstance(each, staff_ev.PickedPaper)] == [
            staff_ev.PickedPaper(line) for line in papers.lines
        ]
        signed = open_events(make_screen(states["staff-papers-signed"], glass))
        assert not [each for each in signed if isinstance(each, staff_ev.PickedPaper)]


def test_a_line_says_by_what_its_slip_is_known(states: States, frame: Frame) -> None:
    words = said(make_screen(states["staff-papers"], frame))
    assert all(each in words for each in ("INV-2041", "¥1,280.00", "557A 8226", "Nov 23 14:31"))


def test_whatever_a_reference_is_the_list_and_the_question_hold(
    states: States, frame: Frame, upright: Frame
) -> None:
    papers: Any = states["staff-papers"]
    lines = tuple(replace(line, reference=LONG, amount="123456789012.345") for line in papers.lines)
    for glass in (frame, upright):
        check(make_screen(replace(papers, lines=lines), glass), glass)
        check(make_screen(replace(papers, asking=lines[0], done=""), glass), glass)


def test_the_question_shows_the_sale_and_has_one_yes(states: States, frame: Frame) -> None:
    screen = make_screen(states["staff-paper"], frame)
    words = said(screen)
    assert all(each in words for each in ("1,280.00", "INV-2041", "557A 8226", "cannot be undone"))
    assert labelled(screen, "Yes, it is signed").event == staff_ev.SaidSigned("r0")
    assert ev.WentBack() in open_events(screen)


def test_nothing_is_pressed_while_it_is_being_kept(states: States, frame: Frame) -> None:
    assert open_events(make_screen(states["staff-paper-saving"], frame)) == []


@pytest.mark.parametrize(("code", "whole"), [("", False), ("557A822", False), ("557A8226", True)])
def test_the_keypad_has_every_character_of_a_code_and_hands_in_a_whole_one(
    unit: st.Unit, frame: Frame, code: str, *, whole: bool
) -> None:
    screen = make_screen(staff.ClosingPapers(unit, typing=True, code=code), frame)
    assert typeable(screen) - {Key.BACKSPACE} == HEX
    assert (staff_ev.Entered() in open_events(screen)) is whole


def test_what_was_typed_is_grouped_as_on_the_slip(unit: st.Unit, frame: Frame) -> None:
    assert "557A 8···" in said(make_screen(staff.ClosingPapers(unit, typing=True, code="557A8"), frame))


@pytest.mark.parametrize("trouble", [PaperTrouble.UNKNOWN, PaperTrouble.CLOSED_BEFORE])
def test_why_a_code_is_no_use_is_said(unit: st.Unit, frame: Frame, trouble: PaperTrouble) -> None:
    typing = staff.ClosingPapers(unit, typing=True, code="557A8226")
    calm, told = (
        said(make_screen(replace(typing, trouble=each), frame)) for each in (PaperTrouble.NONE, trouble)
    )
    assert len(told) > len(calm) + 20


def test_the_days_figures_are_those_of_the_slip(states: States, frame: Frame, upright: Frame) -> None:
    for glass in (frame, upright):
        words = said(make_screen(states["staff-day-waits"], glass))
        for each in ("38", "Signed on paper", "Sales without a signature", "12,345,678.90", "HK$86.50"):
            assert each in words
        assert "10445 – 10482" in words
        assert "10482 · 3F2A9C01" in words
        assert "number 11 · Nov 22 21:03" in words


def test_what_is_not_settled_is_said_before_the_close(states: States, frame: Frame) -> None:
    words = said(make_screen(states["staff-day-waits"], frame))
    assert "2 sales could not be signed here" in words
    assert "1 sale still waits for its signature" in words
    assert "wait" not in said(make_screen(states["staff-day"], frame)).replace("Still waiting", "")


def test_a_day_is_closed_by_its_number_and_only_while_it_is_open(states: States, frame: Frame) -> None:
    assert labelled(make_screen(states["staff-day"], frame), "Close and print").event == (
        staff_ev.AskedToClose(12)
    )
    for name in ("reading", "closing", "closed", "printed", "held", "no-printer"):
        events = open_events(make_screen(states[f"staff-day-{name}"], frame))
        assert not [each for each in events if isinstance(each, staff_ev.AskedToClose)], name


def test_printing_is_promised_only_where_there_is_a_printer(states: States, frame: Frame) -> None:
    words = said(make_screen(states["staff-day-first"], frame))
    assert "Close the day" in words
    assert "print" not in words


def test_how_the_closes_slip_is_is_said(states: States, frame: Frame) -> None:
    def words(printed: Printed, printer: Health = Health.OK, error: str = "") -> str:
        day: Any = states["staff-day-closed"]
        last = replace(day.standing.last, printed=printed, error=error)
        unit = replace(day.unit, readiness=Readiness(printer=printer))
        return said(make_screen(replace(day, unit=unit, standing=replace(day.standing, last=last)), frame))

    assert "its slip is printed" in words(Printed.PRINTED, error="stale")
    assert "on its way" in words(Printed.WAITING)
    assert "no printer" in words(Printed.WAITING, Health.ABSENT)
    assert "Its slip waits. The cover is open." in words(Printed.WAITING, error="The cover is open.")


def test_a_closed_days_figures_stay_on_the_glass(states: States, frame: Frame) -> None:
    words = said(make_screen(states["staff-day-closed"], frame))
    assert "38,420.50" in words
    assert "number 12 · Nov 23 21:03" in words
    assert "Nov 22 21:03" in words


def test_many_currencies_hold(states: States, frame: Frame, upright: Frame) -> None:
    day: Any = states["staff-day-waits"]
    sums = tuple((currency, "123456789.012") for currency in ("BHD", "CNY", "EUR", "HKD", "JPY", "USD"))
    for glass in (frame, upright):
        figures = replace(day.standing.figures, sums=sums)
        screen = make_screen(replace(day, standing=replace(day.standing, figures=figures)), glass)
        check(screen, glass)
        texts = [item for item in screen.items if isinstance(item, Text)]
        assert any("…" in line for text in texts for line in text.lines), "what has no room is cut"
