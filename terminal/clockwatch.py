"""Whether the wall clock was set, or came to be believed or not, since somebody last looked."""

from terminal.model.journal import Fact, Happening
from terminal.model.moment import Moment

JUMP_S = 2.0
"""A wall clock that went this much more or less than the monotonic one was set: time servers turn it more slowly."""

Change = tuple[Happening, dict[str, Fact]]


class ClockWatch:
    """Compares each look at the clocks with the one before. What happened before the first is not known."""

    def __init__(self) -> None:
        self._last: Moment | None = None

    def look(self, now: Moment) -> list[Change]:
        """Return what is different about the wall clock since the last look."""
        last, self._last = self._last, now
        if last is None or last.boot_id != now.boot_id:
            return []
        changes: list[Change] = []
        step_s = (now.utc - last.at(now.monotonic_ns).utc).total_seconds()
        if abs(step_s) > JUMP_S:
            changes.append((Happening.CLOCK, {"step_s": round(step_s, 1), "before": last.utc_text()}))
        if now.clock is not last.clock:
            changes.append((Happening.CLOCK_STATE, {"state": now.clock.value, "before": last.clock.value}))
        return changes
