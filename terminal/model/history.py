"""What staff look up on the terminal: records that were made, and what still waits to be printed or sent."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .ink import Ink
from .request import Method
from .status import Printed, Uploaded


class Span(StrEnum):
    """Of which days records are looked up, by the shop's own calendar."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class VoidedView:
    """That a record does not count any more: since when, in the shop's own time, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    """What a terminal is, and how far it has come.

    Attributes:
        key: the thumbprint of the key that it seals with.
        chain_seq, chain_sha256: the last record's number, 0 before the first, and its seal's SHA-256.
        journal_seq, journal_sha256: the journal's last line.
    """

    terminal_id: str
    version: str
    key: str
    chain_seq: int
    chain_sha256: str
    journal_seq: int
    journal_sha256: str


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record in a list. ``confirmed`` is in the shop's own time; ``amount`` a decimal string or empty.

    ``became`` is ``destroyed`` or ``sealed`` where the record's content is not to be read here any more; else empty.
    """

    id: str
    seq: int
    reference: str
    amount: str
    currency: str
    till: str
    match_code: str
    method: Method
    confirmed: datetime
    printed: Printed
    uploaded: Uploaded
    voided: bool = False
    became: str = ""


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record as staff see it: its line, and the signature.

    Attributes:
        line: how lists show it.
        ink: the signature, where it was drawn; an impression is not shown to staff, only that there is one.
        slips: how many slips were asked for so far.
        matched: whether a finger was compared with the one enrolled, and left no image.
        print_error: why the last slip is not out, in words; empty where it is, or none was asked for.
        upload_error: why it is not in the archive, in words.
        voided: since when and why it does not count any more; None where it does.
    """

    line: RecordLine
    ink: Ink | None = field(default=None, repr=False)
    slips: int = 0
    print_error: str = ""
    upload_error: str = ""
    matched: bool = False
    voided: VoidedView | None = None


@dataclass(frozen=True, slots=True)
class QueuedSlip:
    """A slip that is not out of the printer; ``record_id`` is empty for a slip about no record, such as a test.

    ``kind`` is the journal's word for what it is about; ``sent_percent`` how much of it has gone to the printer, None
    while nothing ever has.
    """

    id: int
    record_id: str
    reference: str
    state: Printed
    asked: datetime
    attempts: int
    error: str
    kind: str = "record"
    sent_percent: int | None = None


@dataclass(frozen=True, slots=True)
class QueuedUpload:
    """A record that the archive has not acknowledged."""

    id: int
    record_id: str
    reference: str
    state: Uploaded
    asked: datetime
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class Queues:
    """What waits, oldest first, with how much there is in all (the lists are cut where they are long)."""

    slips: tuple[QueuedSlip, ...] = ()
    uploads: tuple[QueuedUpload, ...] = ()
    slips_in_all: int = 0
    uploads_in_all: int = 0


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A sale that is signed by pen: one that waits for that, or (``signed``) that staff have closed.

    ``ended`` is when its slip was asked for, or when it was closed, in the shop's own time; ``code`` the slip's.
    """

    id: str
    reference: str
    amount: str
    currency: str
    till: str
    code: str
    ended: datetime
    signed: bool = False


@dataclass(frozen=True, slots=True)
class PairedTill:
    """A till that may call, or that was shut out."""

    name: str
    since: datetime
    revoked: bool


@dataclass(frozen=True, slots=True)
class PairingCode:
    """What a till has to send to be let in: shown on the glass for a while, and used once.

    Attributes:
        code: eight digits, a secret while it stands.
        until_ns: CLOCK_MONOTONIC time at which it is worth nothing any more.
        address: where the till finds this terminal, ``https://192.168.1.20:8470``.
        certificate_sha256: of the certificate that the till will meet there, hex; empty without TLS.
    """

    code: str = field(repr=False)
    until_ns: int
    address: str
    certificate_sha256: str = ""
