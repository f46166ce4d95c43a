"""The journal: what happened to a record, and to the unit, after and beside the signing itself.

A record is made once and never changed. What becomes of it (printed, sent, voided, a part destroyed) is a line
here, and so is what happens to the terminal. Lines are only ever added, and each names the one before it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

NO_LINE = "0" * 64
"""What the first line names as the one before it."""


MAX_REASON = 200
"""How many letters a reason has at the most that a person gives, such as for a void."""


class Happening(StrEnum):
    """What a line of the journal is about."""

    SEALED = "record.sealed"
    OVERRIDDEN = "record.overridden"
    PRINTED = "record.printed"
    NOT_PRINTED = "record.not_printed"
    REPRINT_ASKED = "record.reprint_asked"
    SLIP_PRINTED = "slip.printed"
    SLIP_NOT_PRINTED = "slip.not_printed"
    ACKNOWLEDGED = "record.acknowledged"
    REFUSED = "record.refused"
    SENDING_ASKED = "record.sending_asked"
    VOIDED = "record.voided"
    EXPORTED = "record.exported"
    PDF_SIGNED = "record.pdf_signed"
    PDF_NOT_SIGNED = "record.pdf_not_signed"
    DESTROYED = "record.destroyed"
    SEALED_AWAY = "record.sealed_away"
    REQUEST_FORGOTTEN = "request.forgotten"
    DAY_CLOSED = "day.closed"
    PAPER_SIGNED = "request.paper_signed"
    TILL_ADMITTED = "till.admitted"
    TILL_REVOKED = "till.revoked"
    SETTING = "staff.setting"
    STAFF_IN = "staff.in"
    STAFF_REFUSED = "staff.refused"
    STAFF_LOCKED = "staff.locked"
    KEY_MADE = "key.made"
    KEY_REPLACED = "key.replaced"
    CERTIFICATE = "key.certificate"
    STARTED = "unit.started"
    CLOCK = "unit.clock"
    CLOCK_STATE = "unit.clock_state"
    CASE_OPENED = "unit.case_opened"
    CASE_SHUT = "unit.case_shut"
    MAINS_LOST = "unit.mains_lost"
    MAINS_BACK = "unit.mains_back"
    DEVICE_TROUBLE = "unit.device_trouble"
    DEVICE_WELL = "unit.device_well"
    BACKED_UP = "unit.backed_up"
    RESTORED = "unit.restored"
    DAMAGED = "unit.damaged"


Fact = str | int | float | bool
"""What a line can say of something: never ink, never a finger, never a secret."""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line.

    Attributes:
        seq: 1 for the first, then without a gap.
        utc: when, by the terminal's wall clock; the order is that of ``seq``.
        happening: what happened; a word of ``Happening``, or of a newer version's.
        record_id: of the record it happened to; empty where to none.
        facts: the particulars.
        previous: hex SHA-256 of the line before.
        text: the line as it is kept and hashed: JSON.
    """

    seq: int
    utc: str
    happening: str
    record_id: str
    facts: dict[str, Fact]
    previous: str
    text: str

    @property
    def sha256(self) -> str:
        """What the next line names as ``previous``."""
        return sha256(self.text.encode()).hexdigest()

    @classmethod
    def after(
        cls, head: "JournalHead", utc: str, happening: Happening, record_id: str, facts: dict[str, Fact]
    ) -> "JournalLine":
        """Return the line that comes after another, with its text."""
        seq, previous = head.seq + 1, head.sha256
        said = {"seq": seq, "utc": utc, "happening": happening.value, "record": record_id, "facts": facts}
        text = json.dumps({**said, "previous": previous}, ensure_ascii=False, separators=(",", ":"))
        return cls(seq, utc, happening.value, record_id, facts, previous, text)

    @classmethod
    def read(cls, text: str) -> "JournalLine":
        """Return the line that a text is.

        Raises:
            ValueError: it is none.
        """
        try:
            said = json.loads(text)
            match said:
                case {
                    "seq": int(seq),
                    "utc": str(utc),
                    "happening": str(happening),
                    "record": str(record_id),
                    "facts": dict(facts),
                    "previous": str(previous),
                }:
                    return cls(seq, utc, happening, record_id, facts, previous, text)
        except RecursionError as error:
            raise ValueError("it is nested too deep") from error
        raise ValueError("it lacks what every line of the journal has")


@dataclass(frozen=True, slots=True)
class JournalHead:
    """The last line's number and SHA-256; what stands in it cannot change without changing this."""

    seq: int = 0
    sha256: str = NO_LINE


def journal_breaks(texts: Iterable[str], after: JournalHead | None = None) -> Iterator[tuple[int, str]]:
    """Yield each place where the journal does not hold: a line's number, and what is wrong there, in words.

    Args:
        texts: the lines as they are kept, from the first on, or from the one that comes after ``after``.
        after: a line whose place is taken for granted, so that a part can be checked.
    """
    head = after or JournalHead()
    for text in texts:
        expected = head.seq + 1
        try:
            line = JournalLine.read(text)
        except ValueError as error:
            yield expected, f"line {expected} of the journal cannot be read: {error}"
            head = JournalHead(expected, sha256(text.encode()).hexdigest())
            continue
        if line.seq != expected:
            yield line.seq, f"line {expected} of the journal should come here, and {line.seq} does"
        elif line.previous != head.sha256:
            yield (
                line.seq,
                f"line {line.seq} of the journal names another line before it than the one that is here",
            )
        head = JournalHead(line.seq, line.sha256)
