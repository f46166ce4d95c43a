"""One SQLite file, opened so that a commit is on the disk when it returns."""

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import apsw

from .errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreUnfit

_FIRST_SOUND_VERSION = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 can lose a commit when a write-ahead log is reset while another process reads."""

BUSY_MS = 5_000
"""How long a process waits for another one to be done with the store."""

_CHECKPOINT_PAGES = 40
"""Kept small so that the log beside the store never holds much of a full disk's last room."""
_LOG_LIMIT_BYTES = 1024 * 1024


def connect(path: Path) -> apsw.Connection:
    """Open the store's file, making and migrating it where needed, and check that it is as it must be.

    The connection belongs to the thread that opened it.

    Raises:
        StoreUnfit: where SQLite or its settings would not keep a promise.
        StoreDamaged: where the file is not a store or cannot be read.
    """
    _check_engine()
    with translated():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _one_at_a_time(path.parent):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            connection = apsw.Connection(str(path))
            try:
                _settle(connection)
            except BaseException:
                connection.close()
                raise
    return connection


@contextlib.contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Let one process after the other open the store: SQLite does not wait its turn to change to WAL."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _settle(connection: apsw.Connection) -> None:
    """Give a new connection its settings, check them, and bring the file to this version's schema."""
    connection.set_busy_timeout(BUSY_MS)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is let go of is overwritten, not only unlinked
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    connection.execute(f"PRAGMA journal_size_limit = {_LOG_LIMIT_BYTES}")
    _check_settings(connection)
    _migrate(connection)


def _check_engine() -> None:
    version = tuple(int(number) for number in apsw.sqlite_lib_version().split("."))
    if version < _FIRST_SOUND_VERSION:
        raise StoreUnfit(
            f"SQLite {apsw.sqlite_lib_version()} can lose a commit. Install apsw 3.51.3 or newer from PyPI, "
            "which brings its own."
        )


def _check_settings(connection: apsw.Connection) -> None:
    """Read the settings back: SQLite keeps silent where it cannot follow one."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    for name, value in wanted.items():
        got = connection.pragma(name)
        if got != value:
            raise StoreUnfit(
                f"SQLite keeps {name} at {got!r}, not {value!r}. Is the store on a network file system?"
            )


def _migrate(connection: apsw.Connection) -> None:
    """Bring the store to this version's schema, each step in a transaction of its own."""
    steps = sorted(
        (
            entry
            for entry in (resources.files("terminal.store") / "schema").iterdir()
            if entry.name.endswith(".sql")
        ),
        key=lambda entry: entry.name,
    )
    newest = int(steps[-1].name.partition("_")[0])
    if int(connection.pragma("user_version")) == newest:
        return  # nothing to write, so nobody who writes is held up
    with transaction(connection):
        version = int(connection.pragma("user_version"))
        if version > newest:
            raise StoreUnfit(
                f"the store was written by a newer Signpost (schema {version}, known here: {newest})"
            )
        for step in steps:
            number = int(step.name.partition("_")[0])
            if number > version:
                connection.execute(step.read_text(encoding="utf-8"))
                connection.pragma("user_version", number)


@contextlib.contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """All that happens inside is on disk when it ends, or none of it is."""
    with translated():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextlib.contextmanager
def together(connection: apsw.Connection) -> Iterator[None]:
    """Like ``transaction``, within the one that is under way where there is one."""
    if connection.in_transaction:
        yield
        return
    with transaction(connection):
        yield


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn SQLite's errors into the store's own."""
    try:
        yield
    except apsw.FullError as error:
        raise StoreFull("the disk is full") from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise StoreBusy("another process holds the store") from error
    except (
        apsw.CorruptError,
        apsw.NotADBError,
        apsw.IOError,
        apsw.CantOpenError,
        apsw.ReadOnlyError,
    ) as error:
        raise StoreDamaged(f"the store cannot be read or written: {error}") from error
    except apsw.Error as error:
        raise StoreError(str(error)) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StoreFull("the disk is full") from error
        raise StoreDamaged(f"the store cannot be opened: {error}") from error
