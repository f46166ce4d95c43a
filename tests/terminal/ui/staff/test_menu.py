from dataclasses import replace

import pytest

from terminal.model.history import (
    PairedTill,
    PairingCode,
    QueuedSlip,
    QueuedUpload,
    Queues,
    RecordView,
)
from terminal.model.status import Health, Printed, Readiness, Uploaded
from terminal.session import events as ev
from terminal.session import states as st
from terminal.session.staff import events as staff_ev
from terminal.session.staff import states as staff
from terminal.ui.frame import Frame
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.screens import make_screen
from terminal.ui.screens.staff.chips import Chip, add_chips, chips_width
from tests.terminal.ui.staff.conftest import LONG, NOON, States, check, labelled, line, open_events, said


def test_the_menu_leads_everywhere_and_out(unit: st.Unit, frame: Frame, upright: Frame) -> None:
    tiles = [place for place in staff_ev.Place if place is not staff_ev.Place.TERMINAL]
    wanted = [staff_ev.WentTo(place) for place in tiles]  # the other is reached from the devices
    for glass in (frame, upright):
        events = open_events(make_screen(staff.Menu(unit), glass))
        assert [each for each in events if isinstance(each, staff_ev.WentTo)] == wanted
        assert staff_ev.LeftStaffMode() in events


def test_the_menu_says_what_waits_and_what_is_not_well(unit: st.Unit, frame: Frame) -> None:
    def words(ready: Readiness) -> str:
        return said(make_screen(staff.Menu(replace(unit, readiness=ready)), frame))

    assert "2 to print 3 to upload" in words(Readiness(to_print=2, to_upload=3))
    assert "Nothing waits" in words(Readiness())
    assert "Needs a look" in words(Readiness(printer=Health.PROBLEM))
    assert "All well" in words(Readiness())


def test_a_sale_that_waits_is_said_on_every_screen_and_led_to(
    states: States, frame: Frame, upright: Frame
) -> None:
    staffs = {name: state for name, state in states.items() if isinstance(state, st.InStaffMode)}
    kinds = {kind.__name__ for kind in st.InStaffMode.__subclasses__()}
    assert {type(state).__name__ for state in staffs.values()} == kinds
    for name, state in staffs.items():
        for glass in (frame, upright):
            waits = make_screen(replace(state, request_waits=True), glass)
            assert labelled(waits, "A sale is waiting").event == staff_ev.LeftStaffMode(), name
            quiet = make_screen(replace(state, request_waits=False), glass)
            assert "A sale is waiting" not in said(quiet), name


def test_there_is_a_way_back_from_everywhere(states: States, frame: Frame) -> None:
    for name, state in states.items():
        saving = any(getattr(state, doing, False) for doing in ("saving", "keeping", "closing"))
        if isinstance(state, st.InStaffMode) and not (saving or isinstance(state, staff.Menu)):
            events = open_events(make_screen(state, frame))
            pairing = isinstance(state, staff.ManagingTills) and state.pairing
            assert (staff_ev.AskedForPairing() if pairing else ev.WentBack()) in events, name


def test_chips_share_what_room_there_is(frame: Frame) -> None:
    layout = Layout(frame, "en")
    room = Rect(40, 100, 300, 56)
    chips = [Chip(text, ev.WentBack()) for text in ("Hier", "Letzte sieben Tage", "Alle Tage, die es gibt")]
    assert chips_width(layout, chips) > room.w
    add_chips(layout, room, chips)
    screen = layout.screen()
    assert all(room.contains(button.rect) and button.rect.w >= 56 for button in screen.buttons)
    check(screen, frame)


@pytest.mark.parametrize("size", [(800, 480), (720, 1280)])
def test_whatever_the_shop_has_fits(unit: st.Unit, frame: Frame, size: tuple[int, int]) -> None:
    glass = replace(frame, width=size[0], height=size[1], dots_per_mm=size[0] / 154)
    unit = replace(unit, site=replace(unit.site, merchant=LONG))
    long = line(reference="R" * 120, amount="123456789012345.67", till=LONG)
    found = staff.Finding(unit, LONG, lines=(long,) * 6, in_all=60000, page=7777, request_waits=True)
    record = staff.ViewingRecord(unit, found, long.id, notice=staff.Notice.PRINTING, request_waits=True)
    slips = tuple(QueuedSlip(i, "r", LONG, Printed.FAILED, NOON, 99999, LONG) for i in range(9))
    uploads = tuple(QueuedUpload(i, "r", LONG, Uploaded.REFUSED, NOON, 99999, LONG) for i in range(9))
    trials = tuple(staff.Trial(each, False, LONG, LONG) for each in staff_ev.Tryable)
    tills = tuple(PairedTill(LONG, NOON, revoked=i == 3) for i in range(9))
    code = PairingCode("40815162", 0, "https://" + "terminal-in-the-back." * 4 + "example:8470", "3f2a" * 16)
    for state in (
        st.EnteringPin(unit),
        staff.KeyingSale(unit, "123456789012345.67", "R" * 120, request_waits=True),
        staff.KeyingSale(unit, "123456789012345.67", "R" * 120, staff.SaleField.REFERENCE),
        found,
        replace(found, typing=True),
        replace(found, lines=()),
        record,
        replace(record, view=RecordView(long, None, 99, LONG, LONG)),
        staff.ViewingQueues(unit, Queues(slips, uploads, 99999, 99999)),
        staff.TryingDevices(unit, trials, request_waits=True),
        staff.ManagingTills(unit, tills, paired=LONG, page=1, request_waits=True),
        staff.ManagingTills(unit, tills, revoking=LONG),
        staff.ManagingTills(unit, tills, code, 599),
    ):
        check(make_screen(state, glass), glass)
