"""A rescue: every record that was found, what holds of it, and which are missing."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from terminal.evidence.bundle import SEAL_NAME
from terminal.evidence.chain import restored_after
from terminal.evidence.errors import SealError
from terminal.evidence.places import Place
from terminal.evidence.seal import check_seal
from terminal.evidence.verify import Found, Verdict, judge
from terminal.model.journal import Happening, JournalLine
from terminal.store.errors import StoreError
from terminal.store.reading import StoreReader
from terminal.store.snapshot import check_store

from .finding import Copied
from .pages import Pages
from .salvaging import Salvage, Salvaged

Progress = Callable[[int, int], None]


class Fate(StrEnum):
    """What became of a record."""

    WHOLE = "whole"
    LET_GO = "let go of"
    """Destroyed, or sealed to the owner: the terminal's signed word on that holds."""
    DAMAGED = "damaged"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Rescued:
    """One record.

    Attributes:
        seq: its number.
        id, reference, confirmed_utc: as it says itself; empty where it says nothing any more.
        sentence: what is wrong with it, or what became of it.
        acknowledged: whether the archive has it, as far as that is known.
        files: what there is of it, by name.
    """

    seq: int
    fate: Fate
    id: str = ""
    reference: str = ""
    confirmed_utc: str = ""
    sentence: str = ""
    acknowledged: bool = False
    files: dict[str, bytes] = field(default_factory=dict, repr=False)


class Rescue:
    """The records of a copied store.

    Args:
        copied: the store.
        progress: told how many records of how many are judged.
    """

    def __init__(self, copied: Copied, progress: Progress = lambda _done, _of: None) -> None:
        self._copied, self._progress = copied, progress
        self.carved = False
        self.lines: Sequence[JournalLine] = ()
        self._seen: dict[int, tuple[int, str] | None] = {}
        self._damaged: set[int] = set()

    def records(self) -> Iterator[Rescued]:
        """Yield every record that was found, by number."""
        done: set[str] = set()
        try:
            for each in self._judged(*self._healthy()):
                done.add(each.id)
                yield each
        except (StoreError, UnicodeDecodeError):  # a text whose bytes are none is no fault that SQLite knows
            self.carved = True
            with Pages(self._copied.store, self._copied.log) as pages:
                salvage = Salvage(pages, self._copied.name)
                self.lines = salvage.lines
                left = (each for each in salvage.records() if each.id not in done)
                yield from self._judged(left, salvage.count())

    def missing(self) -> Iterator[Rescued]:
        """Yield the records that should be there and left no trace; to be asked after the others."""
        told = {}
        for line in self.lines:
            match line.happening, line.facts:
                case Happening.SEALED, {"seq": int(seq)}:
                    told[seq] = line
        leaps = {(after[0], seq) for seq, after in self._seen.items() if after}
        known = sorted({0, *self._seen, *told})
        for low, high in pairwise(known):
            for seq in set(() if (low, high) in leaps else range(low + 1, high)) - self._damaged:
                yield Rescued(seq, Fate.MISSING, sentence="nothing of it was found")
        for seq in sorted(set(told) - set(self._seen) - self._damaged):
            line = told[seq]
            yield Rescued(
                seq,
                Fate.MISSING,
                line.record_id,
                "",
                line.utc,
                "the journal tells of it, and nothing else was found",
            )

    def _healthy(self) -> tuple[Iterable[Salvaged], int]:
        """Return the records of a store that SQLite reads from end to end.

        Raises:
            StoreDamaged: it does not.
        """
        check_store(self._copied.store)
        with StoreReader(self._copied.store) as reader:
            self.lines = list(_lines(text for text, _ in reader.journal() or ()))
            acknowledged = {
                line.record_id for line in self.lines if line.happening == Happening.ACKNOWLEDGED
            } | set(_acknowledged(reader.acknowledgements()))
            count = reader.count()
        return self._read(acknowledged), count

    def _read(self, acknowledged: set[str]) -> Iterator[Salvaged]:
        with StoreReader(self._copied.store) as reader:
            for record in reader.records():
                record_id, seq = str(record.listed["id"]), int(str(record.listed["seq"]))
                seal = None
                with suppress(SealError):
                    seal = check_seal(record.jws)
                sealed = {SEAL_NAME: record.jws} if record.jws else {}
                found = Found(f"number {seq}", sealed | record.files, receipt=record.receipt)
                yield Salvaged(seq, record_id, found, seal, record_id in acknowledged)

    def _judged(self, found: Iterable[Salvaged], count: int) -> Iterator[Rescued]:
        for number, each in enumerate(found, 1):
            verdict = judge(each.found)
            if each.seal:
                self._seen[Place.of(each.seal).seq] = restored_after(each.seal)
            elif verdict.stub and verdict.holds:
                place = Place.of_stub(verdict.stub)
                self._seen[place.seq] = place.restored
            else:
                self._damaged.add(each.seq)  # its number may be damaged as well: nothing is counted up to it
            self._progress(number, max(count, number))
            yield _rescued(each, verdict)


def _rescued(salvaged: Salvaged, verdict: Verdict) -> Rescued:
    reference = utc = ""
    if verdict.seal:
        match verdict.seal.record:
            case {"request": {"received": {"reference": str(reference)}}}:
                pass
        match verdict.seal.record:
            case {"times": {"confirmed": {"utc": str(utc)}}}:
                pass
    fate, sentence = Fate.WHOLE if verdict.holds else Fate.DAMAGED, "; ".join(verdict.wrong)
    if verdict.stub and verdict.holds:
        fate, sentence = Fate.LET_GO, str(verdict.stub)
    files = dict(salvaged.found.files)
    return Rescued(salvaged.seq, fate, salvaged.id, reference, utc, sentence, salvaged.acknowledged, files)


def _lines(texts: Iterable[str]) -> Iterator[JournalLine]:
    for text in texts:
        with suppress(ValueError):
            yield JournalLine.read(text)


def _acknowledged(words: Iterable[str]) -> Iterator[str]:
    """Yield the ids of the records in an archive's acknowledgements."""
    for said in words:
        with suppress(ValueError, RecursionError):
            match json.loads(said):
                case {"id": str(record_id)}:
                    yield record_id
