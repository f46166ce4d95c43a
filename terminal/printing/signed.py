"""What a slip tells of a record: read from its seal and its parts, never from anywhere else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from terminal.export.ink_json import read_ink
from terminal.model.codes import short_key
from terminal.model.ink import Ink, Tool
from terminal.model.moment import ClockState
from terminal.model.record import Part
from terminal.model.request import Method, SigningRequest, in_language, request_from_json


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed record, as far as it goes on paper.

    Attributes:
        agreed: the sentences the customer agreed to, in the language that was shown; often none.
        pages: how many pages were shown.
        ink: the samples, or None where there are none or only their owner can read them.
        picture: the flat picture of the signature or the finger (PNG), or None where there is none to print.
        receipt: what the terminal signed for the QR code (``evidence.receipt``); empty in old records.
        finger_consents: how the record names the consents given, where a finger was taken.
        key: the beginning of the thumbprint of the key that sealed it, in groups.
        score: how alike the sensor found the finger to the one enrolled; None where none was compared.
    """

    id: str
    seq: int
    jws_sha256: str
    match_code: str
    terminal_id: str
    request: SigningRequest
    language: str
    text_sha256: str
    pages: int
    agreed: tuple[str, ...]
    method: Method
    confirmed: datetime
    clock: ClockState
    ink: Ink | None = field(repr=False)
    picture: bytes | None = field(repr=False)
    receipt: str = ""
    finger_consents: tuple[str, ...] = ()
    score: int | None = None
    key: str = ""

    @property
    def tool(self) -> Tool:
        """What the customer wrote with: a pen only where every stroke was drawn with it."""
        if self.ink is None:
            return Tool.PEN if self.method is Method.STYLUS else Tool.FINGER
        tools = {stroke.tool for stroke in self.ink.strokes}
        return tools.pop() if len(tools) == 1 else Tool.FINGER


def read_signed(jws: bytes, parts: tuple[Part, ...], receipt: str = "") -> Signed:
    """Read a sealed record, after making sure that its seal holds.

    Raises:
        SealError: it does not.
        KeyError, TypeError, ValueError: what is sealed is not a record as this version knows it.
    """
    from terminal.evidence.seal import check_seal  # noqa: PLC0415 - cryptography, once there is a slip

    seal = check_seal(jws)
    record = seal.record
    asked, shown = record["request"], record["shown"]
    request = request_from_json(asked["id"], asked["till"], json.dumps(asked["received"]))
    files = {part.name: part.content for part in parts}
    method = Method(record["signature"]["method"])
    finger = method is Method.FINGERPRINT
    agreed = (
        in_language(each.text, shown["language"]) for each in request.consents if _ticked(each.id, shown)
    )
    return Signed(
        id=record["id"],
        seq=int(record["chain"]["seq"]),
        jws_sha256=seal.jws_sha256,
        key=short_key(seal.thumbprint),
        match_code=record["match_code"],
        terminal_id=record["device"]["terminal_id"],
        request=request,
        language=shown["language"],
        text_sha256=shown["text_sha256"],
        pages=len(shown["pages"]),
        agreed=tuple(agreed),
        method=method,
        confirmed=datetime.fromisoformat(record["times"]["confirmed"]["utc"]),
        clock=ClockState(record["times"]["clock"]),
        ink=None if finger or "ink.json" not in files else read_ink(files["ink.json"]),
        picture=files.get("impression.png" if finger else "signature.png"),
        receipt=receipt,
        finger_consents=tuple(shown["consents"]) if finger else (),
        score=int(record["signature"]["match"]["score"]) if "match" in record["signature"] else None,
    )


def _ticked(consent_id: str, shown: Mapping[str, Any]) -> bool:
    return consent_id in shown["consents"]
