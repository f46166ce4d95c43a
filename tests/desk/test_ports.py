import socket

import pytest

from desk.errors import DeskError
from desk.ports import free_port


def test_a_port_that_is_taken_gives_way_to_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert port < free_port(port) < port + 50


def test_a_free_port_is_taken_as_wished() -> None:
    port = free_port(0)
    assert free_port(port) == port


def test_where_all_are_taken_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.ports._TRIES", 1)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(DeskError, match="--port"):
        free_port(taken.getsockname()[1])
