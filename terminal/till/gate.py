"""The gate that every call passes: token first, then a body within limits, and words for whatever goes wrong."""

import base64
import binascii
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from math import inf

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from terminal.evidence.errors import SealError
from terminal.store.errors import RecordGone, StoreError, StoreFull

from .connections import Crowd
from .problems import Problem, problem_response
from .stores import Stores

OPEN_PATHS = frozenset({"/health", "/v1/pair"})
"""What may be called without a token: a till that is to be let in has none yet."""
MOST_BEFORE_TOKEN = 4096
"""Bytes of a call without a token; a pairing code and a name need a hundred."""
PAGE_PATHS = frozenset({"/docs", "/openapi.json"})
"""A browser cannot be given a bearer token to open a page with: for these two, and only to read them, it may
send the token as a password. Anywhere else that would let other sites' pages call in the browser's name."""

DOCUMENT_CALL = ("POST", "/v1/requests")
LARGE_AT_ONCE = 3
"""Calls that are larger than others may be: with what is made of them each takes four times its size in memory."""

_log = logging.getLogger("signpost.till")
_STRANGERS_EVERY_S = 60.0
_MAX_LOGGED = 120


class Gate:
    """The outermost layer of the API."""

    def __init__(self, app: ASGIApp, stores: Stores, crowd: Crowd, max_body: int, max_document: int) -> None:
        """Allow bodies of ``max_body`` bytes, and a document of ``max_document`` more where one may come."""
        self._app, self._stores, self._crowd, self._max_body = app, stores, crowd, max_body
        self._max_document = max_document
        self._large = 0
        self._strangers = Strangers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a call through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        try:
            most = MOST_BEFORE_TOKEN
            if scope["path"] not in OPEN_PATHS:
                await self._let_in(scope)
                most = self._max_body
            with self._room_for(scope) as more:
                receive = _replay(await _body(scope, receive, most + more), receive)
                await self._app(scope, receive, answer.send)
        except _Gone:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the till gets words and not a traceback
            if answer.status:
                return  # it was answered, and logged, further inside
            problem = problem_of(error)
            realm = {"WWW-Authenticate": 'Basic realm="Signpost"'}
            page = problem.code == "unauthorized" and scope["path"] in PAGE_PATHS
            await problem_response(problem, realm if page else None)(scope, receive, answer.send)
        finally:
            self._note(scope, answer.status)

    async def _let_in(self, scope: Scope) -> None:
        """Find out which till calls.

        Raises:
            Problem: ``unauthorized``, the same for no token, a wrong one and a revoked one.
        """
        reading_page = scope["method"] == "GET" and scope["path"] in PAGE_PATHS
        token = _token(Headers(scope=scope).get("authorization", ""), reading_page=reading_page)
        till = await self._stores.ask(lambda store: store.tills.whose(token)) if token else None
        if till is None:
            raise Problem("unauthorized", "Send a valid token as: Authorization: Bearer TOKEN.")
        scope.setdefault("state", {})["till"] = till
        if scope.get("client"):
            self._crowd.trust(tuple(scope["client"]))

    @contextmanager
    def _room_for(self, scope: Scope) -> Iterator[int]:
        """Say by how much a call may be larger than others; only a few of them are in memory at the same time.

        Raises:
            Problem: ``too_many_documents``.
        """
        if (scope["method"], scope["path"]) != DOCUMENT_CALL or _length(scope) <= self._max_body:
            yield 0
            return
        if self._large >= LARGE_AT_ONCE:
            raise Problem(
                "too_many_documents", "The terminal is taking other documents. Send this one later."
            )
        self._large += 1
        try:
            yield (self._max_document + 2) // 3 * 4
        finally:
            self._large -= 1

    def _note(self, scope: Scope, status: int) -> None:
        """Log a till's call in one line; strangers, who could fill the disk with them, only as a number."""
        till = scope.get("state", {}).get("till")
        if till:
            path = scope["path"][:_MAX_LOGGED]
            _log.info("%s: %s %r %d", till, scope["method"], path, status)
        elif status >= HTTPStatus.BAD_REQUEST or scope["path"] not in OPEN_PATHS:
            self._strangers.note(scope.get("client"))


class Strangers:
    """Counts the calls without a valid token, and logs their number once a minute at most."""

    def __init__(self) -> None:
        self._count, self._said_s = 0, -_STRANGERS_EVERY_S

    def note(self, client: tuple[str, int] | None) -> None:
        """Count one."""
        self._count += 1
        now_s = time.monotonic()
        if now_s - self._said_s >= _STRANGERS_EVERY_S:
            address = client[0] if client else "an unknown address"
            _log.warning("calls without a valid token: %d, the last one from %s", self._count, address)
            self._count, self._said_s = 0, now_s


class _Gone(Exception):
    """The till hung up before its call was complete."""


class _Answer:
    """Passes an answer on with the headers that each has, and remembers its status."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["Cache-Control"] = "no-store"
            headers["X-Content-Type-Options"] = "nosniff"
        await self._send(message)


def _token(authorization: str, *, reading_page: bool) -> str:
    """Return the token of an Authorization header, or "" where it holds none."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic" and reading_page:
        try:
            return base64.b64decode(value, validate=True).decode("ascii").partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""


async def _body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Return the body as a whole.

    Raises:
        Problem: ``too_large``, before more of it was kept.
        _Gone: where the till hung up.
    """
    too_large = Problem("too_large", f"A call may have at most {limit} bytes.")
    if _length(scope) > limit:
        raise too_large
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            raise too_large
    return bytes(body)


def _length(scope: Scope) -> float:
    """Return how long a call says that its body is; 0 where it does not say, endless where it says nonsense."""
    said = Headers(scope=scope).get("content-length", "0")
    return int(said) if said.isdecimal() else inf


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a ``receive`` that gives the body once, and then whatever happens on the line."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def problem_of(error: Exception) -> Problem:
    """Return what a till is told of an error; what is not meant for it goes to the log."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, StoreFull):
        return Problem("store_full", "The terminal's disk is full: it takes no new requests.")
    if isinstance(error, RecordGone):
        return Problem("record_gone", str(error))
    if isinstance(error, StoreError | SealError):
        _log.error("the store: %s", error)
        return Problem("store_unavailable", "The terminal cannot read or write its store now.")
    _log.error("a call failed", exc_info=error)
    return Problem("internal", "The terminal made a mistake. Its log says which.")
