"""The journal as it is kept: lines are added to it, in the transaction of what they tell of, and found in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from terminal.model.journal import Fact, Happening, JournalHead, JournalLine

from .database import together
from .table import LIKE, Table, like

OF_RECORD = "record_id <> '' AND record_id = ?"
"""Said in both halves so that the index of a record's lines serves, which holds no others."""


_REFERRED = (
    f"SELECT records.id FROM records JOIN requests ON requests.id = records.request_id WHERE reference {LIKE}"
)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines are meant; what is empty leaves it open.

    Attributes:
        record_id: of one record.
        happening: a word of ``Happening``, or the part before its dot: ``record``.
        text: anywhere in the line, or in the reference of the record that it is about.
        since, until: by the wall clock, as UTC text; a day's beginning sorts before all of the day.
    """

    record_id: str = ""
    happening: str = ""
    text: str = ""
    since: str = ""
    until: str = ""


class Journal(Table):
    """What happened to records and to the unit, in order."""

    def add(self, happening: Happening, record_id: str = "", /, **facts: Fact) -> JournalLine:
        """Write a line, in the transaction that is under way or else in its own; returns it."""
        with together(self._connection):
            return self._add(happening, record_id, facts)

    def head(self) -> JournalHead:
        """Return the last line's number and digest."""
        row = self._row("SELECT seq, sha256 FROM journal ORDER BY seq DESC LIMIT 1")
        return JournalHead(int(row[0]), str(row[1])) if row else JournalHead()

    def head_at(self, seq: int) -> JournalHead | None:
        """Return the head as it was when a line was the last; None where there is no such line."""
        row = self._row("SELECT sha256 FROM journal WHERE seq = ?", seq)
        return JournalHead(seq, str(row[0])) if row else None

    def texts(self, after: int = 0) -> Iterator[str]:
        """Yield all lines as they are kept, oldest first, from the one behind ``after`` on."""
        for (text,) in self._rows("SELECT text FROM journal WHERE seq > ? ORDER BY seq", after):
            yield str(text)

    def latest(self, sought: Sought | None = None, limit: int = 50) -> list[JournalLine]:
        """Return the lines that are meant, newest first."""
        where, values = _where(sought or Sought())
        rows = self._rows(f"SELECT text FROM journal {where} ORDER BY seq DESC LIMIT ?", *values, limit)
        return [JournalLine.read(str(text)) for (text,) in rows]

    def _add(self, happening: Happening, record_id: str, facts: dict[str, Fact]) -> JournalLine:
        head = self.head()
        line = JournalLine.after(head, self._now(), happening, record_id, facts)
        self._run(
            "INSERT INTO journal (seq, text, sha256) VALUES (?, ?, ?)", line.seq, line.text, line.sha256
        )
        return line


def _where(sought: Sought) -> tuple[str, list[object]]:
    conditions: list[tuple[str, *tuple[object, ...]]] = []
    if sought.record_id:
        conditions.append((OF_RECORD, sought.record_id))
    if sought.happening:
        exact = "." in sought.happening
        conditions.append(
            ("happening = ?", sought.happening) if exact else ("happening GLOB ?", f"{sought.happening}.*")
        )
    if sought.text:
        pattern = like(sought.text)
        conditions.append((f"(text {LIKE} OR record_id IN ({_REFERRED}))", pattern, pattern))
    if sought.since:
        conditions.append(("utc >= ?", sought.since))
    if sought.until:
        conditions.append(("utc < ?", sought.until))
    return (
        f"WHERE {' AND '.join(each for each, *_ in conditions)}" if conditions else "",
        [value for _, *values in conditions for value in values],
    )
