"""Time-outs as letters: what is due, and when the loop must wake for the next."""

from collections.abc import Callable
from typing import Generic, TypeVar

Letter = TypeVar("Letter")


class Timers(Generic[Letter]):
    """Named timers. Starting one again moves it; a stopped one is never due."""

    def __init__(self) -> None:
        self._due: dict[str, tuple[float, Callable[[], Letter]]] = {}

    def start(self, name: str, at_s: float, write: Callable[[], Letter]) -> None:
        """Let the letter that ``write`` will write then be due at ``at_s`` (monotonic seconds)."""
        self._due[name] = (at_s, write)

    def stop(self, name: str) -> None:
        """Let a timer not be due any more."""
        self._due.pop(name, None)

    def next_due(self) -> float | None:
        """Return when the next one is due, or None."""
        return min((at_s for at_s, _ in self._due.values()), default=None)

    def take(self, now_s: float) -> list[Letter]:
        """Return what is due, earliest first, and forget it."""
        due = sorted((at_s, name) for name, (at_s, _) in self._due.items() if at_s <= now_s)
        return [self._due.pop(name)[1]() for _, name in due]
