"""The lineage: all records that were found, put side by side, and whether none is missing, added, or moved."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from terminal.model.record import NO_PREVIOUS

from .finding import Finding, broken, holds, unknown
from .journal import FoundJournal
from .places import Head, Place

_TOLD = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """What one place of keeping has: a store, a backup, or loose files together.

    Attributes:
        source: its name, for people.
        places: its records that have a seal.
        whole: whether it should have every record from the terminal's first on.
        journal: what it has of one.
        heads: where it says itself that the chain had come to.
    """

    source: str
    places: Sequence[Place]
    whole: bool = False
    journal: FoundJournal | None = None
    heads: tuple[Head, ...] = ()


@dataclass(frozen=True, slots=True)
class Lineage:
    """What was found out: by record (the digest of its seal), and about each place of keeping."""

    of_records: Mapping[str, tuple[Finding, ...]]
    of_keeping: tuple[tuple[str, tuple[Finding, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """All records that were found, in the three ways by which one is looked for."""

    by_digest: Mapping[str, Place]
    by_spot: Mapping[tuple[str, int], Collection[str]]
    by_id: Mapping[str, Collection[str]]

    @classmethod
    def of(cls, places: Iterable[Place]) -> "_Seen":
        by_digest: dict[str, Place] = {}
        by_spot, by_id = defaultdict[tuple[str, int], set[str]](set), defaultdict[str, set[str]](set)
        for place in places:
            by_digest[place.digest] = place
            by_spot[place.terminal_id, place.seq].add(place.digest)
            by_id[place.record_id].add(place.digest)
        return cls(by_digest, by_spot, by_id)


def trace(
    keepings: Sequence[Kept], heads: Sequence[Head] = (), trusted: Collection[str] = frozenset()
) -> Lineage:
    """Put all records side by side and say what is to be said of each one's place, and of each place of keeping.

    Args:
        keepings: what was found.
        heads: where others saw that a chain had come to.
        trusted: thumbprints of keys that are known to be the terminals'.
    """
    seen = _Seen.of(place for kept in keepings for place in kept.places)
    strangers = _strangers(keepings, seen, trusted)
    of_records: dict[str, tuple[Finding, ...]] = {}
    of_keeping = []
    for kept in keepings:
        for place in kept.places:
            findings = [_place(place, kept, seen), *strangers.get(place.digest, ()), *_anchor(place, kept)]
            before = of_records.get(place.digest, ())
            of_records[place.digest] = (*before, *(each for each in findings if each not in before))
        about = [*_extent(kept), *(kept.journal.judge() if kept.journal else [])]
        for head in kept.heads:
            about += _led_through(head, kept.places, whole=kept.whole)
        about += _journal_led(kept, heads)
        of_keeping.append((kept.source, (*about, *_unkept(kept))))
    given = [finding for head in heads for finding in _led_through(head, tuple(seen.by_digest.values()))]
    return Lineage(of_records, (*of_keeping, *([("all records", tuple(given))] if given else [])))


def _place(place: Place, kept: Kept, seen: _Seen) -> Finding:
    """Say whether a record stands where it says: alone, and behind the record that it names."""
    seq, before = place.seq, seen.by_digest.get(place.previous)
    if seq < 1:
        return broken("chain", "the record names no place in the chain")
    if len(seen.by_spot[place.terminal_id, seq]) > 1:
        return broken("chain", f"another record claims to be number {seq} as well")
    if len(seen.by_id[place.record_id]) > 1:
        return broken("chain", "another record has the same id")
    if place.restored and not (before and before.seq == seq - 1):
        return _after_a_restore(place, place.restored, seen)
    if seq == 1:
        return _first(place)
    if before:
        if before.seq == seq - 1:
            return holds("chain", f"number {seq}; record {seq - 1} is the one that it names")
        return broken("chain", f"it is number {seq}, and names record {before.seq} as the one before it")
    if (place.terminal_id, seq - 1) in seen.by_spot:
        return broken("chain", f"it names another record {seq - 1} than the one that is here")
    if kept.whole:
        return broken(
            "chain", f"it is number {seq}, and the record that it names as the one before is missing"
        )
    return unknown("chain", f"number {seq}; record {seq - 1}, which it names, is not here")


def _first(place: Place) -> Finding:
    if place.previous == NO_PREVIOUS:
        return holds("chain", "the terminal's first record")
    return broken("chain", "it says that it is the first record, and yet names one before it")


def _after_a_restore(place: Place, restored: tuple[int, str], seen: _Seen) -> Finding:
    """Say whether the first record after a restore goes on from the record that the backup ended with."""
    last, digest = restored
    ended = seen.by_digest.get(digest)
    if (
        last >= place.seq
        or (ended and ended.seq != last)
        or (not ended and (place.terminal_id, last) in seen.by_spot)
    ):
        return broken(
            "chain", f"it says that it follows a backup up to record {last}, which is another one here"
        )
    if place.previous in {digest, NO_PREVIOUS if last == 0 else digest}:
        sentence = f"number {place.seq}, the first since a backup was restored that ended with record {last}"
        return (
            holds("chain", sentence)
            if ended or not last
            else unknown("chain", f"{sentence}, which is not here")
        )
    return unknown(
        "chain",
        f"number {place.seq}, the first since a backup was restored that ended with record {last}; those between"
        " were sealed before that, and are not here",
    )


def _strangers(
    keepings: Sequence[Kept], seen: _Seen, trusted: Collection[str]
) -> Mapping[str, tuple[Finding, ...]]:
    """Return what is to be said of records that another key sealed than those before them, by their digests.

    Where nobody gave a certificate, a terminal's first record that is here stands for its key: another one may
    only follow where both keys signed that it does.
    """
    successors = {
        old: new for kept in keepings if kept.journal for old, new in kept.journal.successors.items()
    }
    lines = defaultdict[str, list[Place]](list)
    for place in seen.by_digest.values():
        lines[place.terminal_id].append(place)
    found: dict[str, tuple[Finding, ...]] = {}
    for line in (*lines.values(), *(kept.places for kept in keepings if kept.whole)):
        last: Place | None = None
        for place in sorted(line, key=lambda place: place.seq):
            known = last is None or place.thumbprint in trusted or place.thumbprint == last.thumbprint
            if last is None or known or successors.get(last.thumbprint) == place.thumbprint:
                last = place
                continue
            sentence = (
                f"another key sealed it than record {last.seq}, and nothing says that it follows that one"
            )
            found[place.digest] = (broken("key", sentence),)
    return found


def _anchor(place: Place, kept: Kept) -> list[Finding]:
    if kept.journal:
        return kept.journal.judge_anchor(place)
    return [unknown("journal", "the journal is not here")] if place.journal else []


def _extent(kept: Kept) -> Iterator[Finding]:
    """Say which records are here, and which are not."""
    for terminal_id in sorted({place.terminal_id for place in kept.places}):
        mine = [place for place in kept.places if place.terminal_id == terminal_id]
        seqs = sorted({place.seq for place in mine})
        leaps = {(place.restored[0], place.seq) for place in mine if place.restored}
        missing = [
            (low + 1, high - 1)
            for low, high in zip([0, *seqs], seqs, strict=False)
            if high - low > 1 and (low, high) not in leaps
        ]
        for low, high in sorted(leaps):
            if high - low > 1:
                sentence = (
                    f"{terminal_id}: a backup up to record {low} was restored, and {high} is the next number"
                )
                yield unknown("extent", f"{sentence}; what was sealed between, others may have")
        spans = _spans(missing)
        if not missing:
            last = f"record {seqs[-1]}" if seqs[-1] == 1 else f"records {' and '.join(_runs(seqs))}"
            yield holds("extent", f"{terminal_id}: {last}, none is missing")
        elif not kept.whole:
            yield unknown("extent", f"{terminal_id}: {len(seqs)} up to {seqs[-1]}; {spans} not here")
        elif len({place.terminal_id for place in kept.places}) == 1:
            yield broken("extent", f"{terminal_id}: {spans} missing")


def _runs(seqs: Sequence[int]) -> Iterator[str]:
    """Yield the numbers as they follow one another: ``1 to 812``, ``100001 to 100007``."""
    known = set(seqs)
    edges = [seq for seq in seqs if seq - 1 not in known], [seq for seq in seqs if seq + 1 not in known]
    for low, high in zip(*edges, strict=True):
        yield f"{low} to {high}" if low < high else str(low)


def _spans(missing: Sequence[tuple[int, int]]) -> str:
    told = [str(low) if low == high else f"{low} to {high}" for low, high in missing[:_TOLD]]
    if len(missing) > _TOLD:
        told.append(f"{len(missing) - _TOLD} more gaps")
    alone = len(missing) == 1 and missing[0][0] == missing[0][1]
    return f"record {told[0]} is" if alone else f"records {', '.join(told)} are"


def _unkept(kept: Kept) -> Iterator[Finding]:
    """Yield the records that the journal tells of and that are not here."""
    if kept.journal is None or not kept.whole:
        return
    here = {place.seq for place in kept.places}
    gone = sorted(set(kept.journal.sealed) - here)
    if gone:
        told = ", ".join(map(str, gone[:_TOLD])) + (" …" if len(gone) > _TOLD else "")
        yield broken("journal", f"it tells of records that are not here: {told}")


def _journal_led(kept: Kept, heads: Sequence[Head]) -> Iterator[Finding]:
    """Say whether the journal leads through the lines that heads name."""
    if kept.journal is None:
        return
    mine = [head for head in heads if any(head.of(place.terminal_id) for place in kept.places)]
    for head in (*kept.heads, *mine):
        if head.journal:
            yield kept.journal.judge_head(head.journal, head.said_by)


def _led_through(head: Head, places: Sequence[Place], *, whole: bool = False) -> Iterator[Finding]:
    """Say whether the records lead through a place that somebody saw before."""
    if head.seq == 0:
        return
    mine = [place for place in places if head.of(place.terminal_id)] or (places if whole else [])
    there = [place for place in mine if place.seq == head.seq]
    last = max((place.seq for place in mine), default=0)
    if any(head.sha256 in {"", place.digest} for place in there):
        yield holds("head", f"{head.said_by}: record {head.seq} is here, as it was then")
    elif there:
        yield broken("head", f"{head.said_by}: record {head.seq} was another one than that which is here")
    elif last < head.seq:
        yield broken(
            "head",
            f"{head.said_by}: there were {head.seq} records, and the last one here is {last}: the end is cut off",
        )
    elif whole:
        yield broken("head", f"{head.said_by}: record {head.seq} was there, and is missing")
    else:
        yield unknown("head", f"{head.said_by}: record {head.seq} is not here to compare")
