import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from desk.desk import Desk, Options
from desk.serving import serving


class Bell:
    """Something to ring from any thread, and to wait beside until a thing is so."""

    def __init__(self) -> None:
        self._rung = threading.Condition()

    def ring(self) -> None:
        with self._rung:
            self._rung.notify_all()

    def wait_for(self, true: Callable[[], bool], within_s: float = 60) -> None:
        with self._rung:
            assert self._rung.wait_for(true, within_s), f"not within {within_s} s"


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(tmp_path_factory.mktemp("desk"), Options(fast=True, thanks_s=0.3, ended_s=0.3)) as running:
        yield running


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with serving(desk) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert not wrong, wrong
