"""What staff mode keeps in the store, and finds there."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import resources
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import apsw
import pytest

from terminal.clock import Clock
from terminal.model.settings import Settings, Theme
from terminal.model.status import Printed, Uploaded
from terminal.store import Store, pairings
from terminal.store.history import Sought, _condition, amount_thousandths
from terminal.store.slips import SlipKind


def found(store: Store, query: str = "", **span: str) -> list[str]:
    records, in_all = store.history.find(Sought(query, **span), page=0, size=50)
    assert in_all == len(records)
    return [record.reference for record in records]


@pytest.fixture
def three(shop: Any, store: Store) -> Store:
    """Three sales, two of 1280.00 and one of 99.50, on three days."""
    for number, (reference, amount) in enumerate(
        [("INV-1", "1280.00"), ("TEA-2", "99.50"), ("INV-3", "1280.00")]
    ):
        shop.signing = replace(
            shop.signing,
            match_code=f"{number}57A822{number}",
            request=replace(
                shop.signing.request, received=f'{{"kind": "sale", "amount": "{amount}", "currency": "CNY"}}'
            ),
            confirmed=replace(
                shop.signing.confirmed, utc=shop.signing.confirmed.utc.replace(day=21 + number)
            ),
        )
        shop.sealer = Renaming(shop.sealer, shop.signing.match_code)
        shop.sign(f"r{number}", reference=reference)
    return store


class Renaming:
    """A hand that seals as the other does, under a match code of its own."""

    def __init__(self, sealer: Any, code: str) -> None:
        self._sealer, self._code = sealer, code

    def seal(self, *what: Any) -> Any:
        return replace(self._sealer.seal(*what), match_code=self._code)


@pytest.mark.parametrize(
    ("query", "references"),
    [
        ("", ["INV-3", "TEA-2", "INV-1"]),
        ("INV", ["INV-3", "INV-1"]),
        ("inv-3", ["INV-3"]),
        ("1280", ["INV-3", "INV-1"]),
        ("1280.00", ["INV-3", "INV-1"]),
        ("1,280", ["INV-3", "INV-1"]),
        ("¥99.5", ["TEA-2"]),
        ("128", []),
        ("157A8221", ["TEA-2"]),
        ("157A 8221", ["TEA-2"]),
        ("57a8", ["INV-3", "TEA-2", "INV-1"]),
        ("%", []),
        ("INV_1", []),
    ],
)
def test_records_are_found_by_what_people_have_in_hand(
    three: Store, query: str, references: list[str]
) -> None:
    assert found(three, query) == references


def test_records_are_found_by_the_day(three: Store) -> None:
    assert found(three, since_utc="2026-11-22T00:00:00.000Z") == ["INV-3", "TEA-2"]
    assert found(three, before_utc="2026-11-22T00:00:00.000Z") == ["INV-1"]
    assert found(three, "INV", since_utc="2026-11-22T00:00:00.000Z") == ["INV-3"]


def test_what_is_found_comes_in_pages_with_its_number(three: Store) -> None:
    pages = [three.history.find(Sought(), page=page, size=2) for page in range(2)]
    assert [[record.reference for record in records] for records, _ in pages] == [
        ["INV-3", "TEA-2"],
        ["INV-1"],
    ]
    assert [in_all for _, in_all in pages] == [3, 3]


def test_a_search_reads_indexes_and_no_request_or_seal(three: Store) -> None:
    """What keeps a hundred thousand records quick: the plan, not a stopwatch."""
    for query in ("", "INV", "1280", "57A8"):
        where, values = _condition(Sought(query))
        sql = f"SELECT seq, count(*) OVER () FROM records WHERE {where} ORDER BY seq DESC"  # noqa: S608 - no input
        steps = [row[3] for row in three._connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        scans = [step for step in steps if step.startswith("SCAN ") and "COVERING INDEX" not in step]
        assert not [step for step in scans if "requests" in step], steps
        assert not query or not [step for step in scans if "records" in step], steps


def test_queues_are_counted_without_reading_what_has_gone(store: Store) -> None:
    """What was printed and acknowledged stays for ever, and is passed over."""
    asked: list[str] = []
    store._connection.trace_v2(apsw.SQLITE_TRACE_STMT, lambda said: asked.append(said["sql"]))
    outbox, slips = store.outbox, store.slips
    outbox.last_asked()
    counts = (outbox.count_unsent, outbox.count_refused, slips.count_unprinted, slips.count_failed)
    assert [count() for count in counts] == [0, 0, 0, 0]
    store._connection.trace_v2(0, None)
    assert len(asked) == 5
    for sql in asked:
        steps = [row[3] for row in store._connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
        assert all("INDEX" in step for step in steps), (sql, steps)


@pytest.mark.parametrize(
    ("text", "thousandths"),
    [
        ("128", 128_000),
        ("128.5", 128_500),
        ("¥1,280.00", 1_280_000),
        ("CN¥ 7", 7_000),
        ("INV-7", None),
        ("1.2.3", None),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, thousandths: int | None) -> None:
    assert amount_thousandths(text) == thousandths


def test_settings_are_kept_over_a_restart(tmp_path: Path) -> None:
    path, chosen = tmp_path / "s" / "store.sqlite", Settings("en", Theme.DARK, 30, 0)
    with Store(path) as store:
        assert store.settings.read() == Settings()
        store.settings.keep(chosen)
    with Store(path) as store:
        assert store.settings.read() == chosen
        store._connection.execute("UPDATE settings SET value = 'sepia' WHERE name = 'theme'")
        assert store.settings.read() == replace(chosen, theme=Theme.LIGHT)  # of a version to come


def test_a_slip_that_failed_is_retried_and_no_other(shop: Any, store: Store) -> None:
    shop.sign("one")
    [slip] = store.slips.of_record("record-one")
    assert not store.slips.retry(slip.id)
    store.slips.failed(slip.id, "no such picture")
    assert store.slips.next_unprinted() is None
    assert store.slips.retry(slip.id)
    again = store.slips.next_unprinted()
    assert again
    assert (again.id, again.state) == (slip.id, Printed.WAITING)


def test_a_test_slip_is_about_no_record_and_can_be_withdrawn(store: Store) -> None:
    number = store.slips.ask_for_test()
    slip = store.slips.next_unprinted()
    assert slip
    assert (slip.id, slip.kind, slip.record_id) == (number, SlipKind.TEST, "")
    assert store.slips.withdraw(number)
    assert store.slips.find(number) is None
    number = store.slips.ask_for_test()
    store.slips.printing(number)
    assert not store.slips.withdraw(number)


def test_a_records_own_slip_is_never_withdrawn(shop: Any, store: Store) -> None:
    shop.sign("one")
    [slip] = store.slips.of_record("record-one")
    assert not store.slips.withdraw(slip.id)


def test_a_refused_record_is_sent_again_by_hand(shop: Any, store: Store) -> None:
    shop.sign("one")
    [way] = store.outbox.unsent("archive")
    assert not store.outbox.retry(way.id)
    store.outbox.refused(way.id, "a strange seal")
    assert store.outbox.retry(way.id)
    assert [each.state for each in store.outbox.of_record("record-one")] == [Uploaded.WAITING]


def test_a_record_is_sent_again_also_where_it_never_was(shop: Any, store: Store) -> None:
    shop.sign("one")
    shop.sign("two", sinks=())
    [way] = store.outbox.unsent("archive")
    store.outbox.acknowledged(way.id, "{}")
    for record_id in ("record-one", "record-two"):
        store.outbox.send_again(record_id, ["archive"])
    assert [each.record_id for each in store.outbox.unsent("archive")] == ["record-one", "record-two"]


def test_a_store_of_the_first_schema_is_brought_up_with_all_it_holds(
    shop: Any, store: Store, tmp_path: Path
) -> None:
    """Data as version 1 wrote it: its tables, filled from a store of today."""
    shop.sign("one", copies=2)
    store.slips.printed(1, b"a picture")
    old = tmp_path / "old" / "store.sqlite"
    old.parent.mkdir()
    connection = apsw.Connection(str(old))
    first = resources.files("terminal.store") / "schema" / "0001_store.sql"
    connection.execute(first.read_text(encoding="utf-8"))
    connection.pragma("user_version", 1)
    connection.execute("ATTACH ? AS new", (str(tmp_path / "data" / "store.sqlite"),))
    for table in ("requests", "records", "parts", "outbox", "slips"):
        columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
        copied = f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}"  # noqa: S608 - our own
        connection.execute(copied)
    connection.close()
    with Store(old) as brought:
        assert brought._connection.pragma("user_version") >= 2
        assert [slip.kind for slip in brought.slips.all()] == [SlipKind.RECORD, SlipKind.RECORD]
        assert brought.slips.picture("record-one") == b"a picture"
        assert brought.slips.ask_again("record-one") == 3
        assert found(brought, "1280") == ["INV-2041"]
        assert brought.outbox.count_unsent() == 1
        assert brought.slips.ask_for_test() == 4
        assert brought._connection.pragma("integrity_check") == "ok"
        assert not list(brought._connection.execute("PRAGMA foreign_key_check"))


def test_two_tills_in_the_same_instant_are_one_till(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are let look at the code before either is let in; only a lock on the store can part them."""
    code = store.pairings.offer(Clock().now()).code
    both, digest = Barrier(2), pairings._digest

    def meet(text: str) -> str:
        with contextlib.suppress(BrokenBarrierError):
            both.wait(0.5)
        return digest(text)

    def pair(name: str) -> object:
        with Store(tmp_path / "data" / "store.sqlite") as mine:
            return mine.pairings.pair(code, name, Clock().now())

    monkeypatch.setattr(pairings, "_digest", meet)
    with ThreadPoolExecutor(2) as tills:
        answers = list(tills.map(pair, ["one", "other"]))
    assert sorted(type(answer).__name__ for answer in answers) == ["NoCode", "Paired"]
    assert len(store.tills.all()) == 1
