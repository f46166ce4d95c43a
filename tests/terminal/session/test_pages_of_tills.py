from dataclasses import replace
from datetime import UTC, datetime

import pytest

from terminal.clock import Clock
from terminal.model.history import PairedTill
from terminal.session import events as ev
from terminal.session.machine import advance
from terminal.session.staff.events import PickedPage, TillsSeen
from terminal.session.staff.states import PAGE_OF_TILLS, ManagingTills
from terminal.session.states import Site, State, Unit

SINCE = datetime(2026, 11, 23, tzinfo=UTC)


def tills(count: int) -> tuple[PairedTill, ...]:
    return tuple(PairedTill(f"Till {number}", SINCE, revoked=False) for number in range(count))


@pytest.fixture
def managing() -> ManagingTills:
    return ManagingTills(Unit(Site("Shop", "SP-1")), tills(2 * PAGE_OF_TILLS + 1))


def picked(state: State, page: int) -> State:
    return advance(state, ev.Pressed(PickedPage(page), Clock().now()))[0]


def test_another_page_of_tills_is_looked_at(managing: ManagingTills) -> None:
    assert managing.pages == 3
    assert picked(managing, 2) == replace(managing, page=2)


@pytest.mark.parametrize("page", [-1, 3])
def test_there_are_no_pages_beyond_the_last(managing: ManagingTills, page: int) -> None:
    assert picked(managing, page) == managing


def test_fewer_tills_show_their_last_page(managing: ManagingTills) -> None:
    state, _ = advance(replace(managing, page=2), TillsSeen(tills(PAGE_OF_TILLS + 1)))
    assert isinstance(state, ManagingTills)
    assert state.page == 1


def test_no_tills_are_one_page(managing: ManagingTills) -> None:
    assert replace(managing, tills=()).pages == replace(managing, tills=None).pages == 1
