"""The policy: what may go, when, and why; and what is held although its time has come. Nothing is changed here."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from terminal.config import RetentionConfig
from terminal.model.consent import promised
from terminal.model.document import DOCUMENT_PART
from terminal.model.moment import utc_text
from terminal.store import Store
from terminal.store.retained import Retained

_IMPRESSIONS = ("impression.png", "impression.png.age")
_EARLY_DAYS = 3
"""So long before the promised day an image goes, so that a unit that is off over a weekend keeps its word."""

_PIECE = 50
"""So many are read at once; nobody waits for the store longer than that takes."""


class Kind(StrEnum):
    """What goes."""

    IMPRESSION = "impression"
    DOCUMENT = "document"
    RECORD = "record"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Due:
    """Something whose time has come.

    Attributes:
        kind: what it is.
        id: of the record, or of the request.
        reference: the till's.
        parts: which parts of the record; empty for all of it.
        why: it is to go, as the signed word in its place says it.
        held: why it stays all the same; empty where it goes.
        unsent: whether it goes although no archive has it: where a promise was made and none is configured.
    """

    kind: Kind
    id: str
    reference: str
    parts: tuple[str, ...]
    why: str
    held: str = ""
    unsent: bool = False


def due(store: Store, config: RetentionConfig, today: date, zone: tzinfo | None) -> Iterator[Due | None]:
    """Yield everything whose time has come, impressions first; None after each piece that was looked through."""
    yield from _impressions(store, today)
    yield from _documents(store, config, _begins(_months_before(today, config.documents_months), zone))
    yield from _records(store, config, _begins(_months_before(today, config.records_months), zone))
    yield from _requests(store, config, _begins(today - timedelta(config.requests_days), zone))


def _impressions(store: Store, today: date) -> Iterator[Due | None]:
    for record in _pieces(lambda after: store.retained.with_parts(_IMPRESSIONS, after, _PIECE)):
        day = _promised(record) if record else None
        if record is None or day is None or today < day - timedelta(_EARLY_DAYS):
            yield None
            continue
        names = tuple(name for name in record.parts if name in _IMPRESSIONS)
        why = f"its customer was promised that it is destroyed before {day.isoformat()}"
        held = f"{record.unsent} has not acknowledged the record" if record.unsent else ""
        yield Due(Kind.IMPRESSION, record.id, record.reference, names, why, held, unsent=not record.sinks)


def _documents(store: Store, config: RetentionConfig, before: str) -> Iterator[Due | None]:
    why = f"documents are kept for {config.documents_months} months here"
    for record in _pieces(lambda after: store.retained.with_parts((DOCUMENT_PART,), after, _PIECE, before)):
        if record and DOCUMENT_PART in record.parts:
            yield Due(
                *(Kind.DOCUMENT, record.id, record.reference, (DOCUMENT_PART,), why, _unacknowledged(record))
            )
        else:
            yield None


def _records(store: Store, config: RetentionConfig, before: str) -> Iterator[Due | None]:
    why = f"records are kept for {config.records_months} months here"
    for record in _pieces(lambda after: store.retained.records(before, after, _PIECE)):
        if record:
            yield Due(Kind.RECORD, record.id, record.reference, (), why, _unacknowledged(record))
        else:
            yield None


def _requests(store: Store, config: RetentionConfig, before: str) -> Iterator[Due | None]:
    why = f"what was never signed is kept for {config.requests_days} days"
    after = 0
    while piece := store.retained.unsigned(before, after, _PIECE):
        for request in piece:
            yield Due(Kind.REQUEST, request.id, request.reference, (), why)
        after = piece[-1].seq
        yield None


def _pieces(read: Callable[[int], list[Retained]]) -> Iterator[Retained | None]:
    """Yield records a piece at a time, and None behind each piece."""
    after = 0
    while piece := read(after):
        yield from piece
        after = piece[-1].seq
        yield None


def _unacknowledged(record: Retained) -> str:
    """Say why a record may not go: nothing leaves that nobody else has."""
    if record.unsent:
        return f"{record.unsent} has not acknowledged it"
    return "" if record.sinks else "no archive has it"


def _promised(record: Retained) -> date | None:
    """Return the day before which a record's impression is to be destroyed."""
    return date.fromisoformat(record.promised) if record.promised else promised_of(record.jws)


def promised_of(jws: bytes) -> date | None:
    """Return the day that a sealed record's own consent names for its impression; None where it names none."""
    try:
        payload = json.loads(jws)["payload"]
        consents = json.loads(base64.urlsafe_b64decode(payload + "=="))["shown"]["consents"]
        return promised(str(consent) for consent in consents)
    except (ValueError, KeyError, TypeError):
        return None  # damaged: that is for verify to say


def _months_before(day: date, months: int) -> date:
    """Return the day so many months before; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


def _begins(day: date, zone: tzinfo | None) -> str:
    """Return when a day begins in the shop, as records write times."""
    local = datetime.combine(day, time(), zone)
    return utc_text(local.astimezone(UTC))
