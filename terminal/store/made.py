"""What is made of a record after it was sealed: its signed PDF. Made once, and sent with the record.

A record that was sent without one stays without: the archive has its bundle as it was, byte for byte.
"""

from terminal.model.journal import Fact, Happening
from terminal.model.record import Part

from .database import transaction
from .journal import Journal
from .table import Table

_UNDECIDED = """SELECT seq, id FROM records
    WHERE NOT EXISTS (SELECT 1 FROM made WHERE record_id = records.id AND name = ?)
    AND NOT EXISTS (SELECT 1 FROM outbox WHERE record_id = records.id AND (state <> 'waiting' OR attempts > 0))"""


class Made(Table):
    """The files that were made of records, and why some could not be."""

    def keep(self, record_id: str, part: Part, **facts: Fact) -> None:
        """Keep a file that was made of a record, and say so in the journal; what was kept first stays.

        Args:
            record_id: the record.
            part: the file.
            facts: what the journal is to say of it besides its digest.
        """
        with transaction(self._connection):
            new = self._run(
                "INSERT INTO made (record_id, name, media_type, sha256, content, created_utc) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                *(record_id, part.name, part.media_type, part.sha256, part.content, self._now()),
            )
            if new:
                Journal(self._connection, self._now).add(
                    Happening.PDF_SIGNED, record_id, sha256=part.sha256, **facts
                )

    def failed(self, record_id: str, name: str, media_type: str, trouble: str) -> None:
        """Note, here and in the journal, that a file cannot be made of a record, and why."""
        with transaction(self._connection):
            new = self._run(
                "INSERT INTO made (record_id, name, media_type, trouble, created_utc) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                *(record_id, name, media_type, trouble, self._now()),
            )
            if new:
                Journal(self._connection, self._now).add(Happening.PDF_NOT_SIGNED, record_id, trouble=trouble)

    def of(self, record_id: str) -> tuple[Part, ...]:
        """Return what was made of a record, by name."""
        rows = self._rows(
            "SELECT name, media_type, content FROM made WHERE record_id = ? AND content IS NOT NULL ORDER BY name",
            record_id,
        )
        return tuple(Part(*row) for row in rows)

    def named(self, record_id: str, name: str) -> Part | None:
        """Return one file that was made of a record, or None."""
        return next((part for part in self.of(record_id) if part.name == name), None)

    def trouble(self, record_id: str, name: str) -> str:
        """Return why a file could not be made of a record; empty where it was, and where nobody tried."""
        row = self._row("SELECT trouble FROM made WHERE record_id = ? AND name = ?", record_id, name)
        return str(row[0]) if row else ""

    def destroy(self, record_id: str, name: str, why: str) -> bool:
        """Let go of a file, because it shows what of the record was destroyed; returns whether it was there.

        One that is still to be made is decided with it: nobody makes it of what was read before.
        """
        there = self.named(record_id, name) is not None
        self._run(
            "INSERT INTO made (record_id, name, media_type, trouble, created_utc)"
            " VALUES (?, ?, 'application/pdf', ?, ?)"
            " ON CONFLICT DO UPDATE SET content = NULL, trouble = excluded.trouble",
            *(record_id, name, why, self._now()),
        )
        return there

    def undecided(self, name: str, after: int = 0) -> tuple[int, str] | None:
        """Return the oldest record that a file is still to be made of: its number and its id; None where there is none.

        One that was sent to any archive before, or is on its way, is not asked for: what was sent stays as it was.

        Args:
            name: the file's.
            after: look behind the record of this number only.
        """
        row = self._row(f"{_UNDECIDED} AND records.seq > ? ORDER BY records.seq LIMIT 1", name, after)
        return (int(row[0]), str(row[1])) if row else None

    def waits(self, record_id: str, name: str) -> bool:
        """Tell whether a file is still to be made of this record."""
        return self._row(f"{_UNDECIDED} AND records.id = ?", name, record_id) is not None
