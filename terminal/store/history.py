"""Looking records up as people do: by part of a reference or match code, by an amount, by the day.

The indexes of schema 2 hold all that is searched, so that no request and no seal is read to find out whether it
is meant: a hundred thousand records are searched in some tens of milliseconds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .records import Records, StoredRecord
from .table import LIKE, Table, like

_AMOUNT = re.compile(r"[^\d\s.,]{0,3}\s*(\d{1,3}(?:[,，]\d{3})+|\d{1,12})(\.\d{1,3})?")
_CODE = re.compile(r"[0-9A-F]{1,8}")


@dataclass(frozen=True, slots=True)
class Sought:
    """Which records are meant.

    Attributes:
        query: part of a reference or of a match code (with or without its space), or an amount; empty for all.
        since_utc: the first moment of the days that count, as records write times; empty for the beginning.
        before_utc: the first moment after them; empty for no end.
        reference: part of a reference; empty for all.
        match_code: a whole match code, with or without its space; empty for all.
    """

    query: str = ""
    since_utc: str = ""
    before_utc: str = ""
    reference: str = ""
    match_code: str = ""


_PIECE = 200
"""How many records are read at once where all are gone through: no transaction stands open for long."""


class History(Table):
    """The records, newest first, a page at a time; or all of them, in the order of their chain."""

    def find(self, sought: Sought, *, page: int, size: int) -> tuple[list[StoredRecord], int]:
        """Return one page (0 is the first) of what is sought, and how much there is of it in all."""
        where, values = _condition(sought)
        rows = list(
            self._rows(
                f"SELECT seq, count(*) OVER () FROM records WHERE {where} ORDER BY seq DESC LIMIT ? OFFSET ?",
                *(*values, size, page * size),
            )
        )
        found = Records(self._connection, self._now).numbered([int(seq) for seq, _ in rows])
        return found, int(rows[0][1]) if rows else 0

    def every(self, sought: Sought) -> Iterator[StoredRecord]:
        """Yield all of what is sought, the oldest first; what is signed meanwhile comes last, if at all."""
        where, values = _condition(sought)
        after = 0
        while True:
            rows = self._rows(
                f"SELECT seq FROM records WHERE {where} AND seq > ? ORDER BY seq LIMIT ?",
                *(*values, after, _PIECE),
            )
            seqs = [int(seq) for (seq,) in rows]
            if not seqs:
                return
            yield from Records(self._connection, self._now).numbered(seqs)[::-1]
            after = seqs[-1]

    def sizes(self, record_id: str) -> dict[str, int]:
        """Return how large a record's files are, in bytes, by name; read from the lists, not from the files."""
        rows = self._rows(
            "SELECT 'record.jws', length(jws) FROM records WHERE id = ?"
            " UNION ALL SELECT name, length(content) FROM parts WHERE record_id = ?"
            " UNION ALL SELECT name, length(content) FROM made WHERE record_id = ? AND content IS NOT NULL",
            *(record_id, record_id, record_id),
        )
        return {str(name): int(size) for name, size in rows}


def amount_thousandths(text: str) -> int | None:
    """Return an amount as people type it (``128``, ``¥1,280.00``) in thousandths, or None where it is none."""
    found = _AMOUNT.fullmatch(text.strip())
    if not found:
        return None
    return int(Decimal(re.sub(r"[,，]", "", found[1]) + (found[2] or "")) * 1000)


def _condition(sought: Sought) -> tuple[str, list[object]]:
    """Return the SQL that is true of what is sought, and its values."""
    clauses, values = ["TRUE"], list[object]()
    if sought.since_utc:
        clauses.append("confirmed_utc >= ?")
        values.append(sought.since_utc)
    if sought.before_utc:
        clauses.append("confirmed_utc < ?")
        values.append(sought.before_utc)
    if sought.reference:
        clauses.append(f"request_id IN (SELECT id FROM requests WHERE reference {LIKE})")
        values.append(like(sought.reference.strip()))
    if sought.match_code:
        clauses.append("match_code = ?")
        values.append(sought.match_code.replace(" ", "").upper())
    if query := sought.query.strip():
        ways = list(_ways(query))
        clauses.append(f"seq IN ({' UNION ALL '.join(sql for sql, _ in ways)})")
        values += [value for _, value in ways]
    return " AND ".join(clauses), values


def _ways(query: str) -> Iterator[tuple[str, object]]:
    """Yield each way in which a query can mean a record: the SQL for their numbers, and its value."""
    joined = "SELECT records.seq FROM requests CROSS JOIN records ON records.request_id = requests.id WHERE"
    yield f"{joined} reference {LIKE}", like(query)
    code = query.replace(" ", "").upper()
    if _CODE.fullmatch(code):
        yield f"SELECT seq FROM records WHERE match_code {LIKE}", like(code)
    thousandths = amount_thousandths(query)
    if thousandths is not None:
        yield f"{joined} amount_thousandths = ?", thousandths
