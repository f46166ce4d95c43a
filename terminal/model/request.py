"""What a till asks for: one signing request, as it was received."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .document import Document, document_from_json


class Method(StrEnum):
    """A way to sign."""

    TOUCH = "touch"
    STYLUS = "stylus"
    FINGERPRINT = "fingerprint"


class FingerForm(StrEnum):
    """How a finger signs: as the image of what was pressed, or compared with one that the sensor knows."""

    IMPRESSION = "impression"
    MATCH = "match"


class Kind(StrEnum):
    """What is signed: a sale with an amount, or a document with a text."""

    SALE = "sale"
    DOCUMENT = "document"


Words = Mapping[str, str]
"""One text in several languages: ``{"zh": "…", "en": "…"}``."""


def in_language(words: Words, language: str) -> str:
    """Return the text in ``language`` (``zh-CN`` finds ``zh``), else English, else whichever there is."""
    for wanted in (language, language.partition("-")[0], "en"):
        if wanted in words:
            return words[wanted]
    return next(iter(words.values()), "")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sale. ``amount`` and ``quantity`` are decimal strings, kept as the till wrote them."""

    text: str
    quantity: str = "1"
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """A sentence that the signer is asked to agree to; a required one must be ticked to go on."""

    id: str
    text: Words
    required: bool = True


@dataclass(frozen=True, slots=True)
class SigningRequest:
    """What one customer is asked to sign.

    Attributes:
        id: UUIDv7 of the request.
        till: the name of the till that asked.
        received: the request's JSON as the till sent it; it goes into the record word for word.
        amount: a decimal string, empty for a document without one.
        currency: ISO 4217.
        methods: the ways to sign that the till allows, in the order it named them.
        template: the place of the one enrolled finger that is wanted; None where any finger leaves its impression.
        deadline_s: seconds from being displayed until it cancels itself.
        retries: how often the customer may sign again.
        read_to_end: the way on unlocks only when the last page was shown.
        document: the PDF to be read and signed; None where there is none.
        settle_date: MMDD, and ``ref_no``: 12 digits, both the acquirer's; together its match code.
    """

    id: str
    till: str
    received: str
    reference: str
    kind: Kind = Kind.SALE
    amount: str = ""
    currency: str = "CNY"
    merchant: str = ""
    operator: str = ""
    lines: tuple[Line, ...] = ()
    title: Words = field(default_factory=dict)
    body: Words = field(default_factory=dict)
    consents: tuple[Consent, ...] = ()
    methods: tuple[Method, ...] = tuple(Method)
    template: int | None = None
    language: str = ""
    deadline_s: float = 300
    retries: int = 3
    read_to_end: bool = True
    copies: int = 1
    document: Document | None = None
    settle_date: str = ""
    ref_no: str = ""


def request_from_json(request_id: str, till: str, received: str) -> SigningRequest:
    """Build a request from the JSON that the till API has already checked and completed."""
    said: Mapping[str, Any] = json.loads(received)
    plain = ("reference", "amount", "currency", "merchant", "operator", "language", "settle_date", "ref_no")
    return SigningRequest(
        id=request_id,
        till=till,
        received=received,
        kind=Kind(said["kind"]),
        lines=tuple(Line(**line) for line in said.get("lines", ())),
        title=said.get("title", {}),
        body=said.get("body", {}),
        consents=tuple(Consent(**consent) for consent in said.get("consents", ())),
        methods=tuple(Method(name) for name in said["methods"]),
        template=_template(said.get("fingerprint", {})),
        deadline_s=float(said["deadline_s"]),
        retries=int(said["retries"]),
        read_to_end=bool(said["read_to_end"]),
        document=document_from_json(said.get("document")),
        copies=int(said.get("print", {}).get("copies", 1)),
        **{name: said.get(name) or "" for name in plain},
    )


def _template(fingerprint: Mapping[str, Any]) -> int | None:
    return int(fingerprint["template"]) if fingerprint.get("form") == FingerForm.MATCH else None
