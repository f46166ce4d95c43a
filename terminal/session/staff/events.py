"""What staff do on the glass, and what the workers answer."""

from dataclasses import dataclass, field
from enum import StrEnum

from terminal.model.dayclose import DayStanding
from terminal.model.history import (
    PairedTill,
    PairingCode,
    PaperLine,
    Queues,
    RecordLine,
    RecordView,
    Span,
    TerminalFacts,
)
from terminal.model.moment import Moment
from terminal.model.settings import Settings


class Place(StrEnum):
    """Where staff can go from the menu."""

    SALE = "sale"
    RECORDS = "records"
    PAPERS = "papers"
    DAY_CLOSE = "day close"
    QUEUES = "queues"
    SETTINGS = "settings"
    DEVICES = "devices"
    TILLS = "tills"
    TERMINAL = "terminal"


class Key(StrEnum):
    """Keys that are no character."""

    BACKSPACE = "backspace"
    CLEAR = "clear"


class Tryable(StrEnum):
    """What staff can try out."""

    PRINTER = "printer"
    SENSOR = "sensor"
    PANEL = "panel"
    ARCHIVE = "archive"


class VoidReason(StrEnum):
    """Why a record does not count any more, as staff pick it."""

    RETURNED = "returned"
    WRONG = "wrong"
    MISTAKE = "mistake"


class PaperTrouble(StrEnum):
    """Why a sale is not closed as signed on paper."""

    NONE = "none"
    UNKNOWN = "unknown"
    CLOSED_BEFORE = "closed before"
    NOT_KEPT = "not kept"


# What staff do on the glass.


@dataclass(frozen=True, slots=True)
class StaffCalled:
    """Someone pressed the staff's button, on the panel or on the glass."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A key was pressed on the glass: one character, or a ``Key``. In no repr: it may be a digit of a PIN."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Entered:
    """What was typed is complete."""


@dataclass(frozen=True, slots=True)
class WentTo:
    """Staff picked a place from the menu."""

    place: Place


@dataclass(frozen=True, slots=True)
class LeftStaffMode:
    """Staff are done: the terminal is the customers' again."""


@dataclass(frozen=True, slots=True)
class PickedField:
    """What is typed from now on goes into another field (``amount``, ``reference``)."""

    name: str


@dataclass(frozen=True, slots=True)
class PickedSpan:
    """Records of other days are wanted."""

    span: Span


@dataclass(frozen=True, slots=True)
class PickedPage:
    """Another page of a list is wanted (0 is the first)."""

    page: int


@dataclass(frozen=True, slots=True)
class PickedRecord:
    """A record is to be looked at."""

    record_id: str


@dataclass(frozen=True, slots=True)
class AskedForSlip:
    """The record on the glass is to be printed again."""


@dataclass(frozen=True, slots=True)
class AskedToSend:
    """The record on the glass is to be sent to the archive again."""


@dataclass(frozen=True, slots=True)
class AskedToVoid:
    """The record on the glass is not to count any more; staff are asked why, and whether they are sure."""


@dataclass(frozen=True, slots=True)
class PickedReason:
    """Why a record is to be voided."""

    reason: VoidReason


@dataclass(frozen=True, slots=True)
class SaidVoid:
    """Staff are sure: the record is to be voided."""

    record_id: str


@dataclass(frozen=True, slots=True)
class AskedForPacket:
    """All there is about the record on the glass is wanted in one file, for a dispute; staff are asked first."""


@dataclass(frozen=True, slots=True)
class SaidPacket:
    """Staff are sure: a record's packet is to be made."""

    record_id: str


@dataclass(frozen=True, slots=True)
class RetriedSlip:
    """A slip in the queue that failed is to be tried again."""

    slip_id: int


@dataclass(frozen=True, slots=True)
class RetriedUpload:
    """A record in the queue is to be sent at once, though the archive refused it before."""

    upload_id: int


