"""What is kept, the oldest first: read in pieces by whoever asks what may go."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from .table import Table


@dataclass(frozen=True, slots=True)
class Retained:
    """A record of which something may be let go.

    Attributes:
        confirmed_utc: when it was signed.
        sinks: how many places must have it.
        unsent: one of those that have not acknowledged it; empty where all have.
        jws: its seal; empty where it is sealed to its owner.
        promised: the day before which an impression in it is destroyed, where it is sealed to its owner.
        parts: its parts' names.
    """

    seq: int
    id: str
    reference: str
    confirmed_utc: str
    sinks: int
    unsent: str
    jws: bytes = field(repr=False)
    promised: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A request that ended without a signature."""

    seq: int
    id: str
    reference: str
    ended_utc: str


_RECORDS = """SELECT records.seq, records.id, reference, confirmed_utc,
    (SELECT count(*) FROM outbox WHERE record_id = records.id),
    coalesce((SELECT sink FROM outbox WHERE record_id = records.id AND state <> 'acknowledged'), ''),
    jws, coalesce((SELECT promised FROM sealed_away WHERE record_id = records.id), ''),
    (SELECT group_concat(name, '/') FROM parts WHERE record_id = records.id)
    FROM records JOIN requests ON requests.id = request_id WHERE records.seq > ? AND"""


class Retention(Table):
    """The records and requests that are still here, by what of them may go."""

    def records(self, before_utc: str, after: int, limit: int) -> list[Retained]:
        """Return records of before some time that are not destroyed, behind the number ``after``."""
        where = (
            "confirmed_utc < ? AND NOT EXISTS (SELECT 1 FROM destroyed WHERE record_id = records.id"
            " AND part = 'record.jws' AND became = 'destroyed')"
        )
        return list(self._records(where, after, limit, before_utc))

    def with_parts(
        self, names: Collection[str], after: int, limit: int, before_utc: str = "~"
    ) -> list[Retained]:
        """Return records that have one of these parts, or have an impression's promise sealed with them."""
        marks = ", ".join("?" * len(names))
        where = (
            f"confirmed_utc < ? AND (EXISTS (SELECT 1 FROM parts WHERE record_id = records.id AND name IN ({marks}))"
            " OR EXISTS (SELECT 1 FROM sealed_away WHERE record_id = records.id AND promised <> ''))"
        )
        return list(self._records(where, after, limit, before_utc, *names))

    def readable(self, after: int) -> tuple[int, str] | None:
        """Return the oldest record behind a number that is readable here and that nothing waits for any more.

        Every place that must have it has acknowledged it, and no slip of it is still to come.
        """
        row = self._row(
            "SELECT seq, id FROM records WHERE jws <> x'' AND seq > ?"
            " AND EXISTS (SELECT 1 FROM outbox WHERE record_id = records.id)"
            " AND NOT EXISTS (SELECT 1 FROM outbox WHERE record_id = records.id AND state <> 'acknowledged')"
            " AND NOT EXISTS (SELECT 1 FROM slips WHERE record_id = records.id AND state IN ('waiting', 'printing'))"
            " ORDER BY seq LIMIT 1",
            after,
        )
        return (int(row[0]), str(row[1])) if row else None

    def unsigned(self, before_utc: str, after: int, limit: int) -> list[Unsigned]:
        """Return requests that were cancelled or failed before some time, and still say what was asked for."""
        rows = self._rows(
            "SELECT seq, id, reference, ended_utc FROM requests WHERE seq > ? AND state IN ('cancelled', 'failed')"
            " AND ended_utc < ? AND (json_extract(received, '$.forgotten') IS NULL) ORDER BY seq LIMIT ?",
            *(after, before_utc, limit),
        )
        return [Unsigned(*row) for row in rows]

    def _records(self, where: str, after: int, limit: int, *values: str) -> Iterator[Retained]:
        for seq, record_id, reference, utc, sinks, unsent, jws, promised, names in self._rows(
            f"{_RECORDS} {where} ORDER BY records.seq LIMIT ?", after, *values, limit
        ):
            parts = tuple(names.split("/")) if names else ()
            yield Retained(seq, record_id, reference, utc, sinks, unsent, bytes(jws), promised, parts)
