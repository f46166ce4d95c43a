"""Finding records: by what a person remembers of them, newest first, page by page."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from .entry import plain_amount
from .problems import Problem
from .tables import RecordRow
from .words import N_

PAGE = 50
"""Records on one page."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a person remembers: any of it may be empty.

    Attributes:
        query: a reference, amount, match code, merchant or record id, or a piece of one.
        terminal: a terminal's id.
        method: a way to sign.
        since: not signed before this time.
        until: signed before this time.
        cursor: where the last page ended, as it said.
    """

    query: str = ""
    terminal: str = ""
    method: str = ""
    since: datetime | None = None
    until: datetime | None = None
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found: newest first, how many there are in all, and how to ask for older ones."""

    records: tuple[RecordRow, ...]
    total: int
    older: str


def search(session: Session, wanted: Search) -> Found:
    """Return one page of the records that were meant.

    Raises:
        Problem: 400, for a cursor that was not given out here.
    """
    meant = _meant(wanted)
    asked = select(RecordRow).where(*meant)
    if wanted.cursor:
        confirmed, last_id = _read_cursor(wanted.cursor)
        same_time = and_(RecordRow.confirmed == confirmed, RecordRow.id < last_id)
        asked = asked.where(or_(RecordRow.confirmed < confirmed, same_time))
    newest_first = asked.order_by(RecordRow.confirmed.desc(), RecordRow.id.desc()).limit(PAGE + 1)
    rows = tuple(session.scalars(newest_first))
    total = session.scalar(select(func.count()).select_from(RecordRow).where(*meant)) or 0
    older = _cursor(rows[PAGE - 1]) if len(rows) > PAGE else ""
    return Found(rows[:PAGE], total, older)


def neighbours(session: Session, row: RecordRow) -> tuple[RecordRow | None, RecordRow | None]:
    """Return the terminal's nearest records before and after this one that are here."""
    of_terminal = select(RecordRow).where(RecordRow.terminal_id == row.terminal_id)
    before = of_terminal.where(RecordRow.seq < row.seq).order_by(RecordRow.seq.desc(), RecordRow.received)
    after = of_terminal.where(RecordRow.seq > row.seq).order_by(RecordRow.seq, RecordRow.received)
    return session.scalar(before.limit(1)), session.scalar(after.limit(1))


def rivals(session: Session, row: RecordRow) -> int:
    """Return how many other records claim this one's place in its terminal's chain."""
    same = (RecordRow.terminal_id == row.terminal_id, RecordRow.seq == row.seq, RecordRow.id != row.id)
    return session.scalar(select(func.count()).select_from(RecordRow).where(*same)) or 0


def terminals(session: Session) -> tuple[str, ...]:
    """Return the ids of the terminals that have records here."""
    return tuple(session.scalars(select(RecordRow.terminal_id).distinct().order_by(RecordRow.terminal_id)))


def _meant(wanted: Search) -> list[ColumnElement[bool]]:
    """Return the conditions that a search sets."""
    meant: list[ColumnElement[bool]] = []
    if query := wanted.query.strip():
        meant.append(_remembered(query))
    if wanted.terminal:
        meant.append(RecordRow.terminal_id == wanted.terminal)
    if wanted.method:
        meant.append(RecordRow.method == wanted.method)
    if wanted.since:
        meant.append(RecordRow.confirmed >= wanted.since)
    if wanted.until:
        meant.append(RecordRow.confirmed < wanted.until)
    return meant


def _remembered(query: str) -> ColumnElement[bool]:
    """Return the condition that a record has the query somewhere that a person would look for it."""
    anywhere = [
        RecordRow.reference.icontains(query, autoescape=True),
        RecordRow.merchant.icontains(query, autoescape=True),
        RecordRow.id.startswith(query.lower(), autoescape=True),
    ]
    code = query.replace(" ", "").upper()
    anywhere.append(RecordRow.match_code.startswith(code, autoescape=True))
    if amount := plain_amount(query):
        anywhere.append(and_(RecordRow.amount_plain == amount, RecordRow.amount_plain != ""))
    return or_(*anywhere)


def _cursor(row: RecordRow) -> str:
    place = json.dumps([row.confirmed.isoformat(), row.id])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        said = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        confirmed, last_id = json.loads(said)
        return datetime.fromisoformat(confirmed).astimezone(UTC), str(last_id)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Problem(400, "bad-cursor", N_("This is no cursor that the archive gave out.")) from error
