"""How often strangers may call to pair: enough to mistype a code, too seldom to keep the terminal busy."""

import time
from collections.abc import Callable

CALLS, WINDOW_S = 10, 60.0
"""So many calls one address may make in a minute: a till needs one, a mistyped code a few."""

_MOST_ADDRESSES = 256


class Knocks:
    """How often each address has called to pair lately. It forgets the one that has been quiet longest."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._calls: dict[str, list[float]] = {}

    def admit(self, address: str) -> bool:
        """Count a call; returns whether this address may make it."""
        now_s = self._now_s()
        lately = [at_s for at_s in self._calls.pop(address, []) if now_s - at_s < WINDOW_S]
        if admitted := len(lately) < CALLS:
            lately.append(now_s)
        self._calls[address] = lately
        if len(self._calls) > _MOST_ADDRESSES:
            del self._calls[next(iter(self._calls))]
        return admitted
