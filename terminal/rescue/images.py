"""A card's or partition's image: its file systems are read from the outside, without root and without mounting them.

ext4 is read by ``debugfs`` and ``e2fsck`` (Debian's e2fsprogs, there wherever ext4 is). Where there is no file
system to be read any more, the store is looked for byte by byte.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import RescueError
from .copying import copy_range, size_of
from .pages import MAGIC

_SECTOR = 512
_EXT_MAGIC, _EXT_SUPER = b"\x53\xef", 1024
_NEEDS_RECOVERY = 0x4
_SEARCHED = 16 * 1024 * 1024
PLACES = ("/var/lib/signpost", "/lib/signpost", "/signpost", "")
"""Where the data folder is, on the system's own partition and on one for data alone."""


@dataclass(frozen=True, slots=True)
class FileSystem:
    """An ext4 file system inside an image: where it begins and ends, in bytes; ``dirty``: it was never unmounted."""

    start: int
    size: int
    dirty: bool


def file_systems(image: Path) -> list[FileSystem]:
    """Return the ext4 file systems in an image, or the one that it is."""
    whole = size_of(image)
    with image.open("rb") as file:
        spans = [(0, whole), *((start, size) for start, size in _partitions(file.read(64 * _SECTOR)))]
        found = []
        for start, size in spans:
            file.seek(start + _EXT_SUPER)
            said = file.read(1024)
            if said[56:58] == _EXT_MAGIC:
                incompatible = int.from_bytes(said[96:100], "little")
                size = min(size, whole - start)  # noqa: PLW2901 - an image may be cut short
                found.append(FileSystem(start, size, bool(incompatible & _NEEDS_RECOVERY)))
    return found


def _partitions(begin: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the partitions begin and how long they are, by the image's own table (MBR or GPT)."""
    if begin[_SECTOR : _SECTOR + 8] == b"EFI PART":
        for at in range(2 * _SECTOR, len(begin) - 127, 128):
            first, last = (int.from_bytes(begin[at + off : at + off + 8], "little") for off in (32, 40))
            if first and last >= first:
                yield first * _SECTOR, (last - first + 1) * _SECTOR
    elif begin[510:512] == b"\x55\xaa":
        for at in range(446, 510, 16):
            first, count = (int.from_bytes(begin[at + off : at + off + 4], "little") for off in (8, 12))
            if first and count:
                yield first * _SECTOR, count * _SECTOR


def take_store(image: Path, system: FileSystem, folder: Path) -> tuple[Path | None, str]:
    """Copy the store and its log out of a file system.

    Returns:
        the copied store, None where there is none, and what is to be said of it.

    Raises:
        RescueError: the programs that read ext4 are not installed.
    """
    debugfs = _program("debugfs")
    inside, remark = f"{image}?offset={system.start}" if system.start else str(image), ""
    if system.dirty:
        inside, remark = _recovered(image, system, folder) or (
            inside,
            "its file system was not unmounted, and there is no room to mend a copy of it: the last seconds may lack",
        )
    for place in PLACES:
        for name in ("store.sqlite", "store.sqlite-wal"):
            _run([debugfs, "-R", f'dump "{place}/{name}" "{folder / name}"', inside])
            if (folder / name).exists() and not (folder / name).stat().st_size:
                (folder / name).unlink()
        if (folder / "store.sqlite").exists():
            return folder / "store.sqlite", remark
    return None, remark


def _recovered(image: Path, system: FileSystem, folder: Path) -> tuple[str, str] | None:
    """Return a copy of a file system in which its own log was carried out; None where there is no room for one."""
    if shutil.disk_usage(folder).free < system.size:
        return None
    copy = folder / "file-system"
    copy_range(image, system.start, system.size, copy)
    _run([_program("e2fsck"), "-y", "-E", "journal_only", str(copy)])
    return str(copy), ""


def find_by_bytes(image: Path) -> Iterator[int]:
    """Yield where SQLite files begin in an image whose file system cannot be read."""
    with image.open("rb") as file:
        start, kept = 0, b""
        while content := file.read(_SEARCHED):
            block = kept + content
            at = block.find(MAGIC)
            while at >= 0:
                place = start - len(kept) + at
                if place % _SECTOR == 0:
                    yield place
                at = block.find(MAGIC, at + 1)
            start += len(content)
            kept = block[-len(MAGIC) + 1 :]


def _run(command: list[str]) -> None:
    """Run a program that says by the file it leaves whether it worked."""
    subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)


def _program(name: str) -> str:
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if path is None:
        raise RescueError(
            f"this is an image with ext4 in it, and {name}, which reads that, is not installed: sudo apt-get install"
            " e2fsprogs. Or mount the image read-only, and give its folder."
        )
    return path
