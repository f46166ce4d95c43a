"""``record.json``: what was asked, what was shown, what was given, and in what circumstances."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from terminal.model.document import DOCUMENT_PART
from terminal.model.impression import Impression, PressQuality
from terminal.model.ink import Ink
from terminal.model.journal import JournalHead
from terminal.model.match import Match
from terminal.model.moment import Moment
from terminal.model.record import RECORD_SCHEMA, Confirmation, PageShown, Part, Restored, SealedRecord

from .keys import DeviceKey
from .protecting import protect
from .receipt import Receipt, sign_receipt
from .seal import seal


@dataclass(frozen=True, slots=True)
class Device:
    """The terminal, as its records describe it."""

    terminal_id: str
    version: str
    model: str
    sensor: str
    panel: str


@dataclass(frozen=True, slots=True)
class Sealer:
    """The terminal's hand: makes a record of a signing and seals it.

    ``recipients`` are the age keys to which the biometric parts are encrypted; without any they are kept as they are.
    """

    device: Device
    key: DeviceKey
    recipients: tuple[str, ...] = ()

    def protect(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """Return the parts as they are to be kept: nothing of a hand or a finger that others could read.

        Raises:
            AgeError: a recipient is none.
        """
        return protect(parts, self.recipients)

    def seal(  # noqa: PLR0917 - what is signed, and then its place in the chain
        self,
        signing: Confirmation,
        parts: tuple[Part, ...],
        seq: int,
        previous: str,
        journal: JournalHead = JournalHead(),  # noqa: B008 - a value, frozen
        restored: Restored | None = None,
    ) -> SealedRecord:
        """Make the record of a signing at its place in the chain, and seal it.

        Args:
            signing: what the customer confirmed.
            parts: the files that belong to the record, content and all.
            seq: 1 for the terminal's first record, then without a gap.
            previous: hex SHA-256 of the previous record's JWS; NO_PREVIOUS for the first.
            journal: how far the journal had come: sealed as well, no line up to here can be changed or lost.
            restored: where this is the first record after a restore: the record names that too.
        """
        record = record_values(signing, parts, self.device, self.key.thumbprint)
        record["chain"] = {"seq": seq, "previous": previous}
        if restored:
            record["chain"]["restored"] = asdict(restored)
        record["journal"] = {"seq": journal.seq, "sha256": journal.sha256}
        record_json = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
        sealed = seal(record_json, self.key)
        receipt = sign_receipt(Receipt.of(record, sha256(sealed).hexdigest()), self.key)
        return SealedRecord(
            signing.record_id, seq, signing.request.id, signing.match_code, sealed, parts, receipt
        )


def record_values(
    signing: Confirmation, parts: tuple[Part, ...], device: Device, thumbprint: str
) -> dict[str, Any]:
    """Return a record's values, all but its place in the chain."""
    return {
        "schema": RECORD_SCHEMA,
        "id": signing.record_id,
        "request": {
            "id": signing.request.id,
            "till": signing.request.till,
            "received": json.loads(signing.request.received),
        },
        "shown": {
            "language": signing.shown.language,
            "text": signing.shown.text,
            "text_sha256": signing.shown.text_sha256,
            "pages": [_page(page) for page in signing.shown.pages],
            "font_scale": signing.shown.font_scale,
            **({"document_sha256": signing.shown.document_sha256} if signing.shown.document_sha256 else {}),
            "consents": list(signing.consents),
            **_finger_consent(signing),
        },
        "signature": _signature(signing),
        "parts": [
            *(_listed(part) for part in parts),
            *_document_part(signing),
        ],
        "match_code": signing.match_code,
        "times": _times(signing),
        "device": {
            "terminal_id": device.terminal_id,
            "version": device.version,
            "model": device.model,
            "sensor": device.sensor,
            "panel": device.panel,
            "key_thumbprint": thumbprint,
        },
    }


def _page(shown: PageShown) -> dict[str, Any]:
    return {"page": shown.page, "ms": shown.shown_ms, **({"part": shown.part} if shown.part else {})}


def _document_part(signing: Confirmation) -> list[dict[str, Any]]:
    """Return what the record says of the document that was signed; the store has it, and makes it a part."""
    document = signing.request.document
    if document is None:
        return []
    listed = {"size": document.size, "sha256": document.sha256}
    return [{"name": DOCUMENT_PART, "type": "application/pdf", **listed}]


def _listed(part: Part) -> dict[str, Any]:
    """Return what a record says of one of its parts."""
    listed = {"name": part.name, "type": part.media_type, "size": len(part.content), "sha256": part.sha256}
    return listed | ({"plain_sha256": part.plain_sha256} if part.plain_sha256 else {})


def _finger_consent(signing: Confirmation) -> dict[str, Any]:
    """Return the wording by which a finger was asked for, where one was."""
    consent = signing.finger_consent
    return {"finger_consent": {"version": consent.version, "text": consent.text}} if consent else {}


def _signature(signing: Confirmation) -> dict[str, Any]:
    match signing.signature:
        case Ink() as ink:
            given: dict[str, Any] = {
                "ink": {
                    "strokes": len(ink.strokes),
                    "points": sum(1 for _ in ink.points()),
                    "width": ink.width,
                    "height": ink.height,
                }
            }
        case Impression() as impression:
            given = {
                "impression": {
                    "width_px": impression.width_px,
                    "height_px": impression.height_px,
                    "dpi": impression.dpi,
                    "sensor": impression.sensor,
                }
            }
            if impression.quality:
                given["impression"]["quality"] = _press_quality(impression.quality)
        case Match() as match:
            given = {"match": asdict(match)}
            del given["match"]["pressed_ns"]
    if signing.quality:
        given["quality"] = {
            "verdict": signing.quality.verdict.value,
            "overridden": signing.quality.overridden,
        }
    return {"method": signing.method.value, "attempt": signing.attempt, **given}


def _press_quality(quality: PressQuality) -> dict[str, Any]:
    return {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in asdict(quality).items()
    }


def _times(signing: Confirmation) -> dict[str, Any]:
    match signing.signature:
        case (
            Ink(pen_down_ns=int() as began_ns) | Impression(pressed_ns=began_ns) | Match(pressed_ns=began_ns)
        ):
            began = signing.opened.at(began_ns)
        case _:
            began = signing.confirmed
    return {
        "opened": _moment(signing.opened),
        "first_pen_down": _moment(began),
        "confirmed": _moment(signing.confirmed),
        "clock": signing.confirmed.clock.value,
    }


def _moment(moment: Moment) -> dict[str, Any]:
    return {"utc": moment.utc_text(), "monotonic_ns": moment.monotonic_ns, "boot_id": moment.boot_id}
