"""A backup is restored: onto a new unit whole, or into a store that has lost some of its records.

Nothing that is here is overwritten. Where the backup and the store have different records at one place, neither
is right by itself, and nothing is done.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from terminal.evidence.bundle import SEAL_NAME
from terminal.evidence.chain import restored_after
from terminal.evidence.errors import SealError
from terminal.evidence.places import Head, Place
from terminal.evidence.seal import check_seal
from terminal.evidence.verify import LISTED, Found, Verdict, judge
from terminal.model.journal import Fact
from terminal.store import Store
from terminal.store.reading import ReadRecord, StoreReader
from terminal.store.restoring import take_out_of_use

from . import BackupError
from .going_on import NextPlace, next_place
from .opening import Opened
from .steps import Steps
from .target import check_room
from .unit_files import Unit, put_files, told_key

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done.

    Attributes:
        fresh: nothing had been signed here; the whole store is the backup's.
        added: how many records came from the backup.
        here: how many are here now.
        damaged: records of the backup that do not hold, in words; they were restored as they are.
        going_on: the next record's place, where the chain goes on from the backup's head.
        files: the unit's files that were put back, keys among them.
        key: what is to be said of the terminal's key.
        replaced: the store that was here, moved aside; None where there was none.
    """

    fresh: bool
    added: int
    here: int
    damaged: tuple[str, ...]
    going_on: NextPlace | None
    files: tuple[str, ...]
    key: str
    replaced: Path | None = None


def restore(
    opened: Opened,
    unit: Unit,
    *,
    known: Head | None = None,
    complete: bool = False,
    steps: Steps = Steps(),  # noqa: B008 - says nothing, keeps nothing
) -> Restored:
    """Restore a backup that holds.

    Args:
        opened: the backup.
        unit: where to.
        known: the last record that is known of elsewhere, such as in the archive; None where nobody knows.
        complete: nothing was signed since the backup: somebody says so who knows.
        steps: told what is going on.

    Raises:
        BackupError: it must not be restored here; nothing was changed.
        StoreBusy: the terminal runs.
    """
    unit.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    check_room(unit.data, 2 * opened.size)
    fresh = not unit.store.exists() or _is_unused(unit.store)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=unit.data) as folder:
        copy = Path(folder) / "store.sqlite"
        _extract(opened, copy, steps)
        try:
            judged = _judge(copy, opened.manifest.records, steps)
        except UnicodeDecodeError as error:
            raise BackupError(
                f"a text in the store was damaged already when it was backed up ({error}). Its records can be taken out"
                " with: signpost rescue BACKUP"
            ) from error
        if fresh:
            return _whole(opened, unit, copy, judged, next_place(_head(opened), known, complete=complete))
        return _merged(opened, unit, copy, judged, known, complete=complete)


def _is_unused(store: Path) -> bool:
    """Tell whether nothing was ever signed on this unit; make sure, too, that it does not run."""
    take_out_of_use(store)
    with Store(store) as kept:
        return kept.records.count() == 0


def _extract(opened: Opened, copy: Path, steps: Steps) -> None:
    """Copy the store out of the backup, and bring it to this version's schema."""
    progress, left = steps.of("copying the store"), opened.size
    descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with opened.path.open("rb") as source, os.fdopen(descriptor, "wb") as target:
        source.seek(opened.start)
        while left and (chunk := source.read(min(_CHUNK, left))):
            target.write(chunk)
            left -= len(chunk)
            progress(opened.size - left, opened.size)
        target.flush()
        os.fsync(target.fileno())
    Store(copy).close()


@dataclass(frozen=True, slots=True)
class _Judged:
    """The backup's records: their places by number, and what does not hold."""

    places: Mapping[int, "_Spot"]
    damaged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a record stands: the digest of its seal, the one it names, and after which it comes by a restore."""

    digest: str
    previous: str
    restored: tuple[int, str] | None = None


def _judge(copy: Path, count: int, steps: Steps) -> _Judged:
    """Verify the backup's records, each by itself."""
    progress, places, damaged = steps.of("verifying the records"), dict[int, _Spot](), list[str]()
    with StoreReader(copy) as reader:
        for number, record in enumerate(reader.records(), 1):
            seq = int(str(record.listed["seq"]))
            verdict = judge(_found(record, f"record {seq}"))
            if spot := _place(verdict):
                places[seq] = _Spot(spot.digest, spot.previous, spot.restored)
            if verdict.wrong:
                damaged.append(f"record {seq}: {'; '.join(verdict.wrong)}")
            progress(number, count)
    return _Judged(places, tuple(damaged))


