"""What a signed PDF tells of a record: read from its seal and its parts, never from anywhere else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from terminal.evidence.errors import SealError
from terminal.evidence.seal import check_seal
from terminal.export.ink_json import read_ink
from terminal.i18n import message
from terminal.model.document import DOCUMENT_PART
from terminal.model.ink import Ink, Tool
from terminal.model.record import Part
from terminal.model.request import Method, SigningRequest, in_language, request_from_json

_WRITTEN_WITH = {
    Tool.FINGER: message("Handwritten (finger)"),
    Tool.PEN: message("Handwritten (pen)"),
    Tool.MOUSE: message("Handwritten (mouse)"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A signed record.

    Attributes:
        record: ``record.json``, as values.
        jws: its seal, as bytes; ``jws_sha256`` in hex.
        request: what the till asked.
        language: in which the customer read it, and in which the PDF is written.
        parts: the record's files by name.
        ink: the samples; None for a finger, and where only their owner can read them.
        receipt: what the terminal signed for a slip's QR code; empty in old records.
    """

    record: Mapping[str, Any]
    jws: bytes = field(repr=False)
    jws_sha256: str
    request: SigningRequest
    language: str
    parts: Mapping[str, Part] = field(repr=False)
    ink: Ink | None = field(repr=False)
    receipt: str

    @property
    def method(self) -> Method:
        """How it was signed."""
        return Method(self.record["signature"]["method"])

    @property
    def matched(self) -> bool:
        """Whether a finger was compared, so that there is no picture of one."""
        return "match" in self.record["signature"]

    @property
    def picture(self) -> bytes | None:
        """The flat picture of the signature or the finger (PNG), where it can be read."""
        part = self.parts.get("impression.png" if self.method is Method.FINGERPRINT else "signature.png")
        return part.content if part else None

    @property
    def written_with(self) -> str:
        """The method in words, in English, to be translated where it is shown."""
        if self.method is Method.FINGERPRINT:
            return message("Fingerprint")
        tools = {stroke.tool for stroke in self.ink.strokes} if self.ink else set()
        usual = Tool.PEN if self.method is Method.STYLUS else Tool.FINGER
        return _WRITTEN_WITH[tools.pop() if len(tools) == 1 else usual]

    @property
    def agreed(self) -> tuple[str, ...]:
        """The sentences that were ticked, in the language of the glass."""
        ticked = self.record["shown"]["consents"]
        return tuple(
            in_language(each.text, self.language) for each in self.request.consents if each.id in ticked
        )

    @property
    def confirmed(self) -> datetime:
        """When the customer confirmed."""
        return datetime.fromisoformat(self.record["times"]["confirmed"]["utc"])

    @property
    def document(self) -> bytes | None:
        """The till's own PDF."""
        part = self.parts.get(DOCUMENT_PART)
        return part.content if part else None


def tell(jws: bytes, parts: tuple[Part, ...], receipt: str = "") -> Told:
    """Read a sealed record, after making sure that its seal holds.

    Raises:
        SealError: it does not, or a part is another than was sealed.
        KeyError, TypeError, ValueError: what is sealed is not a record as this version knows it.
    """
    seal = check_seal(jws)
    asked, shown = seal.record["request"], seal.record["shown"]
    files = {part.name: part for part in parts}
    for listed in seal.record["parts"]:
        part = files.get(listed["name"])
        if part and part.sha256 != listed["sha256"]:
            raise SealError(f"{part.name} is not the file that was sealed")
    return Told(
        record=seal.record,
        jws=jws,
        jws_sha256=seal.jws_sha256,
        request=request_from_json(asked["id"], asked["till"], json.dumps(asked["received"])),
        language=shown["language"],
        parts=files,
        ink=read_ink(files["ink.json"].content) if "ink.json" in files else None,
        receipt=receipt,
    )