@dataclass(frozen=True, slots=True)
class ChangedSettings:
    """Staff set something; ``settings`` is all of it as it is to be."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class AskedForNewPin:
    """Staff want another PIN."""


@dataclass(frozen=True, slots=True)
class AskedToTry:
    """A device is to be tried out."""

    device: Tryable


@dataclass(frozen=True, slots=True)
class AskedForPairing:
    """A till is to be let in: a code is wanted."""


@dataclass(frozen=True, slots=True)
class AskedToRevoke:
    """A till is to be shut out; asked first, done when ``sure``."""

    name: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class PickedPapers:
    """The sales that were signed on paper are to be listed (``signed``), or those that wait for it."""

    signed: bool


@dataclass(frozen=True, slots=True)
class PickedPaper:
    """A sale in the list was signed on paper; staff are asked whether that is so."""

    line: PaperLine


@dataclass(frozen=True, slots=True)
class SaidSigned:
    """Staff are sure: the customer signed this one on paper."""

    request_id: str


@dataclass(frozen=True, slots=True)
class AskedToClose:
    """The day is to be closed; ``number`` is the close's that is on the glass."""

    number: int


StaffTouch = (
    StaffCalled | Typed | Entered | WentTo | LeftStaffMode | PickedField | PickedSpan | PickedPage | PickedRecord
    | AskedForSlip | AskedToSend | AskedToVoid | PickedReason | SaidVoid
    | AskedForPacket | SaidPacket
    | RetriedSlip | RetriedUpload | ChangedSettings | AskedForNewPin | AskedToTry
    | AskedForPairing | AskedToRevoke | PickedPapers | PickedPaper | SaidSigned | AskedToClose
)  # fmt: skip


# What the workers and timers say.


@dataclass(frozen=True, slots=True)
class PinSeen:
    """How things stand with the PIN, before anyone types: see ``PinJudged``."""

    is_set: bool
    tries_left: int = 0
    locked_s: int = 0


@dataclass(frozen=True, slots=True)
class PinJudged:
    """Whether a PIN is the staff's.

    Attributes:
        right: it is.
        asked_ns: which asking this answers, as ``JudgePin`` said.
        is_set: whether there is a PIN at all; without one nobody gets in.
        tries_left: before the terminal locks.
        locked_s: for how long nobody is let in, whatever they type; 0 where it is not locked. After a wrong
            PIN there is a wait of a few seconds first, while ``tries_left`` is not 0.
    """

    right: bool
    asked_ns: int = 0
    is_set: bool = True
    tries_left: int = 0
    locked_s: int = 0


@dataclass(frozen=True, slots=True)
class FingerJudged:
    """Whether a finger is one of the staff's; a wrong one costs a try, as a wrong PIN does: see ``PinJudged``.

    ``opened_ns`` names the pad that it was pressed for.
    """

    right: bool
    opened_ns: int = 0
    is_set: bool = True
    tries_left: int = 0
    locked_s: int = 0


@dataclass(frozen=True, slots=True)
class PinKept:
    """The new PIN is on disk, or could not be kept."""

    kept: bool


@dataclass(frozen=True, slots=True)
class SettingsRead:
    """What staff have set, from the store."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class SaleKeyed:
    """The sale that staff keyed in is in the store as a request, or why it is not."""

    trouble: str = ""


@dataclass(frozen=True, slots=True)
class RecordsFound:
    """The records that a search found: one page of them, newest first."""

    query: str
    span: Span
    page: int
    lines: tuple[RecordLine, ...]
    in_all: int


@dataclass(frozen=True, slots=True)
class RecordOpened:
    """A record as it is now; None where there is none of that id."""

    record_id: str
    view: RecordView | None


@dataclass(frozen=True, slots=True)
class NotQueued:
    """The store took no slip and no sending of a record: its disk is full, or worse."""

    record_id: str


class PacketPlace(StrEnum):
    """Where a dispute's packet lies now."""

    STICK = "stick"
    """On the USB stick, which can be pulled out."""
    STICK_HELD = "stick held"
    """On the USB stick, which is still mounted."""
    TERMINAL = "terminal"
    """In the terminal: no stick is plugged in."""
    STICK_UNFIT = "stick unfit"
    """In the terminal: the stick that is plugged in cannot be used."""
    NOWHERE = "nowhere"
    """It could not be made."""


