"""Checks a signed PDF: its own signature, what was changed in it later, its time stamp, and what it carries.

pyHanko calls a signature ``valid`` that was made properly, whatever became of the file since. What is judged here
is ``intact`` and ``bottom_line``.
"""

import asyncio
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    async_validate_pdf_signature,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from terminal.evidence.bundle import SEAL_NAME
from terminal.evidence.errors import SealError
from terminal.evidence.finding import Finding, PdfReport, broken, holds, unknown
from terminal.evidence.jws import p256_key, thumbprint_of
from terminal.evidence.seal import Seal, check_seal
from terminal.model.document import DOCUMENT_PART

FIELD = "Signpost-"
"""How the name of a terminal's signature begins; the record's id follows."""

_MOST_NESTED = 16


def check_signed_pdf(content: bytes, stamp_roots: Iterable[bytes] = ()) -> PdfReport:
    """Return what a signed PDF is worth. It never raises: a file that is no PDF is a finding.

    That the key is the terminal's is shown by the seal that the PDF carries: both were made with one key. Whose
    that is, is judged with the seal (``terminal.evidence.verify``).

    Args:
        content: the file.
        stamp_roots: certificates of time-stamp services that are believed, DER.
    """
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        ours = [each for each in reader.embedded_signatures if each.field_name.startswith(FIELD)]
        if not ours:
            return PdfReport((broken("pdf", "no terminal has signed this PDF"),))
        attached = _attached(reader, ours[-1])
        roots = [x509.Certificate.load(each) for each in stamp_roots]
        status = _status(ours[-1], roots)
    except Exception as error:  # noqa: BLE001 - whatever a forged file does to a parser
        return PdfReport((broken("pdf", f"the PDF cannot be checked: {type(error).__name__}: {error}"),))
    seal, findings = _seal(attached, status)
    if seal:
        attached |= _underneath(content, seal.record, attached)
    findings += [_signature(status), *_stamp(status, believed=bool(roots))]
    return PdfReport(tuple(findings), attached)


def _status(signature: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> PdfSignatureStatus:
    """Judge a signature, its own certificate being taken for granted."""
    judging = async_validate_pdf_signature(
        signature,
        ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False),
        ts_validation_context=ValidationContext(trust_roots=roots, allow_fetching=False),
        key_usage_settings=KeyUsageConstraints(
            key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
        ),
    )
    with ThreadPoolExecutor(1) as aside:  # whoever asks may be in an event loop of their own
        return aside.submit(asyncio.run, judging).result()


def _signature(status: PdfSignatureStatus) -> Finding:
    if not status.intact:
        return broken("pdf", "the PDF was changed after the terminal signed it")
    if not (status.docmdp_ok or status.modification_level is None):
        return broken("pdf", "the PDF was added to in ways that its signature forbids")
    stamp = status.timestamp_validity
    own = status.valid and status.trusted and status.seed_value_ok
    if not status.bottom_line and not (
        own and stamp and not stamp.trusted
    ):  # whose stamp it is, is said apart
        return broken("pdf", f"the PDF's signature does not hold: {status.summary()}")
    return holds("pdf", "the PDF is as the terminal signed it")


def _stamp(status: PdfSignatureStatus, *, believed: bool) -> Iterable[Finding]:
    stamp = status.timestamp_validity
    if stamp is None:
        return
    when = f"{stamp.timestamp:%Y-%m-%d %H:%M:%S %Z}"
    who = stamp.signing_cert.subject.human_friendly
    if not (stamp.valid and stamp.intact):
        yield broken("time stamp", "the time stamp does not belong to this signature")
    elif not believed:
        yield unknown("time stamp", f"stamped on {when} by {who}: give their certificate to compare")
    elif not stamp.trusted:
        yield broken("time stamp", f"stamped by {who}, who is not one of those that are believed")
    else:
        yield holds("time stamp", f"stamped on {when} by {who}")


def _seal(attached: Mapping[str, bytes], status: PdfSignatureStatus) -> tuple[Seal | None, list[Finding]]:
    """Return the seal that a PDF carries if it holds, and whether one key made both signatures."""
    if SEAL_NAME not in attached:
        return None, [broken("pdf", f"there is no {SEAL_NAME} attached to the PDF")]
    try:
        seal = check_seal(attached[SEAL_NAME])
    except SealError as error:
        return None, [broken("pdf", f"the seal attached to the PDF does not hold: {error}")]
    try:
        thumbprint = thumbprint_of(p256_key(status.signing_cert.dump()))
    except ValueError:
        thumbprint = ""
    if thumbprint != seal.thumbprint:
        return seal, [broken("pdf", "the PDF was signed with another key than its record was sealed with")]
    return seal, []


def _underneath(content: bytes, record: Mapping[str, Any], attached: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the till's own PDF where the signed one is that, continued: its first bytes."""
    for part in record.get("parts", ()):
        if part.get("name") == DOCUMENT_PART and DOCUMENT_PART not in attached:
            return {DOCUMENT_PART: content[: int(part.get("size", 0))]}
    return {}


def _attached(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> dict[str, bytes]:
    """Return the files that a signature covers: those of the document, and those that hang on the signature."""
    root = reader.get_historical_root(signature.signed_revision)
    names = _at(_at(root, "/Names"), "/EmbeddedFiles")
    shown = _at(_at(signature.sig_field, "/AP"), "/N")
    specs = [*_leaves(names), *_listed(shown, "/AF")]
    return {str(_at(spec, "/UF") or spec["/F"]): bytes(spec["/EF"]["/F"].data) for spec in specs}


def _leaves(node: Any, depth: int = 0) -> list[Any]:  # noqa: ANN401 - whatever a PDF says
    """Return the values of a name tree."""
    below = _listed(node, "/Kids") if depth < _MOST_NESTED else []
    return [*_listed(node, "/Names")[1::2], *(leaf for each in below for leaf in _leaves(each, depth + 1))]


def _at(node: Any, name: str) -> Any:  # noqa: ANN401
    """Return an entry of a dictionary, followed to where it is; None where there is none."""
    return node[name] if node is not None and name in node else None


def _listed(node: Any, name: str) -> list[Any]:  # noqa: ANN401
    return [each.get_object() for each in _at(node, name) or ()]
