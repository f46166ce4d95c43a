"""A wall clock that was set is told; one that drifts, or a boot, is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from terminal.clockwatch import ClockWatch
from terminal.model.journal import Happening
from terminal.model.moment import ClockState, Moment

AT = Moment(datetime(2026, 11, 23, 6, 31, tzinfo=UTC), 5_000_000_000, "boot-1", ClockState.RTC)


def later(seconds: float, ahead_s: float = 0) -> Moment:
    passed = AT.at(AT.monotonic_ns + int(seconds * 1e9))
    return replace(passed, utc=passed.utc + timedelta(seconds=ahead_s))


@pytest.mark.parametrize("ahead_s", [3600.0, -2.5, 2.1])
def test_a_clock_that_was_set_is_told_once(ahead_s: float) -> None:
    watch = ClockWatch()
    assert watch.look(AT) == []
    ((happening, facts),) = watch.look(later(5, ahead_s))
    assert (happening, facts["step_s"]) == (Happening.CLOCK, ahead_s)
    assert watch.look(later(10, ahead_s)) == []


def test_a_clock_that_drifts_or_begins_anew_is_not() -> None:
    watch = ClockWatch()
    watch.look(AT)
    for step in range(1, 100):
        assert watch.look(later(step * 5, step * 1.5)) == []
    assert watch.look(replace(later(0, 9999), boot_id="boot-2")) == []


def test_how_far_it_can_be_believed_is_told_when_it_changes() -> None:
    watch = ClockWatch()
    watch.look(AT)
    change = watch.look(replace(later(5), clock=ClockState.SYNCHRONISED))
    assert change == [(Happening.CLOCK_STATE, {"state": "synchronised", "before": "rtc"})]
    assert watch.look(replace(later(6), clock=ClockState.SYNCHRONISED)) == []
