"""Requests that the terminal could not take, whose customers sign on paper: which wait, and which were signed."""

from dataclasses import dataclass

from terminal.model.journal import Happening

from .database import together, transaction
from .journal import Journal
from .requests import Requests, StoredRequest
from .table import Table

_WAITS = (
    "state = 'failed' AND code NOT IN ('paper', 'unreadable') AND NOT EXISTS ("
    "SELECT 1 FROM requests AS later WHERE later.seq > requests.seq AND later.reference = requests.reference"
    " AND later.till = requests.till AND later.amount_thousandths IS requests.amount_thousandths"
    " AND +later.state = 'completed')"
)
"""A sale that the till sent again and that was signed on the glass after all waits for no paper.

The sign before ``later.state`` has SQLite look it up by its reference, and not by a state that most requests have.
"""

_SIGNED = "state = 'failed' AND code = 'paper'"


@dataclass(frozen=True, slots=True)
class PaperFound:
    """What a paper code belongs to; ``signed`` where that was closed before."""

    stored: StoredRequest
    signed: bool


class Papers(Table):
    """What is signed by pen. Such a request stays failed, and once it is closed its code is ``paper``."""

    def waiting(self, *, page: int, size: int) -> tuple[list[StoredRequest], int]:
        """Return one page (0 is the first) of what may wait to be signed on paper, the last one first, and how many."""
        return self._page(_WAITS, page, size)

    def signed(self, *, page: int, size: int) -> tuple[list[StoredRequest], int]:
        """Return one page of what was signed on paper, the last one first, and how many there are."""
        return self._page(_SIGNED, page, size)

    def find(self, code: str) -> PaperFound | None:
        """Return what a slip's code belongs to, one that waits before one that was signed; None where to nothing.

        ``code`` is as ``paper_code`` gives it, or typed without its space.
        """
        row = self._row(
            "SELECT id, code FROM requests WHERE state = 'failed' AND code <> 'unreadable'"
            " AND substr(replace(id, '-', ''), -8) = ? ORDER BY code = 'paper', seq DESC LIMIT 1",
            code.replace(" ", "").lower(),
        )
        return PaperFound(self._request(row[0]), signed=row[1] == "paper") if row else None

    def sign(self, request_id: str) -> bool:
        """Note that a request was signed on paper; returns whether it waited for that until now."""
        with together(self._connection):
            signed = self._run(
                "UPDATE requests SET code = 'paper', version = version + 1, ended_utc = ?"
                " WHERE id = ? AND state = 'failed' AND code <> 'paper'",
                *(self._now(), request_id),
            )
            if signed:
                till, reference = self._row(
                    "SELECT till, reference FROM requests WHERE id = ?", request_id
                ) or ("", "")
                Journal(self._connection, self._now).add(
                    Happening.PAPER_SIGNED, request=request_id, till=till, reference=reference
                )
        return bool(signed)

    def close(self, code: str) -> StoredRequest | None:
        """Note that what a slip's code belongs to was signed on paper; returns None where no such one waits."""
        with transaction(self._connection):
            found = self.find(code)
            if found is None or not self.sign(found.stored.id):
                return None
            return self._request(found.stored.id)

    def _page(self, where: str, page: int, size: int) -> tuple[list[StoredRequest], int]:
        rows = list(
            self._rows(
                f"SELECT id, count(*) OVER () FROM requests WHERE {where}"
                " ORDER BY ended_utc DESC, seq DESC LIMIT ? OFFSET ?",
                *(size, page * size),
            )
        )
        return [self._request(row[0]) for row in rows], int(rows[0][1]) if rows else 0

    def _request(self, request_id: str) -> StoredRequest:
        return Requests(self._connection, self._now).get(request_id)
