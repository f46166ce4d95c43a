"""Records in a ZIP: a backup of a whole store, or an export of many bundles and PDFs."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath

from terminal.evidence.bundle import MAX_BYTES, UNREADABLE
from terminal.evidence.errors import SealError
from terminal.evidence.finding import Finding, PdfChecker, broken, holds
from terminal.evidence.manifest import Manifest, check_manifest
from terminal.evidence.places import Head
from terminal.evidence.verify import Found
from terminal.model.journal import JournalHead

from .loose import BUNDLE, bundled, carried
from .origin import Beside, StoreFile, Unreadable

SNAPSHOT, MANIFEST, SIGNED_MANIFEST = "store.sqlite", "manifest.json", "manifest.jws"
BACKUP = {SNAPSHOT, MANIFEST, SIGNED_MANIFEST}
"""What a backup holds at the least."""

_MAX_BESIDE = 4 * 1024 * 1024
"""Bytes of a manifest, a certificate, or what else may lie beside the store."""

_MAX_FILES = 100_000


def zip_names(path: Path) -> set[str]:
    """Return the names of the files in a ZIP.

    Raises:
        Unreadable: it is damaged.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            return set(packed.namelist())
    except UNREADABLE as error:
        raise Unreadable(f"{path} is damaged: {error}") from error


def open_backup(path: Path) -> StoreFile:
    """Return the store in a backup, with what its manifest says.

    Raises:
        Unreadable: it is damaged.
    """
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="signpost-")))
        snapshot = folder / SNAPSHOT
        try:
            with zipfile.ZipFile(path) as packed:
                text, signed = (_small(packed, name) for name in (MANIFEST, SIGNED_MANIFEST))
                others = sorted(set(packed.namelist()) - BACKUP)
                files = {name: sha256(_small(packed, name)).hexdigest() for name in others}
                with packed.open(SNAPSHOT) as inside, snapshot.open("wb") as outside:
                    shutil.copyfileobj(inside, outside)
        except UNREADABLE as error:
            raise Unreadable(f"{path} is damaged: {error}") from error
        with snapshot.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        return StoreFile(str(path), snapshot, _manifest(text, signed, digest, files), held.pop_all())


def _manifest(text: bytes, signed: bytes, digest: str, files: Mapping[str, str]) -> Beside:
    """Return what a backup's manifest says of it."""
    try:
        manifest, thumbprint = check_manifest(text, signed)
    except SealError as error:
        return Beside(findings=(broken("manifest", str(error)),))
    said_by = "the backup's manifest"
    journal = JournalHead(manifest.journal_seq, manifest.journal_sha256)
    return Beside(
        heads=(Head(manifest.chain_seq, manifest.chain_sha256, said_by=said_by, journal=journal),),
        findings=(_snapshot(manifest, digest), *_beside(manifest, files)),
        signer=thumbprint,
    )


def _beside(manifest: Manifest, files: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with the files that lie beside the store: certificates, settings."""
    for name in sorted(set(files) ^ set(manifest.files)):
        yield broken(
            "manifest", f"{name} is {'missing' if name in manifest.files else 'not in the manifest'}"
        )
    for name in sorted(set(files) & set(manifest.files)):
        if files[name] != manifest.files[name]:
            yield broken("manifest", f"{name} is not the file that was backed up")


def _snapshot(manifest: Manifest, digest: str) -> Finding:
    if manifest.store_sha256 != digest:
        return broken("manifest", f"{SNAPSHOT} is not the one that was backed up on {manifest.made_utc}")
    return holds("manifest", f"made on {manifest.made_utc} by {manifest.terminal_id}, unchanged since")


def _small(packed: zipfile.ZipFile, name: str) -> bytes:
    if packed.getinfo(name).file_size > _MAX_BESIDE:
        raise ValueError(f"{name} is larger than it can be")
    return packed.read(name)


def read_export(path: Path, check_pdf: PdfChecker | None) -> Iterator[Found]:
    """Yield the records in an export's ZIP: its bundles, and what its PDFs carry."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = [each for each in packed.infolist() if each.filename.endswith((BUNDLE, ".pdf"))]
            if not members or len(members) > _MAX_FILES:
                raise Unreadable(f"{path} is a ZIP with no records in it, or with too many")
            for member in members:
                name, inside = f"{path}, {member.filename}", PurePosixPath(member.filename)
                if member.file_size > MAX_BYTES:
                    yield Found(name, {}, wrapping=f"it is larger than {MAX_BYTES} bytes")
                elif inside.suffix == BUNDLE:
                    yield bundled(name, packed.read(member), inside.stem)
                else:
                    yield from carried(name, packed.read(member), check_pdf, searching=True)
    except UNREADABLE as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"{path} cannot be read to its end: {error}") from error
