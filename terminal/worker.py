"""The one way to use a thread: a worker with a bounded queue that can be stopped."""

import logging
import threading
from collections.abc import Callable
from queue import Full, Queue

log = logging.getLogger(__name__)

Work = Callable[[], None]

_STOP_S = 5.0
"""How long a worker may take to finish what it is doing when the process ends."""


class Worker:
    """A thread that carries out one piece of work after the other, in order.

    Args:
        name: for logs.
        failed: told, on the worker's thread, of an error that the work did not expect; the process cannot go
            on as if nothing had happened.
        room: how much may wait. A full queue means that something is stuck, and says so.
    """

    def __init__(self, name: str, failed: Callable[[BaseException], None], room: int = 256) -> None:
        self.name = name
        self._failed = failed
        self._queue: Queue[Work | None] = Queue(room)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def do(self, work: Work) -> None:
        """Queue a piece of work; never waits."""
        try:
            self._queue.put_nowait(work)
        except Full:
            self._failed(
                RuntimeError(f"the {self.name} worker has {self._queue.maxsize} pieces waiting: it is stuck")
            )

    def stop(self) -> None:
        """Finish what is queued and end the thread; complain where it does not end."""
        self._queue.put(None)
        self._thread.join(_STOP_S)
        if self._thread.is_alive():
            log.error("the %s worker did not stop within %.0f s", self.name, _STOP_S)

    def _run(self) -> None:
        while (work := self._queue.get()) is not None:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - handed on, never swallowed
                self._failed(error)
