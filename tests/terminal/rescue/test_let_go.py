"""A rescue of a store in which records were let go of: the unit's word on that comes out, and so do the others."""

from pathlib import Path

import pytest
from pyrage import x25519

from terminal.evidence.record import Sealer
from terminal.evidence.stub import STUB_NAME
from terminal.model.record import Confirmation
from terminal.rescue.bringing import write_record
from terminal.rescue.finding import copy_store
from terminal.rescue.rescuing import Fate, Rescue, Rescued
from terminal.retention import SealingAway
from terminal.verifying.opening import origins
from terminal.verifying.report import Asked, report_on
from tests.terminal.retention.keeping_unit import Unit


@pytest.fixture
def store(tmp_path: Path, signing: Confirmation, sealer: Sealer) -> Path:
    """A dead unit's store of four records: the second was sealed to the owner, the third destroyed."""
    (tmp_path / "unit").mkdir()
    unit = Unit(tmp_path / "unit", signing, sealer)
    for number in (1, 2, 3, 4):
        record = unit.sign(f"INV-{number}", acknowledged=number in {2, 3})
        if number == 3:
            unit.destroyer.record(record.id, "asked for")
    unit.print_all(b"slip")
    owner = str(x25519.Identity.generate().to_public())
    sealing = SealingAway(unit.store, [owner], lambda: sealer.key, lambda: unit.today)
    while sealing.step(0.0):
        pass
    unit.store.close()
    return tmp_path / "unit" / "store.sqlite"


@pytest.mark.parametrize("carved", [False, True])
def test_what_was_let_go_of_stops_no_rescue(store: Path, tmp_path: Path, *, carved: bool) -> None:
    if carved:
        store.write_bytes(bytes(100) + store.read_bytes()[100:])
    (tmp_path / "work").mkdir()
    rescue = Rescue(copy_store(store, tmp_path / "work"))
    found = list[Rescued]()
    for each in rescue.records():
        write_record(each, tmp_path / "out")
        found.append(each)
    assert rescue.carved is carved
    assert [each.fate for each in found] == [Fate.WHOLE, Fate.LET_GO, Fate.LET_GO, Fate.WHOLE]
    assert "sealed to its owner" in found[1].sentence
    assert "destroyed on" in found[2].sentence
    assert set(found[2].files) == {STUB_NAME}
    assert list(rescue.missing()) == []
    report = report_on(origins(tmp_path / "out"), Asked(whole=True))
    assert len(report.records) == 4
    assert report.holds
