"""One page's glass: changed rectangles go to it as pictures, its pointers come back as samples."""

import asyncio
import struct
import time

from starlette.websockets import WebSocket, WebSocketDisconnect

from desk.glass import Glass
from desk.pictures import png
from desk.pointers import Pointers
from terminal.ui.rect import Rect

HEADER = struct.Struct("<HHHHHH")
"""Before each PNG: the glass's width and height, then the picture's left, top, width and height."""


class GlassLine:
    """A WebSocket of one page: binary pictures to it, JSON of pointer events from it."""

    def __init__(self, glass: Glass, socket: WebSocket) -> None:
        self._glass = glass
        self._socket = socket
        self._pointers = Pointers(time.monotonic_ns)
        self._stale: list[Rect] = [Rect(0, 0, *glass.size)]
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Show and listen until the page goes away; a stroke that it was drawing then is no stroke."""
        await self._socket.accept()
        loop = asyncio.get_running_loop()
        end = self._glass.listen(lambda rect: loop.call_soon_threadsafe(self._note, rect))
        showing = asyncio.create_task(self._show())
        try:
            while True:
                samples = self._pointers.samples(await self._socket.receive_json())
                await asyncio.to_thread(self._glass.send, samples)
        except (WebSocketDisconnect, ValueError):
            return
        finally:
            end()
            self._glass.send(self._pointers.gone())
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)

    def _note(self, rect: Rect) -> None:
        self._stale.append(rect)
        self._changed.set()

    async def _show(self) -> None:
        """Send what changed; what changes while a picture is on its way goes together with the next."""
        while True:
            self._changed.clear()
            rects, self._stale = self._stale, []
            for rect in merged(rects, self._glass.size):
                await self._socket.send_bytes(await asyncio.to_thread(self._packed, rect))
            await self._changed.wait()

    def _packed(self, rect: Rect) -> bytes:
        return HEADER.pack(*self._glass.size, *rect) + png(self._glass.image(rect))


def merged(rects: list[Rect], size: tuple[int, int]) -> list[Rect]:
    """Return few rectangles that cover all of ``rects``, for one message each and no more pixels than there are."""
    whole = Rect(0, 0, *size)
    inside = [rect.clipped(whole) for rect in rects]
    parts = [rect for rect in inside if rect.w and rect.h]
    if len(parts) < 2:
        return parts
    left, top = min(rect.x for rect in parts), min(rect.y for rect in parts)
    right, bottom = max(rect.right for rect in parts), max(rect.bottom for rect in parts)
    around = Rect(left, top, right - left, bottom - top)
    return [around] if around.w * around.h <= 2 * sum(rect.w * rect.h for rect in parts) else parts
