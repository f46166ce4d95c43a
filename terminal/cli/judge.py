"""Whether a record in the store is what was sealed, and whether this terminal sealed it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from terminal.evidence.bundle import BundleError, make_bundle, open_bundle
from terminal.evidence.errors import SealError
from terminal.evidence.keys import certificate_thumbprint
from terminal.evidence.seal import Seal, check_seal
from terminal.model.record import Part
from terminal.store.records import StoredRecord

_SEALED = {
    "id": ("id",),
    "seq": ("chain", "seq"),
    "match_code": ("match_code",),
    "method": ("signature", "method"),
    "confirmed_utc": ("times", "confirmed", "utc"),
    "request_id": ("request", "id"),
    "till": ("request", "till"),
    "reference": ("request", "received", "reference"),
}
"""Where the sealed record says what the store's lists say too."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a record's seal is around (None where it is no seal), and everything that does not hold, in words."""

    seal: Seal | None
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        return f"does not hold: {'; '.join(self.wrong)}" if self.wrong else "holds"


def judge(record: StoredRecord, jws: bytes, parts: tuple[Part, ...], certificate_file: Path) -> Verdict:
    """Compare a record as the store has it with what was sealed.

    Args:
        record: the store's row.
        jws: the record's seal.
        parts: its files.
        certificate_file: this terminal's certificate; where there is none, the key is not compared.

    Raises:
        KeyUnfit: the terminal's certificate cannot be read.
    """
    try:
        seal = check_seal(jws)
    except SealError as error:
        return Verdict(None, (str(error),))
    wrong = [*_parts(jws, parts), *_row(record, seal)]
    if certificate_file.exists() and certificate_thumbprint(certificate_file) != seal.thumbprint:
        wrong.append("sealed by another key than this terminal's")
    return Verdict(seal, tuple(wrong))


def said(record: dict[str, Any], *names: str) -> Any:  # noqa: ANN401 - whatever was sealed
    """Return a value of a sealed record; None where it is not there."""
    value: Any = record
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _parts(jws: bytes, parts: tuple[Part, ...]) -> Iterator[str]:
    try:
        open_bundle(make_bundle(jws, parts))
    except BundleError as error:
        yield str(error)


def _row(record: StoredRecord, seal: Seal) -> Iterator[str]:
    for name, path in _SEALED.items():
        kept, sealed = getattr(record, name), said(seal.record, *path)
        if kept != sealed:
            yield f"{name} is {kept} in the store and {sealed} in the record"
    if json.loads(record.received) != said(seal.record, "request", "received"):
        yield "the store has another request than the record"
