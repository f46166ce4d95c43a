"""What a path is: each file is known by what is in it, not by its name."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from terminal.evidence.bundle import MAX_BYTES, SEAL_NAME
from terminal.evidence.finding import PdfChecker
from terminal.store.reading import MAGIC as STORE

from .loose import BUNDLE, in_bundle, in_folder, in_pdf
from .origin import File, Origin, StoreFile, Unreadable
from .packed import BACKUP, open_backup, read_export, zip_names

_PDF, _AGE, _JWS = b"%PDF-", b"age-encryption.org/", b'{"payload":"'
_ZIP = (b"PK\3\4", b"PK\5\6")
_BESIDE_A_STORE = ("-wal", "-shm", "-journal")


def origins(path: Path, check_pdf: PdfChecker | None = None) -> Iterator[Origin | Unreadable]:
    """Yield everything with records that a path leads to; what is meant and cannot be read, as an error.

    A folder is searched through; what is of no concern in it (pictures, lists, notes) is passed over.
    """
    if not path.is_dir():
        opened = _opened(path, check_pdf)
        yield opened or Unreadable(
            f"{path} is none of what can be verified: a bundle, signed PDF, backup or store"
        )
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        here = Path(folder)
        if SEAL_NAME in names:
            yield File(folder, partial(in_folder, here))
            names = []  # noqa: PLW2901 - they are that record's parts
        for name in sorted(names):
            file = here / name
            if file.is_file() and (opened := _opened(file, check_pdf, searching=True)):
                yield opened


def _opened(
    path: Path, check_pdf: PdfChecker | None, *, searching: bool = False
) -> Origin | Unreadable | None:
    """Return what a file holds, or why that cannot be said; None where it is no concern of ours."""
    try:
        return _by_content(path, check_pdf, searching=searching)
    except Unreadable as error:
        return error
    except OSError as error:
        return Unreadable(f"{path} cannot be read: {error.strerror or error}")


def _by_content(path: Path, check_pdf: PdfChecker | None, *, searching: bool) -> Origin | None:
    name = str(path)
    with path.open("rb") as file:
        begins = file.read(64)
    if path.suffix == BUNDLE:
        return File(name, partial(in_bundle, path))
    if begins.startswith(STORE):
        return None if path.name.endswith(_BESIDE_A_STORE) else StoreFile(name, path)
    if begins.startswith(_AGE):
        if searching and ".backup" not in path.suffixes:
            return None  # a part of a record, encrypted to its owner
        raise Unreadable(
            f"{path} is encrypted: open it first, as with age --decrypt -i KEY -o FILE {path.name}"
        )
    if begins.startswith(_ZIP):
        return _zip(path, check_pdf, searching=searching)
    if path.suffix == ".backup":
        raise Unreadable(f"{path} is damaged: it is no backup")
    if begins.startswith(_PDF) and path.stat().st_size <= MAX_BYTES:
        return File(name, partial(in_pdf, path, check_pdf, searching=searching))
    if begins.startswith(_JWS) and path.name == SEAL_NAME:
        return File(name, partial(in_folder, path.parent))
    return None


def _zip(path: Path, check_pdf: PdfChecker | None, *, searching: bool) -> Origin | None:
    """Return what a ZIP holds: a store that was backed up, one record, or many."""
    names = zip_names(path)
    if names >= BACKUP:
        return open_backup(path)
    if SEAL_NAME in names and not any(each.endswith(BUNDLE) for each in names):
        return File(str(path), partial(in_bundle, path))
    ours = any(each.endswith((BUNDLE, ".pdf")) for each in names)
    return File(str(path), partial(read_export, path, check_pdf)) if ours or not searching else None
