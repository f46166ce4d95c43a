"""The dispute packet: everything about one signature in one ZIP, for somebody who was not there."""

import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from ssl import DER_cert_to_PEM_cert

import terminal.evidence
from terminal.evidence.agreement import said
from terminal.evidence.trusted import Trusted
from terminal.evidence.verify import Verdict
from terminal.export.replay import replay_page
from terminal.i18n import Catalogue
from terminal.model.document import DOCUMENT_PART
from terminal.model.record import Part
from terminal.store import Store
from terminal.store.journal import Sought

from .audit import audit_json, audit_text, judged
from .forms import Form, file_of
from .naming import stem_of
from .reading import readme
from .taken import INK, Taken

VERIFIER = Path(terminal.evidence.__file__).with_name("verify.html")
SUFFIX = "_dispute.zip"

_MOST_LINES = 10_000
_ABOVE = ("signed.pdf", DOCUMENT_PART, "signature.png", "signature.svg", "impression.png")
"""The record's own files that people look at: they lie on top, as well as in the bundle."""


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet, ready to be written.

    Attributes:
        stem: what its file is called, without ``SUFFIX``.
        content: the ZIP.
        verdict: what holds of the record that is in it.
    """

    stem: str
    content: bytes = field(repr=False)
    verdict: Verdict


def make_packet(store: Store, record: Taken, trusted: Trusted) -> Packet:
    """Make the packet of a record. The same record with the same journal gives the same bytes.

    A record that does not hold is packed as well: its audit says what does not.

    Args:
        store: that it is in.
        record: the record; with what is encrypted opened, or not.
        trusted: the terminal's own certificates.
    """
    verdict = judged(record, trusted)
    lines = store.journal.latest(Sought(record_id=record.stored.id), _MOST_LINES)[::-1]
    files = _told(verdict)
    for name in _ABOVE:
        if part := record.readable(name):
            files[name] = part.content
    files |= _ink(record)
    files["audit.txt"] = audit_text(record, verdict, lines, Catalogue())
    files["audit.json"] = audit_json(record, verdict, lines)
    if VERIFIER.exists():
        files["verify.html"] = VERIFIER.read_bytes()
    stem = stem_of(record)
    first = {"README.txt": readme(record, f"{stem}{SUFFIX}", files)}
    sealed = {f"sealed/{name}": content for name, content in record.by_name.items() if name != "signed.pdf"}
    bundle = {f"{record.stored.id}.signpost": record.bundle}
    return Packet(stem, _zip(first | files | bundle | sealed, record), verdict)


def _told(verdict: Verdict) -> dict[str, bytes]:
    """Return what was shown, what was consented to, the record, and whose key sealed it."""
    if verdict.seal is None:
        return {}
    sealed = verdict.seal.record
    files = {"shown.txt": str(said(sealed, "shown", "text") or "").encode()}
    consents = [str(each) for each in said(sealed, "shown", "consents") or ()]
    if finger := said(sealed, "shown", "finger_consent", "text"):
        consents.append(str(finger))
    if consents:
        files["consents.txt"] = ("\n\n".join(consents) + "\n").encode()
    files["record.json"] = verdict.seal.record_json
    files["certificate.pem"] = "".join(map(DER_cert_to_PEM_cert, verdict.seal.certificates)).encode()
    return files


def _ink(record: Taken) -> dict[str, bytes]:
    """Return what is made of the samples, where they can be read."""
    samples, strokes = record.readable(INK), file_of(Form.INKML, record)
    if samples is None or record.ink is None or not isinstance(strokes, Part):
        return {}
    facts = {
        "merchant": str(record.asked.get("merchant") or ""),
        "reference": record.stored.reference,
        "amount": record.amount,
        "code": record.stored.match_code,
        "signed": f"{record.signed:%Y-%m-%d %H:%M:%S %z}",
        "terminal": str(said(record.seal.record if record.seal else {}, "device", "terminal_id") or ""),
        "record": record.stored.id,
    }
    return {"replay.html": replay_page(samples.content, facts), strokes.name: strokes.content}


def _zip(files: dict[str, bytes], record: Taken) -> bytes:
    """Return files as a ZIP: not compressed, dated by the signature, so that the same files give the same bytes."""
    packed = BytesIO()
    when = record.signed.timetuple()[:6]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, max(when, (1980, 1, 1, 0, 0, 0)))
            member.create_system, member.external_attr = 3, 0o600 << 16
            archive.writestr(member, content)
    return packed.getvalue()
