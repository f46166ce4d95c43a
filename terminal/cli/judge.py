"""Whether a record in the store is what was sealed, and whether this terminal sealed it."""

from pathlib import Path

from terminal.evidence.bundle import SEAL_NAME
from terminal.evidence.key_ring import own_certificates
from terminal.evidence.keys import certificate_thumbprint
from terminal.evidence.trusted import Trusted
from terminal.evidence.verify import LISTED, Found, Verdict
from terminal.evidence.verify import judge as judge_found
from terminal.model.record import Part
from terminal.store.records import StoredRecord


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
    trusted = Trusted()
    if certificate_file.exists():
        certificate_thumbprint(certificate_file)  # says what to do where it cannot be read
        trusted = Trusted.read(own_certificates(certificate_file), "this terminal's")
    files = {SEAL_NAME: jws, **{part.name: part.content for part in parts}}
    listed = {name: getattr(record, name) for name in LISTED}
    return judge_found(Found("this terminal's store", files, listed), trusted)
