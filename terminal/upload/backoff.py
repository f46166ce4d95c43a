"""How long to wait after a try that failed."""

from collections.abc import Callable
from dataclasses import dataclass

_BASE_S = 1.0


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential backoff with full jitter: any time up to twice the last limit, and never above the cap.

    Full jitter, because a chain of shops that all lost the same archive should not come back in step.

    Attributes:
        cap_s: the longest wait.
        random: gives numbers from 0 to 1.
    """

    cap_s: float
    random: Callable[[], float]

    def wait_s(self, failures: int) -> float:
        """Return how long to wait after that many failures in a row (1 for the first)."""
        limit_s = _BASE_S * float(1 << min(failures - 1, 30))
        return self.random() * min(self.cap_s, limit_s)
