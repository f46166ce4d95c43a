"""The journal: what was written stays written, in its order, and can be found."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from terminal.evidence.seal import check_seal
from terminal.model.journal import NO_LINE, Happening, JournalHead, JournalLine, journal_breaks
from terminal.model.quality import Quality, Verdict
from terminal.store import Store
from terminal.store.journal import Sought


@pytest.fixture
def told(store: Store) -> Store:
    """A store with five lines in its journal."""
    store.journal.add(Happening.STARTED, version="0.1.0")
    store.journal.add(Happening.TILL_ADMITTED, till="till-3")
    store.journal.add(Happening.PRINTED, "record-one", copy=1)
    store.journal.add(Happening.ACKNOWLEDGED, "record-one", sink="archive")
    store.journal.add(Happening.PRINTED, "record-two", copy=1)
    return store


def test_each_line_names_the_one_before_it(told: Store) -> None:
    texts = list(told.journal.texts())
    lines = [JournalLine.read(text) for text in texts]
    assert [line.seq for line in lines] == [1, 2, 3, 4, 5]
    assert lines[0].previous == NO_LINE
    assert [line.previous for line in lines[1:]] == [line.sha256 for line in lines[:-1]]
    assert told.journal.head() == JournalHead(5, lines[-1].sha256)
    assert list(journal_breaks(texts)) == []
    assert list(journal_breaks(texts[3:], after=JournalHead(3, lines[2].sha256))) == []


def test_a_line_changed_taken_out_or_moved_is_found(told: Store) -> None:
    texts = list(told.journal.texts())
    for seq in range(1, 5):
        changed = [*texts[: seq - 1], texts[seq - 1].replace('"utc":"2', '"utc":"1'), *texts[seq:]]
        assert [found for found, _ in journal_breaks(changed)] == [seq + 1]
        assert [found for found, _ in journal_breaks(texts[: seq - 1] + texts[seq:])] == [seq + 1]
    assert list(journal_breaks([texts[1], texts[0], *texts[2:]]))
    assert [found for found, _ in journal_breaks([texts[0], "[" * 100_000, *texts[2:]])] == [2, 3]
    assert [found for found, _ in journal_breaks([*texts[:2], "{}"])] == [3]


def test_the_store_itself_changes_and_deletes_no_line(told: Store, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "data" / "store.sqlite")
    for sql in ("UPDATE journal SET text = '{}' WHERE seq = 2", "DELETE FROM journal WHERE seq = 5"):
        with pytest.raises(sqlite3.IntegrityError, match="a line of the journal is never"):
            other.execute(sql)
    other.close()
    assert len(list(told.journal.texts())) == 5


def test_a_line_is_part_of_what_it_tells_of(store: Store, shop: Any) -> None:
    def broken_pen(*_place: object) -> Any:
        store.journal.add(Happening.PRINTED, "of what never was")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.records.keep(replace(shop.signing, request=shop.ask("one")), broken_pen, sinks=(), copies=0)
    assert store.journal.head() == JournalHead()


def test_a_record_is_in_the_journal_and_seals_how_far_it_had_come(store: Store, shop: Any) -> None:
    before = store.journal.add(Happening.STARTED, version="0.1.0")
    record = shop.sign("one")
    (line,) = store.journal.latest(Sought(record_id=record.id))
    assert (line.happening, line.facts) == ("record.sealed", {"seq": 1, "sha256": record.jws_sha256})
    assert check_seal(record.jws).record["journal"] == {"seq": before.seq, "sha256": before.sha256}


def test_what_staff_let_pass_is_in_the_journal(store: Store, shop: Any) -> None:
    shop.signing = replace(shop.signing, quality=Quality(Verdict.SMALL, overridden=True))
    record = shop.sign("one")
    (line,) = store.journal.latest(Sought(happening="record.overridden"))
    assert (line.record_id, line.facts) == (record.id, {"verdict": "small"})


@pytest.mark.parametrize(
    ("sought", "seqs"),
    [
        (Sought(), [5, 4, 3, 2, 1]),
        (Sought(record_id="record-one"), [4, 3]),
        (Sought(happening="record"), [5, 4, 3]),
        (Sought(happening="record.printed"), [5, 3]),
        (Sought(happening="record.printed", record_id="record-two"), [5]),
        (Sought(text="ARCHIVE"), [4]),
        (Sought(text="%"), []),
        (Sought(since="1999"), [5, 4, 3, 2, 1]),
        (Sought(until="1999"), []),
    ],
)
def test_lines_are_found(told: Store, sought: Sought, seqs: list[int]) -> None:
    assert [line.seq for line in told.journal.latest(sought)] == seqs


def test_the_newest_come_first_and_no_more_than_were_asked_for(told: Store) -> None:
    assert [line.seq for line in told.journal.latest(limit=2)] == [5, 4]


def test_a_line_from_a_newer_version_can_be_read() -> None:
    line = JournalLine.after(JournalHead(), "2026-11-23T06:31:07.250Z", Happening.STARTED, "", {})
    newer = line.text.replace("unit.started", "unit.flew")
    assert JournalLine.read(newer).happening == "unit.flew"
    for nothing in ("", "[]", "{}", json.dumps({"seq": "1"}), line.text.replace(":1,", ':"1",')):
        with pytest.raises(ValueError, match=r"."):
            JournalLine.read(nothing)


def test_a_line_is_found_by_the_reference_of_its_record(store: Store, shop: Any) -> None:
    shop.sign("one", reference="INV-2042")
    shop.sign("two", reference="INV-2043")
    assert {line.record_id for line in store.journal.latest(Sought(text="2042"))} == {"record-one"}
