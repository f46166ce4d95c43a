"""Signature records: each kept in one transaction with its parts and everything that must follow from it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from terminal.model.journal import Happening, JournalHead
from terminal.model.record import NO_PREVIOUS, Confirmation, Part, Restored, SealedRecord
from terminal.model.request import Method
from terminal.model.status import Printed, RequestState, Uploaded

from .database import transaction
from .destroyed import Destroyed
from .documents import Documents
from .errors import RequestEnded
from .journal import OF_RECORD, Journal
from .slips import SlipKind
from .table import LIKE, Table, like

SealAt = Callable[[int, str, JournalHead, Restored | None], SealedRecord]
"""Makes the record for its place: its number, the previous seal's SHA-256, how far the journal has come, and what a
restore says of the place."""

_COLUMNS = """records.seq, records.id, records.request_id, records.match_code, method, confirmed_utc, till, reference,
    received,
    (SELECT state FROM slips WHERE record_id = records.id AND kind = 'record' ORDER BY copy DESC LIMIT 1),
    (SELECT state FROM outbox WHERE record_id = records.id ORDER BY state = 'acknowledged' LIMIT 1),
    (SELECT utc FROM journal WHERE record_id <> '' AND record_id = records.id AND happening = 'record.voided'),
    (SELECT became FROM destroyed WHERE record_id = records.id AND part = 'record.jws')"""


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as lists show it: where it stands, and how far it has come.

    ``voided_utc`` is when it was voided; empty where it was not. ``became`` is ``destroyed`` or ``sealed`` where its
    content is not here any more, or only encrypted to its owner; else empty.
    """

    seq: int
    id: str
    request_id: str
    match_code: str
    method: str
    confirmed_utc: str
    till: str
    reference: str
    received: str
    printed: Printed
    uploaded: Uploaded
    voided_utc: str = ""
    became: str = ""


@dataclass(frozen=True, slots=True)
class Voided:
    """That a record does not count any more: since when, why, and who said so."""

    utc: str
    reason: str
    by: str


