from dataclasses import replace

import pytest

from terminal.model.history import (
    QueuedSlip,
    QueuedUpload,
    Queues,
    Span,
)
from terminal.model.status import Health, Printed, Readiness, Uploaded
from terminal.session import states as st
from terminal.session.staff import events as staff_ev
from terminal.session.staff import states as staff
from terminal.ui.frame import Frame
from terminal.ui.items import Picture
from terminal.ui.screens import make_screen
from terminal.ui.screens.staff.marks import PRINTED, UPLOADED
from tests.terminal.ui.staff.conftest import NOON, States, line, open_events, said, typeable


def test_a_line_opens_its_record(unit: st.Unit, frame: Frame, upright: Frame) -> None:
    lines = tuple(line(index) for index in range(staff.PAGE_OF_RECORDS))
    for glass in (frame, upright):
        screen = make_screen(staff.Finding(unit, lines=lines, in_all=6), glass)
        picked = [each for each in open_events(screen) if isinstance(each, staff_ev.PickedRecord)]
        assert picked == [staff_ev.PickedRecord(each.id) for each in lines]
        words = said(screen)
        assert all(part in words for part in ("INV-3", "¥12.50", "557A 8226", "14:31"))


def test_days_are_said_where_they_differ(unit: st.Unit, frame: Frame) -> None:
    for span, dated in ((Span.TODAY, False), (Span.YESTERDAY, False), (Span.WEEK, True), (Span.ALL, True)):
        screen = make_screen(staff.Finding(unit, span=span, lines=(line(),), in_all=1), frame)
        assert ("Nov 23" in said(screen)) is dated
        assert {staff_ev.PickedSpan(each) for each in Span} <= set(open_events(screen))


def test_pages_turn_as_far_as_there_are_any(unit: st.Unit, frame: Frame) -> None:
    lines = (line(),) * 6
    for page, turns in ((0, {1}), (1, {0, 2}), (2, {1})):
        events = open_events(make_screen(staff.Finding(unit, page=page, lines=lines, in_all=13), frame))
        assert {each.page for each in events if isinstance(each, staff_ev.PickedPage)} == turns
    assert "1 / 1" not in said(make_screen(staff.Finding(unit, lines=lines, in_all=6), frame))


def test_a_search_is_typed_and_cleared(unit: st.Unit, frame: Frame) -> None:
    assert staff_ev.PickedField("query") in open_events(make_screen(staff.Finding(unit, lines=()), frame))
    typing = make_screen(staff.Finding(unit, "INV", typing=True), frame)
    assert staff_ev.Entered() in open_events(typing)
    assert "Z" in typeable(typing)
    found = make_screen(staff.Finding(unit, "INV", lines=()), frame)
    assert typeable(found) == {staff_ev.Key.CLEAR}
    assert "Nothing found for “INV”" in said(found)
    assert "Looking" in said(make_screen(staff.Finding(unit, "INV"), frame))


def test_marks_differ_by_more_than_their_colour() -> None:
    assert len({sign for sign, _, _ in PRINTED.values()}) == len(PRINTED) == len(Printed)
    assert len({sign for sign, _, _ in UPLOADED.values()}) == len(UPLOADED) == len(Uploaded)


def test_a_finger_on_a_record_is_named_and_never_shown(states: States, frame: Frame) -> None:
    screen = make_screen(states["staff-record-finger"], frame)
    assert "Signed with a fingerprint" in said(screen)
    assert not any(isinstance(item, Picture) for item in screen.items)


def test_a_record_can_be_printed_and_sent_again_once_it_is_read(states: States, frame: Frame) -> None:
    again = {staff_ev.AskedForSlip(), staff_ev.AskedToSend()}
    assert again <= set(open_events(make_screen(states["staff-record"], frame)))
    assert not again & set(open_events(make_screen(states["staff-record-reading"], frame)))


def test_a_terminal_without_printer_and_archive_offers_neither(states: States, frame: Frame) -> None:
    viewing = states["staff-record"]
    alone = replace(viewing.unit, readiness=Readiness(printer=Health.ABSENT, archive=Health.ABSENT))
    again = {staff_ev.AskedForSlip(), staff_ev.AskedToSend()}
    assert not again & set(open_events(make_screen(replace(viewing, unit=alone), frame)))


def test_a_record_says_why_it_is_not_printed_and_not_sent(states: States, frame: Frame) -> None:
    words = said(make_screen(states["staff-record-refused"], frame))
    assert "out of paper" in words
    assert "not known there" in words
    assert "0B7E A91F" in words


def test_only_what_failed_or_was_refused_can_be_tried_again(unit: st.Unit, frame: Frame) -> None:
    for state in Printed:
        queues = Queues((QueuedSlip(5, "r", "INV-1", state, NOON, 1, "why"),), slips_in_all=1)
        events = open_events(make_screen(staff.ViewingQueues(unit, queues), frame))
        assert (staff_ev.RetriedSlip(5) in events) is (state is Printed.FAILED)
    for way in Uploaded:
        queues = Queues(uploads=(QueuedUpload(6, "r", "INV-1", way, NOON, 1, "why"),), uploads_in_all=1)
        events = open_events(make_screen(staff.ViewingQueues(unit, queues), frame))
        assert (staff_ev.RetriedUpload(6) in events) is (way is Uploaded.REFUSED)


@pytest.mark.parametrize(
    ("state", "percent", "told"),
    [
        (Printed.PRINTING, 40, "Printing, 40 %"),
        (Printed.PRINTING, None, "Printing"),
        (Printed.WAITING, 60, "Stopped at 60 % · 2 tries"),
        (Printed.WAITING, 0, "Stopped at 0 % · 2 tries"),
        (Printed.WAITING, None, "Waits for the printer · 2 tries"),
        (Printed.FAILED, 20, "Stopped at 20 % · 2 tries"),
    ],
)
def test_a_slip_says_how_far_it_has_come(
    unit: st.Unit, frame: Frame, state: Printed, percent: int | None, told: str
) -> None:
    slip = QueuedSlip(
        5, "r", "INV-1", state, NOON, 1 if state is Printed.PRINTING else 2, "", "record", percent
    )
    words = said(make_screen(staff.ViewingQueues(unit, Queues((slip,), slips_in_all=1)), frame))
    assert told in words
    assert ("%" in words) is (percent is not None)


def test_a_queue_says_how_much_more_waits(unit: st.Unit, frame: Frame) -> None:
    uploads = tuple(
        QueuedUpload(i, "r", f"INV-{i}", Uploaded.WAITING, NOON, 12, "No network.") for i in range(9)
    )
    words = said(make_screen(staff.ViewingQueues(unit, Queues(uploads=uploads, uploads_in_all=128)), frame))
    shown = sum(f"INV-{i}" in words for i in range(9))
    assert 1 < shown < 9
    assert f"and {128 - shown} more" in words
    assert "12 tries" in words
    assert "No network." in words
    assert "Nothing waits" in words