def _place(verdict: Verdict) -> Place | None:
    """Return where a record stands, also one whose content was let go of; None where nothing says so."""
    if verdict.stub:
        return Place.of_stub(verdict.stub)
    return Place.of(verdict.seal) if verdict.seal else None


def _found(record: ReadRecord, source: str) -> Found:
    listed = {name: value for name, value in record.listed.items() if name in LISTED}
    return Found(source, {SEAL_NAME: record.jws, **record.files}, listed, record.receipt)


def _whole(opened: Opened, unit: Unit, copy: Path, judged: _Judged, going_on: NextPlace) -> Restored:
    """Put the backup's store in the place of one in which nothing was signed. Keys first: a store without is no use."""
    files = put_files(opened, unit, over=True)
    key = told_key(opened, unit, files)
    with Store(copy) as store:
        store.restoring.settle(_facts(opened, opened.manifest.records, going_on))
        here = store.records.count()
    take_out_of_use(copy)
    replaced = None
    if unit.store.exists():
        replaced = unit.store.with_name(f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.sqlite")
        unit.store.replace(replaced)
    copy.replace(unit.store)
    _sync(unit.data)
    return Restored(True, here, here, judged.damaged, going_on, files, key, replaced)


def _merged(
    opened: Opened, unit: Unit, copy: Path, judged: _Judged, known: Head | None, *, complete: bool
) -> Restored:
    """Put back the records that are missing here."""
    take_out_of_use(copy)
    with Store(unit.store) as store, store.restoring.beside(copy):
        forks, missing = store.restoring.forks(), store.restoring.missing()
        _refuse_forks(forks)
        _refuse_misfits(store, missing, judged)
        head, _ = store.records.head()
        last = opened.manifest.chain_seq
        goes_on = last > head or (
            last == head and (complete or known)
        )  # said later, before anybody has signed
        going_on = next_place(_head(opened), known, complete=complete) if goes_on else None
        files = put_files(opened, unit, over=False)
        if missing or going_on:
            store.restoring.take(missing, _facts(opened, len(missing), going_on))
        here = store.records.count()
    added = set(missing)
    damaged = tuple(each for each in judged.damaged if int(each.split(":")[0].split()[1]) in added)
    return Restored(False, len(missing), here, damaged, going_on, files, told_key(opened, unit, files))


def _refuse_forks(forks: Sequence[tuple[int, str, str]]) -> None:
    if forks:
        told = "; ".join(f"number {seq} is {here} here and {there} there" for seq, here, there in forks[:3])
        more = f"; and {len(forks) - 3} more" if len(forks) > 3 else ""
        raise BackupError(
            f"this unit and the backup have different records in the same places: {told}{more}. Nothing was"
            " changed. Restore onto an empty data folder, or take the records out with: signpost rescue BACKUP"
        )


def _refuse_misfits(store: Store, missing: Sequence[int], judged: _Judged) -> None:
    """Refuse records that would stand between others which name none of them."""
    if not missing:
        return
    spots = dict(_spots_here(store)) | {seq: judged.places[seq] for seq in missing if seq in judged.places}
    for before, after in pairwise(sorted(spots)):
        if not {before, after} & set(missing) or after != before + 1:
            continue
        this, following = spots[before], spots[after]
        if following.previous != this.digest and following.restored is None:
            raise BackupError(
                f"record {after} names another record before it than number {before}, which would be put there."
                " Nothing was changed: the store and the backup are of two chains."
            )


def _spots_here(store: Store) -> Iterator[tuple[int, _Spot]]:
    for seq, jws in store.records.seals():
        try:
            seal = check_seal(jws)
        except SealError:
            continue  # a damaged one names nobody
        place = Place.of(seal)
        yield seq, _Spot(place.digest, place.previous, restored_after(seal))


def _head(opened: Opened) -> Head:
    return Head(opened.manifest.chain_seq, opened.manifest.chain_sha256, opened.manifest.terminal_id)


def _facts(opened: Opened, added: int, going_on: NextPlace | None) -> dict[str, Fact]:
    """Return what the journal says of the restore; by ``next_…`` the chain goes on."""
    manifest = opened.manifest
    facts: dict[str, Fact] = {
        "made_utc": manifest.made_utc,
        "terminal": manifest.terminal_id,
        "store_sha256": manifest.store_sha256,
        "added": added,
        "head_seq": manifest.chain_seq,
        "head_sha256": manifest.chain_sha256,
        "journal_seq": manifest.journal_seq,
        "journal_sha256": manifest.journal_sha256,
    }
    if going_on:
        facts |= {"next_seq": going_on.seq, "next_previous": going_on.previous, "known": going_on.known}
    return facts


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
