"""A store that SQLite refuses, read row by row: records, their files, and what the outbox and the journal said."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from terminal.evidence.bundle import SEAL_NAME
from terminal.evidence.errors import SealError
from terminal.evidence.seal import Seal, check_seal
from terminal.evidence.stub import STUB_NAME
from terminal.evidence.tombstone import TOMBSTONE_SUFFIX
from terminal.evidence.verify import Found
from terminal.model.journal import JournalLine
from terminal.model.status import Uploaded

from .cells import Cell, Value, cells, row
from .pages import Pages

_BEGINNING = 400
"""Bytes at the beginning of a row that say what it is; as many are on its own page, whatever its size."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_STATES = {state.value for state in Uploaded}


@dataclass(frozen=True, slots=True)
class Salvaged:
    """One record as it was found: ``seal`` is None where none that was found holds."""

    seq: int
    id: str
    found: Found
    seal: Seal | None
    acknowledged: bool


@dataclass(slots=True)
class _Rows:
    """Which rows were found, and where; their contents stay on the pages until they are wanted."""

    records: dict[str, list[tuple[int, Cell]]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, dict[str, list[Cell]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    acknowledged: set[str] = field(default_factory=set)
    lines: dict[int, JournalLine] = field(default_factory=dict)


class Salvage:
    """What is left of a store.

    Args:
        pages: its pages.
        source: what people call it.
    """

    def __init__(self, pages: Pages, source: str) -> None:
        self._pages, self._source, self._rows = pages, source, _Rows()
        for cell in cells(pages):
            self._sort(cell)

    @property
    def lines(self) -> list[JournalLine]:
        """The journal's lines that were found, in order."""
        return [self._rows.lines[seq] for seq in sorted(self._rows.lines)]

    def count(self) -> int:
        """Return how many records left a trace."""
        return len(self._rows.records)

    def records(self) -> Iterator[Salvaged]:
        """Yield the records, by their numbers."""
        first = {record_id: min(seq for seq, _ in kept) for record_id, kept in self._rows.records.items()}
        for record_id in sorted(first, key=lambda each: (first[each], each)):
            yield self._record(record_id)

    def _sort(self, cell: Cell) -> None:
        """Note what a row is, by its shape."""
        values, _ = row(self._pages, cell, _BEGINNING)
        match values:
            case [None, str(record_id), str(), str(), str(), str(), *_] if (
                cell.rowid is not None and len(values) in {8, 9} and _is_blob(cell, 6)
            ):
                self._rows.records[record_id].append((cell.rowid, cell))
            case [str(record_id), str(name), *_] if (
                cell.rowid is None and 4 <= len(values) <= 9 and _content_at(cell) and _NAME.fullmatch(name)
            ):
                self._rows.files[record_id][name].append(cell)
            case [None, str(record_id), str(), str(state), int(), *_] if (
                len(values) == 8 and state in _STATES and cell.rowid is not None
            ):
                if state == Uploaded.ACKNOWLEDGED:
                    self._rows.acknowledged.add(record_id)
            case [None, str(text), *_] if len(values) == 3 and text.startswith('{"seq":'):
                self._line(cell)

    def _line(self, cell: Cell) -> None:
        (_, text, digest), whole = row(self._pages, cell)
        if whole and sha256(str(text).encode()).hexdigest() == digest:
            line = JournalLine.read(str(text))
            self._rows.lines[line.seq] = line

    def _record(self, record_id: str) -> Salvaged:
        """Return a record with the best that was found of each of its files."""
        seal, jws, seq = None, b"", 0
        for rowid, cell in self._rows.records[record_id]:
            values, _ = row(self._pages, cell)
            seq, jws = rowid, values[6] if isinstance(values[6], bytes) else b""
            try:
                seal = check_seal(jws)
                break
            except SealError:
                continue
        files = {SEAL_NAME: jws} if jws else {}
        wanted = _digests(seal)
        for name, kept in self._rows.files.get(record_id, {}).items():
            files[name] = self._best(kept, wanted.get(name, ""))
        for name in [name for name in files if f"{name}{TOMBSTONE_SUFFIX}" in files]:
            del files[name]  # it was destroyed; what is left of it in unused pages is not brought back
        if STUB_NAME in files:  # the same holds of a whole record
            seal = None
            files.pop(SEAL_NAME, None)
        found = Found(f"{self._source}, number {seq}", files)
        return Salvaged(seq, record_id, found, seal, record_id in self._rows.acknowledged)

    def _best(self, kept: list[Cell], digest: str) -> bytes:
        """Return the content with the right digest; where there is none, what was found last."""
        content = b""
        for cell in kept:
            values, _ = row(self._pages, cell)
            said = values[_content_at(cell)]
            content = said if isinstance(said, bytes) else b""
            if sha256(content).hexdigest() == digest:
                break
        return content


def _digests(seal: Seal | None) -> dict[str, str]:
    """Return the digests that a record gives of its parts."""
    listed: Value | list[object] = seal.record.get("parts") if seal else []
    found = {}
    for part in listed if isinstance(listed, list) else []:
        match part:
            case {"name": str(name), "sha256": str(digest)} if _SHA256.fullmatch(digest):
                found[name] = digest
    return found


def _is_blob(cell: Cell, column: int) -> bool:
    return cell.types[column] >= 12 and cell.types[column] % 2 == 0


def _content_at(cell: Cell) -> int:
    """Return which column of a file's row is its content: the one that is no text; 0 where there is none."""
    blobs = [column for column in range(2, len(cell.types)) if _is_blob(cell, column)]
    return blobs[0] if len(blobs) == 1 else 0
