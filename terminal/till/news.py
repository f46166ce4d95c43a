"""News: wakes the calls that wait for a change, when the doorbell rings or this process changed something."""

import asyncio
import contextlib

from terminal.doorbell import Doorbell

LOOK_AGAIN_S = 1.0
"""A lost ring costs this much, never an answer."""


class News:
    """One event that everybody waits for, and a new one after each ring. Lives on the event loop."""

    def __init__(self, doorbell: Doorbell) -> None:
        self._doorbell = doorbell
        self._next = asyncio.Event()
        self.closing = False

    def listen(self) -> None:
        """Answer the doorbell from now on."""
        asyncio.get_running_loop().add_reader(self._doorbell.fileno(), self._rung)

    def stop(self) -> None:
        """Answer no more, and send everybody who waits home with what there is."""
        asyncio.get_running_loop().remove_reader(self._doorbell.fileno())
        self.closing = True
        self._wake()

    def next(self) -> asyncio.Event:
        """Return the next news. Take it before looking at the store, so that nothing falls between."""
        return self._next

    async def wait(self, news: asyncio.Event, at_most_s: float) -> None:
        """Wait for ``news``, or until it is time to look again anyhow."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(news.wait(), min(at_most_s, LOOK_AGAIN_S))

    def tell(self) -> None:
        """Say that this process changed something in the store."""
        self._doorbell.ring()
        self._wake()

    def _rung(self) -> None:
        self._doorbell.answer()
        self._wake()

    def _wake(self) -> None:
        news, self._next = self._next, asyncio.Event()
        news.set()
