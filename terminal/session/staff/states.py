"""Where staff can be at the terminal. Each state holds all that its screen needs."""

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
from terminal.model.status import Health, Printed
from terminal.session.states import InStaffMode, PinTrouble

from .events import PacketMade, PaperTrouble, Tryable, VoidReason

LEAST_PIN, MOST_PIN = 4, 8
"""How many digits a PIN has."""

PAGE_OF_RECORDS = 6
"""How many records one page of the history has: as many as the smallest glass shows at a finger's height."""

PAGE_OF_PAPERS = 3
"""How many sales that are signed on paper one page shows."""

PAPER_DIGITS = 8
"""How many hex digits a paper code has."""

PAGE_OF_TILLS = 4
"""How many tills one page shows."""


@dataclass(frozen=True, slots=True)
class Menu(InStaffMode):
    """Staff pick what to do."""


class SaleField(StrEnum):
    """What of a sale is being typed."""

    AMOUNT = "amount"
    REFERENCE = "reference"


class SaleTrouble(StrEnum):
    """Why a sale cannot be shown to the customer."""

    NONE = "none"
    NO_AMOUNT = "no amount"
    NOT_KEPT = "not kept"


@dataclass(frozen=True, slots=True)
class KeyingSale(InStaffMode):
    """Staff key in a sale: the amount as typed (``12.5``), and a reference, which may be left empty."""

    amount: str = ""
    reference: str = ""
    field: SaleField = SaleField.AMOUNT
    saving: bool = False
    trouble: SaleTrouble = SaleTrouble.NONE


@dataclass(frozen=True, slots=True)
class Finding(InStaffMode):
    """Staff look records up. ``lines`` is None while the store is being asked.

    ``typing``: the keyboard is on the glass.
    """

    query: str = ""
    span: Span = Span.ALL
    page: int = 0
    lines: tuple[RecordLine, ...] | None = None
    in_all: int = 0
    typing: bool = False

    @property
    def pages(self) -> int:
        """How many pages the records found take, one at least."""
        return max(1, -(-self.in_all // PAGE_OF_RECORDS))


class Notice(StrEnum):
    """What was done with the record on the glass, or that it could not be."""

    NONE = "none"
    PRINTING = "printing"
    SENDING = "sending"
    NOT_QUEUED = "not queued"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class ViewingRecord(InStaffMode):
    """Staff look at one record. ``found`` is the list they came from; ``view`` None while it is being read."""

    found: Finding
    record_id: str
    view: RecordView | None = None
    notice: Notice = Notice.NONE


@dataclass(frozen=True, slots=True)
class Voiding(InStaffMode):
    """Staff are asked whether a record is not to count any more.

    Attributes:
        viewing: the record, and where they came from.
        reason: why, once they have said so.
        keeping: they are sure, and the store is being told.
        failed: the store took nothing.
    """

    viewing: ViewingRecord
    reason: VoidReason | None = None
    keeping: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Disputing(InStaffMode):
    """Staff are asked whether a record's packet is to be made, and are told where it lies.

    Attributes:
        viewing: the record, and where they came from.
        making: they are sure, and it is being made.
        made: what came of it.
    """

    viewing: ViewingRecord
    making: bool = False
    made: PacketMade | None = None


@dataclass(frozen=True, slots=True)
class ViewingTerminal(InStaffMode):
    """Staff look at what this terminal is. ``facts`` is None while they are being read."""

    facts: TerminalFacts | None = None


@dataclass(frozen=True, slots=True)
class ViewingQueues(InStaffMode):
    """Staff look at what waits. ``queues`` is None while the store is being asked."""

    queues: Queues | None = None


@dataclass(frozen=True, slots=True)
class ClosingPapers(InStaffMode):
    """Staff close sales that customers signed on paper.

    Attributes:
        signed: those that were closed are listed, not those that wait.
        page: of the list (0 is the first), ``PAGE_OF_PAPERS`` on each.
        lines: None while the store is being asked.
        typing: the keypad for a slip's code is on the glass, and ``code`` what was typed so far.
        sought: the code whose slip is being looked up.
        asking: the sale that staff are asked about.
        keeping: they said yes, and the store is being told.
        done: the reference of the sale that was closed last.
        trouble: why one was not.
    """

    signed: bool = False
    page: int = 0
    lines: tuple[PaperLine, ...] | None = None
    in_all: int = 0
    typing: bool = False
    code: str = ""
    sought: str = ""
    asking: PaperLine | None = None
    keeping: bool = False
    done: str = ""
    trouble: PaperTrouble = PaperTrouble.NONE

    @property
    def pages(self) -> int:
        """How many pages the list takes, one at least."""
        return max(1, -(-self.in_all // PAGE_OF_PAPERS))


@dataclass(frozen=True, slots=True)
class ClosingDay(InStaffMode):
    """Staff close the day.

    Attributes:
        standing: how it stands; None while the store is being asked.
        closing: they pressed the button, and the store is being told.
        closed: it is closed, and the figures of that close stay on the glass.
        again: one more slip of the last close was asked for.
        failed: the store took nothing.
    """

    standing: DayStanding | None = None
    closing: bool = False
    closed: bool = False
    again: bool = False
    failed: bool = False

    @property
    def can_print_again(self) -> bool:
        """Whether the last close can have one more slip: its own is out, and none was asked for just now."""
        last = self.standing.last if self.standing else None
        prints = self.unit.readiness.printer is not Health.ABSENT
        return bool(last and last.printed is Printed.PRINTED) and prints and not (self.closing or self.again)


@dataclass(frozen=True, slots=True)
class Adjusting(InStaffMode):
    """Staff set language, theme, brightness, volume: ``unit.settings``. ``pin_kept``: a new PIN stands."""

    pin_kept: bool = False


@dataclass(frozen=True, slots=True)
class ChoosingPin(InStaffMode):
    """Staff type a new PIN, and then once more (``first`` is what they typed then, empty before)."""

    pin: str = field(default="", repr=False)
    first: str = field(default="", repr=False)
    keeping: bool = False
    trouble: PinTrouble = PinTrouble.NONE


@dataclass(frozen=True, slots=True)
class Trial:
    """How a device's test went; ``passed`` is None while it runs. See ``DeviceTried``."""

    device: Tryable
    passed: bool | None = None
    sentence: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TryingDevices(InStaffMode):
    """Staff try devices out; each is tested at most once at a time."""

    trials: tuple[Trial, ...] = ()


@dataclass(frozen=True, slots=True)
class ManagingTills(InStaffMode):
    """Staff let tills in and shut them out.

    Attributes:
        tills: None while the store is being asked.
        pairing: the code that stands, if one does; ``remaining_s`` until it does not.
        paired: the name of the till that has just used it.
        spent: the last code was guessed at too often, and is worth nothing.
        revoking: the till that staff are asked about before it is shut out.
        page: of the tills (0 is the first), ``PAGE_OF_TILLS`` on each.
    """

    tills: tuple[PairedTill, ...] | None = None
    pairing: PairingCode | None = None
    remaining_s: int = 0
    paired: str = ""
    spent: bool = False
    revoking: str = ""
    page: int = 0

    @property
    def pages(self) -> int:
        """How many pages the tills take, one at least."""
        return max(1, -(-len(self.tills or ()) // PAGE_OF_TILLS))
