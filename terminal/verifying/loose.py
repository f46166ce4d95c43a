"""Records in files of their own: bundles, signed PDFs, and folders into which a bundle was unpacked."""

import re
from collections.abc import Iterator
from pathlib import Path

from terminal.evidence.bundle import MAX_BYTES, MAX_MEMBERS, SEAL_NAME, SIGNED_PDF, BundleError, pack, unpack
from terminal.evidence.finding import PdfChecker
from terminal.evidence.verify import Found

from .origin import Unreadable

BUNDLE = ".signpost"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def in_bundle(path: Path) -> Iterator[Found]:
    """Yield the record in a bundle's file."""
    if path.stat().st_size > MAX_BYTES:
        yield Found(str(path), {}, wrapping=f"it is larger than {MAX_BYTES} bytes, and no bundle is")
        return
    yield bundled(str(path), path.read_bytes(), path.stem)


def bundled(name: str, content: bytes, stem: str = "") -> Found:
    """Return the record in a bundle.

    Args:
        name: of the file, for people.
        content: the bundle.
        stem: the file's name without what comes after its dot.
    """
    named = stem if _ID.fullmatch(stem) else ""
    try:
        files = unpack(content)
    except BundleError as error:
        return Found(name, {}, named=named, wrapping=str(error))
    same = pack(files) == content
    wrapping = "" if same else "it is not byte for byte the bundle that Signpost makes of these files"
    return Found(name, files, named=named, wrapping=wrapping)


def in_folder(folder: Path) -> Iterator[Found]:
    """Yield the record whose files lie in a folder."""
    files = [file for file in sorted(folder.iterdir()) if file.is_file() and not file.name.startswith(".")]
    if len(files) > MAX_MEMBERS or sum(file.stat().st_size for file in files) > MAX_BYTES:
        raise Unreadable(f"{folder} holds more than a record does")
    yield Found(str(folder), {file.name: file.read_bytes() for file in files})


def in_pdf(path: Path, check_pdf: PdfChecker | None, *, searching: bool = False) -> Iterator[Found]:
    """Yield the record that a signed PDF carries; a PDF without one is passed over while searching."""
    yield from carried(str(path), path.read_bytes(), check_pdf, searching=searching)


def carried(name: str, content: bytes, check_pdf: PdfChecker | None, *, searching: bool) -> Iterator[Found]:
    """Yield the record that a PDF carries."""
    if check_pdf is None:
        raise Unreadable(f"{name}: signed PDFs cannot be looked into here")
    attached = check_pdf(content).attached
    if SEAL_NAME in attached:
        yield Found(name, {**attached, SIGNED_PDF: content}, whole=False)
    elif not searching:
        raise Unreadable(f"{name} is a PDF that carries no record")
