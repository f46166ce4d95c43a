"""The one way to use a thread: a worker with a bounded queue that can be stopped."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from queue import Full, Queue

log = logging.getLogger(__name__)

Work = Callable[[], None]

_STOP_S = 5.0
"""How long workers may take together to finish what they are doing when the process ends."""


class Worker:
    """A thread that carries out one piece of work after the other, in order.

    Args:
        name: for logs.
        failed: told, on the worker's thread, of an error that the work did not expect; the process cannot go
            on as if nothing had happened.
        room: how much may wait. A full queue means that something is stuck, and says so.
        longest_s: how long one piece of work may take; longer, and the worker is ``stuck``.
    """

    def __init__(
        self, name: str, failed: Callable[[BaseException], None], *, room: int = 256, longest_s: float = 60
    ) -> None:
        self.name = name
        self._failed = failed
        self._longest_s = longest_s
        self._began_s: float | None = None
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

    @property
    def stuck(self) -> bool:
        """Whether the work under way takes longer than any should."""
        began_s = self._began_s
        return began_s is not None and time.monotonic() - began_s > self._longest_s

    def stop(self) -> None:
        """Finish what is queued and end the thread; complain where it does not end."""
        stop_all([self])

    def _end(self, within_s: float) -> None:
        with contextlib.suppress(Full):
            self._queue.put(None, timeout=within_s)

    def _join(self, within_s: float) -> None:
        self._thread.join(within_s)
        if self._thread.is_alive():
            log.error("the %s worker did not stop within %.0f s", self.name, _STOP_S)

    def _run(self) -> None:
        while (work := self._queue.get()) is not None:
            self._began_s = time.monotonic()
            try:
                work()
            except Exception as error:  # noqa: BLE001 - handed on, never swallowed
                self._failed(error)
            self._began_s = None


def stop_all(workers: Sequence[Worker]) -> None:
    """Let workers finish what is queued, all at once, and end; complain of those that do not end in time."""
    until_s = time.monotonic() + _STOP_S
    for worker in workers:
        worker._end(max(0.0, until_s - time.monotonic()))  # noqa: SLF001 - a worker's own business, in its own file
    for worker in workers:
        worker._join(max(0.0, until_s - time.monotonic()))  # noqa: SLF001
