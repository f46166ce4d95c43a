"""Requests: asked for, followed, found again, cancelled."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from terminal.ids import new_id
from terminal.model.request import request_from_json
from terminal.model.status import CancelReason, RequestState
from terminal.store import Store
from terminal.store.requests import Accepted, Busy, KeyReused
from terminal.store.slips import SlipKind

from .answers import RequestAnswer, RequestList, entity_tag, request_answer
from .context import NO_BODY, CallingTill, Context, InContext
from .documents import as_received
from .problems import Problem
from .reading import Posted, check_methods, needed_key, read_document, site_language
from .standing import sensor_standing

router = APIRouter(tags=["requests"])

MAX_WAIT_S = 60
_TAG = re.compile(r'(?:W/)?("[^"]*")|(\*)')


@dataclass(frozen=True, slots=True)
class _Seen:
    """One look at a request: the answer, and its entity tag."""

    answer: RequestAnswer
    tag: str


@router.post("/v1/requests", status_code=HTTPStatus.CREATED, summary="Ask for a signature")
async def create(
    request: Request,
    response: Response,
    context: InContext,
    till: CallingTill,
    idempotency_key: Annotated[str | None, Header(description="1 to 200 visible ASCII characters")] = None,
) -> RequestAnswer:
    """Ask for a signature: 201 for a new request, 200 for the same key and body again, for ever."""
    key = needed_key(idempotency_key, "a new one for each sale")
    posted = read_document(await request.body(), context.config.till)
    posted = await _examined(context, till, key, posted)
    accepted, seen = await context.stores.ask(_accepting(context, till, key, posted))
    if accepted.new:
        context.news.tell()
    else:
        response.status_code = HTTPStatus.OK
    response.headers["Location"] = f"/v1/requests/{seen.answer.id}"
    response.headers["ETag"] = seen.tag
    return seen.answer


async def _examined(context: Context, till: str, key: str, posted: Posted) -> Posted:
    """Return what was posted, with what is known of its PDF, unless the request is here already."""
    if posted.document.document is None or posted.pdf is None:
        return posted
    if await context.stores.ask(lambda store: store.requests.known(till, key, posted.sha256)):
        return posted
    document = await context.documents.examine(posted.document.document, posted.pdf)
    return replace(posted, examined=document)


def _accepting(
    context: Context, till: str, key: str, posted: Posted
) -> Callable[[Store], tuple[Accepted, _Seen]]:
    """Return the question that keeps a request, or finds the one that is already kept."""

    def accept(store: Store) -> tuple[Accepted, _Seen]:
        # A retry must find its request even where the unit could not serve it any more.
        outcome = store.requests.known(till, key, posted.sha256) or _ask_for(
            store, context, till, key, posted
        )
        if isinstance(outcome, KeyReused):
            raise Problem(
                "idempotency_key_reused",
                "This Idempotency-Key belongs to a request with another body. Use a new key for a new request.",
                request_id=outcome.request_id,
            )
        if isinstance(outcome, Busy):
            raise Problem(
                "busy",
                'Another request is running. Wait for its end, or send "queue": true.',
                request_id=outcome.request_id,
            )
        answer = request_answer(store, outcome.stored)
        return outcome, _Seen(answer, entity_tag(outcome.stored, answer))

    return accept


def _ask_for(
    store: Store, context: Context, till: str, key: str, posted: Posted
) -> Accepted | KeyReused | Busy:
    """Check that the unit can serve a request now, and keep it."""
    site = context.config.site
    check_methods(posted.document, site, sensor_standing(store, context.clock))
    language = site_language(posted.document, site.languages)
    kept = as_received(posted.examined) if posted.examined else None
    received = json.dumps(posted.document.completed(site.merchant, language, kept), ensure_ascii=False)
    asked = request_from_json(new_id(), till, received)
    pdf = b""
    if posted.pdf:
        context.documents.make_room(store, posted.pdf)
        pdf = posted.pdf.content
    queue = posted.document.queue
    return store.requests.accept(asked, key=key, body_sha256=posted.sha256, queue=queue, pdf=pdf)


@router.get("/v1/requests/{request_id}", summary="How far a request has come")
async def follow(
    *,
    request: Request,
    response: Response,
    context: InContext,
    request_id: str,
    wait: Annotated[int, Query(ge=0, le=MAX_WAIT_S, description="seconds")] = 0,
    if_none_match: Annotated[str | None, Header(description="the last answer's ETag")] = None,
) -> RequestAnswer:
    """Answer with a request's state; with If-None-Match, wait for another one first, else 304."""
    loop = asyncio.get_running_loop()
    until = loop.time() + wait
    known = {tag or star for tag, star in _TAG.findall(if_none_match or "")}
    while True:
        news = context.news.next()
        seen = await context.stores.ask(lambda store: _look(store, request_id))
        response.headers["ETag"] = seen.tag
        if not known & {seen.tag, "*"}:
            return seen.answer
        left = until - loop.time()
        if left <= 0 or context.news.closing or await request.is_disconnected():
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": seen.tag})  # type: ignore[return-value]
        await context.news.wait(news, left)


class Search(BaseModel):
    """What requests can be found by."""

    model_config = ConfigDict(extra="forbid")

    reference: Annotated[str, Field(max_length=64)] = ""
    state: RequestState | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@router.get("/v1/requests", summary="Find requests")
async def find(context: InContext, search: Annotated[Search, Query()]) -> RequestList:
    """Answer with requests, newest first."""

    def look(store: Store) -> list[RequestAnswer]:
        state = search.state.value if search.state else ""
        found = list(store.requests.search(search.reference, state, search.limit))
        return [request_answer(store, stored) for stored in found]

    return RequestList(requests=await context.stores.ask(look))


@router.post("/v1/requests/{request_id}/cancel", dependencies=[NO_BODY], summary="Cancel a request")
async def cancel(response: Response, context: InContext, till: CallingTill, request_id: str) -> RequestAnswer:
    """Cancel a request, and answer with how it ended: ``completed`` where the customer was faster."""

    def end(store: Store) -> tuple[_Seen, bool]:
        asked_by = _look(store, request_id).answer.till
        if asked_by != till:
            raise Problem("not_your_request", f"This request is {asked_by}'s; only that till can cancel it.")
        config = context.config
        slip = SlipKind.CANCELLED if config.printer.port and config.printing.cancelled else None
        ended_now = store.requests.report(request_id, RequestState.CANCELLED, CancelReason.TILL, slip=slip)
        return _look(store, request_id), ended_now

    seen, ended_now = await context.stores.ask(end)
    if ended_now:
        context.news.tell()
    response.headers["ETag"] = seen.tag
    return seen.answer


def _look(store: Store, request_id: str) -> _Seen:
    stored = store.requests.find(request_id)
    if stored is None:
        raise Problem("not_found", "There is no such request on this terminal.")
    answer = request_answer(store, stored)
    return _Seen(answer, entity_tag(stored, answer))
