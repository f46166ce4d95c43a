"""Who may hold a line to the API, and for how long: a stranger can neither fill it up nor keep it waiting.

Lines are counted where they are accepted, before TLS, before a byte was read. When there are too many, the
oldest one that never showed a token is cut, so that a crowd of strangers pushes out itself and no till.
"""

import asyncio
import json
import socket
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .problems import MEDIA_TYPE, Problem

REQUEST_S = 10.0
"""From a call's first byte (or the line's opening) to its last: a till on a LAN needs milliseconds."""

STEADY_BYTES = 256 * 1024
"""A call of which so much more came meanwhile is given its time once more: documents are long, radios slow."""

BACKLOG = 32
"""So many may knock at once; the kernel turns away the rest."""

Peer = tuple[str, int]
_Known = tuple[socket.socket, bool]


class Crowd:
    """The open lines, oldest first, each with whether a valid token came over it."""

    def __init__(self, limit: int) -> None:
        """Allow ``limit`` lines in all, and half of them to any one address."""
        self._limit, self._per_address = limit, max(1, limit // 2)
        self._lines: dict[Peer, _Known] = {}

    def admit(self, line: socket.socket, peer: Peer) -> bool:
        """Count a new line in, cutting an older one where it must be; returns whether there was room."""
        self._lines = {each: known for each, known in self._lines.items() if known[0].fileno() != -1}
        same_address = [each for each in self._lines if each[0] == peer[0]]
        if len(same_address) >= self._per_address and not self._cut(same_address):
            return False
        if len(self._lines) >= self._limit and not self._cut(list(self._lines)):
            return False
        self._lines[peer] = (line, False)
        return True

    def trust(self, peer: Peer) -> None:
        """Note that a valid token came over a line."""
        if peer in self._lines:
            self._lines[peer] = (self._lines[peer][0], True)

    def _cut(self, among: list[Peer]) -> bool:
        """Cut the oldest stranger; returns whether there was one."""
        for peer in among:
            line, trusted = self._lines[peer]
            if not trusted:
                del self._lines[peer]
                try:
                    line.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return True  # it had gone by itself
                return True
        return False


class Listener(socket.socket):
    """A listening socket that counts who comes in."""

    def __init__(self, host: str, port: int, crowd: Crowd) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # asyncio sends without delay (TCP_NODELAY) only where the protocol is named.
        super().__init__(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._crowd = crowd
        self.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.bind((host, port))
        self.listen(BACKLOG)
        self.setblocking(False)

    def accept(self) -> tuple[socket.socket, Any]:
        """Return the next line. BlockingIOError where there is none, or no room for it."""
        line, peer = super().accept()
        if not self._crowd.admit(line, (str(peer[0]), int(peer[1]))):
            line.close()
            raise BlockingIOError("no room for another line")
        return line, peer


class PunctualProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with a deadline for each call to be in, and words for what is no HTTP."""

    _deadline: asyncio.TimerHandle | None = None
    _came = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the first deadline: a line that says nothing is cut as well."""
        super().connection_made(transport)
        self._start_deadline()

    def data_received(self, data: bytes) -> None:
        """Take bytes in; the deadline stands until the call is here as a whole."""
        if self._deadline is None:
            self._start_deadline()
        self._came += len(data)
        super().data_received(data)
        if self.conn.their_state is not h11.SEND_BODY and self.conn.their_state is not h11.IDLE:
            self._stop_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadline with the line."""
        self._stop_deadline()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP with a problem, and hang up."""
        self._refuse(Problem("bad_request", msg))

    def _start_deadline(self) -> None:
        self._came = 0
        self._deadline = self.loop.call_later(REQUEST_S, self._late)

    def _stop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _late(self) -> None:
        self._deadline = None
        if self._came >= STEADY_BYTES:
            self._start_deadline()
        elif not self.transport.is_closing():
            self._refuse(Problem("too_slow", f"The call was not complete within {REQUEST_S:.0f} seconds."))

    def _refuse(self, problem: Problem) -> None:
        """Say why and hang up, where nothing of another answer is under way."""
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            body = json.dumps(problem.body()).encode()
            headers = [
                ("content-type", MEDIA_TYPE),
                ("content-length", str(len(body))),
                ("connection", "close"),
            ]
            response = h11.Response(
                status_code=problem.kind.status, headers=headers, reason=problem.body()["title"]
            )
            for event in (response, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
