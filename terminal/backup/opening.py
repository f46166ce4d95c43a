"""A backup is opened, and checked from end to end before anything is believed."""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from terminal.evidence.age import decrypt_stream
from terminal.evidence.errors import SealError
from terminal.evidence.manifest import Manifest, check_manifest
from terminal.model.journal import JournalHead
from terminal.store.snapshot import check_snapshot

from . import MANIFEST, SIGNED_MANIFEST, SNAPSHOT, BackupError
from .packing import Packed, digest, digest_of, unpack
from .steps import Steps
from .target import check_room

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

_AGE = b"age-encryption.org/v1"
_SAFE = re.compile(r"(old-certificates/)?[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}")
"""The names that a file beside the store may have: nothing outside the data folder, nothing hidden."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup that holds.

    Attributes:
        path: the file with the ZIP; a temporary one where the backup was encrypted.
        manifest: what it says of itself.
        signer: the thumbprint of the key that signed that.
        start, size: where in the file the store lies.
        files: the unit's other files, by name.
        encrypted: whether it was.
    """

    path: Path
    manifest: Manifest
    signer: str
    start: int
    size: int
    files: Mapping[str, bytes] = field(repr=False)
    encrypted: bool = False


@contextmanager
def open_backup(
    path: Path,
    identities: Sequence["Identity"] = (),
    work: Path | None = None,
    steps: Steps = Steps(),  # noqa: B008 - says nothing, keeps nothing
) -> Iterator[Opened]:
    """Open a backup and check all of it: signature, digests, the store's pages, its heads.

    Args:
        path: the file.
        identities: the keys of an encrypted one.
        work: where an encrypted one is unpacked, for as long as it is open.
        steps: told what is going on.

    Raises:
        BackupError: it does not hold.
        AgeError: it cannot be decrypted.
        StoreDamaged: the store in it is damaged.
    """
    if not is_encrypted(path):
        yield check_packed(path, steps)
        return
    if not identities:
        raise BackupError(f"{path} is encrypted: give the key that opens it with --identity FILE")
    folder = work or path.parent
    check_room(folder, path.stat().st_size)
    with tempfile.TemporaryDirectory(prefix=".signpost-", dir=folder) as name:
        plain = Path(name) / "backup"
        steps.of("decrypting")(0, path.stat().st_size)
        descriptor = os.open(plain, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with path.open("rb") as source, os.fdopen(descriptor, "wb") as target:
            decrypt_stream(source, target, identities)
        opened = check_packed(plain, steps)
        yield Opened(plain, opened.manifest, opened.signer, opened.start, opened.size, opened.files, True)


def is_encrypted(path: Path) -> bool:
    """Tell whether a file is age's."""
    with path.open("rb") as file:
        return file.read(len(_AGE)) == _AGE


def check_packed(path: Path, steps: Steps = Steps()) -> Opened:  # noqa: B008 - says nothing, keeps nothing
    """Check an unencrypted backup, all of it."""
    packed = unpack(path)
    for name in (MANIFEST, SIGNED_MANIFEST):
        if name not in packed.beside:
            raise BackupError(f"{path} is no backup: it holds no {name}")
    try:
        manifest, signer = check_manifest(packed.beside[MANIFEST], packed.beside[SIGNED_MANIFEST])
    except SealError as error:
        raise BackupError(f"{path}: {error}") from error
    files = {
        name: content for name, content in packed.beside.items() if name not in {MANIFEST, SIGNED_MANIFEST}
    }
    _check_files(path, manifest, packed, files, steps)
    contents = check_snapshot(path, packed.start, packed.size)
    found = (contents.records, contents.seq, contents.sha256, contents.journal)
    journal = JournalHead(manifest.journal_seq, manifest.journal_sha256)
    if found != (manifest.records, manifest.chain_seq, manifest.chain_sha256, journal):
        raise BackupError(f"{path}: the store in it is another one than the manifest tells of")
    return Opened(path, manifest, signer, packed.start, packed.size, files)


def _check_files(
    path: Path, manifest: Manifest, packed: Packed, files: Mapping[str, bytes], steps: Steps
) -> None:
    if set(manifest.files) != set(files):
        odd = ", ".join(sorted(set(manifest.files) ^ set(files)))
        raise BackupError(f"{path}: the manifest and the files do not agree about {odd}")
    for name in files:
        if not _SAFE.fullmatch(name):
            raise BackupError(f"{path} holds a file {name!r:.60}, which is none of a terminal's")
    store = digest(path, packed.start, packed.size, steps.of("checking the backup"))
    found = {SNAPSHOT: store.sha256, **{name: digest_of(each).sha256 for name, each in files.items()}}
    for name, sha256 in {SNAPSHOT: manifest.store_sha256, **manifest.files}.items():
        if found[name] != sha256:
            raise BackupError(f"{path}: {name} is not the file that was backed up")
