"""What happens in the store is in its journal, in the same commit; and what is void."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from terminal.model.dayclose import DayClose
from terminal.model.journal import Happening, journal_breaks
from terminal.model.moment import ClockState, Moment
from terminal.model.settings import Settings, Theme
from terminal.model.status import Health, Printed, RequestState
from terminal.store import Store
from terminal.store.closing import Asking
from terminal.store.errors import StoreError
from terminal.store.journal import Sought
from terminal.store.slips import SlipKind

AT = Moment(datetime(2026, 11, 23, 6, 31, tzinfo=UTC), 0, "boot-1", ClockState.RTC)


def told(store: Store, happening: Happening) -> list[dict[str, Any]]:
    return [line.facts for line in reversed(store.journal.latest(Sought(happening=happening)))]


def fail_on_paper(store: Store, shop: Any) -> str:
    shop.ask("0198f2aa-0000-7000-8000-000000000001", reference="INV-7")
    store.requests.report("0198f2aa-0000-7000-8000-000000000001", RequestState.FAILED, code="store_full")
    return "0198f2aa-0000-7000-8000-000000000001"


Do = Callable[[Store, Any], object]

DEEDS: dict[Happening, Do] = {
    Happening.PRINTED: lambda store, _shop: store.slips.printed(1, b"PNG"),
    Happening.NOT_PRINTED: lambda store, _shop: store.slips.failed(1, "no paper"),
    Happening.REPRINT_ASKED: lambda store, _shop: store.slips.ask_again("record-one", by="till-3"),
    Happening.ACKNOWLEDGED: lambda store, _shop: store.outbox.acknowledged(1, '{"seq":1}'),
    Happening.REFUSED: lambda store, _shop: store.outbox.refused(1, "no"),
    Happening.SENDING_ASKED: lambda store, _shop: store.outbox.send_again("record-one", ["archive"]),
    Happening.VOIDED: lambda store, _shop: store.records.void(
        "record-one", "returned", by="staff", prints=True
    ),
    Happening.DAY_CLOSED: lambda store, _shop: store.closing.close(
        "SP-0031", asking=Asking("till-3", "k", "0")
    ),
    Happening.PAPER_SIGNED: lambda store, shop: store.papers.sign(fail_on_paper(store, shop)),
    Happening.TILL_ADMITTED: lambda store, _shop: store.tills.add("till-9", "shell"),
    Happening.TILL_REVOKED: lambda store, _shop: store.tills.revoke("till-3"),
    Happening.SETTING: lambda store, _shop: store.settings.keep(Settings(theme=Theme.DARK)),
    Happening.DEVICE_TROUBLE: lambda store, _shop: store.devices.note(
        "printer", Health.PROBLEM, "no paper", AT
    ),
    Happening.CASE_OPENED: lambda store, _shop: store.devices.note("case", Health.PROBLEM, "open", AT),
    Happening.MAINS_LOST: lambda store, _shop: store.devices.note("power", Health.PROBLEM, "gone", AT),
}


@pytest.fixture
def kept(store: Store, shop: Any) -> Store:
    """A store with a record, its slip and its way out, and a till."""
    shop.sign("one")
    store.tills.add("till-3")
    return store


@pytest.mark.parametrize("happening", DEEDS)
def test_a_deed_is_in_the_journal(kept: Store, shop: Any, happening: Happening) -> None:
    before = len(told(kept, happening))
    DEEDS[happening](kept, shop)
    assert len(told(kept, happening)) > before
    assert list(journal_breaks(kept.journal.texts())) == []


@pytest.mark.parametrize("happening", DEEDS)
def test_a_deed_that_cannot_be_told_is_not_done(
    kept: Store, shop: Any, tmp_path: Path, happening: Happening
) -> None:
    fail_on_paper(kept, shop)
    other = sqlite3.connect(tmp_path / "data" / "store.sqlite")
    other.execute("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT raise(ABORT, 'no room'); END")
    other.commit()
    before = "\n".join(other.iterdump())
    with pytest.raises(StoreError, match="no room"):
        DEEDS[happening](kept, shop)
    assert "\n".join(other.iterdump()) == before
    other.close()


def test_facts_say_who_what_and_why_and_no_secret(kept: Store, shop: Any) -> None:
    for deed in DEEDS.values():
        deed(kept, shop)
    assert told(kept, Happening.PRINTED) == [{"slip": 1, "kind": "record", "copy": 1}]
    assert told(kept, Happening.NOT_PRINTED)[0]["why"] == "no paper"
    assert told(kept, Happening.REPRINT_ASKED) == [{"copy": 2, "by": "till-3"}]
    assert told(kept, Happening.VOIDED) == [{"reason": "returned", "by": "staff"}]
    assert told(kept, Happening.PAPER_SIGNED)[0]["reference"] == "INV-7"
    setting = {(each["name"], each["value"]) for each in told(kept, Happening.SETTING)}
    assert ("theme", "dark") in setting
    token = kept.tills.add("till-5")
    assert token not in "".join(kept.journal.texts())


def test_slips_about_no_record_are_told_as_such(store: Store) -> None:
    store.slips.printed(store.slips.ask_for_test(), b"PNG")
    store.slips.failed(store.slips.ask_about(SlipKind.CLOSE, "{}"), "broken")
    assert told(store, Happening.SLIP_PRINTED)[0]["kind"] == "test"
    assert told(store, Happening.SLIP_NOT_PRINTED)[0]["kind"] == "close"
    assert not told(store, Happening.PRINTED)


def test_only_a_setting_that_changed_is_told(store: Store) -> None:
    store.settings.keep(Settings())
    lines = len(told(store, Happening.SETTING))
    store.settings.keep(Settings(brightness=30))
    assert [(each["name"], each["before"]) for each in told(store, Happening.SETTING)[lines:]] == [
        ("brightness", str(Settings().brightness))
    ]
    store.settings.keep(Settings(brightness=30))
    assert len(told(store, Happening.SETTING)) == lines + 1


def test_a_loose_plug_does_not_flood_the_journal(tmp_path: Path) -> None:
    passed_s = 0

    def now() -> str:
        return (AT.utc + timedelta(seconds=passed_s)).isoformat()

    with Store(tmp_path / "store.sqlite", now) as store:
        for second in range(0, 1200, 5):
            passed_s = second
            at = replace(AT, monotonic_ns=second * 1_000_000_000)
            store.devices.note("sensor", Health.OK if second % 10 else Health.PROBLEM, "pulled", at)
        assert len(told(store, Happening.DEVICE_TROUBLE)) == 4, "one in five minutes"
        assert len(told(store, Happening.DEVICE_WELL)) == 4, "and each that was told ends"


def test_a_trouble_that_lasts_is_told_once_and_its_end_too(store: Store) -> None:
    for second, health in (
        (0, Health.OK),
        (5, Health.PROBLEM),
        (80, Health.PROBLEM),
        (90, Health.OK),
        (99, Health.OK),
    ):
        at = replace(AT, monotonic_ns=second * 1_000_000_000)
        store.devices.note("printer", health, str(second), at)
        store.devices.note("archive", health, str(second), at)
    assert told(store, Happening.DEVICE_TROUBLE) == [{"device": "printer", "why": "5"}]
    assert told(store, Happening.DEVICE_WELL) == [{"device": "printer"}]


def test_a_void_record_stays_and_says_so(kept: Store) -> None:
    assert kept.records.voided("record-one") is None
    jws = kept.records.jws("record-one")
    assert kept.records.void("record-one", "returned", by="staff", prints=True)
    assert not kept.records.void("record-one", "once more", by="shell", prints=True)
    voided = kept.records.voided("record-one")
    assert voided
    assert (voided.reason, voided.by) == ("returned", "staff")
    found = kept.records.find("record-one")
    assert found
    assert (found.voided_utc, kept.records.jws("record-one")) == (voided.utc, jws)
    assert [slip.kind for slip in kept.slips.all() if slip.kind is SlipKind.VOID] == [SlipKind.VOID]
    kept.slips.printed(kept.slips.all()[0].id, b"PNG")
    after = kept.records.find("record-one")
    assert after
    assert after.printed is Printed.WAITING, "the record's own slip is meant, not the void's"


def test_without_a_printer_a_void_asks_for_no_slip(kept: Store) -> None:
    assert kept.records.void("record-one", "returned", by="staff", prints=False)
    assert [slip.kind for slip in kept.slips.all()] == [SlipKind.RECORD]


def test_a_close_counts_the_voids_since_the_last(kept: Store, shop: Any) -> None:
    kept.records.void("record-one", "returned", by="staff", prints=False)
    first = kept.closing.close("SP-0031")
    assert (first.voided, first.voided_sums) == (1, (("CNY", "1280.00"),))
    assert first.journal_seq == kept.journal.head().seq - 1, "the close itself comes after"
    shop.sign("two", reference="INV-2042")
    assert kept.closing.close("SP-0031").voided == 0
    kept.records.void("record-two", "wrong", by="staff", prints=False)
    assert kept.closing.so_far("SP-0031").voided == 1


def test_a_close_of_an_older_version_can_be_read() -> None:
    text = (
        '{"number":1,"terminal_id":"SP","since_utc":"","until_utc":"2026","signed":0,"cancelled":0,"paper":0,'
        '"failed":0,"waiting":0,"sums":[],"first_seq":0,"last_seq":0,"head_seq":0,"head_sha256":"0","unsigned":null}'
    )
    close = DayClose.from_json(text)
    assert (close.voided, close.journal_seq) == (0, 0)
    assert DayClose.from_json(close.to_json()) == close


def test_lines_of_one_record_are_found_by_their_index(kept: Store) -> None:
    plan = kept._connection.execute(
        "EXPLAIN QUERY PLAN SELECT text FROM journal WHERE record_id <> '' AND record_id = ?", ("x",)
    )
    assert "journal_record" in str(list(plan))
    plan = kept._connection.execute(
        "EXPLAIN QUERY PLAN SELECT (SELECT utc FROM journal WHERE record_id <> '' AND record_id = records.id"
        " AND happening = 'record.voided') FROM records"
    )
    assert "SCAN journal" not in str(list(plan))
