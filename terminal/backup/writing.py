"""A backup is made: snapshot, manifest, seal; written beside its place, read back, and only then given its name."""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from terminal.evidence.age import encrypt_stream
from terminal.evidence.keys import DeviceKey
from terminal.evidence.manifest import Manifest, seal_manifest
from terminal.model.moment import utc_text
from terminal.store.snapshot import check_snapshot, size_of, take_snapshot

from . import MANIFEST, SETTINGS, SIGNED_MANIFEST, BackupError
from .opening import check_packed
from .packing import MOST_BESIDE, digest, digest_of, finish, first_byte
from .steps import Steps
from .target import check_folder, check_room, name_of

if TYPE_CHECKING:
    from pyrage.x25519 import Recipient

_PART = ".signpost-backup.part"
_PUBLIC = ("*-certificate.pem", "old-certificates/*.pem")
_PRIVATE = ("*.pem", "*.token", "*.json", "old-certificates/*.pem")


@dataclass(frozen=True, slots=True)
class Source:
    """The unit that is backed up.

    Attributes:
        store: its store.
        data: the folder with its keys.
        settings: its own configuration file; None where it has none.
        key: signs the manifest.
        terminal_id, version: as the manifest names them.
    """

    store: Path
    data: Path
    settings: Path | None
    key: DeviceKey = field(repr=False)
    terminal_id: str
    version: str


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that is on its disk, was read back, and holds."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest


def write_backup(
    source: Source,
    folder: Path,
    now: datetime,
    recipients: Sequence["Recipient"] = (),
    steps: Steps = Steps(),  # noqa: B008 - says nothing, keeps nothing
) -> Written:
    """Make a backup in a folder, while the terminal goes on.

    Args:
        source: the unit.
        folder: must be there already: one that is made would lie on the card when the stick is not plugged in.
        now: for its name, and in its manifest.
        recipients: who alone can open it; none: everybody can, and the unit's secrets are left out.
        steps: told what is going on.

    Raises:
        BackupError: it cannot be made there, or did not come out as it went in; nothing is left of it then.
        StoreError: the store or the disk is in trouble.
    """
    needed = size_of(source.store)
    check_folder(folder, needed)
    place = folder / name_of(source.terminal_id, now, encrypted=bool(recipients))
    with _alone(source.data), _part(folder) as part:
        if not recipients:
            manifest = _pack(source, part, now, _files(source, _PUBLIC), steps)
            size, sha256 = _flushed(part, steps)
        else:
            check_room(source.data, needed)
            with _part(source.data) as plain:
                manifest = _pack(source, plain, now, _files(source, _PRIVATE), steps)
                size, sha256 = _encrypt(plain, part, recipients, steps)
        part.replace(place)
        _sync(folder)
    return Written(place, size, sha256, manifest)


def _pack(source: Source, file: Path, now: datetime, files: dict[str, bytes], steps: Steps) -> Manifest:
    """Write the backup as a ZIP, and read it back."""
    start = first_byte()
    size = take_snapshot(source.store, file, start, steps.of("taking a snapshot"))
    snapshot = digest(file, start, size, steps.of("reading it back"))
    contents = check_snapshot(file, start, size)
    manifest = Manifest(
        terminal_id=source.terminal_id,
        made_utc=utc_text(now),
        version=source.version,
        store_sha256=snapshot.sha256,
        records=contents.records,
        chain_seq=contents.seq,
        chain_sha256=contents.sha256,
        journal_seq=contents.journal.seq,
        journal_sha256=contents.journal.sha256,
        files={name: digest_of(content).sha256 for name, content in files.items()},
    )
    text, signed = seal_manifest(manifest, source.key)
    finish(file, snapshot, {MANIFEST: text, SIGNED_MANIFEST: signed, **files})
    if check_packed(file).manifest != manifest:
        raise BackupError(
            f"what was written to {file.parent} is not what is read there: do not trust that disk"
        )
    return manifest


def _flushed(file: Path, steps: Steps) -> tuple[int, str]:
    whole = digest(file, 0, file.stat().st_size, steps.of("checking the file"))
    return whole.size, whole.sha256


def _encrypt(plain: Path, part: Path, recipients: Sequence["Recipient"], steps: Steps) -> tuple[int, str]:
    """Encrypt a file into another; what comes back from the disk is what went to it."""
    with plain.open("rb") as source, part.open("wb") as target:
        told = _Told(source, plain.stat().st_size, steps, "encrypting")
        hashed = _Hashed(target)
        encrypt_stream(told, hashed, recipients)  # type: ignore[arg-type]  # it reads and writes, and that is all
        target.flush()
        os.fsync(target.fileno())
    size, sha256 = _flushed(part, steps)
    if sha256 != hashed.total.hexdigest():
        raise BackupError(
            f"what was written to {part.parent} is not what is read there: do not trust that disk"
        )
    return size, sha256


class _Told:
    """A file that tells how far it was read."""

    def __init__(self, file: BinaryIO, size: int, steps: Steps, what: str) -> None:
        self._file, self._size, self._progress, self._done = file, size, steps.of(what), 0

    def read(self, amount: int = -1) -> bytes:
        """Read, and tell."""
        content = self._file.read(amount)
        self._done += len(content)
        self._progress(self._done, self._size)
        return content


class _Hashed:
    """A file that is hashed as it is written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.total = file, hashlib.sha256()

    def write(self, content: Any) -> int:  # noqa: ANN401 - bytes or a view of some
        """Write."""
        self.total.update(content)
        return self._file.write(content)

    def flush(self) -> None:
        """Flush."""
        self._file.flush()


def _files(source: Source, patterns: Sequence[str]) -> dict[str, bytes]:
    """Return the unit's files that belong into a backup, by their names in its data folder."""
    found = {
        str(file.relative_to(source.data)): file.read_bytes()
        for pattern in patterns
        for file in sorted(source.data.glob(pattern))
        if file.is_file() and not file.name.startswith(".") and file.stat().st_size <= MOST_BESIDE
    }
    if source.settings and source.settings.is_file():
        found[SETTINGS] = source.settings.read_bytes()
    return found


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Let one backup be made at a time."""
    descriptor = os.open(data / ".backup.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupError("another backup is being made: wait for it") from None
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _part(folder: Path) -> Iterator[Path]:
    """Return a file to write to, new, and gone afterwards unless it was given a name; a killed one's is replaced."""
    part = folder / _PART
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def utc_now() -> datetime:
    """Return the wall clock."""
    return datetime.now(UTC)
