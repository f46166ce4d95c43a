"""A browser's time stamps, on the clock that the panel's own are on."""

from collections.abc import Callable

_NS_MS = 1_000_000


class BrowserClock:
    """Turns a page's time stamps (``performance.now()``, ``Event.timeStamp``) into CLOCK_MONOTONIC.

    A message cannot arrive before it was sent: the smallest difference seen between its arrival and its
    sending is the closest to the true one. While a stroke is drawn the difference is held, so that the
    times between its points stay as the browser measured them.

    Args:
        now_ns: reads CLOCK_MONOTONIC.
    """

    def __init__(self, now_ns: Callable[[], int]) -> None:
        self._now_ns = now_ns
        self._smallest_ns: int | None = None
        self._held_ns: int | None = None
        self._last_ns = 0

    def heard(self, sent_ms: float) -> None:
        """Learn from a message that the page sent at ``sent_ms`` and that arrives now."""
        difference_ns = self._now_ns() - round(sent_ms * _NS_MS)
        if self._smallest_ns is None or difference_ns < self._smallest_ns:
            self._smallest_ns = difference_ns

    def hold(self) -> None:
        """A stroke begins."""
        if self._held_ns is None:
            self._held_ns = self._smallest_ns

    def release(self) -> None:
        """No stroke is being drawn any more."""
        self._held_ns = None

    def to_ns(self, stamp_ms: float) -> int:
        """Return an event's time; never earlier than the one before, and never in the future."""
        difference_ns = self._held_ns if self._held_ns is not None else (self._smallest_ns or 0)
        self._last_ns = max(self._last_ns, min(round(stamp_ms * _NS_MS) + difference_ns, self._now_ns()))
        return self._last_ns

    def now_ns(self) -> int:
        """Return this instant, as an event's time."""
        self._last_ns = max(self._last_ns, self._now_ns())
        return self._last_ns
