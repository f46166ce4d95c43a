"""Where in a path the store is, and a copy of it to work on."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from terminal.backup.opening import is_encrypted, open_backup
from terminal.backup.packing import unpack

from . import RescueError
from .copying import copy_range, size_of
from .images import PLACES, FileSystem, file_systems, find_by_bytes, take_store
from .pages import MAGIC

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

_ZIP = b"PK\3\4"
_STORE, _LOG = "store.sqlite", "store.sqlite-wal"


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy of a store.

    Attributes:
        name: where it was found, for people.
        store, log: the copies; there need not be a log.
        remarks: what could not be read of it, in words.
    """

    name: str
    store: Path
    log: Path
    remarks: tuple[str, ...] = ()


def copy_store(path: Path, folder: Path, identities: Sequence["Identity"] = ()) -> Copied:
    """Find the store in a path and copy it, with its log, into a folder.

    Args:
        path: a unit's data folder, a mounted partition, a store, a backup, or an image of a partition or card.
        folder: for copies; empty.
        identities: the keys of an encrypted backup.

    Raises:
        RescueError: there is no store to be found.
    """
    if path.is_dir():
        return _from_file(_in_folder(path), folder)
    with path.open("rb") as file:
        begins = file.read(len(MAGIC))
    if begins.startswith(_ZIP) or is_encrypted(path):
        return _from_backup(path, folder, identities)
    systems = file_systems(path) if begins != MAGIC else []
    if systems:
        return _from_systems(path, systems, folder)
    looks_like = path.suffix == ".sqlite" or path.with_name(f"{path.name}-wal").exists()
    if begins == MAGIC or looks_like:
        return _from_file(path, folder)
    return _by_bytes(path, folder)


def _in_folder(path: Path) -> Path:
    """Return the store below a folder: in one of the places where it should be, or else the only one there is."""
    for place in ("", *(each.lstrip("/") for each in PLACES)):
        if (path / place / _STORE).is_file():
            return path / place / _STORE
    found = [
        Path(folder) / _STORE for folder, _, names in os.walk(path, followlinks=False) if _STORE in names
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise RescueError(f"there are {len(found)} stores below {path}: name one, such as {found[0].parent}")
    raise RescueError(
        f"there is no {_STORE} below {path}. An image of the card can be searched for it as well."
    )


def _from_file(path: Path, folder: Path) -> Copied:
    remarks = []
    log = path.with_name(f"{path.name}-wal")
    _check_room(folder, size_of(path))
    if lost := copy_range(path, 0, size_of(path), folder / _STORE):
        remarks.append(f"{lost:,} bytes of it cannot be read from its disk any more")
    if log.exists():
        copy_range(log, 0, size_of(log), folder / _LOG)
    return Copied(str(path), folder / _STORE, folder / _LOG, tuple(remarks))


def _from_backup(path: Path, folder: Path, identities: Sequence["Identity"]) -> Copied:
    """Take the store out of a backup, also out of one that does not hold: its records prove themselves."""
    if is_encrypted(path):
        with open_backup(path, identities, folder) as opened:
            copy_range(opened.path, opened.start, opened.size, folder / _STORE)
            return Copied(str(path), folder / _STORE, folder / _LOG)
    packed = unpack(path)
    _check_room(folder, packed.size)
    copy_range(path, packed.start, packed.size, folder / _STORE)
    return Copied(str(path), folder / _STORE, folder / _LOG)


def _from_systems(path: Path, systems: Sequence[FileSystem], folder: Path) -> Copied:
    for system in systems:
        store, remark = take_store(path, system, folder)
        if store:
            return Copied(str(path), store, folder / _LOG, (remark,) if remark else ())
    return _by_bytes(path, folder)


def _by_bytes(path: Path, folder: Path) -> Copied:
    """Take what lies behind the largest SQLite file's beginning for that file: right where it was written in one go."""
    best, at = 0, -1
    with path.open("rb") as image:
        for place in find_by_bytes(path):
            image.seek(place)
            header = image.read(100)
            size = int.from_bytes(header[16:18], "big") * int.from_bytes(header[28:32], "big")
            if size > best:
                best, at = size, place
    if at < 0:
        raise RescueError(f"{path} is no store, no backup, and no image with a store in it")
    size = min(best, size_of(path) - at)
    _check_room(folder, size)
    copy_range(path, at, size, folder / _STORE)
    remark = (
        f"its file system cannot be read; taken for the store is what begins at byte {at:,}, and of a store that"
        " lay in pieces this finds the first one"
    )
    return Copied(str(path), folder / _STORE, folder / _LOG, (remark,))


def _check_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise RescueError(
            f"a copy to work on needs {needed / 1e6:,.0f} MB, and {folder} has {free / 1e6:,.0f}"
        )
