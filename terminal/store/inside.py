"""A SQLite file that lies inside another file, from some byte on.

A backup's snapshot is written to, and read from, its place in the ZIP, and never takes up the room of a second one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

Written = Callable[[int], None]
"""Told how far into the file SQLite has written, in bytes."""


class _FileInside(apsw.VFSFile):
    """A file of SQLite's whose first byte is another file's byte ``start``.

    ``size`` is how long it is, where more comes behind it; None where nothing does.
    """

    def __init__(
        self,
        name: str | apsw.URIFilename | None,
        flags: list[int],
        start: int,
        size: int | None,
        written: Written,
    ) -> None:
        super().__init__("unix", name, flags)
        self._start, self._size, self._written = start, size, written

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 (SQLite's name)
        """Read; what lies behind the end is not there."""
        if self._size is not None:
            amount = max(0, min(amount, self._size - offset))
        return super().xRead(amount, self._start + offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 (SQLite's name)
        """Write, and tell how far."""
        super().xWrite(data, self._start + offset)
        self._written(offset + len(data))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 (SQLite's name)
        """Cut the file, not what lies before it."""
        super().xTruncate(self._start + newsize)

    def xFileSize(self) -> int:  # noqa: N802 (SQLite's name)
        """Return how long the file is."""
        return self._size if self._size is not None else max(0, super().xFileSize() - self._start)


class _FilesInside(apsw.VFS):
    """The file system as SQLite sees it, every file in it shifted."""

    def __init__(self, name: str, start: int, size: int | None, written: Written) -> None:
        super().__init__(name, "unix")
        self._place = (start, size, written)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> _FileInside:  # noqa: N802 (SQLite's name)
        """Open a file at its place."""
        return _FileInside(name, flags, *self._place)


@contextmanager
def place_inside(
    file: Path, start: int, size: int | None = None, written: Written = lambda _bytes: None
) -> Iterator[str]:
    """Give a place inside a file a name that SQLite can open, as a URI.

    Args:
        file: the other file.
        start: where SQLite's own begins in it, in bytes.
        size: how long that is; only then is it read-only, and never written to.
        written: told how far SQLite has written.
    """
    name = f"inside-{start}-{id(written)}"
    files = _FilesInside(name, start, size, written)
    try:
        suffix = "&mode=ro&immutable=1" if size is not None else ""
        yield f"{file.resolve().as_uri()}?vfs={name}{suffix}"
    finally:
        files.unregister()
