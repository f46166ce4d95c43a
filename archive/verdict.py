"""What holds of a record, found out from the stored bundle at the moment of asking."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from terminal.evidence.bundle import Bundle, BundleError
from terminal.model.record import match_code

from .chain import Links, links_of
from .database import Database
from .entry import EntryError, entry_of
from .heads import CHAIN_BACK, CHAIN_FORKED, JOURNAL_BACK, JOURNAL_FORKED, complaints_about
from .objects import Objects
from .reasons import in_words
from .receiving import opened
from .tables import KeyRow, RecordRow
from .words import N_, Sentence

_COMPLAINTS = 3
_COMPLAINT = {
    CHAIN_BACK: N_(
        "On %(seen)s the terminal's chain had gone back to %(said)s; it had been at %(known)s. Was it restored "
        "from a backup?"
    ),
    CHAIN_FORKED: N_(
        "On %(seen)s the terminal named another record at the head of its chain: %(said)s, and %(known)s was known."
    ),
    JOURNAL_BACK: N_(
        "On %(seen)s the terminal's journal had gone back to %(said)s; it had been at %(known)s. Was it restored "
        "from a backup?"
    ),
    JOURNAL_FORKED: N_(
        "On %(seen)s the terminal named another line at the head of its journal: %(said)s, and %(known)s was known."
    ),
}


class State(StrEnum):
    """How a finding is: it holds, there is something to know, or it does not hold."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked, and how it came out, in words."""

    code: str
    state: State
    title: Sentence
    detail: Sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds of one record. ``bundle`` is None where the stored one does not open."""

    findings: tuple[Finding, ...]
    links: Links
    bundle: Bundle | None

    @property
    def state(self) -> State:
        """The worst of the findings."""
        states = {finding.state for finding in self.findings}
        return next((state for state in (State.BAD, State.WARN) if state in states), State.GOOD)

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the record."""
        return self.state is not State.BAD


def judge(database: Database, objects: Objects, row: RecordRow) -> Verdict:
    """Check a record again: its bundle, seal, parts, key, match code, clock, and its place in the chain."""
    content = objects.read(row.object_key)
    findings = [_kept(content, row)]
    bundle, broken = _open(content, row)
    findings += [broken] if broken else []
    with database.reading() as session:
        links = links_of(session, objects, row, bundle)
        if bundle:
            findings += [*_sealed(session, bundle, row), *_consistent(bundle.record)]
        findings += _set_back(session, row)
    findings += [
        Finding(f"chain-{found.code}", State(found.state), found.title, found.detail) for found in links.found
    ]
    return Verdict(tuple(findings), links, bundle)


def _kept(content: bytes | None, row: RecordRow) -> Finding:
    """Say whether what is stored is what was acknowledged."""
    title = Sentence(N_("Stored bundle"))
    if content is None:
        return Finding(
            "stored",
            State.BAD,
            title,
            Sentence(
                N_("The bundle is missing from the archive's store. Fetch it from the terminal or a backup.")
            ),
        )
    if sha256(content).hexdigest() != row.bundle_sha256:
        return Finding(
            "stored",
            State.BAD,
            title,
            Sentence(N_("The stored bytes are no longer those that were acknowledged.")),
        )
    return Finding(
        "stored",
        State.GOOD,
        title,
        Sentence(N_("Byte for byte what the archive acknowledged.")),
    )


def _open(content: bytes | None, row: RecordRow) -> tuple[Bundle | None, Finding | None]:
    """Return the stored bundle if it holds and is this record's, or else what is wrong with it."""
    if content is None:
        return None, None
    title = Sentence(N_("Seal and parts"))
    try:
        bundle = opened(content)
        other = entry_of(bundle).id != row.id
    except (BundleError, EntryError) as error:
        return None, Finding("seal", State.BAD, title, in_words(str(error)))
    if other:
        return None, Finding("seal", State.BAD, title, Sentence(N_("The stored bundle is another record's.")))
    return bundle, None


def _sealed(session: Session, bundle: Bundle, row: RecordRow) -> Iterator[Finding]:
    """Say what the seal and the parts are worth: both hold, or the bundle would not have opened."""
    yield Finding(
        "seal",
        State.GOOD,
        Sentence(N_("Seal")),
        Sentence(N_("The seal fits the record: not a letter was changed since the terminal sealed it.")),
    )
    parts = len(bundle.record["parts"])
    yield Finding(
        "parts",
        State.GOOD,
        Sentence(N_("Parts")),
        Sentence(N_("All parts are the files that were sealed (%(count)s)."), {"count": parts}),
    )
    key = session.get(KeyRow, bundle.seal.thumbprint)
    if key and key.terminal_id == row.terminal_id:
        detail = Sentence(
            N_("Sealed by the key that the archive knows as terminal %(terminal)s since %(since)s."),
            {"terminal": key.terminal_id, "since": key.known_since},
        )
        yield Finding("key", State.GOOD, Sentence(N_("Key")), detail)
    else:
        detail = Sentence(
            N_("Sealed by a key that is not known as terminal %(terminal)s."), {"terminal": row.terminal_id}
        )
        yield Finding("key", State.BAD, Sentence(N_("Key")), detail)


def _set_back(session: Session, row: RecordRow) -> Iterator[Finding]:
    """Say where the terminal said something of its heads that does not go with what it said before."""
    for complaint in complaints_about(session, row.terminal_id)[:_COMPLAINTS]:
        values = {"seen": complaint.seen, "known": complaint.known, "said": complaint.said}
        yield Finding(
            complaint.what, State.WARN, Sentence(N_("Terminal")), Sentence(_COMPLAINT[complaint.what], values)
        )


def _consistent(record: dict[str, Any]) -> Iterator[Finding]:
    """Say whether the record agrees with itself, and how far its times can be believed."""
    shown, received = record.get("shown", {}), record["request"]["received"]
    text = str(shown.get("text", ""))
    digest = sha256(text.encode()).hexdigest()
    code = match_code(
        record["id"], digest, str(received.get("settle_date") or ""), str(received.get("ref_no") or "")
    )
    agrees = digest == shown.get("text_sha256") and code == record["match_code"]
    yield Finding(
        "words",
        State.GOOD if agrees else State.BAD,
        Sentence(N_("Words on the glass")),
        Sentence(N_("Their digest and the match code follow from what was shown."))
        if agrees
        else Sentence(
            N_("Digest or match code do not follow from the words that the record says were shown.")
        ),
    )
    trusted = record["times"]["clock"] == "synchronised"
    yield Finding(
        "clock",
        State.GOOD if trusted else State.WARN,
        Sentence(N_("Clock")),
        Sentence(N_("The terminal's clock was synchronised when the customer signed."))
        if trusted
        else Sentence(
            N_("The terminal's clock was not synchronised: its times may be off, its order is not.")
        ),
    )
