from pathlib import Path
from typing import Any

import pytest

from terminal.cli.judge import judge
from terminal.evidence.verify import Verdict
from terminal.model.record import SealedRecord
from terminal.store import Store


def judged(folder: Path, record_id: str) -> Verdict:
    with Store(folder / "data" / "store.sqlite") as store:
        [found] = store.records.latest()
        parts, jws = store.records.parts(record_id), store.records.jws(record_id)
    return judge(found, jws, parts, folder / "data" / "device-certificate.pem")


def test_a_record_as_it_was_sealed_holds(unit: Any, signed: SealedRecord) -> None:
    verdict = judged(unit.folder, signed.id)
    assert (verdict.wrong, str(verdict)) == ((), "holds")


def test_without_the_certificate_the_key_is_not_compared(unit: Any, signed: SealedRecord) -> None:
    (unit.folder / "data" / "device-certificate.pem").unlink()
    assert str(judged(unit.folder, signed.id)) == "holds"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            "UPDATE parts SET content = x'00' WHERE name = 'signature.png'",
            "signature.png is not the file that was sealed",
        ),
        ("DELETE FROM parts WHERE name = 'ink.json'", "ink.json is missing"),
        ("UPDATE parts SET name = 'other.png' WHERE name = 'signature.png'", "signature.png is missing"),
        (
            "INSERT INTO parts SELECT id, 'more.txt', 'text/plain', '', x'00' FROM records",
            "more.txt: not sealed",
        ),
        (
            "UPDATE records SET match_code = '00000000'",
            "match_code is 00000000 in the store and",
        ),
        ("UPDATE records SET method = 'touch'", "method is touch in the store and stylus in the record"),
        ("UPDATE records SET seq = 7", "seq is 7 in the store and 1 in the record"),
        (
            "UPDATE requests SET received = replace(received, '1280.00', '12.80')",
            "the store has another request than the record",
        ),
        ("UPDATE records SET jws = substr(jws, 1, 900)", "record.jws is not a seal"),
        ("UPDATE records SET jws = x'ff00'", "record.jws is not a seal"),
    ],
)
def test_whatever_does_not_hold_is_said(unit: Any, signed: SealedRecord, damage: str, said: str) -> None:
    unit.break_store(damage)
    verdict = judged(unit.folder, signed.id)
    assert str(verdict).startswith(f"does not hold: {said}")
