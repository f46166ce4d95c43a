"""A file is put in its place: written beside it, flushed to the disk, read back, and only then given its name.

What lies there already is never written over: where it is the same file, there is nothing to do; else the new one
gets a number.
"""

import os
import shutil
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path

from . import ExportError

_PART = ".signpost-export.part"
_SPARE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Placed:
    """A file in its place. ``new`` is False where it lay there already, byte for byte."""

    path: Path
    size: int
    sha256: str
    new: bool


def check_folder(folder: Path) -> None:
    """Make a folder where only it is missing, and refuse one that cannot be written to.

    A folder whose own folder is missing is not made: more likely, a stick is not plugged in.

    Raises:
        ExportError: in words.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileNotFoundError:
        raise ExportError(
            f"there is no folder {folder.parent}. Is the stick plugged in and mounted?"
        ) from None
    except OSError as error:
        raise ExportError(f"{folder} cannot be made: {error.strerror}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ExportError(f"{folder} may not be written to by this user")


def check_room(folder: Path, needed: int) -> None:
    """Refuse where the disk has too little room, before anything is written.

    Raises:
        ExportError: in words.
    """
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE_BYTES:
        wanted = (needed + _SPARE_BYTES) / 1e6
        raise ExportError(f"{folder} has {free / 1e6:,.0f} MB free, and {wanted:,.0f} MB are needed")


def place(folder: Path, stem: str, suffix: str, content: bytes) -> Placed:
    """Put a file into a folder, so that it stays there through a power cut.

    Args:
        folder: it is there.
        stem: what the file is called; ``-2``, ``-3`` … are put behind it where another file has that name.
        suffix: from the dot on.
        content: all of it.

    Raises:
        ExportError: it cannot be written, or is read back otherwise. Nothing is left of it then.
    """
    digest = sha256(content).hexdigest()
    path = folder / f"{stem}{suffix}"
    try:
        for number in count(2):
            if not path.exists():
                break
            if _is(path, content):
                return Placed(path, len(content), digest, new=False)
            path = folder / f"{stem}-{number}{suffix}"
        _write(path, content, digest)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}") from error
    return Placed(path, len(content), digest, new=True)


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def _write(path: Path, content: bytes, digest: str) -> None:
    part = path.with_name(_PART)
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            # What was written is asked of the disk itself, not of the memory it went through.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            file.seek(0)
            back = sha256(file.read()).hexdigest()
        if back != digest:
            raise ExportError(f"what was written to {path} is not what is read there: do not trust that disk")
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
