import socket
from collections.abc import Iterator

import pytest

from desk.paper import PaperTray
from desk.strip import StripFollower

CUT = b"\x1dV\x00"


@pytest.fixture
def paper() -> Iterator[PaperTray]:
    paper = PaperTray(fast=True)
    yield paper
    paper.close()


def put_out(paper: PaperTray, text: bytes) -> None:
    """Print, and wait until it is on paper: the printer answers in turn."""
    host, port = paper.address.removeprefix("tcp://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as line:
        line.sendall(text + b"\x1dr\x01")
        line.recv(1)
    assert paper.printer.wait_until_idle(60)


def test_a_slip_is_torn_off_and_laid_on_the_pile(paper: PaperTray) -> None:
    put_out(paper, b"INV-1\n\n\n\n\n\n" + CUT)
    slip = paper.tear()
    assert slip is not None
    assert [each.size for each in paper.torn] == [slip.size]
    assert paper.strip.height < slip.height + 200


def test_nothing_is_torn_where_nothing_hangs_out(paper: PaperTray) -> None:
    assert paper.tear() is None
    assert (paper.torn, paper.tears) == ([], 0)


def test_without_paper_nothing_comes_out_until_it_is_back(paper: PaperTray) -> None:
    paper.take_out()
    host, port = paper.address.removeprefix("tcp://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as line:
        line.sendall(b"INV-1\n\x10\x04\x04")
        assert line.recv(1) == b"\x7e", "the sensor says that the paper has ended"
        assert paper.strip.height == 0
        paper.put_back()
        line.sendall(b"\x1dr\x01")
        line.recv(1)
    assert paper.strip.height > 0


def test_a_page_gets_only_the_rows_that_it_lacks(paper: PaperTray) -> None:
    follower = StripFollower(paper)
    assert follower.news() == {"from": 0, "height": 0, "width": 576, "rows": ""}
    put_out(paper, b"one\n")
    first = follower.news()
    assert first
    assert (first["from"], first["height"]) == (0, paper.strip.height)
    assert follower.news() is None
    put_out(paper, b"two\n")
    second = follower.news()
    assert second
    assert second["from"] == first["height"]
    paper.tear()
    third = follower.news()
    assert third
    assert (third["from"], third["height"]) == (0, 0)
