"""Letting go: content that leaves the store for good, and what stands in its place.

Everything happens in one transaction, so that nothing is ever gone without a word, or said to be gone and still here.
What is deleted is overwritten (``secure_delete``), and the log beside the store is emptied behind it (``flush``).
"""

import json
from collections.abc import Sequence

from terminal.model.journal import Happening
from terminal.model.record import Part

from .database import BUSY_MS, transaction, translated
from .errors import RecordGone, StillNeeded, StoreBusy
from .journal import Journal
from .made import Made
from .table import Table

WHOLE = "record.jws"
"""The part that stands for all of a record: its seal, around its words."""

_SIGNED_PDF = "signed.pdf"
_FLUSH_MS = 20
_UNSEEN = frozenset({"ink.json", "ink.json.age", "document.pdf"})
"""Parts that no slip shows."""

_LISTED = ("kind", "reference", "amount", "currency", "methods", "deadline_s", "retries", "read_to_end")
"""What of a request stays for the lists and the day's close: nothing that a customer read, wrote or agreed to."""


class Destroyed(Table):
    """What is not here any more."""

    def of(self, record_id: str) -> tuple[Part, ...]:
        """Return the files that stand for what is gone, by name."""
        rows = self._rows(
            "SELECT name, media_type, content FROM destroyed WHERE record_id = ? ORDER BY name", record_id
        )
        return tuple(Part(*row) for row in rows)

    def parts(self, record_id: str) -> dict[str, tuple[str, str]]:
        """Return which parts are gone, each with when (UTC) and why."""
        rows = self._rows("SELECT part, utc, why FROM destroyed WHERE record_id = ? ORDER BY part", record_id)
        return {str(part): (str(utc), str(why)) for part, utc, why in rows}

    def sentence(self, record_id: str) -> str:
        """Return, in words, what became of all of a record; empty where it is here."""
        row = self._row(
            "SELECT became, utc, why FROM destroyed WHERE record_id = ? AND part = ?", record_id, WHOLE
        )
        if row is None:
            return ""
        became, utc, why = (str(said) for said in row)
        if became == "sealed":
            return (
                f"The record was sealed to its owner on {utc[:10]}: signpost records sealed writes the file, and the"
                " owner's key opens it, away from here (age --decrypt)."
            )
        return f"The record was destroyed on {utc[:10]}: {why.rstrip('.')}."

    def refuse_gone(self, record_id: str) -> None:
        """Let nothing be asked of a record whose content is not here any more.

        Raises:
            RecordGone: it is not.
        """
        if sentence := self.sentence(record_id):
            raise RecordGone(sentence)

    def sealed_away(self, record_id: str) -> Part | None:
        """Return the file in which all of a record is encrypted to its owner; None where there is none."""
        row = self._row("SELECT name, media_type, content FROM sealed_away WHERE record_id = ?", record_id)
        return Part(*row) if row else None

    def bury(self, record_id: str, part: Part, stone: Part, utc: str, why: str, *, even_unsent: bool) -> None:
        """Destroy one part of a record, and what else shows it.

        Args:
            record_id: of the record.
            part: as it was read when its tombstone was signed.
            stone: its tombstone.
            utc: when, as the tombstone says.
            why: as the tombstone says.
            even_unsent: also where a place that must have it has not acknowledged it.

        Raises:
            StillNeeded: it has not been acknowledged by all.
        """
        with transaction(self._connection):
            self._refuse_unsent(record_id, even_unsent=even_unsent)
            if not self._run(
                "DELETE FROM parts WHERE record_id = ? AND name = ? AND sha256 = ?",
                *(record_id, part.name, part.sha256),
            ):
                return  # somebody else was first
            self._put(record_id, stone, (part.name, "destroyed", utc, why))
            trouble = f"It was let go of when {part.name} was destroyed on {utc[:10]}."
            Made(self._connection, self._now).destroy(record_id, _SIGNED_PDF, trouble)
            if part.name not in _UNSEEN:
                self._run("UPDATE slips SET picture = NULL WHERE record_id = ?", record_id)
            facts = {"part": part.name, "sha256": part.sha256, "why": why}
            Journal(self._connection, self._now).add(Happening.DESTROYED, record_id, **facts)

    def bury_all(self, record_id: str, stub: Part, utc: str, why: str, *, even_unsent: bool) -> None:
        """Destroy all of a record but its number, its digest, and what lists say of it.

        Raises:
            StillNeeded: it has not been acknowledged by all.
        """
        with transaction(self._connection):
            self._refuse_unsent(record_id, even_unsent=even_unsent)
            self._empty(record_id)
            self._run("DELETE FROM sealed_away WHERE record_id = ?", record_id)
            self._run("DELETE FROM destroyed WHERE record_id = ?", record_id)
            self._run("DELETE FROM outbox WHERE record_id = ? AND state <> 'acknowledged'", record_id)
            self._run("DELETE FROM slips WHERE record_id = ? AND state <> 'printed'", record_id)
            self._put(record_id, stub, (WHOLE, "destroyed", utc, why))
            Journal(self._connection, self._now).add(Happening.DESTROYED, record_id, part=WHOLE, why=why)

    def seal_away(
        self, record_id: str, stub: Part, sealed: Part, *, utc: str, promised: str, files: Sequence[Part]
    ) -> bool:
        """Replace all of a record by one file that only its owner can open; returns whether it was done.

        It is not where something of the record changed since the file was made, or a slip of it is still to come.

        Args:
            record_id: of the record.
            stub: what stands for its seal.
            sealed: the file.
            utc: when, as the stub says.
            promised: the day before which an impression in it is destroyed; empty where there is none.
            files: what is in the file beside the seal.

        Raises:
            StillNeeded: it has not been acknowledged by all.
        """
        with transaction(self._connection):
            self._refuse_unsent(record_id, even_unsent=False)
            waits = self._row(
                "SELECT 1 FROM slips WHERE record_id = ? AND state IN ('waiting', 'printing')", record_id
            )
            if waits or self._digests(record_id) != {part.name: part.sha256 for part in files}:
                return False
            self._empty(record_id)
            self._run("DELETE FROM destroyed WHERE record_id = ?", record_id)  # they are in the file
            self._put(record_id, stub, (WHOLE, "sealed", utc, "as it is configured"))
            self._run(
                "INSERT INTO sealed_away VALUES (?, ?, ?, ?, ?)",
                *(record_id, sealed.name, sealed.media_type, promised, sealed.content),
            )
            Journal(self._connection, self._now).add(Happening.SEALED_AWAY, record_id, sha256=sealed.sha256)
        return True

    def forget_request(self, request_id: str, reference: str) -> bool:
        """Let go of what an unsigned request said beyond what lists need; returns whether there was more."""
        with transaction(self._connection):
            forgotten = self._reduce(request_id)
            if forgotten:
                Journal(self._connection, self._now).add(
                    Happening.REQUEST_FORGOTTEN, request=request_id, reference=reference
                )
        return forgotten

    def flush(self) -> bool:
        """Empty the log beside the store, in which pages still lie as they were; returns whether it was done.

        Where another process reads at this moment it is not, and is to be tried again.
        """
        self._connection.set_busy_timeout(
            _FLUSH_MS
        )  # nobody who writes waits for one who reads, and for this
        try:
            with translated():
                busy = next(iter(self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")), (1,))[0]
        except StoreBusy:
            return False
        finally:
            self._connection.set_busy_timeout(BUSY_MS)
        return bool(busy == 0)

    def _empty(self, record_id: str) -> None:
        """Take everything out of a record's rows that is content."""
        self._run("UPDATE records SET jws = x'', receipt = '' WHERE id = ?", record_id)
        self._run("DELETE FROM parts WHERE record_id = ?", record_id)
        self._run("UPDATE slips SET picture = NULL WHERE record_id = ?", record_id)
        self._run("DELETE FROM made WHERE record_id = ?", record_id)
        trouble = "The record is not here any more."
        Made(self._connection, self._now).destroy(record_id, _SIGNED_PDF, trouble)
        row = self._row("SELECT request_id FROM records WHERE id = ?", record_id)
        if row:
            self._reduce(str(row[0]))

    def _reduce(self, request_id: str) -> bool:
        row = self._row("SELECT received FROM requests WHERE id = ?", request_id)
        said = json.loads(str(row[0])) if row else {"forgotten": True}
        if "forgotten" in said:
            return False
        listed = {key: said[key] for key in _LISTED if key in said} | {"forgotten": True}
        self._run("DELETE FROM documents WHERE request_id = ?", request_id)
        self._run(
            "UPDATE requests SET received = ? WHERE id = ?",
            json.dumps(listed, ensure_ascii=False),
            request_id,
        )
        return True

    def _digests(self, record_id: str) -> dict[str, str]:
        rows = self._rows(
            "SELECT name, content FROM parts WHERE record_id = ?1 UNION ALL SELECT name, content FROM made"
            " WHERE record_id = ?1 AND content IS NOT NULL UNION ALL SELECT name, content FROM destroyed"
            " WHERE record_id = ?1",
            record_id,
        )
        return {part.name: part.sha256 for part in (Part(str(name), "", bytes(held)) for name, held in rows)}

    def _refuse_unsent(self, record_id: str, *, even_unsent: bool) -> None:
        unsent = self._row(
            "SELECT sink FROM outbox WHERE record_id = ? AND state <> 'acknowledged'", record_id
        )
        if even_unsent:
            return
        if unsent:
            raise StillNeeded(f"{unsent[0]} has not acknowledged the record: nowhere else would have it")
        if not self._row("SELECT 1 FROM outbox WHERE record_id = ?", record_id):
            raise StillNeeded("no archive has the record: nowhere else would have it")

    def _put(self, record_id: str, stone: Part, said: tuple[str, str, str, str]) -> None:
        """Keep what stands for something: which part, what became of it, when, and why."""
        self._run(
            "INSERT INTO destroyed VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *(record_id, stone.name, stone.media_type, *said, stone.content),
        )
