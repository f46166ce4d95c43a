"""A snapshot of the store: everything as it was at one instant, taken while the other processes go on."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import apsw

from terminal.model.journal import JournalHead
from terminal.model.record import NO_PREVIOUS

from .database import translated
from .errors import StoreDamaged
from .inside import place_inside

_SYNC_BYTES = 4 * 1024 * 1024
"""How much is written before it is flushed: a signature's own flush never waits for more than this."""

Progress = Callable[[int, int], None]
"""Told how many bytes of how many are done."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a snapshot holds: how many records, and how far the chain and the journal had come."""

    records: int
    seq: int
    sha256: str
    journal: JournalHead


def size_of(store: Path) -> int:
    """Return how many bytes a snapshot of a store takes at the most."""
    with translated():
        connection = apsw.Connection(str(store))
        try:
            return int(connection.pragma("page_count")) * int(connection.pragma("page_size"))
        finally:
            connection.close()


def take_snapshot(store: Path, file: Path, start: int, progress: Progress = lambda _done, _of: None) -> int:
    """Write a snapshot of the store into a file, from byte ``start`` on, and return its size in bytes.

    Readers hold up no writer, and a writer no reader: the log beside the store keeps what is committed meanwhile,
    and is folded in when the snapshot is done. Pages that hold nothing any more (what was destroyed may still
    be readable in them) are left out.

    Raises:
        StoreDamaged: a page of the store cannot be read.
        StoreFull: the file's disk has no more room.
    """
    whole = size_of(store)
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    synced = 0

    def written(bytes_done: int) -> None:
        nonlocal synced
        if bytes_done - synced >= _SYNC_BYTES:
            synced = bytes_done
            os.fdatasync(descriptor)
            progress(min(bytes_done, whole), whole)

    try:
        with translated(), place_inside(file, start, written=written) as uri:
            connection = apsw.Connection(str(store), flags=flags)
            try:
                connection.execute("VACUUM INTO ?", (uri,))
            finally:
                connection.close()
        os.fsync(descriptor)
        progress(whole, whole)
        return os.fstat(descriptor).st_size - start
    finally:
        os.close(descriptor)


def check_store(store: Path) -> None:
    """Read a store from end to end, its log with it, which is folded in.

    Raises:
        StoreDamaged: SQLite finds something wrong with it.
    """
    with translated():
        connection = apsw.Connection(str(store), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            found = connection.execute("PRAGMA integrity_check(1)").get
        finally:
            connection.close()
    if found != "ok":
        raise StoreDamaged(f"SQLite finds {store} damaged: {found}")


def check_snapshot(file: Path, start: int, size: int) -> Contents:
    """Read a snapshot inside a file from end to end, and return what it holds.

    Raises:
        StoreDamaged: SQLite finds something wrong with it.
    """
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    with translated(), place_inside(file, start, size) as uri:
        connection = apsw.Connection(uri, flags=flags)
        try:
            found = connection.execute("PRAGMA integrity_check(1)").get
            if found != "ok":
                raise StoreDamaged(f"SQLite finds the store in it damaged: {found}")
            records = connection.execute("SELECT count(*) FROM records").get
            head = connection.execute("SELECT seq, jws_sha256 FROM records ORDER BY seq DESC LIMIT 1").get
            line = connection.execute("SELECT seq, sha256 FROM journal ORDER BY seq DESC LIMIT 1").get
        finally:
            connection.close()
    seq, digest = head or (0, NO_PREVIOUS)
    return Contents(int(records), int(seq), str(digest), JournalHead(*line) if line else JournalHead())
