"""When something happened, told in a way that a wrong clock cannot spoil."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class ClockState(StrEnum):
    """How far the wall clock can be believed."""

    SYNCHRONISED = "synchronised"
    RTC = "rtc"
    UNSYNCHRONISED = "unsynchronised"


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant on two clocks: the wall's, which may be wrong, and the computer's, which only runs forward.

    ``monotonic_ns`` is Linux's CLOCK_MONOTONIC and means something only within one ``boot_id``.
    """

    utc: datetime
    monotonic_ns: int
    boot_id: str
    clock: ClockState

    def at(self, monotonic_ns: int) -> "Moment":
        """Return the moment of another monotonic reading of the same boot, on this moment's wall clock."""
        ahead = timedelta(microseconds=(monotonic_ns - self.monotonic_ns) / 1000)
        return Moment(self.utc + ahead, monotonic_ns, self.boot_id, self.clock)

    def utc_text(self) -> str:
        """Return the wall time as RFC 3339 in UTC, to the millisecond."""
        return utc_text(self.utc)


def utc_text(when: datetime) -> str:
    """Return a wall time as RFC 3339 in UTC, to the millisecond: ``2026-11-23T14:31:07.250Z``."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
