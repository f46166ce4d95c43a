"""What staff's work makes of the store: requests as a till's, and records by the shop's calendar."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from terminal.clock import Clock
from terminal.model.history import Span
from terminal.session.events import Event
from terminal.session.staff.effects import (
    KeyInSale,
    PrintAgain,
    SendAgain,
    StaffEffect,
    TryDevice,
    VoidRecord,
)
from terminal.session.staff.events import (
    DeviceTried,
    NotQueued,
    RecordVoided,
    SaleKeyed,
    Tryable,
    VoidReason,
)
from terminal.staff_views import span_utc
from terminal.staffing import StaffedSite, Staffing, sale_json
from terminal.store import Store
from terminal.store.errors import StoreFull
from terminal.till.wire import SigningDocument

SITE = StaffedSite(
    "晨光超市", "SP-0001", ("touch", "stylus", "fingerprint"), "Asia/Shanghai", ("archive",), prints=True
)


def test_a_sale_keyed_in_is_word_for_word_what_a_till_would_have_asked() -> None:
    keyed: dict[str, Any] = json.loads(sale_json(KeyInSale("12.50", "CNY", "A7", "zh-CN"), SITE, "A7"))
    posted = {"reference": "A7", "amount": "12.50", "currency": "CNY", "language": "zh-CN", "queue": True}
    document = SigningDocument.model_validate_json(json.dumps(posted))
    assert keyed == document.completed("晨光超市", "zh-CN")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (PrintAgain("r1"), NotQueued("r1")),
        (SendAgain("r1"), NotQueued("r1")),
        (VoidRecord("r1", VoidReason.WRONG), RecordVoided("r1", kept=False)),
        (TryDevice(Tryable.PRINTER), DeviceTried(Tryable.PRINTER, passed=False)),
        (KeyInSale("1.00", "CNY", "", "en"), SaleKeyed("the disk is full")),
    ],
)
def test_staff_are_told_where_the_store_takes_nothing(wanted: StaffEffect, said: Event) -> None:
    def full() -> Store:
        raise StoreFull("the disk is full")

    told: list[Event] = []
    Staffing(SITE, full, Clock(), told.append, lambda: None).carry_out(wanted)
    assert told == [said]


LATE_EVENING = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
"""01:30 on the 24th in Shanghai."""


@pytest.mark.parametrize(
    ("span", "since", "before"),
    [
        (Span.ALL, "", ""),
        (Span.TODAY, "2026-11-23T16:00:00.000Z", "2026-11-24T16:00:00.000Z"),
        (Span.YESTERDAY, "2026-11-22T16:00:00.000Z", "2026-11-23T16:00:00.000Z"),
        (Span.WEEK, "2026-11-17T16:00:00.000Z", "2026-11-24T16:00:00.000Z"),
    ],
)
def test_days_are_the_shops_own(span: Span, since: str, before: str) -> None:
    assert span_utc(span, LATE_EVENING, ZoneInfo("Asia/Shanghai")) == (since, before)


def test_a_day_may_have_23_hours() -> None:
    spring = datetime(2026, 3, 29, 12, tzinfo=UTC)
    assert span_utc(Span.TODAY, spring, ZoneInfo("Europe/Berlin")) == (
        "2026-03-28T23:00:00.000Z",
        "2026-03-29T22:00:00.000Z",
    )
