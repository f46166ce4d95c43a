"""Verify: what holds of one record, wherever it was found, and what does not.

One judge for all who ask: ``signpost verify``, ``signpost records show``, exports, restores. It needs nothing but
the record's own files; what it cannot know by itself (whose key it was, who stood before it in the chain) it says.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .agreement import judge_record, said
from .bundle import SEAL_NAME, SIGNED_PDF
from .errors import SealError
from .finding import Finding, PdfChecker, broken, holds, unknown, wrong
from .jws import p256_key
from .parts import judge_parts
from .receipt import Receipt, check_signature, claims_of
from .seal import Seal, check_seal
from .stub import STUB_NAME, Stub
from .stubbed import judge_stub
from .trusted import Trusted

LISTED: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "seq": ("chain", "seq"),
    "match_code": ("match_code",),
    "method": ("signature", "method"),
    "confirmed_utc": ("times", "confirmed", "utc"),
    "request_id": ("request", "id"),
    "till": ("request", "till"),
    "reference": ("request", "received", "reference"),
    "received": ("request", "received"),
}
"""Where the sealed record says what a store's lists say too."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record as it was found.

    Attributes:
        source: where, for people.
        files: its seal, its parts, and what was made of it later, by name.
        listed: what the store's lists say of it, by the names of ``LISTED``; ``received`` as JSON.
        receipt: what its slips say of it; empty where nobody kept that.
        whole: whether all parts should be here.
        named: the record's id as the file's name has it; empty where it has none.
        wrapping: what is wrong with the file it was in; empty where nothing is.
    """

    source: str
    files: Mapping[str, bytes] = field(repr=False)
    listed: Mapping[str, object] = field(default_factory=dict)
    receipt: str = ""
    whole: bool = True
    named: str = ""
    wrapping: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds of one record.

    ``seal`` is None where there is none that holds. ``stub`` is what stands for a record whose content is not here
    any more, or only encrypted to its owner; None where it is here.
    """

    source: str
    seal: Seal | None
    findings: tuple[Finding, ...]
    stub: Stub | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing that was looked at speaks against the record."""
        return not self.wrong

    @property
    def wrong(self) -> tuple[str, ...]:
        """Everything that does not hold, in words."""
        return wrong(self.findings)

    def __str__(self) -> str:
        return f"does not hold: {'; '.join(self.wrong)}" if self.wrong else "holds"


def judge(found: Found, trusted: Trusted = Trusted(), check_pdf: PdfChecker | None = None) -> Verdict:  # noqa: B008
    """Return what holds of a record.

    Args:
        found: the record.
        trusted: certificates that came from elsewhere.
        check_pdf: checks the signed PDF where there is one; without it that is left open.
    """
    findings = [broken("file", found.wrapping)] if found.wrapping else []
    if STUB_NAME in found.files and not found.files.get(SEAL_NAME):
        stub, about = judge_stub(found.files, found.listed, found.named, trusted)
        return Verdict(found.source, None, (*findings, *about), stub)
    if SEAL_NAME not in found.files:
        return Verdict(found.source, None, (*findings, broken("seal", f"there is no {SEAL_NAME}")))
    try:
        seal = check_seal(found.files[SEAL_NAME])
    except SealError as error:
        return Verdict(found.source, None, (*findings, broken("seal", str(error))))
    findings.append(
        holds("seal", "it fits the record: not a letter was changed since the terminal sealed it")
    )
    findings += _sealed(found, seal, trusted)
    if SIGNED_PDF in found.files:
        findings += _pdf(found.files, seal, check_pdf)
    return Verdict(found.source, seal, tuple(findings))


def _sealed(found: Found, seal: Seal, trusted: Trusted) -> Iterator[Finding]:
    """Yield what is to be said of a record whose seal holds."""
    if found.named not in {"", record_id := str(said(seal.record, "id"))}:
        yield broken("file", f"its name is that of record {found.named}, and it holds record {record_id}")
    terminal_id, utc = (
        str(said(seal.record, *path)) for path in (("device", "terminal_id"), ("times", "confirmed", "utc"))
    )
    yield trusted.judge(seal.thumbprint, seal.certificates, terminal_id, utc)
    yield from judge_parts(
        seal.record, found.files, trusted.thumbprints | {seal.thumbprint}, whole=found.whole
    )
    yield from judge_record(seal.record)
    yield from _lists(found.listed, seal.record)
    if found.receipt:
        yield _receipt(found.receipt, seal)


def _lists(listed: Mapping[str, object], record: Mapping[str, Any]) -> Iterator[Finding]:
    """Say whether the store's lists, by which a record is found, say what the record says."""
    differing = []
    for name, kept in listed.items():
        sealed = said(record, *LISTED[name])
        if name == "received":
            if _read(str(kept)) != sealed:
                differing.append("the store has another request than the record")
        elif kept != sealed:
            differing.append(f"{name} is {kept} in the store and {sealed} in the record")
    yield from (broken("list", sentence) for sentence in differing)
    if listed and not differing:
        yield holds("list", "the store's lists say what the record says")


def _read(text: str) -> Any:  # noqa: ANN401 - whatever a till sent
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _receipt(line: str, seal: Seal) -> Finding:
    """Say whether what the slips say is what the record says, signed by the same key."""
    claims, _, signature = line.rpartition(" ")
    try:
        if claims != claims_of(Receipt.of(seal.record, seal.jws_sha256)):
            return broken("receipt", "the slip's code says something else than the record")
        check_signature(claims, signature, p256_key(seal.certificates[0]))
    except SealError as error:
        return broken("receipt", str(error))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return broken("receipt", f"the record lacks what its slip says: {error}")
    return holds("receipt", "the slip's code says what the record says, signed by the same key")


def _pdf(files: Mapping[str, bytes], seal: Seal, check_pdf: PdfChecker | None) -> Iterator[Finding]:
    """Say what the signed PDF is worth: its own signature, and whether it is of this record."""
    if check_pdf is None:
        yield unknown("pdf", f"{SIGNED_PDF} is here; its own signature was not looked at")
        return
    report = check_pdf(files[SIGNED_PDF])
    yield from report.findings
    if report.attached.get(SEAL_NAME) != files[SEAL_NAME]:
        yield broken("pdf", f"{SIGNED_PDF} carries another seal than this record's")
        return
    carried = judge_parts(seal.record, report.attached, {seal.thumbprint}, whole=False)
    if sentences := wrong(carried):
        yield broken("pdf", f"{SIGNED_PDF}: {'; '.join(sentences)}")
    else:
        yield holds("pdf", f"{SIGNED_PDF} carries this record's seal")
