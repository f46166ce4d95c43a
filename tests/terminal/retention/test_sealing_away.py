"""Sealing away: nothing readable stays, the owner's key opens a bundle that verifies, and the chain holds."""

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from terminal.evidence.bundle import open_bundle
from terminal.model.consent import image_consent
from terminal.model.journal import Happening
from terminal.model.record import Part
from terminal.model.request import Method
from terminal.model.status import Uploaded
from terminal.retention import SealingAway
from terminal.store.errors import RecordGone
from terminal.store.journal import Sought
from terminal.verifying.opening import origins
from terminal.verifying.report import Asked, report_on
from tests.terminal.retention.keeping_unit import FINGER, INK, WORDS, Unit, middle
from tests.terminal.retention.test_policy import keeping, run


def program(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of age's own programs, Debian's."""
    found = shutil.which(name)
    assert found, "apt install age"
    return subprocess.run([found, *arguments], check=True, capture_output=True, text=True)


class Owner:
    """Somebody with an age key, made and used by the plain programs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.key = folder, folder / "owner.key"
        said = program("age-keygen", "-o", str(self.key))
        self.recipient = said.stderr.split()[-1]

    def open(self, sealed: Part) -> Path:
        (self.folder / sealed.name).write_bytes(sealed.content)
        file = self.folder / sealed.name.removesuffix(".age")
        program("age", "--decrypt", "-i", str(self.key), "-o", str(file), str(self.folder / sealed.name))
        return file


@pytest.fixture
def owner(tmp_path_factory: pytest.TempPathFactory) -> Owner:
    return Owner(tmp_path_factory.mktemp("owner"))


def seal_all(unit: Unit, owner: Owner) -> SealingAway:
    sealing = SealingAway(unit.store, [owner.recipient], lambda: unit.sealer.key, lambda: unit.today)
    while sealing.step(0):
        pass
    return sealing


def test_nothing_readable_stays_and_the_owner_can_read_all(unit: Unit, owner: Owner) -> None:
    records = [unit.sign(name) for name in ("INV-1", "INV-2", "INV-3")]
    for record in records:
        unit.store.made.keep(record.id, Part("signed.pdf", "application/pdf", INK.encode() * 50))
    unit.print_all(INK.encode() * 50)
    assert unit.holds(WORDS)
    assert unit.holds(middle(records[0]))
    seal_all(unit, owner)
    assert unit.holds(INK) == unit.holds(WORDS) == []
    assert [unit.holds(middle(record)) for record in records] == [[], [], []]
    assert unit.wrong() == []
    assert unit.said().count("the record was sealed to its owner on 2026-11-23") == 3
    listed = unit.store.records.latest()
    assert [(each.became, each.reference, each.uploaded) for each in listed] == [
        ("sealed", name, Uploaded.ACKNOWLEDGED) for name in ("INV-3", "INV-2", "INV-1")
    ]
    with pytest.raises(RecordGone, match="sealed to its owner on 2026-11-23"):
        unit.store.records.jws(records[0].id)
    sealed = unit.store.destroyed.sealed_away(records[1].id)
    assert sealed
    file = owner.open(sealed)
    assert open_bundle(file.read_bytes()).seal.jws_sha256 == records[1].jws_sha256
    report = report_on(origins(file), Asked())
    assert [line.wrong for line in report.records] == [()]
    assert unit.store.made.of(records[0].id) == ()
    assert len(unit.store.journal.latest(Sought(happening=Happening.SEALED_AWAY))) == 3


def test_what_is_still_waited_for_stays_readable(unit: Unit, owner: Owner) -> None:
    unsent = unit.sign("INV-1", acknowledged=False, copies=0)
    alone = unit.sign("INV-2", sinks=(), copies=0)
    two = unit.sign("INV-3", sinks=("archive", "second"), acknowledged=False, copies=0)
    unit.store.outbox.acknowledged(unit.store.outbox.of_record(two.id)[0].id, "{}")
    unprinted = unit.sign("INV-4")
    sealing = seal_all(unit, owner)
    for record in (unsent, alone, two, unprinted):
        assert unit.store.records.jws(record.id)
    unit.print_all(b"slip")
    assert sealing.step(0)
    with pytest.raises(RecordGone):
        unit.store.records.jws(unprinted.id)
    assert not sealing.step(0)


def test_what_changed_meanwhile_is_not_lost(unit: Unit) -> None:
    record = unit.sign("INV-1", copies=0)
    files = unit.store.files(record.id)
    unit.destroyer.parts(record.id, ["ink.json"], "policy")
    stub, sealed = Part("record.stub.jws", "", b"{}"), Part("x.age", "", b"without the tombstone")
    assert not unit.store.destroyed.seal_away(record.id, stub, sealed, utc="2026", promised="", files=files)
    assert unit.store.records.jws(record.id)


def test_a_damaged_record_is_left_as_it_is_and_the_next_one_sealed(unit: Unit, owner: Owner) -> None:
    damaged, well = unit.sign("INV-1", copies=0), unit.sign("INV-2", copies=0)
    unit.store._connection.execute("UPDATE records SET jws = x'7b7d' WHERE id = ?", (damaged.id,))
    seal_all(unit, owner)
    assert unit.store.records.jws(damaged.id) == b"{}"
    with pytest.raises(RecordGone):
        unit.store.records.jws(well.id)


def test_a_promise_is_kept_of_what_is_sealed_too(unit: Unit, owner: Owner) -> None:
    part = Part("impression.png.age", "application/age", FINGER.encode(), "0" * 64)
    promise = (image_consent(unit.today.date() + timedelta(9)),)
    record = unit.sign("INV-1", (part,), method=Method.FINGERPRINT, consents=promise, copies=0)
    unit.sign("INV-2", copies=0)
    unit.store.slips.withdraw(1)
    unit.print_all(b"slip")
    seal_all(unit, owner)
    assert unit.store.destroyed.sealed_away(record.id)
    run(keeping(unit))
    assert unit.store.destroyed.sealed_away(record.id)
    unit.today += timedelta(6)
    run(keeping(unit))
    assert unit.store.destroyed.sealed_away(record.id) is None
    assert "promised that it is destroyed before 2026-12-02" in unit.store.destroyed.sentence(record.id)
    assert unit.wrong() == []


def test_another_file_than_the_one_sealed_is_broken(unit: Unit, owner: Owner) -> None:
    unit.sign("INV-1", copies=0)
    seal_all(unit, owner)
    unit.store._connection.execute("UPDATE sealed_away SET content = x'00'")
    assert any("is not the file that was sealed to the owner" in each for each in unit.wrong())
    unit.store._connection.execute("DELETE FROM sealed_away")
    assert any("sealed to the owner is missing" in each for each in unit.wrong())
