"""The store for the API: a few threads, each with its own connection, so that no call holds up another."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from terminal.store import Store

_T = TypeVar("_T")
_THREADS = 4
"""More would only wait for each other: SQLite writes one at a time, and reads take a fraction of a millisecond."""


class Stores:
    """Asks the store off the event loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="store")
        self._mine = threading.local()
        self._opened: list[Store] = []

    async def ask(self, question: Callable[[Store], _T]) -> _T:
        """Return what ``question`` answers, asked in one of the threads. Its errors come through."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, question)

    def _ask(self, question: Callable[[Store], _T]) -> _T:
        if not hasattr(self._mine, "store"):
            self._mine.store = Store(self._path)
            self._opened.append(self._mine.store)
        return question(self._mine.store)

    def close(self) -> None:
        """Let what is being asked end, and close every connection."""
        self._threads.shutdown(wait=True)
        for store in self._opened:
            store.close()
