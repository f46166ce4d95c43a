"""The day's close: a till closes the terminal's day with its own, and is told which of its sales nobody signed."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from terminal.model.dayclose import DayClose
from terminal.store import Store
from terminal.store.closing import Asking

from .answers import ChainAnswer
from .context import CallingTill, Context, InContext
from .problems import Problem
from .reading import needed_key, read_posted
from .wire import Reference

router = APIRouter(tags=["day close"])

MAX_SALES = 5_000
"""How many sales a till may name: more than a busy shop's day, and within the limit of a body."""


class DayCloseIn(BaseModel):
    """What a till says with a day's close: the references of all that it sold since the last one."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    sales: Annotated[
        list[Reference] | None,
        Field(max_length=MAX_SALES, description="the references of all that was sold since the last close"),
    ] = None


class SumAnswer(BaseModel):
    """A sum, exactly, in one currency."""

    currency: str
    amount: str


class DayCloseAnswer(BaseModel):
    """The figures of one close. ``sales_without_signature`` is null where the till named no sales."""

    number: int
    terminal_id: str
    since: str | None
    until: str
    signed: int
    signed_on_paper: int
    cancelled: int
    failed: int
    waiting: int
    totals: list[SumAnswer]
    voided: int
    voided_totals: list[SumAnswer]
    first_record: int | None
    last_record: int | None
    chain: ChainAnswer
    journal: ChainAnswer
    sales_without_signature: list[str] | None


class DayAnswer(BaseModel):
    """What a close would count now, and the last one that was made; null before the first."""

    so_far: DayCloseAnswer
    last: DayCloseAnswer | None


@router.post("/v1/day-close", status_code=HTTPStatus.CREATED, summary="Close the day")
async def close_day(
    request: Request,
    response: Response,
    context: InContext,
    till: CallingTill,
    idempotency_key: Annotated[str | None, Header(description="1 to 200 visible ASCII characters")] = None,
) -> DayCloseAnswer:
    """Close the day and print its slip: 201 for a new close, 200 for the same key and body again, for ever."""
    key = needed_key(idempotency_key, "a new one for each close")
    posted, digest = read_posted(DayCloseIn, await request.body() or b"{}")
    closed, new = await context.stores.ask(_closing(context, Asking(till, key, digest), posted))
    if new:
        context.news.tell()
    else:
        response.status_code = HTTPStatus.OK
    return day_close_answer(closed)


@router.get("/v1/day-close", summary="How the day stands")
async def day(context: InContext) -> DayAnswer:
    """Answer with the figures so far, and with those of the last close. Nothing is closed."""
    terminal_id = context.config.site.terminal_id

    def look(store: Store) -> DayAnswer:
        last = store.closing.last()
        so_far = day_close_answer(store.closing.so_far(terminal_id))
        return DayAnswer(so_far=so_far, last=day_close_answer(last) if last else None)

    return await context.stores.ask(look)


def day_close_answer(close: DayClose) -> DayCloseAnswer:
    """Return the figures of a close as tills see them."""
    return DayCloseAnswer(
        number=close.number,
        terminal_id=close.terminal_id,
        since=close.since_utc or None,
        until=close.until_utc,
        signed=close.signed,
        signed_on_paper=close.paper,
        cancelled=close.cancelled,
        failed=close.failed,
        waiting=close.waiting,
        totals=_sums(close.sums),
        voided=close.voided,
        voided_totals=_sums(close.voided_sums),
        first_record=close.first_seq or None,
        last_record=close.last_seq or None,
        chain=ChainAnswer(seq=close.head_seq, sha256=close.head_sha256),
        journal=ChainAnswer(seq=close.journal_seq, sha256=close.journal_sha256),
        sales_without_signature=None if close.unsigned is None else list(close.unsigned),
    )


def _closing(
    context: Context, asking: Asking, posted: DayCloseIn
) -> Callable[[Store], tuple[DayClose, bool]]:
    """Return the question that closes the day, or finds the close that this key made."""

    def close(store: Store) -> tuple[DayClose, bool]:
        made, new = store.closing.close_for(asking, context.config.site.terminal_id, posted.sales)
        if made is None:
            raise Problem(
                "idempotency_key_reused",
                "This Idempotency-Key belongs to a close with other sales. Use a new key for a new close.",
            )
        return made, new

    return close


def _sums(sums: tuple[tuple[str, str], ...]) -> list[SumAnswer]:
    return [SumAnswer(currency=currency, amount=amount) for currency, amount in sums]