@dataclass(frozen=True, slots=True)
class PacketMade:
    """A record's packet lies in its place.

    Attributes:
        record_id: whose.
        place: where.
        file: what it is called; empty where there is none.
        holds: whether all that could be checked of the record in it holds.
    """

    record_id: str
    place: PacketPlace
    file: str = ""
    holds: bool = True


@dataclass(frozen=True, slots=True)
class RecordVoided:
    """The record is voided now, or was before; or (not ``kept``) the store took nothing."""

    record_id: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class TerminalSeen:
    """What this terminal is, and how far it has come."""

    facts: TerminalFacts


@dataclass(frozen=True, slots=True)
class QueuesSeen:
    """What waits to be printed and to be sent."""

    queues: Queues


@dataclass(frozen=True, slots=True)
class PapersSeen:
    """One page of the sales that wait to be signed on paper, or (``signed``) that were, the last one first."""

    signed: bool
    page: int
    lines: tuple[PaperLine, ...]
    in_all: int


@dataclass(frozen=True, slots=True)
class PaperFound:
    """What a code that staff typed belongs to; None where to nothing that failed here."""

    code: str
    line: PaperLine | None


@dataclass(frozen=True, slots=True)
class PaperClosed:
    """Whether a sale is closed as signed on paper now: it may have been before, or the store took nothing."""

    request_id: str
    trouble: PaperTrouble = PaperTrouble.NONE


@dataclass(frozen=True, slots=True)
class DaySeen:
    """How the day stands."""

    standing: DayStanding


@dataclass(frozen=True, slots=True)
class DayClosed:
    """The day is closed, and its slip in the print journal (``standing.last``); None where nothing was kept."""

    standing: DayStanding | None


@dataclass(frozen=True, slots=True)
class DeviceTried:
    """How a device's test went, or (``passed`` is None) what is to be done while it goes on.

    ``sentence`` is one of the catalogue's: what was seen, or what to do. ``detail`` is no language's: a model, or
    the driver's own words.
    """

    device: Tryable
    passed: bool | None
    sentence: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TillsSeen:
    """The tills that may call, and those that were shut out."""

    tills: tuple[PairedTill, ...]


@dataclass(frozen=True, slots=True)
class PairingOffered:
    """A code is ready for a till."""

    code: PairingCode


@dataclass(frozen=True, slots=True)
class PairingEnded:
    """The code was used by ``till``, or is worth nothing any more (empty); ``spent``: it was guessed at too often."""

    till: str = ""
    spent: bool = False


@dataclass(frozen=True, slots=True)
class InkAccepted:
    """Staff have proved who they are, and let the ink pass that was refused."""


@dataclass(frozen=True, slots=True)
class RequestWaits:
    """Whether a till has asked for a signature that staff hold up."""

    waits: bool


@dataclass(frozen=True, slots=True)
class StaffSecondPassed:
    """A second of a lock, or of a pairing code's time, has gone."""

    at: Moment


@dataclass(frozen=True, slots=True)
class StaffTimedOut:
    """Staff have touched nothing for long: they have gone."""


StaffEvent = (
    RecordVoided | TerminalSeen | PacketMade
    | PinSeen | PinJudged | FingerJudged | PinKept | SettingsRead | SaleKeyed | RecordsFound | RecordOpened | NotQueued
    | QueuesSeen | PapersSeen | PaperFound | PaperClosed | DaySeen | DayClosed | DeviceTried | TillsSeen
    | PairingOffered | PairingEnded | InkAccepted | RequestWaits | StaffSecondPassed | StaffTimedOut
)  # fmt: skip
