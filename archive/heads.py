"""How far each terminal has come: remembered with every upload, so that a terminal set back cannot hide it.

A record is taken all the same, whatever its terminal says of its heads: the complaint is for people.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terminal.model.heads import Heads

from .tables import ComplaintRow, HeadsRow, RecordRow

_LOG = logging.getLogger(__name__)
_MOST = 1000
"""So many complaints about one terminal are kept: whoever looks has long been told."""

CHAIN_BACK, CHAIN_FORKED = "chain-back", "chain-forked"
JOURNAL_BACK, JOURNAL_FORKED = "journal-back", "journal-forked"

Complaint = tuple[str, str, str]


def remember(session: Session, terminal_id: str, told: Heads, now: datetime) -> list[str]:
    """Remember a terminal's heads, and return what is to be complained of; the furthest ever seen stays."""
    row = session.get(HeadsRow, terminal_id, with_for_update=True)
    if row is None:
        row = HeadsRow(terminal_id=terminal_id, chain_seq=0, journal_seq=0, seen=now)
        row.chain_sha256, row.journal_sha256 = told.chain_sha256, told.journal_sha256
        session.add(row)
    complaints = [*_complaints(row, told), *_against_records(session, terminal_id, told)]
    for what, known, said in complaints:
        _complain(session, ComplaintRow(terminal_id=terminal_id, what=what, known=known, said=said, seen=now))
    if told.chain_seq > row.chain_seq:
        row.chain_seq, row.chain_sha256 = told.chain_seq, told.chain_sha256
    if told.journal_seq > row.journal_seq:
        row.journal_seq, row.journal_sha256 = told.journal_seq, told.journal_sha256
    row.seen = now
    return [what for what, _, _ in complaints]


def complaints_about(session: Session, terminal_id: str) -> tuple[ComplaintRow, ...]:
    """Return what there is to complain of a terminal, the first complaint first."""
    rows = select(ComplaintRow).where(ComplaintRow.terminal_id == terminal_id).order_by(ComplaintRow.id)
    return tuple(session.scalars(rows))


def _complaints(row: HeadsRow, told: Heads) -> Iterator[Complaint]:
    """Yield where a terminal's heads are behind what it said before, or at the same place and others."""
    chains = (row.chain_seq, row.chain_sha256), (told.chain_seq, told.chain_sha256)
    journals = (row.journal_seq, row.journal_sha256), (told.journal_seq, told.journal_sha256)
    for (known, said), back, forked in (
        (chains, CHAIN_BACK, CHAIN_FORKED),
        (journals, JOURNAL_BACK, JOURNAL_FORKED),
    ):
        if said[0] < known[0]:
            yield back, _text(known), _text(said)
        elif said[0] == known[0] and said[1] != known[1]:
            yield forked, _text(known), _text(said)


def _against_records(session: Session, terminal_id: str, told: Heads) -> Iterator[Complaint]:
    """Yield where the chain's head is another record than the one that is here under its number."""
    wanted = select(RecordRow.jws_sha256).where(
        RecordRow.terminal_id == terminal_id, RecordRow.seq == told.chain_seq
    )
    for kept in session.scalars(wanted):
        if kept != told.chain_sha256:
            yield CHAIN_FORKED, _text((told.chain_seq, kept)), _text((told.chain_seq, told.chain_sha256))


def _complain(session: Session, complaint: ComplaintRow) -> None:
    """Keep a complaint, once; it is in the log each time."""
    _LOG.warning(
        "terminal %s: %s: %s was known, and it says %s",
        *(complaint.terminal_id, complaint.what, complaint.known, complaint.said),
    )
    before = complaints_about(session, complaint.terminal_id)
    same = any(
        (each.what, each.known, each.said) == (complaint.what, complaint.known, complaint.said)
        for each in before
    )
    if not same and len(before) < _MOST:
        session.add(complaint)


def _text(head: tuple[int, str]) -> str:
    return f"{head[0]} {head[1]}"
