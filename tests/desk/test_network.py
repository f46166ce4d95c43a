import socket
import threading
from collections.abc import Iterator

import pytest

from desk.network import NetworkPlug

BIG = b"signature" * 200_000


class Server:
    """Says everything back, and then that it is over."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client:
            try:
                while heard := client.recv(65536):
                    client.sendall(heard)
            except OSError:
                return

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def plug(server: Server) -> Iterator[NetworkPlug]:
    plug = NetworkPlug("127.0.0.1", server.port)
    yield plug
    plug.close()


def call(plug: NetworkPlug) -> socket.socket:
    return socket.create_connection(("127.0.0.1", plug.port), timeout=60)


def send_all(client: socket.socket, data: bytes) -> None:
    client.sendall(data)
    client.shutdown(socket.SHUT_WR)


def answer(client: socket.socket) -> bytes:
    heard = b""
    while piece := client.recv(65536):
        heard += piece
    return heard


def test_plugged_everything_goes_through_both_ways_to_its_end(plug: NetworkPlug) -> None:
    with call(plug) as client:
        sender = threading.Thread(target=send_all, args=(client, BIG))
        sender.start()
        assert answer(client) == BIG
        sender.join()


def test_pulled_it_cuts_what_is_under_way(plug: NetworkPlug) -> None:
    with call(plug) as client:
        client.sendall(b"half")
        assert client.recv(4) == b"half"
        plug.pull()
        assert not plug.plugged
        with pytest.raises(ConnectionResetError):
            client.recv(1)


def test_pulled_it_refuses_new_connections(plug: NetworkPlug) -> None:
    plug.pull()
    with pytest.raises(ConnectionRefusedError):
        call(plug)


def test_plugged_in_again_it_is_the_same_port(plug: NetworkPlug) -> None:
    before = plug.port
    plug.pull()
    plug.plug()
    assert plug.port == before
    with call(plug) as client:
        client.sendall(b"again")
        assert client.recv(5) == b"again"


def test_a_server_that_is_not_there_ends_the_connection(server: Server) -> None:
    server.close()
    plug = NetworkPlug("127.0.0.1", server.port)
    with call(plug) as client:
        assert client.recv(1) == b""
    plug.close()
    server._listener = socket.create_server(("127.0.0.1", 0))
