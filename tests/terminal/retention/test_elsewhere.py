"""What the rest of the terminal makes of a record that is not here any more."""

from pathlib import Path

import pytest

from terminal.cli.provable import _mistakes
from terminal.model.status import Printed
from terminal.store import Store
from terminal.store.errors import RecordGone
from terminal.store.snapshot import take_snapshot
from tests.terminal.retention.keeping_unit import Unit


def test_nothing_is_asked_of_it_any_more(unit: Unit) -> None:
    record = unit.sign("INV-1", copies=0)
    unit.destroyer.record(record.id, "policy")
    with pytest.raises(RecordGone, match="destroyed on"):
        unit.store.slips.ask_again(record.id)
    with pytest.raises(RecordGone, match="destroyed on"):
        unit.store.outbox.send_again(record.id, ["archive"])
    assert unit.store.records.void(record.id, "returned", by="staff", prints=True)
    assert unit.store.slips.of_record(record.id) == []
    assert unit.store.slips.count_unprinted() == 0
    (found,) = unit.store.records.latest()
    assert (found.printed, found.voided_utc != "") == (Printed.NONE, True)


@pytest.mark.parametrize("gone", [(1,), (2,), (3,), (1, 2), (2, 3), (1, 2, 3), (1, 3)])
def test_the_doctor_finds_the_chain_whole_through_the_gap(unit: Unit, gone: tuple[int, ...]) -> None:
    records = [unit.sign(f"INV-{number}", copies=0) for number in (1, 2, 3, 4)]
    for number in gone:
        unit.destroyer.record(records[number - 1].id, "policy")
    assert not list(_mistakes(unit.store.records.newest_seals(10), frozenset()))


def test_the_doctor_finds_a_gap_that_is_none(unit: Unit) -> None:
    records = [unit.sign(f"INV-{number}", copies=0) for number in (1, 2, 3)]
    unit.destroyer.record(records[1].id, "policy")
    unit.store._connection.execute("UPDATE records SET jws_sha256 = ? WHERE seq = 2", ("0" * 63 + "1",))
    found = list(_mistakes(unit.store.records.newest_seals(10), frozenset()))
    assert found == ["record 3 names another record 2 than the one that was here"]


def test_a_backup_from_before_is_of_the_same_chain(unit: Unit, tmp_path: Path) -> None:
    records = [unit.sign(f"INV-{number}", copies=0) for number in (1, 2)]
    backup = tmp_path / "backup.sqlite"
    take_snapshot(unit.folder / "store.sqlite", backup, 0)
    unit.destroyer.record(records[0].id, "policy")
    Store(backup).close()
    with unit.store.restoring.beside(backup):
        assert unit.store.restoring.forks() == []
        assert unit.store.restoring.missing() == []
