"""The forms in which a record can be exported, and why one is not to be had of a record."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from terminal.evidence.bundle import MEDIA_TYPE as BUNDLE_TYPE
from terminal.evidence.bundle import SIGNED_PDF, BundleError, open_bundle
from terminal.evidence.finding import wrong
from terminal.evidence.tombstone import TOMBSTONE_SUFFIX
from terminal.export.inkml import MEDIA_TYPE as INKML_TYPE
from terminal.export.inkml import inkml
from terminal.export.jbig import MEDIA_TYPE as JBIG_TYPE
from terminal.export.jbig import NoJbig, Size, signature_jbig
from terminal.model.record import Part

from .taken import INK, Taken


class Form(StrEnum):
    """A form; its value is what people type."""

    BUNDLE = "bundle"
    PDF = "pdf"
    PNG = "png"
    SVG = "svg"
    INKML = "inkml"
    JSON = "json"
    JBIG = "jbig"
    CSV = "csv"

    @property
    def suffix(self) -> str:
        """How the names of its files end."""
        return {Form.BUNDLE: ".signpost", Form.JSON: ".ink.json", Form.JBIG: ".jbg"}.get(
            self, f".{self.value}"
        )


@dataclass(frozen=True, slots=True)
class Absent:
    """A record cannot be had in a form.

    Attributes:
        why: in words.
        expected: whether there is nothing wrong with that: a finger has no strokes.
    """

    why: str
    expected: bool


def file_of(form: Form, record: Taken, size: Size | None = None) -> Part | Absent:
    """Return a record in a form; ``size`` is that of a JBIG picture."""
    match form:
        case Form.BUNDLE:
            return Part(form.value, BUNDLE_TYPE, record.bundle)
        case Form.PDF:
            why = (
                record.no_pdf
                or "its signed PDF is not made yet: the uploader makes it, before it sends the record"
            )
            return record.part(SIGNED_PDF) or Absent(why, expected=False)
        case Form.PNG:
            return record.part("signature.png") or _kept(
                record, "impression.png" if _finger(record) else "signature.png"
            )
        case Form.SVG:
            return _drawn(record, lambda: _kept(record, "signature.svg"))
        case Form.JSON:
            return _drawn(record, lambda: _kept(record, INK))
        case Form.INKML:
            return _drawn(record, lambda: _inkml(record))
        case Form.JBIG:
            return _drawn(record, lambda: _jbig(record, size or Size()))
        case Form.CSV:
            raise ValueError("an index is of many records")


def trouble_with(form: Form, content: bytes) -> str:
    """Return what is wrong with a file as it was read back, in words; empty where nothing is."""
    match form:
        case Form.BUNDLE:
            try:
                open_bundle(content)
            except BundleError as error:
                return str(error)
        case Form.PDF:
            from terminal.export.signed_pdf.check import check_signed_pdf  # noqa: PLC0415 - half a second, once

            return "; ".join(wrong(check_signed_pdf(content).findings))
    return ""


def _finger(record: Taken) -> bool:
    return record.stored.method == "fingerprint"


def _drawn(record: Taken, made: Callable[[], Part | Absent]) -> Part | Absent:
    """Return what is made of a signature that was drawn."""
    if _finger(record):
        return Absent("it was signed with a finger: there are no strokes", expected=True)
    return made()


def _kept(record: Taken, name: str) -> Part | Absent:
    """Return a part as it was sealed, or why it is not here."""
    part = record.part(name)
    if part:
        return part
    if record.part(f"{name}{TOMBSTONE_SUFFIX}") or record.part(f"{name}.age{TOMBSTONE_SUFFIX}"):
        return Absent(f"{name} was destroyed, as its tombstone in the bundle says", expected=True)
    if record.part(f"{name}.age"):
        return Absent(f"{name} is encrypted to its owner: it is in the bundle, as {name}.age", expected=True)
    if _finger(record):
        return Absent("the finger was compared, and no picture taken", expected=True)
    return Absent(f"the record has no {name}", expected=False)


def _inkml(record: Taken) -> Part | Absent:
    if record.ink is None:
        return _why_no_ink(record)
    stored = record.stored
    facts = {
        "record": stored.id,
        "reference": stored.reference,
        "matchCode": stored.match_code,
        "confirmed": stored.confirmed_utc,
    }
    return Part("strokes.inkml", INKML_TYPE, inkml(record.ink, facts))


def _jbig(record: Taken, size: Size) -> Part | Absent:
    if record.ink is None:
        return _why_no_ink(record)
    try:
        return Part("signature.jbg", JBIG_TYPE, signature_jbig(record.ink, record.stored.match_code, size))
    except NoJbig as error:
        return Absent(str(error), expected=False)


def _why_no_ink(record: Taken) -> Absent:
    kept = _kept(record, INK)
    return kept if isinstance(kept, Absent) else Absent(f"{INK} cannot be read", expected=False)
