"""What the API answers: requests and records as a till sees them."""

from dataclasses import asdict
from typing import Any

from pydantic import BaseModel

from terminal.model.request import Kind
from terminal.model.status import CancelReason, Printed, RequestState, Uploaded
from terminal.store import Store
from terminal.store.records import StoredRecord
from terminal.store.requests import StoredRequest

from .problems import FAILURES, Problem


class RequestAnswer(BaseModel):
    """A request and how far it has come. Times are RFC 3339, UTC."""

    id: str
    till: str
    reference: str
    kind: Kind
    state: RequestState
    reason: CancelReason | None = None
    code: str | None = None
    message: str | None = None
    origin: str | None = None
    created: str
    displayed: str | None
    ended: str | None
    record_id: str | None
    match_code: str | None
    printed: Printed
    uploaded: Uploaded


class RequestList(BaseModel):
    """Requests, newest first."""

    requests: list[RequestAnswer]


class PartAnswer(BaseModel):
    """One file of a record."""

    name: str
    type: str
    size: int
    sha256: str
    href: str


class VoidedAnswer(BaseModel):
    """That a record does not count any more: since when, why, and who said so."""

    utc: str
    reason: str
    by: str


class RecordAnswer(BaseModel):
    """A record: how far it has come, the sealed record itself, and its parts."""

    id: str
    seq: int
    request_id: str
    till: str
    reference: str
    match_code: str
    method: str
    confirmed: str
    printed: Printed
    uploaded: Uploaded
    voided: VoidedAnswer | None
    seal_sha256: str
    record: dict[str, Any]
    parts: list[PartAnswer]


class ChainAnswer(BaseModel):
    """The head of a chain: the last link's number, and its SHA-256."""

    seq: int
    sha256: str


class PrintAnswer(BaseModel):
    """One more slip is on its way to the printer."""

    record_id: str
    copy_number: int


def request_answer(store: Store, stored: StoredRequest) -> RequestAnswer:
    """Return a request as a till sees it, with what became of its record since."""
    record = store.records.find(stored.record_id) if stored.record_id else None
    origin, message = FAILURES.get(stored.code, ("device", "The terminal could not finish the request."))
    failed = stored.state is RequestState.FAILED
    request = stored.request
    return RequestAnswer(
        id=stored.id,
        till=stored.till,
        reference=request.reference,
        kind=request.kind,
        state=stored.state,
        reason=CancelReason(stored.reason) if stored.reason else None,
        code=stored.code if failed else None,
        message=message if failed else None,
        origin=origin if failed else None,
        created=stored.created_utc,
        displayed=stored.displayed_utc,
        ended=stored.ended_utc,
        record_id=stored.record_id,
        match_code=stored.match_code,
        printed=record.printed if record else Printed.NONE,
        uploaded=record.uploaded if record else Uploaded.NONE,
    )


def entity_tag(stored: StoredRequest, answer: RequestAnswer) -> str:
    """Return the tag that changes whenever the answer does."""
    return f'"{stored.version}.{answer.printed.value}.{answer.uploaded.value}"'


def record_answer(store: Store, record_id: str) -> RecordAnswer:
    """Return a record as a till sees it.

    Raises:
        Problem: where there is none.
        SealError: where the stored seal does not hold.
    """
    from terminal.evidence.seal import check_seal  # noqa: PLC0415 - cryptography, where a record is asked for

    stored = find_record(store, record_id)
    seal, voided = check_seal(store.records.jws(record_id)), store.records.voided(record_id)
    return RecordAnswer(
        id=stored.id,
        seq=stored.seq,
        request_id=stored.request_id,
        till=stored.till,
        reference=stored.reference,
        match_code=stored.match_code,
        method=stored.method,
        confirmed=stored.confirmed_utc,
        printed=stored.printed,
        uploaded=stored.uploaded,
        voided=VoidedAnswer(**asdict(voided)) if voided else None,
        seal_sha256=seal.jws_sha256,
        record=seal.record,
        parts=[
            PartAnswer(href=f"/v1/records/{record_id}/{each['name']}", **each)
            for each in seal.record["parts"]
        ],
    )


def find_record(store: Store, record_id: str) -> StoredRecord:
    """Return a record that a till named.

    Raises:
        Problem: where there is none.
    """
    stored = store.records.find(record_id)
    if stored is None:
        raise Problem("not_found", "There is no such record on this terminal.")
    return stored
