"""Store: from a signature to a record on disk."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

import apsw

from terminal.evidence.record import Sealer
from terminal.export.parts import parts_of
from terminal.model.record import NO_PREVIOUS, Confirmation, Part, SealedRecord
from terminal.store import Store

from .rounds import Round, Row, interleave, timed
from .signings import RECORD_BYTES, full_parts, new_sealer, new_signing

ROUNDS = 40
FEW = 8
BATCH = 5
"""Records a round, so that each round has its share of the checkpoints."""
COUNTED = 100


def measure() -> Iterator[Row]:
    """Keep records of 60 kB, in a folder of the checkout: a temporary one may be memory."""
    plain, commit = "write + fdatasync of as many bytes", "seal + commit"
    build = Path(__file__).parents[1] / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=build) as name:
        folder = Path(name)
        sealer = new_sealer(folder)
        parts = full_parts(sealer)
        log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with Store(folder / "signpost.db") as store:
            signing = new_signing()
            contenders = {
                "keep": _keeping(store, sealer, parts),
                "seal": _sealing(sealer, parts),
                plain: _appending(log),
            }
            rounds = interleave(contenders, ROUNDS, warm=2)
            made = interleave({"parts": timed(lambda: parts_of(signing)), commit: contenders["keep"]}, FEW)
        os.close(log)
        written = _count(folder / "counted.db", sealer, parts)
    yield rounds.row(f"{commit} of a 60 kB record", "keep", "ms", plain)
    yield rounds.row("of that, making and sealing it", "seal", "ms", plain)
    yield made.row("before that: ink, SVG and PNG of a signature", "parts", "ms", commit)
    syncs, share = written.syncs / COUNTED, written.bytes / COUNTED / RECORD_BYTES
    yield Row("syncs for each, checkpoints included", syncs, "", "write + fdatasync, 1", syncs)
    yield Row(
        "bytes written for each, log and checkpoints", share * RECORD_BYTES, "B", "a record, 60,000 B", share
    )


def _waiting(store: Store) -> Confirmation:
    """Return a signing whose request the store has accepted."""
    signing = new_signing()
    store.requests.accept(signing.request, key=signing.request.id, body_sha256="", queue=True)
    return signing


def _keep(store: Store, sealer: Sealer, signing: Confirmation, parts: tuple[Part, ...]) -> SealedRecord:
    return store.records.keep(
        signing,
        lambda *place: sealer.seal(signing, parts, *place),
        sinks=("archive",),
        copies=1,
    )


def _keeping(store: Store, sealer: Sealer, parts: tuple[Part, ...]) -> Round:
    def once() -> float:
        signings = [_waiting(store) for _ in range(BATCH)]
        begun = perf_counter()
        for signing in signings:
            _keep(store, sealer, signing, parts)
        return (perf_counter() - begun) / BATCH

    return once


def _sealing(sealer: Sealer, parts: tuple[Part, ...]) -> Round:
    def once() -> float:
        signings = [new_signing() for _ in range(BATCH)]
        begun = perf_counter()
        for signing in signings:
            sealer.seal(signing, parts, 1, NO_PREVIOUS)
        return (perf_counter() - begun) / BATCH

    return once


def _appending(log: int) -> Round:
    """Return a round of the least that puts a record's bytes onto a disk."""
    content = Random(2).randbytes(RECORD_BYTES)  # noqa: S311 (bytes that do not compress)

    def once() -> float:
        begun = perf_counter()
        for _ in range(BATCH):
            os.write(log, content)
            os.fdatasync(log)
        return (perf_counter() - begun) / BATCH

    return once


@dataclass(slots=True)
class Written:
    """What SQLite asked of the file system."""

    syncs: int = 0
    bytes: int = 0


class CountingFile(apsw.VFSFile):
    """One of SQLite's files, its writes and syncs counted."""

    def __init__(self, written: Written, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("unix", name, flags)
        self._written = written

    def xSync(self, flags: int) -> None:  # noqa: N802 (SQLite's name)
        """Count a sync, and do it."""
        self._written.syncs += 1
        super().xSync(flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 (SQLite's name)
        """Count what is written, and write it."""
        self._written.bytes += len(data)
        super().xWrite(data, offset)


class CountingFiles(apsw.VFS):
    """The file system as SQLite sees it, for every connection opened while it is registered."""

    def __init__(self, written: Written) -> None:
        super().__init__("counting", "unix", makedefault=True)
        self._written = written

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> CountingFile:  # noqa: N802 (SQLite's name)
        """Open a file that counts."""
        return CountingFile(self._written, name, flags)


@contextmanager
def _counting() -> Iterator[Written]:
    written = Written()
    files = CountingFiles(written)
    try:
        yield written
    finally:
        files.unregister()


def _count(path: Path, sealer: Sealer, parts: tuple[Part, ...]) -> Written:
    """Return what keeping COUNTED records made SQLite do. Not timed: counting costs time itself."""
    with _counting() as written, Store(path) as store:
        signings = [_waiting(store) for _ in range(COUNTED)]
        before = Written(written.syncs, written.bytes)
        for signing in signings:
            _keep(store, sealer, signing, parts)
        return Written(written.syncs - before.syncs, written.bytes - before.bytes)
