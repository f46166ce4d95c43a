"""What a till may say: the request document, field by field. Whatever is not here is an error."""

import json
import re
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, model_validator

from terminal.model.request import FingerForm, Kind, Method

MAX_LINES = 200
MAX_RETRIES = 10
MIN_DEADLINE_S = 10
MAX_DEADLINE_S = 24 * 3600
MAX_METADATA_BYTES = 16 * 1024
MAX_TEMPLATE = 65_534
"""Sensors count places in 16 bits."""

MIN_PLACE = 0.02
"""The smallest side of a signature's place: less of a page nobody could read."""
_ROUNDING = 1e-6

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DURATION = re.compile(r"P(?:([0-9]{1,2})D)?(?:T(?:([0-9]{1,3})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})S)?)?")


def duration_s(text: str) -> int:
    """Return the seconds of an ISO 8601 duration of days, hours, minutes and seconds, such as ``PT5M``.

    Raises:
        ValueError: in words for the till.
    """
    found = _DURATION.fullmatch(text)
    if not found or not any(found.groups()) or text.endswith("T"):
        raise ValueError('should be an ISO 8601 duration such as "PT5M" or "PT90S"')
    days, hours, minutes, seconds = (int(number or 0) for number in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def _plain(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("should hold no control characters but line breaks and tabs")
    return text


def _deadline(text: str) -> str:
    if not MIN_DEADLINE_S <= duration_s(text) <= MAX_DEADLINE_S:
        raise ValueError("should be from PT10S to P1D")
    return text


def _unique(methods: list[Method]) -> list[Method]:
    if len(set(methods)) != len(methods):
        raise ValueError("should name each method once")
    return methods


def _small(metadata: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if len(json.dumps(metadata, ensure_ascii=False).encode()) > MAX_METADATA_BYTES:
        raise ValueError(f"should be at most {MAX_METADATA_BYTES} bytes of JSON")
    return metadata


Plain = AfterValidator(_plain)
Word = Annotated[str, Field(max_length=200), Plain]
Language = Annotated[str, Field(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$")]
Reference = Annotated[str, Field(min_length=1, max_length=64), Plain]
Amount = Annotated[str, Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,3})?$", examples=["128.00"])]
Titles = Annotated[dict[Language, Annotated[Word, Field(min_length=1)]], Field(min_length=1, max_length=20)]
Texts = Annotated[
    dict[Language, Annotated[str, Field(min_length=1, max_length=50_000), Plain]],
    Field(min_length=1, max_length=20),
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class LineIn(_Strict):
    """One line of the sale. A discount's amount may be negative."""

    text: Annotated[Word, Field(min_length=1)]
    quantity: Annotated[str, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,4})?$")] = "1"
    amount: Annotated[str, Field(pattern=r"^(-?[0-9]{1,12}(\.[0-9]{1,3})?)?$")] = ""


class ConsentIn(_Strict):
    """A sentence that the customer is asked to agree to."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
    text: Texts
    required: bool = True


class FingerprintIn(_Strict):
    """How a finger signs: it leaves its image, or is compared with the one enrolled at a place of the sensor."""

    form: FingerForm = FingerForm.IMPRESSION
    template: Annotated[
        int | None, Field(ge=0, le=MAX_TEMPLATE, description="the place of an enrolled finger, for a match")
    ] = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.form is FingerForm.MATCH and self.template is None:
            raise ValueError("a match needs template, the place of the finger that is enrolled")
        if self.form is FingerForm.IMPRESSION and self.template is not None:
            raise ValueError('template belongs to "form": "match"')
        return self


class SignerIn(_Strict):
    """Who is expected to sign, and why; kept in the record."""

    name: Word = ""
    reason: Word = ""


class PrintIn(_Strict):
    """What comes out of the printer."""

    copies: Annotated[int, Field(ge=0, le=5)] = 1


class PlaceIn(_Strict):
    """Where the signature goes: fractions of a page's width and height, from its upper left corner."""

    page: Annotated[int, Field(ge=1, description="1 for the first")]
    x: Annotated[float, Field(ge=0, lt=1)]
    y: Annotated[float, Field(ge=0, lt=1)]
    w: Annotated[float, Field(ge=MIN_PLACE, le=1)]
    h: Annotated[float, Field(ge=MIN_PLACE, le=1)]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.x + self.w > 1 + _ROUNDING or self.y + self.h > 1 + _ROUNDING:
            raise ValueError("the place should lie on the page: x + w and y + h are at most 1")
        return self


class DocumentIn(_Strict):
    """A PDF to be read and signed."""

    pdf: Annotated[str, Field(min_length=1, description="the PDF, base64")]
    sha256: Annotated[
        str, Field(pattern="^[0-9A-Fa-f]{64}$", description="of the PDF, so that it is here whole")
    ]
    place: PlaceIn | None = None


class SigningDocument(_Strict):
    """What one customer is asked to sign."""

    reference: Reference
    kind: Kind = Kind.SALE
    amount: Amount | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217")] | None = None
    merchant: Word = ""
    operator: Annotated[str, Field(max_length=32), Plain] = ""
    lines: Annotated[list[LineIn], Field(max_length=MAX_LINES)] = []
    title: Titles | None = None
    body: Texts | None = None
    consents: Annotated[list[ConsentIn], Field(max_length=8)] = []
    methods: Annotated[list[Method], Field(min_length=1), AfterValidator(_unique)] = list(Method)
    fingerprint: FingerprintIn = FingerprintIn()
    signer: SignerIn | None = None
    language: Language | None = None
    deadline: Annotated[str, AfterValidator(_deadline), Field(description="ISO 8601, PT10S to P1D")] = "PT5M"
    retries: Annotated[int, Field(ge=0, le=MAX_RETRIES)] = 3
    read_to_end: bool = True
    print: PrintIn = PrintIn()
    settle_date: Annotated[str, Field(pattern="^(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$")] | None = None
    ref_no: Annotated[str, Field(pattern="^[0-9]{12}$")] | None = None
    metadata: Annotated[dict[str, JsonValue], AfterValidator(_small)] = {}
    queue: Annotated[bool, Field(description="wait behind a running request, rather than be refused")] = False
    document: DocumentIn | None = None
    staff_review: Annotated[bool, Field(description="true is not served in this version: 422")] = False
    webhook: Annotated[JsonValue, Field(description="not served in this version: 422")] = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.kind is Kind.DOCUMENT and not (self.title and (self.body or self.document)):
            raise ValueError("a document needs title, and body or a PDF")
        if self.kind is Kind.SALE and self.amount is None:
            raise ValueError("a sale needs an amount")
        if self.fingerprint.template is not None and Method.FINGERPRINT not in self.methods:
            raise ValueError('a match needs "fingerprint" among the methods')
        if (self.amount is None) != (self.currency is None):
            raise ValueError("amount and currency belong together")
        if (self.settle_date is None) != (self.ref_no is None):
            raise ValueError("settle_date and ref_no belong together")
        if len({consent.id for consent in self.consents}) != len(self.consents):
            raise ValueError("each consent needs an id of its own")
        return self

    def completed(
        self, merchant: str, language: str, document: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the document with every default filled in, as the terminal reads it and the record keeps it.

        Args:
            merchant: the shop's name, for a till that sends none.
            language: the site's own name for the language asked for, or empty.
            document: what is kept of the PDF in place of the PDF itself.
        """
        said = self.model_dump(mode="json", exclude_none=True)
        said |= {"merchant": self.merchant or merchant, "deadline_s": duration_s(self.deadline)}
        said |= {"document": document} if document else {}
        return said | ({"language": language} if language else {})
