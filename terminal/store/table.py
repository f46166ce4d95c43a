"""What all parts of the store have in common."""

from collections.abc import Callable, Iterator
from typing import Any

import apsw

from .database import translated

LIKE = "LIKE ? ESCAPE '!'"
"""Compares with a pattern that ``like`` makes."""


def like(part: str) -> str:
    """Return the pattern of texts that contain ``part``, character for character."""
    return f"%{part.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"


class Table:
    """A connection, the wall clock as text, and one way to read."""

    def __init__(self, connection: apsw.Connection, now: Callable[[], str]) -> None:
        self._connection = connection
        self._now = now

    def _rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with translated():
            yield from self._connection.execute(sql, values)

    def _row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        return next(iter(list(self._rows(sql, *values))), None)

    def _run(self, sql: str, *values: object) -> int:
        """Execute one statement and return how many rows it changed."""
        with translated():
            self._connection.execute(sql, values)
            return self._connection.changes()
