"""The outbox: each record's way to each place it must reach. Kept until acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from terminal.model.journal import Fact, Happening
from terminal.model.status import Uploaded

from .database import transaction
from .destroyed import Destroyed
from .journal import Journal
from .table import Table


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record on its way to one sink."""

    id: int
    record_id: str
    sink: str
    state: Uploaded
    attempts: int
    last_error: str
    updated_utc: str


_COLUMNS = "SELECT id, record_id, sink, state, attempts, last_error, updated_utc FROM outbox"


class Outbox(Table):
    """What is still to be sent, and what became of the rest."""

    def unsent(self, sink: str, limit: int = 50) -> list[Outgoing]:
        """Return what has not been acknowledged, oldest first. Refused ones wait for a person, not for us."""
        where = "WHERE sink = ? AND state IN ('waiting', 'sent') ORDER BY id LIMIT ?"
        return [self._outgoing(row) for row in self._rows(f"{_COLUMNS} {where}", sink, limit)]

    def all(self, limit: int = 50) -> list[Outgoing]:
        """Return the outbox, newest first."""
        return [self._outgoing(row) for row in self._rows(f"{_COLUMNS} ORDER BY id DESC LIMIT ?", limit)]

    def unacknowledged(self, limit: int = 50) -> list[Outgoing]:
        """Return what the archive does not have, oldest first, refused ones among them."""
        where = "WHERE state <> 'acknowledged' ORDER BY id LIMIT ?"
        return [self._outgoing(row) for row in self._rows(f"{_COLUMNS} {where}", limit)]

    def last_asked(self) -> str:
        """Return when something was last asked to be sent that was not tried since; empty where nothing was."""
        unsent = "state IN ('waiting', 'sent')"  # said so that its index serves: this is asked at every step
        row = self._row(
            f"SELECT max(updated_utc) FROM outbox WHERE {unsent} AND state = 'waiting' AND last_error = ''"
        )
        return str(row[0]) if row and row[0] else ""

    def count_unsent(self) -> int:
        """Return how many ways are still to be gone."""
        row = self._row("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sent')")
        return int(row[0]) if row else 0

    def count_refused(self) -> int:
        """Return how many wait for a person, because the archive will not take them as they are."""
        row = self._row("SELECT count(*) FROM outbox WHERE state <> 'acknowledged' AND state = 'refused'")
        return int(row[0]) if row else 0

    def oldest(self) -> Outgoing | None:
        """Return the oldest that is not acknowledged, refused or not."""
        return next(iter(self.unacknowledged(1)), None)

    def tried(self, outgoing_id: int, error: str) -> None:
        """Note a try that did not end in an acknowledgement; the record will be tried again."""
        self._run(
            "UPDATE outbox SET state = 'waiting', attempts = attempts + 1, last_error = ?, updated_utc = ?"
            " WHERE id = ? AND state IN ('waiting', 'sent')",
            *(error, self._now(), outgoing_id),
        )

    def sent(self, outgoing_id: int) -> None:
        """Note that the last byte left; the answer is not here yet."""
        self._run(
            "UPDATE outbox SET state = 'sent', last_error = '', updated_utc = ? WHERE id = ?",
            *(self._now(), outgoing_id),
        )

    def acknowledged(self, outgoing_id: int, acknowledgement: str) -> None:
        """Note that the archive has it, in the archive's own words."""
        with transaction(self._connection):
            self._run(
                "UPDATE outbox SET state = 'acknowledged', attempts = attempts + 1, last_error = '',"
                " acknowledgement = ?, updated_utc = ? WHERE id = ?",
                *(acknowledgement, self._now(), outgoing_id),
            )
            self._tell(
                Happening.ACKNOWLEDGED, outgoing_id, sha256=sha256(acknowledgement.encode()).hexdigest()
            )

    def retry(self, outgoing_id: int) -> bool:
        """Let a record be sent that was refused; returns whether it had been."""
        with transaction(self._connection):
            refused = self._run(
                "UPDATE outbox SET state = 'waiting', last_error = '', updated_utc = ?"
                " WHERE id = ? AND state = 'refused'",
                *(self._now(), outgoing_id),
            )
            if refused:
                self._tell(Happening.SENDING_ASKED, outgoing_id)
        return bool(refused)

    def send_again(self, record_id: str, sinks: Sequence[str]) -> None:
        """Send a record to each sink once more, or for the first time to one that came after it was signed.

        Raises:
            RecordGone: there is nothing left of it to send.
        """
        now = self._now()
        with transaction(self._connection):
            Destroyed(self._connection, self._now).refuse_gone(record_id)
            for sink in sinks:
                self._run(
                    "INSERT INTO outbox (record_id, sink, updated_utc) VALUES (?, ?, ?) ON CONFLICT (record_id, sink)"
                    " DO UPDATE SET state = 'waiting', last_error = '', updated_utc = excluded.updated_utc",
                    *(record_id, sink, now),
                )
                Journal(self._connection, self._now).add(Happening.SENDING_ASKED, record_id, sink=sink)

    def of_record(self, record_id: str) -> list[Outgoing]:
        """Return a record's ways, those that are not acknowledged first."""
        where = "WHERE record_id = ? ORDER BY state = 'acknowledged', id"
        return [self._outgoing(row) for row in self._rows(f"{_COLUMNS} {where}", record_id)]

    def refused(self, outgoing_id: int, error: str) -> None:
        """Note that the archive will not take it as it is. It is kept, and shown, until somebody releases it."""
        with transaction(self._connection):
            self._run(
                "UPDATE outbox SET state = 'refused', attempts = attempts + 1, last_error = ?,"
                " updated_utc = ? WHERE id = ?",
                *(error, self._now(), outgoing_id),
            )
            self._tell(Happening.REFUSED, outgoing_id, why=error)

    def _tell(self, happening: Happening, outgoing_id: int, **facts: Fact) -> None:
        """Write what became of a record's way into the journal."""
        row = self._row("SELECT record_id, sink FROM outbox WHERE id = ?", outgoing_id)
        if row:
            Journal(self._connection, self._now).add(happening, row[0], sink=row[1], **facts)

    @staticmethod
    def _outgoing(row: tuple[int, str, str, str, int, str, str]) -> Outgoing:
        return Outgoing(row[0], row[1], row[2], Uploaded(row[3]), *row[4:])
