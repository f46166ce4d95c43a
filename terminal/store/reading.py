"""A store that is only read: another terminal's, an old one's, a dead one's. Not a byte of it is changed.

Nothing is migrated: what an older version did not keep is not there. A store whose last commits are still in its
write-ahead log is copied and put together elsewhere, unless a living process has it open and keeps it readable.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import apsw

from .database import translated
from .errors import StoreBusy, StoreDamaged

MAGIC = b"SQLite format 3\0"
"""What an SQLite file begins with."""

_TRIES = 5
"""How often a store that changes while it is copied is copied again."""

_LOCKS = Path("/proc/locks")


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A record as a store has it, all of it.

    Attributes:
        listed: what the store's lists say of it, by the names of their columns.
        files: its parts, and what was made of it later or stands for a part that was destroyed, by name.
        receipt: what its slips say; empty where that was not kept.
    """

    listed: dict[str, object]
    jws: bytes = field(repr=False)
    files: dict[str, bytes] = field(repr=False)
    receipt: str = ""


class StoreReader:
    """A store, opened to be read only.

    Raises:
        StoreDamaged: the file is no store, or cannot be read; by every method.
        StoreBusy: it changes all the time.
    """

    def __init__(self, path: Path) -> None:
        self._held = ExitStack()
        try:
            with translated():
                self._connection = self._open(path)
                self._held.callback(self._connection.close)
                self._connection.execute("PRAGMA trusted_schema = OFF")
                self._columns = {table: self._columns_of(table) for table in _TABLES}
            self._check(path)
        except BaseException:
            self._held.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def count(self) -> int:
        """Return how many records there are."""
        return int(next(self._rows("SELECT count(*) FROM records"))[0])

    def records(self) -> Iterator[ReadRecord]:
        """Yield all records, in the chain's order."""
        receipt = "records.receipt" if "receipt" in self._columns["records"] else "''"
        rows = self._rows(
            "SELECT records.seq, records.id, request_id, match_code, method, confirmed_utc, till, reference, received,"
            f" jws, {receipt} FROM records LEFT JOIN requests ON requests.id = request_id ORDER BY records.seq"
        )
        for *listed, jws, line in rows:
            said = dict(zip(_LISTED, listed, strict=True))
            yield ReadRecord(said, _bytes(jws), self._files(str(said["id"])), str(line or ""))

    def journal(self) -> Iterator[tuple[str, str]] | None:
        """Return the journal's lines and the digests noted beside them, the first one first; None without a journal."""
        if not self._columns["journal"]:
            return None
        rows = self._rows("SELECT text, sha256 FROM journal ORDER BY seq")
        return ((str(text), str(digest)) for text, digest in rows)

    def closes(self) -> Iterator[str]:
        """Yield the figures of the days' closes, as they are kept: JSON."""
        if "about" in self._columns["slips"]:
            for (about,) in self._rows(
                "SELECT about FROM slips WHERE kind = 'close' AND copy = 1 ORDER BY id"
            ):
                yield str(about)

    def acknowledgements(self) -> Iterator[str]:
        """Yield what archives answered, word for word."""
        if "acknowledgement" in self._columns["outbox"]:
            rows = self._rows("SELECT acknowledgement FROM outbox WHERE acknowledgement <> '' ORDER BY id")
            yield from (str(said) for (said,) in rows)

    def _check(self, path: Path) -> None:
        if "jws" not in self._columns["records"]:
            raise StoreDamaged(f"{path} is no store of Signpost's: it has no records")

    def _files(self, record_id: str) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for table in ("parts", "made", "destroyed", "sealed_away"):
            if {"record_id", "name", "content"} <= self._columns[table]:
                rows = self._rows(
                    f"SELECT name, content FROM {table} WHERE record_id = ? AND content IS NOT NULL",
                    record_id,
                )
                found |= {str(name): _bytes(content) for name, content in rows}
        return found

    def _rows(self, sql: str, *values: str) -> Iterator[tuple[Any, ...]]:
        with translated():
            yield from self._connection.execute(sql, values)

    def _columns_of(self, table: str) -> set[str]:
        return {
            str(name)
            for (name,) in self._connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
        }

    def _open(self, path: Path) -> apsw.Connection:
        """Open the file so that it is not changed by that."""
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise StoreDamaged(f"{path} is no store: it is no SQLite file")
        log = path.with_name(f"{path.name}-wal")
        if not log.exists() or not log.stat().st_size:
            return _connect(path, "immutable=1")
        if _in_use(path.with_name(f"{path.name}-shm")):
            return _connect(path, "mode=ro")
        folder = Path(self._held.enter_context(tempfile.TemporaryDirectory(prefix="signpost-")))
        return _connect(_copy(path, log, folder), "mode=rw")


_TABLES = ("records", "parts", "made", "destroyed", "sealed_away", "journal", "slips", "outbox")
_LISTED = (
    *("seq", "id", "request_id", "match_code", "method", "confirmed_utc", "till", "reference", "received"),
)


def _connect(path: Path, how: str) -> apsw.Connection:
    flags = apsw.SQLITE_OPEN_URI | (
        apsw.SQLITE_OPEN_READWRITE if how == "mode=rw" else apsw.SQLITE_OPEN_READONLY
    )
    return apsw.Connection(f"file:{quote(str(path.resolve()))}?{how}", flags=flags)


def _in_use(shared: Path) -> bool:
    """Tell whether a process has the store open: who reads or writes it holds a lock on the log's index.

    The file itself must not be opened for that: closing it would take this process's own locks away.
    """
    with suppress(OSError):
        inode = f":{shared.stat().st_ino} "
        return any(inode in line for line in _LOCKS.read_text(encoding="ascii").splitlines())
    return False


def _copy(path: Path, log: Path, folder: Path) -> Path:
    """Copy a store and its log as they were at one instant, and return where to."""
    copy = folder / "store.sqlite"
    for _ in range(_TRIES):
        before = [_stamp(each) for each in (path, log)]
        shutil.copyfile(path, copy)
        shutil.copyfile(log, folder / "store.sqlite-wal")
        if before == [_stamp(each) for each in (path, log)]:
            return copy
    raise StoreBusy(f"{path} changes while it is read: stop whatever writes it, or take a backup")


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
