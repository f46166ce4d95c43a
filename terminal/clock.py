"""The one place that asks what time it is."""

import time
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from terminal.model.moment import ClockState, Moment

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
_RTC = Path("/sys/class/rtc/rtc0")


class Clock:
    """The computer's clocks. Wall time may be wrong and may jump; monotonic time only runs forward."""

    def __init__(self) -> None:
        self.boot_id = _BOOT_ID.read_text(encoding="ascii").strip() if _BOOT_ID.exists() else "unknown"

    def now(self) -> Moment:
        """Return this instant."""
        return Moment(datetime.now(UTC), time.monotonic_ns(), self.boot_id, self.state())

    @staticmethod
    def monotonic_s() -> float:
        """Return seconds on CLOCK_MONOTONIC."""
        return time.monotonic()

    @staticmethod
    def zone(timezone: str = "") -> tzinfo | None:
        """Return the shop's time zone by name; an empty name, or None, is the computer's own."""
        return ZoneInfo(timezone) if timezone else None

    def local(self, timezone: str = "") -> datetime:
        """Return the shop's wall time."""
        return datetime.now(UTC).astimezone(self.zone(timezone))

    @staticmethod
    def state() -> ClockState:
        """Return how far the wall clock can be believed; systemd-timesyncd leaves a file once it is right."""
        if _SYNCHRONISED.exists():
            return ClockState.SYNCHRONISED
        return ClockState.RTC if _RTC.exists() else ClockState.UNSYNCHRONISED
