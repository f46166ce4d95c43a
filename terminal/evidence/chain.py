"""The chain: each record names the one before it, so that none can vanish or change places."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from terminal.model.record import NO_PREVIOUS

from .seal import Seal


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold, in words."""

    seq: int
    sentence: str


def check_chain(seals: Iterable[Seal], after: Seal | None = None) -> Iterator[Break]:
    """Yield every break in a terminal's records, given in the order they are kept.

    The first record after a restore says which one the backup ended with. Its number is a higher one, so that none
    is given twice whatever was sealed since the backup; where the record it names is here, that is no break.

    Args:
        seals: the records' seals, from the terminal's first on, or from the one that comes after ``after``.
        after: a record whose own place is taken for granted, so that a part of a chain can be checked.
    """
    expected, previous = (_place(after)[0] + 1, after.jws_sha256) if after else (1, NO_PREVIOUS)
    known = {(expected - 1, previous)}
    for seal in seals:
        seq, names = _place(seal)
        if restored_after(seal) in known and seq >= expected:
            expected = seq
        elif seq != expected:
            yield Break(seq, f"record {expected} should come here, and {seq or 'one without a place'} does")
        elif names != previous:
            yield Break(seq, f"record {seq} names another record {seq - 1} than the one that is here")
        expected, previous = (seq or expected) + 1, seal.jws_sha256
        known.add((seq, previous))


def restored_after(seal: Seal) -> tuple[int, str] | None:
    """Return with which record (number, SHA-256 of its seal) a backup ended that this is the first record after."""
    return restored_in(seal.record)


def restored_in(record: Mapping[str, Any]) -> tuple[int, str] | None:
    """Return the same of a record's values."""
    match record.get("chain"):
        case {"restored": {"after": int(seq), "sha256": str(digest)}}:
            return seq, digest
    return None


def _place(seal: Seal) -> tuple[int, str]:
    """Return a record's number (0 where it names none) and the digest it gives of the one before it."""
    match seal.record.get("chain"):
        case {"seq": int(seq), "previous": str(previous)}:
            return seq, previous
    return 0, ""
