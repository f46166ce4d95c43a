"""A record's place in its terminal's chain: whether its neighbours are here, and name each other."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from terminal.evidence.bundle import Bundle, BundleError
from terminal.model.record import NO_PREVIOUS

from .index import neighbours, rivals
from .objects import Objects
from .receiving import opened
from .tables import RecordRow
from .words import N_, Sentence


@dataclass(frozen=True, slots=True)
class Link:
    """What was found of the chain in one direction. ``state`` is good, warn or bad."""

    code: str
    state: str
    title: Sentence
    detail: Sentence


@dataclass(frozen=True, slots=True)
class Links:
    """A record's place: its nearest neighbours that are here, how many are missing between, what was found."""

    before: RecordRow | None
    after: RecordRow | None
    missing_before: int
    missing_after: int
    found: tuple[Link, ...]


_BEFORE = N_("Chain, before")
_AFTER = N_("Chain, after")


def links_of(session: Session, objects: Objects, row: RecordRow, bundle: Bundle | None) -> Links:
    """Find out about a record's place in the chain, opening the neighbours' bundles again."""
    before, after = neighbours(session, row)
    missing_before = row.seq - 1 - (before.seq if before else 0)
    missing_after = after.seq - row.seq - 1 if after else 0
    found = [
        *_rivals(session, row),
        _link_before(objects, row, bundle, before, missing_before),
        _link_after(objects, row, bundle, after, missing_after),
    ]
    return Links(before, after, missing_before, missing_after, tuple(found))


def _rivals(session: Session, row: RecordRow) -> Iterator[Link]:
    if rivals(session, row):
        yield Link(
            "place",
            "bad",
            Sentence(N_("Chain, here")),
            Sentence(N_("Another record claims the same place, number %(seq)s."), {"seq": row.seq}),
        )


def _link_before(
    objects: Objects, row: RecordRow, bundle: Bundle | None, before: RecordRow | None, missing: int
) -> Link:
    """Say whether the record before this one is here, and is the one that this record names."""
    title = Sentence(_BEFORE)
    named = str(bundle.record["chain"]["previous"]) if bundle else row.previous
    if row.seq == 1:
        if named == NO_PREVIOUS:
            return Link("before", "good", title, Sentence(N_("This is the terminal's first record.")))
        detail = N_("This says it is the terminal's first record, and yet names one before it.")
        return Link("before", "bad", title, Sentence(detail))
    if missing or before is None:
        return Link("before", "warn", title, _gap(row.seq - missing, row.seq - 1))
    kept = _open(objects, before)
    if kept is None:
        return Link("before", "bad", title, _damaged(before.seq))
    if kept.seal.jws_sha256 != named:
        detail = N_("This record names another record %(seq)s than the one that is here.")
        return Link("before", "bad", title, Sentence(detail, {"seq": before.seq}))
    detail = N_("Record %(seq)s is here, and is the one that this record names.")
    return Link("before", "good", title, Sentence(detail, {"seq": before.seq}))


def _link_after(
    objects: Objects, row: RecordRow, bundle: Bundle | None, after: RecordRow | None, missing: int
) -> Link:
    """Say whether the record after this one is here, and names this record."""
    title = Sentence(_AFTER)
    if after is None:
        return Link("after", "good", title, Sentence(N_("This is the newest record here of its terminal.")))
    if missing:
        return Link("after", "warn", title, _gap(row.seq + 1, row.seq + missing))
    kept = _open(objects, after)
    if kept is None:
        return Link("after", "bad", title, _damaged(after.seq))
    mine = bundle.seal.jws_sha256 if bundle else row.jws_sha256
    if kept.record["chain"]["previous"] != mine:
        detail = N_("Record %(seq)s names another record before it than this one.")
        return Link("after", "bad", title, Sentence(detail, {"seq": after.seq}))
    detail = N_("Record %(seq)s is here, and names this record.")
    return Link("after", "good", title, Sentence(detail, {"seq": after.seq}))


def _gap(first: int, last: int) -> Sentence:
    """Say which records are not here; they may still be waiting on the terminal."""
    if first == last:
        return Sentence(
            N_("Record %(first)s is not here. It may still be on its way from the terminal."),
            {"first": first},
        )
    return Sentence(
        N_("Records %(first)s to %(last)s are not here. They may still be on their way from the terminal."),
        {"first": first, "last": last},
    )


def _damaged(seq: int) -> Sentence:
    return Sentence(N_("Record %(seq)s is known here, and its stored bundle no longer holds."), {"seq": seq})


def _open(objects: Objects, row: RecordRow) -> Bundle | None:
    """Return a neighbour's bundle, if it still holds."""
    content = objects.read(row.object_key)
    try:
        return opened(content) if content is not None else None
    except BundleError:
        return None
