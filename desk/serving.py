"""Serving the desk's page on this computer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from desk.app import DeskPage
from desk.desk import Desk
from desk.door import Door

_STOP_S = 10.0


@contextmanager
def serving(desk: Desk, port: int = 0) -> Iterator[str]:
    """Serve a desk's page on the loopback interface while the block runs; gives the address with its token.

    Args:
        desk: the desk.
        port: where; 0 for any that is free.
    """
    listener = socket.create_server(("127.0.0.1", port))
    port = listener.getsockname()[1]
    door = Door(DeskPage(desk).app(), port)
    server = uvicorn.Server(
        uvicorn.Config(
            door,
            log_level="critical",
            access_log=False,
            server_header=False,
            ws="websockets-sansio",
            ws_max_size=1_000_000,
            timeout_graceful_shutdown=1,  # a page that waits for news does not hold up the end
        )
    )
    thread = threading.Thread(target=server.run, args=([listener],), name="desk page", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}/?token={door.token}"
    finally:
        server.should_exit = True
        thread.join(timeout=_STOP_S)
        listener.close()
