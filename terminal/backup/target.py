"""Where backups go: how they are called, whether there is room, whose disk it is, and how many are kept."""

import os
import re
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from . import ENCRYPTED, SUFFIX, BackupError

_SPARE_BYTES = 16 * 1024 * 1024
_FAT_BYTES = 4 * 1024**3 - 1
"""The largest file on FAT, as most USB sticks are sold."""

_MOUNTS, _BLOCKS = Path("/proc/self/mounts"), Path("/sys/dev/block")


def name_of(terminal_id: str, utc: datetime, *, encrypted: bool) -> str:
    """Return what a backup is called: sorted by name they are sorted by time."""
    return f"signpost-{terminal_id}-{utc.astimezone(UTC):%Y%m%dT%H%M%SZ}{ENCRYPTED if encrypted else SUFFIX}"


def backups_in(folder: Path, terminal_id: str) -> list[Path]:
    """Return a terminal's backups in a folder, the oldest first."""
    named = re.compile(rf"signpost-{re.escape(terminal_id)}-\d{{8}}T\d{{6}}Z\.backup(\.age)?")
    return sorted(file for file in folder.iterdir() if named.fullmatch(file.name))


def drop_older(folder: Path, terminal_id: str, keep: int, made: Path) -> Sequence[Path]:
    """Delete all but a terminal's newest ``keep`` backups; returns those that are gone. 0 keeps all.

    ``made`` is the one that was just made: it stays, even where the clock has gone back and it looks the oldest.
    """
    others = [file for file in backups_in(folder, terminal_id) if file != made]
    older = others[: max(0, len(others) - (keep - 1))] if keep else []
    for file in older:
        file.unlink()
    return older


def check_folder(folder: Path, needed: int) -> None:
    """Refuse a folder that a backup cannot be written to.

    Raises:
        BackupError: in words.
    """
    if not folder.is_dir():
        raise BackupError(
            f"there is no folder {folder}. Is the stick plugged in and mounted? lsblk shows what there is."
        )
    if not os.access(folder, os.W_OK):
        raise BackupError(f"{folder} may not be written to by this user: mount it with uid=signpost")
    check_room(folder, needed)
    if needed > _FAT_BYTES and _file_system(folder) in {"vfat", "msdos"}:
        raise BackupError(
            f"{folder} is on a FAT file system, whose files end at 4 GB; {_mb(needed)} are needed. Format the"
            " stick with exFAT or ext4."
        )


def check_room(folder: Path, needed: int) -> None:
    """Refuse where the disk has too little room, before anything is written."""
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE_BYTES:
        raise BackupError(f"{folder} has {_mb(free)} free, and {_mb(needed + _SPARE_BYTES)} are needed")


def same_disk(folder: Path, data: Path) -> bool:
    """Tell whether two folders are on one card or disk: what kills the one then kills the other."""
    return _disk(folder) == _disk(data)


def _disk(folder: Path) -> str:
    """Return the disk that a folder is on: its partition's disk where the kernel says which."""
    device = folder.stat().st_dev
    entry = (_BLOCKS / f"{os.major(device)}:{os.minor(device)}").resolve()
    if not entry.exists():
        return str(device)
    return entry.parent.name if (entry / "partition").exists() else entry.name


def _file_system(folder: Path) -> str:
    best, kind = 0, ""
    for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
        _, mount, name, *_ = line.split()
        place = Path(mount.encode().decode("unicode_escape"))
        if folder.resolve().is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), name
    return kind


def _mb(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
