"""The print journal: every slip that was asked for, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum

from terminal.model.journal import Happening
from terminal.model.status import Printed

from .database import together, transaction
from .destroyed import Destroyed
from .journal import Journal
from .table import Table


class SlipKind(StrEnum):
    """What a slip is about."""

    RECORD = "record"
    TEST = "test"
    CANCELLED = "cancelled"
    PRIVACY = "privacy"
    PAPER = "paper"
    CLOSE = "close"
    VOID = "void"


_OF_RECORDS = frozenset({SlipKind.RECORD, SlipKind.PRIVACY, SlipKind.VOID})
_SAID_CHARACTERS = 200
"""So much of a device's own words goes into a line of the journal."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip. ``copy`` is 1 for the first of a record, more for each time it was asked for again.

    ``record_id`` is empty for a slip about no record; ``about`` is a request's id then, or a
    day's close in figures. ``sent_percent`` says how much of it has gone to the
    printer; None while nothing of it ever has, so that what comes out next is no duplicate.
    """

    id: int
    kind: SlipKind
    record_id: str
    copy: int
    state: Printed
    attempts: int
    last_error: str
    updated_utc: str
    created_utc: str
    sent_percent: int | None = None
    about: str = ""


_COLUMNS = (
    "SELECT id, kind, coalesce(record_id, ''), copy, state, attempts, last_error, updated_utc, created_utc,"
    " sent_percent, about FROM slips"
)


class Slips(Table):
    """What is to be printed, and what was."""

    def ask_again(self, record_id: str, by: str = "") -> int:
        """Queue one more slip of a record, and return which copy it is; ``by`` is who asked, for the journal.

        Raises:
            RecordGone: there is nothing left of it to print.
        """
        now = self._now()
        with transaction(self._connection):
            Destroyed(self._connection, self._now).refuse_gone(record_id)
            row = self._row(
                "SELECT coalesce(max(copy), 0) + 1 FROM slips WHERE record_id = ? AND kind = 'record'",
                record_id,
            )
            copy = int(row[0]) if row else 1
            self._run(
                "INSERT INTO slips (record_id, copy, created_utc, updated_utc) VALUES (?, ?, ?, ?)",
                *(record_id, copy, now, now),
            )
            Journal(self._connection, self._now).add(Happening.REPRINT_ASKED, record_id, copy=copy, by=by)
        return copy

    def ask_for_test(self) -> int:
        """Queue a test slip, and return its number in the journal."""
        return self.ask_about(SlipKind.TEST, "")

    def ask_about(self, kind: SlipKind, about: str, copy: int = 1) -> int:
        """Queue a slip about no record, and return its number in the journal. A caller may hold a transaction."""
        now = self._now()
        self._run(
            "INSERT INTO slips (kind, about, copy, created_utc, updated_utc) VALUES (?, ?, ?, ?, ?)",
            *(kind.value, about, copy, now, now),
        )
        return self._connection.last_insert_rowid()

    def find(self, slip_id: int) -> Slip | None:
        """Return a slip by its number in the journal, or None."""
        return next((self._slip(row) for row in list(self._rows(f"{_COLUMNS} WHERE id = ?", slip_id))), None)

    def withdraw(self, slip_id: int) -> bool:
        """Take a test slip out of the queue, where it was not begun; returns whether it was."""
        return bool(
            self._run(
                "DELETE FROM slips WHERE id = ? AND kind = 'test' AND state IN ('waiting', 'failed')",
                slip_id,
            )
        )

    def retry(self, slip_id: int) -> bool:
        """Let a slip that failed be printed after all; returns whether it had failed."""
        return bool(
            self._run(
                "UPDATE slips SET state = 'waiting', updated_utc = ? WHERE id = ? AND state = 'failed'",
                *(self._now(), slip_id),
            )
        )

    def of_record(self, record_id: str) -> list[Slip]:
        """Return a record's slips, the last one asked for first."""
        where = "WHERE record_id = ? AND kind = 'record' ORDER BY id DESC"
        return [self._slip(row) for row in self._rows(f"{_COLUMNS} {where}", record_id)]

    def next_unprinted(self) -> Slip | None:
        """Return the oldest slip that is not out of the printer; one cut off while printing counts as that."""
        rows = self._rows(f"{_COLUMNS} WHERE state IN ('waiting', 'printing') ORDER BY id LIMIT 1")
        return next((self._slip(row) for row in list(rows)), None)

    def all(self, limit: int = 50) -> list[Slip]:
        """Return the journal, newest first."""
        return [self._slip(row) for row in self._rows(f"{_COLUMNS} ORDER BY id DESC LIMIT ?", limit)]

    def unprinted(self, limit: int = 50) -> list[Slip]:
        """Return what is not out of the printer, oldest first, those that cannot be printed among them."""
        where = "WHERE state <> 'printed' ORDER BY id LIMIT ?"
        return [self._slip(row) for row in self._rows(f"{_COLUMNS} {where}", limit)]

    def count_unprinted(self) -> int:
        """Return how many slips are still to come."""
        row = self._row("SELECT count(*) FROM slips WHERE state IN ('waiting', 'printing')")
        return int(row[0]) if row else 0

    def count_failed(self) -> int:
        """Return how many slips cannot be printed, whatever the printer does."""
        row = self._row("SELECT count(*) FROM slips WHERE state <> 'printed' AND state = 'failed'")
        return int(row[0]) if row else 0

    def printing(self, slip_id: int) -> None:
        """Note that a slip is begun. Nothing of it has gone out before ``sent`` is called."""
        self._run(
            "UPDATE slips SET state = 'printing', attempts = attempts + 1, updated_utc = ? WHERE id = ?",
            *(self._now(), slip_id),
        )

    def sent(self, slip_id: int, percent: int) -> None:
        """Note how much of a slip has gone to the printer; 0 just before its first byte does."""
        self._run(
            "UPDATE slips SET sent_percent = ?, updated_utc = ? WHERE id = ?",
            *(percent, self._now(), slip_id),
        )

    def place(self, slip_id: int) -> int:
        """Return a slip's place in the queue: 1 for the next, 0 for one that is not in it."""
        row = self._row(
            "SELECT count(*) FROM slips WHERE state IN ('waiting', 'printing') AND id <= ?1"
            " AND EXISTS (SELECT 1 FROM slips WHERE id = ?1 AND state IN ('waiting', 'printing'))",
            slip_id,
        )
        return int(row[0]) if row else 0

    def interrupted(self, slip_id: int, error: str) -> None:
        """Note that it did not come out whole; it will be printed again."""
        self._run(
            "UPDATE slips SET state = 'waiting', last_error = ?, updated_utc = ? WHERE id = ?",
            *(error, self._now(), slip_id),
        )

    def printed(self, slip_id: int, picture: bytes) -> None:
        """Note that it came out, and keep what it looked like (PNG), unless what it shows was destroyed."""
        with together(self._connection):
            self._run(
                "UPDATE slips SET state = 'printed', sent_percent = 100, last_error = '', updated_utc = ?, picture ="
                " iif(EXISTS (SELECT 1 FROM destroyed WHERE record_id = slips.record_id), NULL, ?) WHERE id = ?",
                *(self._now(), picture, slip_id),
            )
            self._tell(slip_id, Happening.PRINTED, Happening.SLIP_PRINTED)

    def failed(self, slip_id: int, error: str) -> None:
        """Note that it cannot be printed at all, whatever the printer does."""
        with together(self._connection):
            self._run(
                "UPDATE slips SET state = 'failed', last_error = ?, updated_utc = ? WHERE id = ?",
                *(error, self._now(), slip_id),
            )
            why = error[:_SAID_CHARACTERS]
            self._tell(slip_id, Happening.NOT_PRINTED, Happening.SLIP_NOT_PRINTED, why=why)

    def _tell(self, slip_id: int, of_record: Happening, of_none: Happening, **more: str) -> None:
        """Write what became of a slip into the journal."""
        slip = self.find(slip_id)
        if slip is None:
            return
        about = of_record if slip.kind in _OF_RECORDS else of_none
        facts = {"slip": slip.id, "kind": slip.kind.value, "copy": slip.copy, **more}
        Journal(self._connection, self._now).add(about, slip.record_id, **facts)

    def picture(self, record_id: str) -> bytes | None:
        """Return the last slip of a record as it was printed (PNG), or None."""
        row = self._row(
            "SELECT picture FROM slips WHERE record_id = ? AND kind = 'record' AND picture IS NOT NULL"
            " ORDER BY copy DESC LIMIT 1",
            *(record_id,),
        )
        return bytes(row[0]) if row else None

    @staticmethod
    def _slip(row: tuple[int, str, str, int, str, int, str, str, str, int | None, str]) -> Slip:
        return Slip(row[0], SlipKind(row[1]), row[2], row[3], Printed(row[4]), *row[5:])
