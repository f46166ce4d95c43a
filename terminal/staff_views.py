"""What staff are shown of the store: its rows as values of ``model.history``, in the shop's own time."""

import json
from datetime import UTC, datetime, time, timedelta, tzinfo

from terminal.export.ink_json import read_ink
from terminal.model.dayclose import DayClose, DayStanding, PastClose
from terminal.model.document import DOCUMENT_PART
from terminal.model.history import (
    PairedTill,
    PaperLine,
    QueuedSlip,
    QueuedUpload,
    Queues,
    RecordLine,
    RecordView,
    Span,
    VoidedView,
)
from terminal.model.ink import Ink
from terminal.model.moment import utc_text
from terminal.model.request import Method
from terminal.model.status import Printed, Uploaded
from terminal.store import Store
from terminal.store.outbox import Outgoing
from terminal.store.records import StoredRecord
from terminal.store.requests import StoredRequest, paper_code
from terminal.store.slips import Slip, SlipKind

_ABOUT_REQUESTS = frozenset({SlipKind.CANCELLED, SlipKind.PAPER})

MOST_QUEUED = 50
"""So many of each queue are read: the oldest are what is stuck."""

_WEEK_DAYS = 7


def span_utc(span: Span, now: datetime, zone: tzinfo | None) -> tuple[str, str]:
    """Return the first moment of some days and the first after them, as records write times; empty for no limit.

    Days begin at the shop's own midnight. A week is today and the six days before.
    """
    if span is Span.ALL:
        return "", ""
    today = now.astimezone(zone).date()
    first, last = {
        Span.TODAY: (0, 0),
        Span.YESTERDAY: (1, 1),
        Span.WEEK: (_WEEK_DAYS - 1, 0),
    }[span]
    since, before = (
        datetime.combine(today - timedelta(days=days), time(), zone) for days in (first, last - 1)
    )
    return utc_text(since.astimezone(UTC)), utc_text(before.astimezone(UTC))


def record_line(stored: StoredRecord, zone: tzinfo | None) -> RecordLine:
    """Return a record as lists show it."""
    asked = json.loads(stored.received)
    return RecordLine(
        id=stored.id,
        seq=stored.seq,
        reference=stored.reference,
        amount=asked.get("amount") or "",
        currency=asked.get("currency") or "",
        till=stored.till,
        match_code=stored.match_code,
        method=Method(stored.method),
        confirmed=_local(stored.confirmed_utc, zone),
        printed=stored.printed,
        uploaded=stored.uploaded,
        voided=bool(stored.voided_utc),
        became=stored.became,
    )


def record_view(store: Store, record_id: str, zone: tzinfo | None) -> RecordView | None:
    """Return a record as staff look at it, or None where there is none."""
    stored = store.records.find(record_id)
    if stored is None:
        return None
    slips, ways = store.slips.of_record(record_id), store.outbox.of_record(record_id)
    voided = store.records.voided(record_id)
    return RecordView(
        line=record_line(stored, zone),
        ink=_ink(store, record_id),
        voided=VoidedView(_local(voided.utc, zone), voided.reason) if voided else None,
        matched=Method(stored.method) is Method.FINGERPRINT
        and not store.records.parts(record_id, but=DOCUMENT_PART)
        and not store.destroyed.parts(record_id),
        slips=len(slips),
        print_error=_why(store, "printer", slips[0].last_error)
        if slips and slips[0].state is not Printed.PRINTED
        else "",
        upload_error=_why(store, "archive", ways[0].last_error)
        if ways and ways[0].state is not Uploaded.ACKNOWLEDGED
        else "",
    )


def _ink(store: Store, record_id: str) -> Ink | None:
    part = store.records.part(record_id, "ink.json")
    try:
        return read_ink(part.content) if part else None
    except (KeyError, TypeError, ValueError):
        return None  # sealed for its owner, or written by another version: there is none to show


def queues(store: Store, zone: tzinfo | None) -> Queues:
    """Return what waits to be printed and to be sent, oldest first."""
    known: dict[str, StoredRecord | None] = {}

    def record(record_id: str) -> StoredRecord | None:
        if record_id not in known:
            known[record_id] = store.records.find(record_id) if record_id else None
        return known[record_id]

    def reference(record_id: str) -> str:
        found = record(record_id)
        return found.reference if found else ""

    def asked_about(slip: Slip) -> str:
        asked = store.requests.find(slip.about) if slip.kind in _ABOUT_REQUESTS else None
        return asked.request.reference if asked else ""

    def signed_utc(way: Outgoing) -> str:
        found = record(way.record_id)
        return found.confirmed_utc if found else way.updated_utc

    slips = tuple(
        QueuedSlip(
            *(slip.id, slip.record_id, reference(slip.record_id) or asked_about(slip), slip.state),
            *(_local(slip.created_utc, zone), slip.attempts, _why(store, "printer", slip.last_error)),
            *(slip.kind.value, slip.sent_percent),
        )
        for slip in store.slips.unprinted(MOST_QUEUED)
    )
    uploads = tuple(
        QueuedUpload(
            *(way.id, way.record_id, reference(way.record_id), way.state),
            *(_local(signed_utc(way), zone), way.attempts, _why(store, "archive", way.last_error)),
        )
        for way in store.outbox.unacknowledged(MOST_QUEUED)
    )
    return Queues(
        slips,
        uploads,
        store.slips.count_unprinted() + store.slips.count_failed(),
        store.outbox.count_unsent() + store.outbox.count_refused(),
    )


def paper_line(stored: StoredRequest, zone: tzinfo | None, *, signed: bool) -> PaperLine:
    """Return a sale that is signed by pen, as lists show it."""
    asked = json.loads(stored.received)
    return PaperLine(
        id=stored.id,
        reference=asked.get("reference") or "",
        amount=asked.get("amount") or "",
        currency=asked.get("currency") or "",
        till=stored.till,
        code=paper_code(stored.id),
        ended=_local(stored.ended_utc or stored.created_utc, zone),
        signed=signed,
    )


def day_standing(store: Store, terminal_id: str, zone: tzinfo | None) -> DayStanding:
    """Return what a close would count now, and the last one that was made."""
    slip = store.closing.last_slip()
    figures = store.closing.so_far(terminal_id)
    if slip is None:
        return DayStanding(figures)
    close = DayClose.from_json(slip.about)
    since = _local(close.since_utc, zone) if close.since_utc else None
    until = _local(close.until_utc, zone)
    error = "" if slip.state is Printed.PRINTED else _why(store, "printer", slip.last_error)
    return DayStanding(figures, until, PastClose(close, since, until, slip.state, error))


def _why(store: Store, device: str, error: str) -> str:
    """Return why something waits: its own error, or what is the matter with the device it waits for."""
    return error or store.devices.trouble(device)


def tills(store: Store, zone: tzinfo | None) -> tuple[PairedTill, ...]:
    """Return the tills that may call, and those that were shut out."""
    return tuple(
        PairedTill(till.name, _local(till.created_utc, zone), revoked=till.revoked_utc is not None)
        for till in store.tills.all()
    )


def _local(utc: str, zone: tzinfo | None) -> datetime:
    return datetime.fromisoformat(utc).astimezone(zone)
