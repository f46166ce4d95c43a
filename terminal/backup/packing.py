"""The file of a backup, from the outside: a ZIP whose first member is the store, where SQLite can read it in place."""

import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import SNAPSHOT, BackupError

_DATED = (1980, 1, 1, 0, 0, 0)
_LOCAL_HEADER = struct.Struct("<4s22xHH")
"""Of a ZIP's member: its mark, and the lengths of its name and of what comes between name and content."""

_CHUNK = 1024 * 1024
MOST_BESIDE = 4 * 1024 * 1024
"""No file beside the store is larger."""

Progress = Callable[[int, int], None]
"""Told how many bytes of how many are done."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a stretch of a file comes to."""

    size: int
    sha256: str
    crc32: int


def first_byte() -> int:
    """Return where in a backup's file the store begins."""
    return len(_member(SNAPSHOT, Digest(0, "", 0)).FileHeader(zip64=True))


def finish(file: Path, snapshot: Digest, beside: Mapping[str, bytes]) -> None:
    """Make a file into a ZIP, in which the store lies already at its place; on disk when this returns."""
    with file.open("r+b") as packed:
        member = _member(SNAPSHOT, snapshot)
        packed.write(member.FileHeader(zip64=True))
        packed.seek(0, os.SEEK_END)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            archive.infolist().append(member)
            for name, content in beside.items():
                archive.writestr(_member(name, digest_of(content)), content)
        packed.flush()
        os.fsync(packed.fileno())


def digest_of(content: bytes) -> Digest:
    """Return a small file's digest."""
    return Digest(len(content), hashlib.sha256(content).hexdigest(), zlib.crc32(content))


def digest(file: Path, start: int, size: int, progress: Progress = lambda _done, _of: None) -> Digest:
    """Return what the bytes of a file come to, read from its disk and not from memory where that can be asked for."""
    total, crc, done = hashlib.sha256(), 0, 0
    with file.open("rb") as content:
        os.posix_fadvise(content.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        content.seek(start)
        while done < size and (chunk := content.read(min(_CHUNK, size - done))):
            total.update(chunk)
            crc = zlib.crc32(chunk, crc)
            done += len(chunk)
            progress(done, size)
    return Digest(done, total.hexdigest(), crc)


@dataclass(frozen=True, slots=True)
class Packed:
    """A backup's file, opened: where the store lies in it, and the small files beside it."""

    start: int
    size: int
    beside: Mapping[str, bytes]


def unpack(file: Path) -> Packed:
    """Return what is in a backup's file.

    Raises:
        BackupError: it is no backup, or is cut short.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            if SNAPSHOT not in names or len(set(names)) != len(names):
                raise BackupError(f"{file} is a ZIP, and no backup of a terminal: it holds no {SNAPSHOT}")
            if any(member.compress_type != zipfile.ZIP_STORED for member in members):
                raise BackupError(f"{file} was packed anew: restore the file that Signpost wrote")
            if any(member.file_size > MOST_BESIDE for member in members if member.filename != SNAPSHOT):
                raise BackupError(
                    f"{file} holds a file beside the store that is too large to be a terminal's"
                )
            store = archive.getinfo(SNAPSHOT)
            beside = {name: archive.read(name) for name in names if name != SNAPSHOT}
        with file.open("rb") as packed:
            packed.seek(store.header_offset)
            mark, name, extra = _LOCAL_HEADER.unpack(packed.read(_LOCAL_HEADER.size))
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        raise BackupError(f"{file} is no backup, or was cut short: {error}") from error
    if mark != b"PK\3\4":
        raise BackupError(f"{file} is damaged: its store is not where its list says")
    return Packed(store.header_offset + _LOCAL_HEADER.size + name + extra, store.file_size, beside)


def _member(name: str, digest: Digest) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DATED)
    member.create_system, member.external_attr, member.header_offset = 3, 0o600 << 16, 0
    member.file_size = member.compress_size = digest.size
    member.CRC = digest.crc32
    return member
