"""One page's line to the desk: what changes goes to it, what its person does comes from it."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from desk.desk import Desk
from desk.doing import do
from desk.errors import DeskError
from desk.showing import Sections, changed, shown
from desk.strip import StripFollower

_LOG = logging.getLogger(__name__)
_BREATH_S = 0.04
"""The least time between two messages: what changes faster is told together."""


class Live:
    """A WebSocket of one page, of JSON messages both ways."""

    def __init__(self, desk: Desk, socket: WebSocket) -> None:
        self._desk = desk
        self._socket = socket
        self._rang = asyncio.Event()
        self._doing: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Talk until the page goes away."""
        await self._socket.accept()
        loop = asyncio.get_running_loop()
        end = self._desk.changes.listen(lambda: loop.call_soon_threadsafe(self._rang.set))
        telling = asyncio.create_task(self._tell())
        try:
            while True:
                await self._obey(await self._socket.receive_json())
        except (WebSocketDisconnect, ValueError):
            return
        finally:
            end()
            for task in (telling, *self._doing):
                task.cancel()
            await asyncio.gather(telling, *self._doing, return_exceptions=True)

    async def _tell(self) -> None:
        """Send all there is to see, and then what changes."""
        before: Sections = {}
        strip = StripFollower(self._desk.paper)
        while True:
            self._rang.clear()
            now = shown(self._desk)
            news = changed(before, now)
            rows = await asyncio.to_thread(strip.news)
            if rows:
                news["strip"] = rows
            if news:
                await self._socket.send_json(news)
            before = now
            await asyncio.sleep(_BREATH_S)
            await self._rang.wait()

    async def _obey(self, message: Mapping[str, Any]) -> None:
        """Do what a person did; starting a unit takes its time, and nothing waits for it."""
        doing = asyncio.create_task(self._do(message))
        self._doing.add(doing)
        doing.add_done_callback(self._doing.discard)
        match message:
            case {"plug": "power"}:
                return
        await doing

    async def _do(self, message: Mapping[str, Any]) -> None:
        try:
            await asyncio.to_thread(do, self._desk, message)
        except (ValueError, DeskError) as error:
            _LOG.warning("%s", error)
            await self._socket.send_json({"trouble": str(error)})
