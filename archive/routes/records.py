"""For readers' programs: records as JSON, their bundles and parts."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from archive.asking import search_of
from archive.index import search
from archive.opening import Archive, archive_of
from archive.problems import Problem, not_found
from archive.receiving import opened
from archive.shield import PART_POLICY
from archive.tables import RecordRow
from archive.verdict import judge
from archive.words import Sentence, words
from terminal.evidence.bundle import MEDIA_TYPE, SEAL_NAME, SIGNED_PDF, BundleError
from terminal.model.moment import utc_text

router = APIRouter(prefix="/v1/records")

_PART_TYPES = {"image/png", "image/svg+xml", "application/json", "application/pdf"}
"""What a part may say it is; anything else is handed out as plain bytes."""


@router.get("")
def find_records(request: Request) -> JSONResponse:
    """Find records, newest first: ``records`` of one page, ``total`` in all, ``cursor`` for the next page."""
    archive = archive_of(request)
    wanted = search_of(request, archive.settings.timezone)
    with archive.database.reading() as session:
        found = search(session, wanted)
    body = {"records": [_summary(row) for row in found.records], "total": found.total, "cursor": found.older}
    return JSONResponse(body)


@router.get("/{record_id}")
def get_record(record_id: str, request: Request) -> JSONResponse:
    """Return one record: its line in the index, ``record.json`` itself, and what holds of it now."""
    archive = archive_of(request)
    row = row_of(archive, record_id)
    verdict = judge(archive.database, archive.objects, row)
    english = words("en")
    body: dict[str, Any] = {
        **_summary(row),
        "record": verdict.bundle.record if verdict.bundle else None,
        "holds": verdict.holds,
        "findings": [
            {
                "code": finding.code,
                "state": finding.state.value,
                "detail": english.say(_in_utc(finding.detail)),
            }
            for finding in verdict.findings
        ],
    }
    return JSONResponse(body)


@router.get("/{record_id}/bundle")
def get_bundle(record_id: str, request: Request) -> Response:
    """Return the bundle as it is stored, byte for byte."""
    archive = archive_of(request)
    row = row_of(archive, record_id)
    content = _stored(archive, row)
    return _download(content, MEDIA_TYPE, f"{row.id}.signpost")


@router.get("/{record_id}/parts/{name}")
def get_part(record_id: str, name: str, request: Request) -> Response:
    """Return one file of a record, and never one that its seal does not vouch for."""
    archive = archive_of(request)
    row = row_of(archive, record_id)
    try:
        bundle = opened(_stored(archive, row))
    except BundleError as error:
        raise Problem(500, "bundle-damaged", f"The stored bundle no longer holds: {error}.") from error
    if name not in bundle.files:
        raise Problem(404, "part-not-found", "The record has no such part.")
    types = {part["name"]: str(part.get("type")) for part in bundle.record["parts"]}
    types |= {SEAL_NAME: "application/json", SIGNED_PDF: "application/pdf"}
    said = types.get(name, "")
    return _download(bundle.files[name], said if said in _PART_TYPES else "application/octet-stream", name)


def row_of(archive: Archive, record_id: str) -> RecordRow:
    """Return a record's line in the index.

    Raises:
        Problem: 404, where there is none.
    """
    with archive.database.reading() as session:
        row = session.get(RecordRow, record_id.replace("\0", ""))
    if row is None:
        raise not_found()
    return row


def _stored(archive: Archive, row: RecordRow) -> bytes:
    content = archive.objects.read(row.object_key)
    if content is None:
        raise Problem(500, "bundle-missing", "The bundle is missing from the archive's store.")
    return content


def _download(content: bytes, media_type: str, name: str) -> Response:
    """Return a file for keeping; a PNG may also be looked at in its place, everything else is only saved."""
    shown = "inline" if media_type == "image/png" else "attachment"
    headers = {
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": PART_POLICY,
    }
    return Response(content, media_type=media_type, headers=headers)


def _summary(row: RecordRow) -> dict[str, Any]:
    """Return a record's line in the index as JSON values."""
    return {
        "record_id": row.id,
        "terminal": row.terminal_id,
        "seq": row.seq,
        "kind": row.kind,
        "reference": row.reference,
        "merchant": row.merchant,
        "amount": row.amount,
        "currency": row.currency,
        "method": row.method,
        "match_code": row.match_code,
        "confirmed": utc_text(row.confirmed),
        "clock": row.clock,
        "received": utc_text(row.received),
        "bundle_sha256": row.bundle_sha256,
        "key_thumbprint": row.thumbprint,
    }


def _in_utc(sentence: Sentence) -> Sentence:
    """Return a sentence with its times written in UTC."""
    values = {
        name: utc_text(value) if isinstance(value, datetime) else value
        for name, value in sentence.values.items()
    }
    return Sentence(sentence.message, values)