class Records(Table):
    """The signature records, in the order of their chain."""

    def keep(
        self, signing: Confirmation, seal_at: SealAt, *, sinks: Sequence[str], copies: int
    ) -> SealedRecord:
        """Seal a signing and commit it: record, parts, a way to each sink, its slips, and the request's ending.

        A document that was signed becomes a part here, without passing through this process's memory.
        Who signs with a finger gets a ticket about it too, where anything is printed.

        When this returns, the record is on disk, and only then.

        Raises:
            RequestEnded: where the till had cancelled first.
            StoreFull: where the disk has no room. Nothing of the record is kept then.
        """
        now = self._now()
        request_id = signing.request.id
        with transaction(self._connection):
            state, reason = self._row("SELECT state, reason FROM requests WHERE id = ?", request_id) or (
                "unknown",
                "",
            )
            if state == "unknown" or RequestState(state).ended:
                raise RequestEnded(state, reason)
            journal = Journal(self._connection, self._now)
            seq, previous, restored = self._place()
            record = seal_at(seq, previous, journal.head(), restored)
            self._run(
                "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(record.seq, record.id, request_id, record.match_code, signing.method.value),
                *(signing.confirmed.utc_text(), record.jws, record.jws_sha256, record.receipt),
            )
            for part in record.parts:
                self._run(
                    "INSERT INTO parts VALUES (?, ?, ?, ?, ?)",
                    *(record.id, part.name, part.media_type, part.sha256, part.content),
                )
            if signing.request.document:
                Documents(self._connection, self._now).move(request_id, record.id)
            for sink in sinks:
                self._run(
                    "INSERT INTO outbox (record_id, sink, updated_utc) VALUES (?, ?, ?)", record.id, sink, now
                )
            for copy in range(1, copies + 1):
                self._run(
                    "INSERT INTO slips (record_id, copy, created_utc, updated_utc) VALUES (?, ?, ?, ?)",
                    *(record.id, copy, now, now),
                )
            if copies and signing.method is Method.FINGERPRINT:
                self._run(
                    "INSERT INTO slips (kind, record_id, copy, created_utc, updated_utc)"
                    " VALUES ('privacy', ?, 1, ?, ?)",
                    *(record.id, now, now),
                )
            self._run(
                "UPDATE requests SET state = 'completed', version = version + 1, ended_utc = ? WHERE id = ?",
                *(now, request_id),
            )
            journal.add(Happening.SEALED, record.id, seq=record.seq, sha256=record.jws_sha256)
            if signing.quality and signing.quality.overridden:
                journal.add(Happening.OVERRIDDEN, record.id, verdict=signing.quality.verdict.value)
        return record

    def void(self, record_id: str, reason: str, *, by: str, prints: bool) -> bool:
        """Note that a record does not count any more; it stays as it is. Returns whether it counted until now.

        Args:
            record_id: of a record that is there.
            reason: in a person's words.
            by: who said so: ``staff``, ``shell``.
            prints: whether a slip tells of it.
        """
        now = self._now()
        with transaction(self._connection):
            if self.voided(record_id):
                return False
            facts = {"reason": reason, "by": by}
            Journal(self._connection, self._now).add(Happening.VOIDED, record_id, **facts)
            if prints and not Destroyed(self._connection, self._now).sentence(record_id):
                self._run(
                    "INSERT INTO slips (kind, record_id, copy, created_utc, updated_utc) VALUES (?, ?, 1, ?, ?)",
                    *(SlipKind.VOID.value, record_id, now, now),
                )
        return True

    def voided(self, record_id: str) -> Voided | None:
        """Return since when and why a record does not count; None where it does."""
        row = self._row(
            "SELECT utc, json_extract(text, '$.facts.reason'), json_extract(text, '$.facts.by') FROM journal"
            f" WHERE {OF_RECORD} AND happening = ?",
            *(record_id, Happening.VOIDED.value),
        )
        return Voided(*(str(said) for said in row)) if row else None

    def head(self) -> tuple[int, str]:
        """Return the chain's head: the last record's number and its seal's SHA-256."""
        last = self._row("SELECT seq, jws_sha256 FROM records ORDER BY seq DESC LIMIT 1")
        return (int(last[0]), str(last[1])) if last else (0, NO_PREVIOUS)

    def count(self) -> int:
        """Return how many records are here."""
        row = self._row("SELECT count(*) FROM records")
        return int(row[0]) if row else 0

    def _place(self) -> tuple[int, str, Restored | None]:
        """Return the next record's number and the digest it names; after a restore, those that the restore set."""
        seq, digest = self.head()
        row = self._row(
            "SELECT seq, sha256, json_extract(text, '$.facts.next_seq'), json_extract(text, '$.facts.next_previous')"
            " FROM journal WHERE happening = ? ORDER BY seq DESC LIMIT 1",
            Happening.RESTORED.value,
        )
        if row is None or int(row[2] or 0) <= seq:
            return seq + 1, digest, None
        return int(row[2]), str(row[3]), Restored(seq, digest, JournalHead(int(row[0]), str(row[1])))

    def find(self, record_id: str) -> StoredRecord | None:
        """Return a record by its id, or None."""
        return next(iter(list(self._many("records.id = ?", record_id))), None)

    def latest(self, limit: int = 50, query: str = "") -> list[StoredRecord]:
        """Return records, newest first; ``query`` is part of a reference, a match code or an id.

        A match code may be written as people read it, ``557A 8226``.
        """
        sought = query.strip()
        code, text = like(sought.replace(" ", "")), like(sought)
        where = f"(reference {LIKE} OR records.match_code {LIKE} OR records.id {LIKE})"
        return list(self._many(f"{where} ORDER BY records.seq DESC LIMIT ?", text, code, text, limit))

    def named(self, name: str, limit: int = 50) -> list[StoredRecord]:
        """Return the records, newest first, whose id, match code or reference is exactly ``name``."""
        sought = name.strip()
        where = "(records.id = ? OR records.match_code = ? OR reference = ?)"
        values = (sought.lower(), sought.replace(" ", "").upper(), sought)
        return list(self._many(f"{where} ORDER BY records.seq DESC LIMIT ?", *values, limit))

    def numbered(self, seqs: Sequence[int]) -> list[StoredRecord]:
        """Return the records of these numbers, newest first."""
        marks = ", ".join("?" * len(seqs))
        return list(self._many(f"records.seq IN ({marks}) ORDER BY records.seq DESC", *seqs))

    def newest_seals(self, limit: int) -> list[tuple[int, bytes, str]]:
        """Return the last records' numbers, seals, and digests as noted beside them, in the chain's order.

        The seal of a record whose content is not here any more is empty.
        """
        rows = self._rows("SELECT seq, jws, jws_sha256 FROM records ORDER BY seq DESC LIMIT ?", limit)
        return [(int(seq), bytes(jws), str(digest)) for seq, jws, digest in rows][::-1]

    def seals(self) -> Iterator[tuple[int, bytes]]:
        """Yield the numbers and seals of all records that are here to be read, in the chain's order."""
        for seq, jws in self._rows("SELECT seq, jws FROM records WHERE jws <> x'' ORDER BY seq"):
            yield int(seq), bytes(jws)

    def jws(self, record_id: str) -> bytes:
        """Return a record's seal.

        Raises:
            RecordGone: the record was destroyed, or is sealed to its owner.
        """
        row = self._row("SELECT jws FROM records WHERE id = ?", record_id)
        if row is None:
            raise KeyError(record_id)
        if not row[0]:
            Destroyed(self._connection, self._now).refuse_gone(record_id)
        return bytes(row[0])

    def receipt(self, record_id: str) -> str:
        """Return what a record's slips say of it, signed; empty for one kept by an older version."""
        row = self._row("SELECT receipt FROM records WHERE id = ?", record_id)
        return str(row[0]) if row else ""

    def parts(self, record_id: str, *, but: str = "") -> tuple[Part, ...]:
        """Return a record's parts, by name; ``but`` names one that is not needed, such as a large document."""
        rows = self._rows(
            "SELECT name, media_type, content FROM parts WHERE record_id = ? AND name <> ? ORDER BY name",
            *(record_id, but),
        )
        return tuple(Part(*row) for row in rows)

    def part(self, record_id: str, name: str) -> Part | None:
        """Return one part of a record, or None."""
        row = self._row(
            "SELECT name, media_type, content FROM parts WHERE record_id = ? AND name = ?", record_id, name
        )
        return Part(*row) if row else None

    def _many(self, where: str, *values: object) -> Iterator[StoredRecord]:
        sql = (
            f"SELECT {_COLUMNS} FROM records JOIN requests ON requests.id = records.request_id WHERE {where}"
        )
        for row in self._rows(sql, *values):
            progress = (Printed(row[9] or "none"), Uploaded(row[10] or "none"))
            yield StoredRecord(*(*row[:9], *progress, row[11] or "", row[12] or ""))
