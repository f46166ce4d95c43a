"""``signpost records destroy``, ``signpost records sealed`` and ``signpost retention``, as they are typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from terminal.evidence.record import Sealer
from terminal.model.record import SealedRecord
from terminal.retention import SealingAway
from terminal.store import Store
from tests.terminal.cli.conftest import Unit

OWNER = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


@pytest.fixture
def signed(unit: Unit, sign: Callable[[], SealedRecord]) -> SealedRecord:
    record = sign()
    with Store(unit.folder / "data" / "store.sqlite") as store:
        (way,) = store.outbox.of_record(record.id)
        store.outbox.acknowledged(way.id, "{}")
    return record


def test_a_part_is_destroyed_and_everybody_is_told(unit: Unit, signed: SealedRecord) -> None:
    typed = ("records", "destroy", "INV-2041", "--part", "ink.json", "--reason", "the customer asked for it")
    done = unit.run(*typed, "--yes")
    assert (done.returncode, done.stdout) == (
        0,
        "INV-2041: ink.json is destroyed: the customer asked for it\n",
    )
    shown = unit.run("records", "show", signed.id)
    assert shown.returncode == 0, shown.stderr
    assert "ink.json, 2" in shown.stdout
    assert "the customer asked for it" in shown.stdout
    checked = unit.run("verify", str(unit.folder / "data" / "store.sqlite"))
    assert checked.returncode == 0, checked.stdout


def test_all_is_destroyed_after_a_question(unit: Unit, signed: SealedRecord) -> None:
    assert unit.run("records", "destroy", "INV-2041", "--reason", "asked for").returncode == 1, (
        "nobody said yes"
    )
    assert unit.run("records", "destroy", "INV-2041", "--reason", "asked for", "--yes").returncode == 0
    shown = unit.run("records", "show", signed.id)
    assert (shown.returncode, "asked for" in shown.stdout) == (0, True)
    assert "destroyed" in unit.run("records", "pdf", signed.id).stderr
    exported = unit.run("export", signed.id, "--to", str(unit.folder / "exports"))
    assert (exported.returncode, "was destroyed on" in exported.stdout) == (1, True)
    assert unit.run("verify", str(unit.folder / "data" / "store.sqlite")).returncode == 0
    assert unit.run("doctor").stdout.count("the chain of the last 1 holds") == 1


def test_what_no_archive_has_is_not_destroyed_by_mistake(
    unit: Unit, sign: Callable[[], SealedRecord]
) -> None:
    sign()
    refused = unit.run("records", "destroy", "INV-2041", "--reason", "asked for", "--yes")
    assert (refused.returncode, "--even-unsent" in refused.stderr) == (1, True)
    done = unit.run("records", "destroy", "INV-2041", "--reason", "asked for", "--yes", "--even-unsent")
    assert done.returncode == 0


def test_a_reason_must_be_given(unit: Unit, signed: SealedRecord) -> None:
    assert unit.run("records", "destroy", signed.id, "--reason", " ", "--yes").returncode == 2


def test_retention_says_what_would_go_and_what_is_held(unit: Unit, sign: Callable[[], SealedRecord]) -> None:
    record = sign()
    unit.break_store("UPDATE records SET confirmed_utc = '2020-01-01T00:00:00Z'")
    held = json.loads(unit.run("retention", "--dry-run", "--json").stdout)
    assert held == [
        {
            "kind": "record",
            "id": record.id,
            "reference": "INV-2041",
            "parts": [],
            "why": "records are kept for 24 months here",
            "held": "archive has not acknowledged it",
        }
    ]
    unit.break_store("UPDATE outbox SET state = 'acknowledged'")
    assert "yes" in unit.run("retention", "--dry-run").stdout
    assert unit.run("retention", "--trust-clock").returncode == 0
    assert "destroyed" in unit.run("records", "show", record.id, "--json").stdout


def test_what_is_sealed_to_its_owner_can_be_fetched(
    unit: Unit, own: Sealer, signed: SealedRecord, tmp_path: Path
) -> None:
    with Store(unit.folder / "data" / "store.sqlite") as store:
        for slip in store.slips.all():
            store.slips.printed(slip.id, b"slip")
        assert SealingAway(store, [OWNER], lambda: own.key).step(0)
    assert "sealed to its owner" in unit.run("records", "show", signed.id).stdout
    file = tmp_path / "one.signpost.age"
    done = unit.run("records", "sealed", signed.id, "--out", str(file))
    assert "age --decrypt -i KEY -o one.signpost one.signpost.age" in done.stdout
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    assert unit.run("verify", str(unit.folder / "data" / "store.sqlite")).returncode == 0
