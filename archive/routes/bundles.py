"""For terminals: putting a bundle into the archive."""

import asyncio
from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from archive.digests import check_digest, said_digest
from archive.door import token_of
from archive.entry import RECORD_ID
from archive.opening import Archive, archive_of
from archive.problems import Problem
from archive.receiving import receive
from archive.settings import Settings
from terminal.evidence.bundle import MEDIA_TYPE
from terminal.model.heads import HEADER, Heads

router = APIRouter()


@router.put("/v1/bundles/{record_id}")
async def put_bundle(record_id: str, request: Request) -> JSONResponse:
    """Take a bundle in: 201 for a new record, 200 for the same bytes again, with one acknowledgement."""
    archive = archive_of(request)
    if not RECORD_ID.fullmatch(record_id):
        raise Problem(422, "bad-record-id", "A record's id is a UUID in lower case, with hyphens.")
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != MEDIA_TYPE:
        raise Problem(415, "not-a-bundle", f"Send the bundle as {MEDIA_TYPE}.")
    digest = said_digest(request.headers.get("content-digest", ""))
    content = await _read_body(request, archive.settings)
    return await run_in_threadpool(_take_in, archive, request, record_id, digest, content)


def _take_in(
    archive: Archive, request: Request, record_id: str, digest: bytes, content: bytes
) -> JSONResponse:
    check_digest(digest, content)
    heads = Heads.read(request.headers.get(HEADER, ""))
    received = receive(archive.database, archive.objects, token_of(request), record_id, content, heads=heads)
    return JSONResponse(asdict(received.acknowledgement), 201 if received.new else 200)


async def _read_body(request: Request, settings: Settings) -> bytes:
    """Return the body, as long as it is within limits of size and time.

    Raises:
        Problem: 413 or 408, before the rest of it was read.
    """
    limit = settings.max_body_bytes
    too_large = Problem(413, "too-large", f"A bundle may have {limit // 1024 // 1024} MB; this one has more.")
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > limit:
        raise too_large
    content = bytearray()
    try:
        async with asyncio.timeout(settings.body_deadline_s):
            async for piece in request.stream():
                content += piece
                if len(content) > limit:
                    raise too_large
    except TimeoutError as error:
        raise Problem(408, "too-slow", "The bundle took too long to arrive. Send it again.") from error
    except ClientDisconnect as error:
        raise Problem(400, "cut-off", "The line was cut before the bundle had arrived.") from error
    return bytes(content)
