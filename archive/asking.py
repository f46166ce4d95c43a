"""What a visitor asks for in an address, read into a search."""

from datetime import datetime, time, timedelta, tzinfo

from fastapi import Request

from .index import Search
from .problems import Problem
from .words import N_


def search_of(request: Request, timezone: tzinfo | None) -> Search:
    """Return the search that an address asks for.

    ``from`` and ``to`` are dates in ``timezone`` (None: the computer's), both days included, or exact times.

    Raises:
        Problem: 400, for a time that is none.
    """
    asked = {name: value.replace("\0", "")[:200] for name, value in request.query_params.items()}
    return Search(
        query=asked.get("query", ""),
        terminal=asked.get("terminal", ""),
        method=asked.get("method", ""),
        since=moment_of(asked.get("from", ""), timezone, days=0),
        until=moment_of(asked.get("to", ""), timezone, days=1),
        cursor=asked.get("cursor", ""),
    )


def moment_of(said: str, timezone: tzinfo | None, *, days: int) -> datetime | None:
    """Return the moment that was written; a bare date means its first moment, ``days`` later.

    Raises:
        Problem: 400, where it is no time.
    """
    if not said:
        return None
    try:
        when = datetime.fromisoformat(said)
        if len(said) == len("2026-11-23"):
            when = datetime.combine(when.date() + timedelta(days=days), time())
        when = when if when.tzinfo else when.replace(tzinfo=timezone)
        return when.astimezone()
    except (ValueError, OverflowError) as error:
        raise Problem(
            400, "bad-time", N_("A time is written like 2026-11-23 or 2026-11-23T14:31:07Z.")
        ) from error
