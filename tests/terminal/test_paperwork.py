"""What staff's paperwork makes of the store, in the shop's own time."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from terminal.clock import Clock
from terminal.model.history import PaperLine
from terminal.model.request import request_from_json
from terminal.model.status import Health, Printed, RequestState
from terminal.paperwork import PaperEffect
from terminal.session.events import Event
from terminal.session.staff import effects as do
from terminal.session.staff import events as said
from terminal.session.staff.events import PaperTrouble
from terminal.session.staff.states import ClosingDay, ClosingPapers
from terminal.session.states import Site, Unit
from terminal.staffing import StaffedSite, Staffing
from terminal.store import Store
from terminal.store.errors import StoreFull

SITE = StaffedSite("晨光超市", "SP-0001", ("touch",), "Asia/Shanghai", (), prints=True)
ZONE = ZoneInfo("Asia/Shanghai")
UNIT = Unit(Site("晨光超市", "SP-0001"))
FAILED = "0198f2aa-0000-7000-8000-0000557a8226"


class Desk:
    """Staff's side of a store whose clock stands at half past two in the shop."""

    def __init__(self, path: Path) -> None:
        self.store = Store(path, lambda: "2026-11-23T06:31:00.000Z")
        self.told: list[Event] = []
        self.rings = 0
        self._staffing = Staffing(SITE, lambda: self.store, Clock(), self.told.append, self._ring)
        self.do, self.look = self._staffing.carry_out, self._staffing.look

    def _ring(self) -> None:
        self.rings += 1

    @property
    def heard(self) -> Any:
        """What was told last."""
        return self.told[-1]

    def fail(self, request_json: str) -> None:
        request = request_from_json(FAILED, "till-3", request_json)
        self.store.requests.accept(request, key="k", body_sha256="0", queue=True)
        self.store.requests.report(FAILED, RequestState.FAILED, code="store_full")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "store.sqlite")
    yield desk
    desk.store.close()


LINE = PaperLine(
    FAILED, "INV-2041", "1280.00", "CNY", "till-3", "557A 8226", datetime(2026, 11, 23, 14, 31, tzinfo=ZONE)
)


def test_what_waits_is_told_with_its_code_and_the_shops_time(desk: Desk, request_json: str) -> None:
    desk.fail(request_json)
    desk.do(do.LookAtPapers(signed=False, page=0))
    assert desk.told == [said.PapersSeen(signed=False, page=0, lines=(LINE,), in_all=1)]
    desk.do(do.FindPaper("557A8226"))
    assert desk.heard == said.PaperFound("557A8226", LINE)
    desk.do(do.FindPaper("00000000"))
    assert desk.heard == said.PaperFound("00000000", None)


def test_a_sale_is_closed_its_till_rung_and_a_second_time_told(desk: Desk, request_json: str) -> None:
    desk.fail(request_json)
    desk.do(do.ClosePaper(FAILED))
    assert (desk.told, desk.rings) == ([said.PaperClosed(FAILED)], 1)
    assert desk.store.requests.get(FAILED).code == "paper"
    desk.do(do.ClosePaper(FAILED))
    assert desk.heard == said.PaperClosed(FAILED, PaperTrouble.CLOSED_BEFORE)
    desk.do(do.LookAtPapers(signed=True, page=0))
    assert [(line.id, line.signed) for line in desk.heard.lines] == [(FAILED, True)]


def test_the_day_is_closed_and_the_printer_rung(desk: Desk) -> None:
    desk.do(do.LookAtDay())
    standing = desk.heard.standing
    assert (standing.figures.number, standing.since, standing.last) == (1, None, None)
    desk.do(do.CloseDay(1))
    last = desk.heard.standing.last
    assert (last.figures.number, last.since, last.printed, desk.rings) == (1, None, Printed.WAITING, 1)
    assert last.at == desk.heard.standing.since == datetime(2026, 11, 23, 14, 31, tzinfo=ZONE)
    desk.do(do.CloseDay(1))
    assert len(desk.store.slips.all()) == 1
    desk.do(do.CloseDay(2))
    assert desk.heard.standing.last.since == last.at


def test_why_the_closes_slip_waits_is_told_until_it_is_printed(desk: Desk) -> None:
    desk.do(do.CloseDay(1))
    desk.store.devices.note("printer", Health.PROBLEM, "The printer is out of paper.", Clock().now())
    for printed, error in ((False, "The printer is out of paper."), (True, "")):
        if printed:
            desk.store.slips.printed(1, b"")
        desk.look(ClosingDay(UNIT))
        assert desk.heard.standing.last.error == error


def test_the_last_close_is_printed_again_only_once_its_slip_is_out(desk: Desk) -> None:
    desk.do(do.CloseDay(1))
    desk.do(do.PrintCloseAgain(1))
    assert len(desk.store.slips.all()) == 1
    desk.store.slips.printed(1, b"")
    desk.do(do.PrintCloseAgain(2))
    assert len(desk.store.slips.all()) == 1
    desk.do(do.LookAtDay())
    assert desk.heard.standing.last.printed is Printed.PRINTED
    desk.do(do.PrintCloseAgain(1))
    desk.do(do.PrintCloseAgain(1))
    assert [slip.copy for slip in desk.store.slips.all()] == [2, 1]
    assert desk.heard.standing.figures.number == 2
    assert (desk.heard.standing.last.figures.number, desk.heard.standing.last.printed) == (1, Printed.WAITING)


def test_a_ring_has_looked_at_what_is_on_the_glass(desk: Desk, request_json: str) -> None:
    desk.fail(request_json)
    desk.look(ClosingPapers(UNIT, sought="557A8226"))
    assert desk.told[1:] == [
        said.PaperFound("557A8226", LINE),
        said.PapersSeen(signed=False, page=0, lines=(LINE,), in_all=1),
    ]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (do.ClosePaper("r1"), [said.PaperClosed("r1", PaperTrouble.NOT_KEPT)]),
        (do.CloseDay(1), [said.DayClosed(None)]),
        (do.PrintCloseAgain(1), [said.DayClosed(None)]),
        (do.LookAtDay(), []),
    ],
)
def test_staff_are_told_where_the_store_takes_nothing(wanted: PaperEffect, told: list[Event]) -> None:
    def full() -> Store:
        raise StoreFull("the disk is full")

    heard: list[Event] = []
    Staffing(SITE, full, Clock(), heard.append, lambda: None).carry_out(wanted)
    assert heard == told
