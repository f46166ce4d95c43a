"""Records of a backup, beside those that are here: which are missing, which are others, and how they are put back."""

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import apsw

from terminal.model.journal import Fact, Happening, JournalLine

from .database import transaction, translated
from .errors import StoreBusy, StoreError
from .journal import Journal
from .table import Table

_OPEN = "state NOT IN ('completed', 'cancelled', 'failed')"
_NOT_COPIED = {"records", "requests", "journal"}
"""Not copied row by row with the records they belong to: each has a way of its own."""


def take_out_of_use(store: Path) -> None:
    """Make sure that no other process has the store open, and fold its log into its file.

    Raises:
        StoreBusy: one has.
    """
    connection = apsw.Connection(str(store))
    try:
        with translated():
            connection.execute("PRAGMA journal_mode = DELETE")
    except StoreBusy as error:
        raise StoreBusy(
            f"{store} is in use. Stop the terminal first: sudo systemctl stop signpost.target"
        ) from error
    finally:
        connection.close()


class Restoring(Table):
    """A store that takes records from another one, which is attached to it for as long as that takes."""

    @contextlib.contextmanager
    def beside(self, other: Path) -> Iterator[None]:
        """Attach another store, of this version's schema."""
        self._run("ATTACH ? AS backup", str(other))
        try:
            yield
        finally:
            self._run("DETACH backup")

    def missing(self) -> list[int]:
        """Return the numbers of the records that are only in the other store."""
        rows = self._rows(
            "SELECT seq FROM backup.records WHERE seq NOT IN (SELECT seq FROM main.records) ORDER BY seq"
        )
        return [int(seq) for (seq,) in rows]

    def forks(self) -> list[tuple[int, str, str]]:
        """Return the numbers that two different records have, and their ids, the one here first."""
        rows = self._rows(
            "SELECT here.seq, here.id, there.id FROM main.records here JOIN backup.records there USING (seq)"
            " WHERE here.jws_sha256 <> there.jws_sha256 OR here.id <> there.id"
            " OR (here.jws <> there.jws AND here.jws <> x'' AND there.jws <> x'')"
            " UNION SELECT there.seq, here.id, there.id FROM main.records here JOIN backup.records there USING (id)"
            " WHERE here.seq <> there.seq ORDER BY 1"
        )
        return [(int(seq), str(here), str(there)) for seq, here, there in rows]

    def take(self, seqs: Sequence[int], facts: Mapping[str, Fact]) -> JournalLine:
        """Put records back with all that belongs to them, and tell the journal; all of it, or nothing.

        What the other journal tells of them is told again in this one, as what it is: a voided record stays void.

        Raises:
            StoreError: this store has something else where one of them belongs.
        """
        with transaction(self._connection):
            self._run("CREATE TEMP TABLE taken (seq INTEGER, record_id TEXT, request_id TEXT)")
            self._run(
                "INSERT INTO taken SELECT seq, id, request_id FROM backup.records"
                " WHERE seq IN (SELECT value FROM json_each(?))",
                json.dumps(list(seqs)),
            )
            self._copy("requests", "id NOT IN (SELECT id FROM main.requests)")
            lost = self._row(
                "SELECT request_id FROM taken WHERE request_id NOT IN (SELECT id FROM main.requests)"
            )
            if lost:
                raise StoreError(f"the request {lost[0]} of a record in the backup is another one here")
            self._copy("records", "seq IN (SELECT seq FROM taken)", "INSERT")
            for table, column in self._belonging():
                self._copy(table, f"{column} IN (SELECT {column} FROM taken)")
            self._settle()
            journal = Journal(self._connection, self._now)
            for line in self._lines_of_taken():
                told = {**line.facts, "restored_line": line.seq, "restored_utc": line.utc}
                journal.add(Happening(line.happening), line.record_id, **told)
            self._run("DROP TABLE taken")
            return journal.add(Happening.RESTORED, **facts)

    def settle(self, facts: Mapping[str, Fact]) -> JournalLine:
        """Make a backup's store into one that goes on from here, and tell the journal."""
        with transaction(self._connection):
            self._settle()
            return Journal(self._connection, self._now).add(Happening.RESTORED, **facts)

    def _settle(self) -> None:
        """End what nobody waits for any more, and mark slips that may have been printed since."""
        now = self._now()
        self._run(
            "UPDATE requests SET state = 'cancelled', reason = 'deadline', version = version + 1, ended_utc = ?"
            f" WHERE {_OPEN}",
            now,
        )
        self._run(
            "UPDATE slips SET sent_percent = coalesce(sent_percent, 0) WHERE state IN ('waiting', 'printing')"
        )

    def _lines_of_taken(self) -> list[JournalLine]:
        known = ", ".join(f"'{each.value}'" for each in Happening if each is not Happening.SEALED)
        rows = self._rows(
            "SELECT text FROM backup.journal WHERE record_id <> '' AND record_id IN (SELECT record_id FROM taken)"
            f" AND happening IN ({known}) ORDER BY seq"
        )
        return [JournalLine.read(str(text)) for (text,) in rows]

    def _belonging(self) -> list[tuple[str, str]]:
        """Return the tables whose rows belong to a record or a request, and by which column."""
        rows = self._rows(
            "SELECT tables.name, columns.name FROM main.sqlite_schema tables, pragma_table_info(tables.name) columns"
            " WHERE tables.type = 'table' AND columns.name IN ('record_id', 'request_id')"
        )
        return [(str(table), str(column)) for table, column in rows if table not in _NOT_COPIED]

    def _copy(self, table: str, where: str, insert: str = "INSERT OR IGNORE") -> None:
        """Copy rows. Those that a table only numbers are numbered anew; a record's number is its own."""
        rows = self._rows(
            "SELECT name FROM pragma_table_info(?) WHERE ? = 'records' OR NOT (pk AND type = 'INTEGER')",
            *(table, table),
        )
        columns = ", ".join(str(name) for (name,) in rows)
        self._run(
            f"{insert} INTO main.{table} ({columns}) SELECT {columns} FROM backup.{table} WHERE {where}"
        )
