"""For terminals: telling of a change of key."""

from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from archive.door import token_of
from archive.key_changes import take_key_change
from archive.opening import archive_of
from archive.problems import Problem
from terminal.evidence.key_change import MAX_BYTES

router = APIRouter()


@router.post("/v1/key-changes")
async def post_key_change(request: Request) -> JSONResponse:
    """Take a change of a terminal's key, signed by both keys; the same one again is the same."""
    statement = bytearray()
    async for piece in request.stream():
        statement += piece
        if len(statement) > MAX_BYTES:
            raise Problem(413, "too-large", "A change of a key is shorter than this.")
    try:
        text = statement.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(422, "key-change-does-not-hold", "A change of a key is JSON, UTF-8.") from error
    database, token = archive_of(request).database, token_of(request)
    change = await run_in_threadpool(take_key_change, database, token, text)
    return JSONResponse(asdict(change))
