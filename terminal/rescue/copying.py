"""Copies of what may be dying: what cannot be read is left out, and everything else is read once."""

import os
from pathlib import Path

_CHUNK, _BLOCK = 1024 * 1024, 4096


def size_of(path: Path) -> int:
    """Return how many bytes a file or a device holds."""
    with path.open("rb") as file:
        return file.seek(0, os.SEEK_END)


def copy_range(source: Path, start: int, size: int, target: Path) -> int:
    """Copy bytes of a file or device, and return how many of them could not be read: they are zeros in the copy.

    Zeros take no room in the copy.
    """
    lost = 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with source.open("rb", buffering=0) as file, os.fdopen(descriptor, "wb") as copy:
        for at in range(0, size, _CHUNK):
            amount = min(_CHUNK, size - at)
            content, gone = _read(file.fileno(), start + at, amount)
            lost += gone
            if content.strip(b"\0"):
                copy.seek(at)
                copy.write(content)
        copy.truncate(size)
    return lost


def _read(descriptor: int, at: int, amount: int) -> tuple[bytes, int]:
    """Return bytes, block by block where they cannot be read at once, and how many are lost."""
    try:
        return os.pread(descriptor, amount, at), 0
    except OSError:
        pieces, lost = [], 0
        for block in range(at, at + amount, _BLOCK):
            length = min(_BLOCK, at + amount - block)
            try:
                pieces.append(os.pread(descriptor, length, block))
            except OSError:
                pieces.append(bytes(length))
                lost += length
        return b"".join(pieces), lost
