"""The network plug: the way from the unit to the archive, that can be pulled out."""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

_PIECE_BYTES = 65_536
_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER's value for a connection that is reset, rather than ended in order."""
_PATIENCE_S = 5.0


class NetworkPlug:
    """A wire from a port of this computer to a server. Pulled, it cuts what is under way and refuses the rest.

    Example::

        network = NetworkPlug("127.0.0.1", 8480)
        upload_to(f"http://127.0.0.1:{network.port}")
        network.pull()

    Args:
        host: where the server is.
        port: and on which port.
        on_change: called after the plug was pulled or put in.
    """

    def __init__(self, host: str, port: int, on_change: Callable[[], None] = lambda: None) -> None:
        self._target = (host, port)
        self._on_change = on_change
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="network", daemon=True)
        self._thread.start()
        self.port = 0
        self._do(self._listen())

    @property
    def plugged(self) -> bool:
        """Whether the plug is in."""
        return self._server is not None

    def pull(self) -> None:
        """Pull the plug: open connections break, new ones are refused."""
        self._do(self._cut())
        self._on_change()

    def plug(self) -> None:
        """Put the plug in again, in the same port."""
        self._do(self._listen())
        self._on_change()

    def close(self) -> None:
        """Pull it for good."""
        self._do(self._cut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=_PATIENCE_S)
        self._loop.close()

    def _do(self, step: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(step, self._loop).result(_PATIENCE_S)

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._join, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _cut(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()
        for end in self._ends:
            end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            end.transport.abort()
        others = asyncio.all_tasks(self._loop) - {asyncio.current_task(self._loop)}
        await asyncio.gather(*others, return_exceptions=True)

    async def _join(self, near_reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        """Join one connection to the server, both ways, until either side ends it."""
        self._ends.add(near)
        far: asyncio.StreamWriter | None = None
        try:
            far_reader, far = await asyncio.open_connection(*self._target)
            self._ends.add(far)
            if self._server is None:  # pulled while we were connecting
                return
            await asyncio.gather(_carry(near_reader, far), _carry(far_reader, near))
        except OSError:
            return
        finally:
            for end in filter(None, (near, far)):
                end.close()
                with suppress(OSError):
                    await end.wait_closed()
                self._ends.discard(end)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes one way, and then the end of them."""
    while piece := await reader.read(_PIECE_BYTES):
        writer.write(piece)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
