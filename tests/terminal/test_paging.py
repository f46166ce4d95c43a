"""Pages for the glass: drawn from what the store has, kept while there is room, given up where they hang."""

import json
import os
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from terminal.model.document import PagePicture, Region
from terminal.model.request import request_from_json
from terminal.pages.child import Bounds
from terminal.paging import CACHE_BYTES, PageCache, Pager
from terminal.session import events as ev
from terminal.session.effects import DrawPage
from terminal.store import Store
from tests.conftest import RECEIVED
from tests.terminal.pages.conftest import bomb, page_of, pages_of, stream

ENDLESS = page_of(stream(bomb(20, b"0 0 m 595 842 l S\n"), b"/Filter[/FlateDecode/FlateDecode]"))


class Desk:
    """A store with one request for each document, and a pager that tells what it has."""

    def __init__(self, folder: Path, **bounds: float) -> None:
        self.path = folder / "store.sqlite"
        self.told: list[ev.Event] = []
        self.bounds = Bounds(**bounds)  # type: ignore[arg-type]
        self.pager = Pager(self.path, self.told.append, self.bounds)

    def post(self, request_id: str, pdf: bytes, pages: int = 1, digest: str = "") -> None:
        document = {
            "sha256": digest or sha256(pdf).hexdigest(),
            "size": len(pdf),
            "pages": [[595, 842]] * pages,
        }
        request = request_from_json(request_id, "till-3", json.dumps(RECEIVED | {"document": document}))
        with Store(self.path) as store:
            store.requests.accept(request, key=request_id, body_sha256="b", queue=True, pdf=pdf)

    def lose(self) -> None:
        """Let nothing be read from the store any more: what is told now was drawn before."""
        self.path.rename(self.path.with_suffix(".away"))
        self.path.mkdir()

    @property
    def last(self) -> ev.Event:
        return self.told[-1]

    @property
    def drawn(self) -> PagePicture:
        assert isinstance(self.last, ev.PageDrawn)
        return self.last.picture


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.pager.forget()


def test_a_page_is_drawn_from_the_store(desk: Desk) -> None:
    desk.post("a", pages_of(3), 3)
    desk.pager.draw(DrawPage("a", 2, 300))
    assert isinstance(desk.last, ev.PageDrawn)
    assert (desk.last.request_id, desk.last.page) == ("a", 2)
    assert (desk.drawn.page, desk.drawn.width_px, desk.drawn.height_px) == (2, 300, 424)
    desk.pager.draw(DrawPage("a", 2, 300, Region(0.5, 0.5, 1, 1)))
    assert desk.drawn.region == Region(0.5, 0.5, 1, 1)


def test_a_page_that_was_drawn_is_drawn_once(desk: Desk) -> None:
    desk.post("a", pages_of(3), 3)
    desk.pager.draw(DrawPage("a", 2, 300))
    picture = desk.drawn
    desk.pager.draw(DrawPage("a", 1, 300))
    desk.pager.draw(DrawPage("a", 2, 300))
    assert desk.drawn is picture


def test_another_customer_s_document_is_another_child_s(desk: Desk) -> None:
    desk.post("a", pages_of(1))
    desk.post("b", page_of(stream(b"0 0 595 842 re f")))
    desk.pager.draw(DrawPage("a", 1, 30))
    first, white = desk.pager._child, desk.drawn
    desk.pager.draw(DrawPage("b", 1, 30))
    assert desk.pager._child is not first
    assert (set(white.rgb), set(desk.drawn.rgb)) == ({255}, {0})


def test_a_child_that_died_is_followed_by_another(desk: Desk) -> None:
    desk.post("a", pages_of(2), 2)
    desk.pager.draw(DrawPage("a", 1, 30))
    assert desk.pager._child
    desk.pager._child.kill()
    desk.pager.draw(DrawPage("a", 2, 30))
    assert desk.drawn.page == 2


def test_a_page_that_cannot_be_drawn_is_tried_twice_and_then_said(tmp_path: Path) -> None:
    desk = Desk(tmp_path, answer_s=0.7)
    desk.post("a", ENDLESS)
    desk.pager.draw(DrawPage("a", 1, 800))
    assert isinstance(desk.last, ev.PageNotDrawn)
    assert desk.last.sentence == "The document takes longer than 0.7 s to read."
    assert desk.pager._failures[1] == 2
    assert desk.pager._child is None


def test_what_is_not_what_the_till_sent_is_not_shown(desk: Desk) -> None:
    desk.post("a", pages_of(1), digest="0" * 64)
    desk.pager.draw(DrawPage("a", 1, 300))
    assert desk.last == ev.PageNotDrawn("a", 1, "The document is not in the store as the till sent it.")


@pytest.mark.parametrize("request_id", ["a", "nobody's"])
def test_a_request_without_a_document_has_no_pages(desk: Desk, request_id: str) -> None:
    with Store(desk.path) as store:
        plain = request_from_json("a", "till-3", json.dumps(RECEIVED))
        store.requests.accept(plain, key="k", body_sha256="b", queue=True)
    desk.pager.draw(DrawPage(request_id, 1, 300))
    assert desk.last == ev.PageNotDrawn(request_id, 1, "The request has no document.")


def test_a_store_that_cannot_be_read_is_said(desk: Desk) -> None:
    desk.post("a", pages_of(1))
    desk.lose()
    desk.pager.draw(DrawPage("a", 1, 300))
    assert isinstance(desk.last, ev.PageNotDrawn)


def test_what_nobody_waits_for_is_given_up_at_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path, answer_s=600, cpu_s=600)
    desk.post("a", ENDLESS)
    desk.post("b", pages_of(1))
    drawing = threading.Thread(target=desk.pager.draw, args=(DrawPage("a", 1, 800),))
    drawing.start()
    desk.pager.give_up()
    drawing.join(20)
    assert not drawing.is_alive()
    assert desk.told == []
    desk.pager.forget()
    desk.pager.draw(DrawPage("b", 1, 30))
    assert desk.drawn.page == 1
    desk.pager.forget()
    assert desk.pager._child is None


def test_a_page_in_the_middle_of_being_drawn_is_given_up_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path, answer_s=600, cpu_s=600)
    desk.post("a", ENDLESS)
    drawing = threading.Thread(target=desk.pager.draw, args=(DrawPage("a", 1, 800),))
    drawing.start()
    while not desk.pager._child:
        os.sched_yield()
    desk.pager.give_up()
    drawing.join(20)
    assert not drawing.is_alive()
    assert desk.told == []
    desk.pager.forget()


def test_pictures_are_kept_while_there_is_room() -> None:
    cache = PageCache(100)
    asks = [DrawPage("a", page, 1) for page in range(1, 5)]
    for ask in asks[:3]:
        cache.keep(ask, PagePicture(ask.page, 1, 1, bytes(30)))
    assert cache.find(asks[0])  # wanted again: it stays, and the second goes first
    cache.keep(asks[3], PagePicture(4, 1, 1, bytes(30)))
    assert [ask.page for ask in asks if cache.find(ask)] == [1, 3, 4]
    cache.keep(asks[1], PagePicture(2, 1, 1, bytes(101)))
    assert cache.find(asks[1]) is None
    cache.clear()
    cache.keep(asks[1], PagePicture(2, 1, 1, bytes(100)))
    assert cache.find(asks[1])


def test_the_cache_holds_three_pages_of_the_largest_glass() -> None:
    assert CACHE_BYTES >= 3 * 1280 * 1811 * 3
