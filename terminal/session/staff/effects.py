"""What staff want done. Values only; the performer has each carried out on the store's worker or the devices'."""

from dataclasses import dataclass, field

from terminal.model.history import Span
from terminal.model.settings import Settings

from .events import Tryable, VoidReason


@dataclass(frozen=True, slots=True)
class LookAtPin:
    """Look whether there is a PIN at all, and whether the terminal is locked."""


@dataclass(frozen=True, slots=True)
class JudgePin:
    """Look whether a PIN is the staff's. Slow on purpose, and never on the main thread.

    ``asked_ns`` comes back with the answer, so that nobody is let in by the answer to someone else.
    """

    pin: str = field(repr=False)
    asked_ns: int


@dataclass(frozen=True, slots=True)
class AskStaffFinger:
    """Wait for a finger on the sensor, and look whether it is one of the staff's. ``opened_ns`` comes back with it."""

    opened_ns: int


@dataclass(frozen=True, slots=True)
class KeepPin:
    """Keep a new PIN, as its scrypt digest."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepSettings:
    """Write what staff set into the store, and let it be so."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class KeyInSale:
    """Put a sale that staff keyed in into the store, as a request like any till's."""

    amount: str
    currency: str
    reference: str
    language: str


@dataclass(frozen=True, slots=True)
class FindRecords:
    """Look records up: ``query`` is part of a reference, an amount or a match code."""

    query: str
    span: Span
    page: int


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """Read one record to be looked at."""

    record_id: str


@dataclass(frozen=True, slots=True)
class PrintAgain:
    """Queue one more slip of a record."""

    record_id: str


@dataclass(frozen=True, slots=True)
class SendAgain:
    """Send a record to the archive once more."""

    record_id: str


@dataclass(frozen=True, slots=True)
class MakePacket:
    """Put all there is about a record into one file, on the USB stick where one is plugged in."""

    record_id: str


@dataclass(frozen=True, slots=True)
class VoidRecord:
    """Note that a record does not count any more, and why; have a slip of that printed."""

    record_id: str
    reason: VoidReason


@dataclass(frozen=True, slots=True)
class LookAtTerminal:
    """Read what this terminal is, and how far it has come."""


@dataclass(frozen=True, slots=True)
class LookAtQueues:
    """Read what waits to be printed and sent."""


@dataclass(frozen=True, slots=True)
class RetrySlip:
    """Let a slip that failed be printed."""

    slip_id: int


@dataclass(frozen=True, slots=True)
class RetryUpload:
    """Let a record that was refused be sent."""

    upload_id: int


@dataclass(frozen=True, slots=True)
class LookAtPapers:
    """Read a page of the sales that wait to be signed on paper, or (``signed``) that were."""

    signed: bool
    page: int


@dataclass(frozen=True, slots=True)
class FindPaper:
    """Look up what a slip's code belongs to: eight hex digits."""

    code: str


@dataclass(frozen=True, slots=True)
class ClosePaper:
    """Note that the customer signed on paper."""

    request_id: str


@dataclass(frozen=True, slots=True)
class LookAtDay:
    """Count what a close would count now, and read how the last one's slip is."""


@dataclass(frozen=True, slots=True)
class CloseDay:
    """Close the day and have its slip printed; a close of this ``number`` that was made is not made again."""

    number: int


@dataclass(frozen=True, slots=True)
class PrintCloseAgain:
    """Queue one more slip of the last close, which has this ``number``, where its slip is out."""

    number: int


@dataclass(frozen=True, slots=True)
class TryDevice:
    """Try a device out."""

    device: Tryable


@dataclass(frozen=True, slots=True)
class EndTrials:
    """Wait for no test any more: a test slip that was not begun must not come out when nobody waits for it."""


@dataclass(frozen=True, slots=True)
class LookAtTills:
    """Read which tills may call."""


@dataclass(frozen=True, slots=True)
class OfferPairing:
    """Make a code for a till."""


@dataclass(frozen=True, slots=True)
class WithdrawPairing:
    """Let the code that stands be worth nothing."""


@dataclass(frozen=True, slots=True)
class RevokeTill:
    """Shut a till out."""

    name: str


StaffEffect = (
    LookAtPin | JudgePin | AskStaffFinger | KeepPin | KeepSettings | KeyInSale | FindRecords | OpenRecord | PrintAgain
    | SendAgain | VoidRecord | MakePacket | LookAtTerminal
    | LookAtQueues | RetrySlip | RetryUpload | LookAtPapers | FindPaper | ClosePaper | LookAtDay | CloseDay
    | PrintCloseAgain | TryDevice | EndTrials | LookAtTills | OfferPairing | WithdrawPairing | RevokeTill
)  # fmt: skip
