"""Where a session can be. Each state holds all that its screen needs, and nothing else does."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from terminal.model.consent import image_consent, match_consent
from terminal.model.document import DOCUMENT_PART
from terminal.model.ink import Stroke
from terminal.model.moment import Moment
from terminal.model.quality import Limits, Quality, Verdict
from terminal.model.record import FingerConsent, PageShown, Shown, Signature, match_code
from terminal.model.request import Method, SigningRequest
from terminal.model.settings import Settings
from terminal.model.status import CancelReason, Health, Readiness

from .leaves import Leaves
from .shown import text_shown
from .view import View


@dataclass(frozen=True, slots=True)
class Site:
    """What is the same for every customer at this terminal."""

    merchant: str
    terminal_id: str
    languages: tuple[str, ...] = ("zh-CN", "en")
    currency: str = "CNY"
    currency_digits: int = 2
    methods: tuple[Method, ...] = tuple(Method)
    limits: Limits = field(default_factory=Limits)
    impression_days: int = 365
    thanks_s: float = 8.0
    ended_s: float = 5.0
    out_of_service_s: float = 60.0
    staff_timeout_s: float = 120.0
    dim_after_s: float = 300.0
    dim: int = 20
    opens_drawer: bool = False
    opens_by_finger: bool = False
    halt_after_s: float = 0

    def finger_deleted(self, opened: Moment) -> date:
        """Return the day before which an impression given now is destroyed, as the customer is told."""
        return (opened.utc + timedelta(days=self.impression_days)).date()

    def finger_consent(self, opened: Moment, *, matching: bool = False) -> str:
        """Return how a record names the consent to a finger, which is compared (``matching``) or taken as an image."""
        return match_consent() if matching else image_consent(self.finger_deleted(opened))


@dataclass(frozen=True, slots=True)
class Unit:
    """The terminal as it is now: its site, its devices, and what staff have set.

    Attributes:
        case_open: what the case's switch says; None where none tells.
        mains_lost: what the supply's line says; None where none tells.
    """

    site: Site
    readiness: Readiness = field(default_factory=Readiness)
    now: str = ""
    settings: Settings = field(default_factory=Settings)
    case_open: bool | None = None
    mains_lost: bool | None = None

    @property
    def language(self) -> str:
        """The language that nobody in particular is spoken to in: what staff set, or the first of the site's."""
        chosen = self.settings.language
        return chosen if chosen in self.site.languages else self.site.languages[0]

    def methods_for(self, request: SigningRequest) -> tuple[Method, ...]:
        """Return the ways to sign that the request and the site allow and the unit has right now.

        A sensor that nobody has looked at yet counts as there: just after the start, it may well be. A finger that
        is to be compared with one that the sensor does not know cannot sign.
        """
        has_sensor = self.readiness.sensor in {Health.OK, Health.UNKNOWN}
        known = self.readiness.templates
        if request.template is not None and known is not None:
            has_sensor = has_sensor and request.template in known
        return tuple(
            method
            for method in request.methods
            if method in self.site.methods and (method is not Method.FINGERPRINT or has_sensor)
        )


@dataclass(frozen=True, slots=True)
class Session:
    """One customer and one request, from being shown to the ending.

    Attributes:
        record_id: the UUIDv7 that the record will have, known from the start because the match code needs it.
        opened: when the request was shown.
        deadline_ns: CLOCK_MONOTONIC time at which it cancels itself.
        methods: the ways to sign that are left.
        view: how this customer has the glass.
        pages: milliseconds that each page of the reading screen was on the glass.
        leaves: how far the customer is with the request's document.
        shown: what was read, frozen when the customer went on from the reading screen.
        attempt: 1 for the first signature, one more each time the customer signs again.
        remaining_s: whole seconds until the deadline, told each second near its end (see ``deadline``).
        extended: whether the customer was given more time already.
    """

    request: SigningRequest
    record_id: str
    opened: Moment
    deadline_ns: int
    language: str
    methods: tuple[Method, ...]
    view: View = field(default_factory=View)
    pages: tuple[int, ...] = (0,)
    page_since_ns: int = 0
    leaves: Leaves = field(default_factory=Leaves)
    shown: Shown | None = None
    consents: tuple[str, ...] = ()
    finger_consent: FingerConsent | None = None
    attempt: int = 1
    remaining_s: int = 0
    extended: bool = False

    @property
    def text(self) -> str:
        """The words that are signed, in the language they are shown in."""
        return text_shown(self.request, self.language)

    @property
    def match_code(self) -> str:
        """The code that ties glass, slip and till together; fixed once the text was read."""
        shown = self.shown or self.freeze()
        return match_code(self.record_id, shown.text_sha256, self.request.settle_date, self.request.ref_no)

    @property
    def by_hand(self) -> tuple[Method, ...]:
        """The ways to sign that are left to whoever's finger is not taken."""
        return tuple(method for method in self.methods if method is not Method.FINGERPRINT)

    def consents_for(self, method: Method) -> tuple[str, ...]:
        """Return what was agreed to for a signature of this kind."""
        finger = self.finger_consent if method is Method.FINGERPRINT else None
        return (*self.consents, *((finger.version,) if finger else ()))

    @property
    def matching(self) -> bool:
        """Whether a finger is compared with one that is enrolled, rather than its image taken."""
        return self.request.template is not None

    @property
    def retries_left(self) -> int:
        """How often the customer may still sign again."""
        return max(0, self.request.retries - (self.attempt - 1))

    def turned(self, left: int, page: int, now_ns: int) -> "Session":
        """Return the session with the time on page ``left`` added up, now looking at ``page``."""
        pages = list(self.pages) + [0] * (max(left, page) + 1 - len(self.pages))
        pages[left] += (now_ns - self.page_since_ns) // 1_000_000
        return replace(self, pages=tuple(pages), page_since_ns=now_ns)

    def freeze(self) -> Shown:
        """Return what has been shown so far, as the record will keep it."""
        document, scale = self.request.document, 1.25 if self.view.large_text else 1.0
        pages = [PageShown(number + 1, ms) for number, ms in enumerate(self.pages)]
        if document:
            pages += [PageShown(number + 1, ms, DOCUMENT_PART) for number, ms in enumerate(self.leaves.ms)]
        return Shown(self.language, self.text, tuple(pages), scale, document.sha256 if document else "")


class Coaching(StrEnum):
    """What the sensor needs from the customer's finger."""

    PRESS = "press"
    HOLD = "hold"
    LIFT = "lift"
    PARTIAL = "partial"
    ASIDE = "aside"
    DRY = "dry"
    WET = "wet"
    MOVED = "moved"
    OTHER = "other"
    UNCLEAR = "unclear"
    UNMATCHED = "unmatched"
    NOT_ENROLLED = "not_enrolled"
    READING_FAILED = "reading_failed"


class OutReason(StrEnum):
    """Why the terminal cannot take a signature."""

    STORE_FULL = "store_full"
    STORE_DAMAGED = "store_damaged"
    NOTHING_TO_SIGN_WITH = "nothing_to_sign_with"
    DOCUMENT_UNREADABLE = "document_unreadable"


@dataclass(frozen=True, slots=True)
class Idle:
    """Nobody is here; the terminal says that it is ready, and how its devices are.

    ``ended`` is the request that was here last: it is over, even where the store could not be told yet.
    ``dimmed``: nobody has touched the glass for long; the next touch wakes it, and does nothing else.
    """

    unit: Unit
    ended: str = ""
    dimmed: bool = False


@dataclass(frozen=True, slots=True)
class InSession:
    """A customer is here and has not finished: what all of their states share."""

    unit: Unit
    session: Session


@dataclass(frozen=True, slots=True)
class Reviewing(InSession):
    """The customer reads what they are asked to sign."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ReadingDocument(InSession):
    """The customer leafs through the document that they are asked to sign."""


@dataclass(frozen=True, slots=True)
class Agreeing(InSession):
    """The customer ticks the sentences that the till asks them to agree to."""


@dataclass(frozen=True, slots=True)
class Choosing(InSession):
    """The customer picks a way to sign."""


@dataclass(frozen=True, slots=True)
class Signing(InSession):
    """The customer writes on the pad. ``verdict`` says what was wrong with the last try to go on.

    ``pad_width`` and ``pad_height`` (0.01 mm) are the pad's at that try, for staff who let the ink pass.
    """

    method: Method
    strokes: tuple[Stroke, ...] = ()
    verdict: Verdict = Verdict.FINE
    pad_width: float = 0
    pad_height: float = 0

    @property
    def can_be_accepted(self) -> bool:
        """Whether staff may let this ink pass: it was refused for what it looks like, and there is some."""
        refused = self.verdict not in {Verdict.FINE, Verdict.EMPTY, Verdict.WRONG_TOOL}
        return refused and bool(self.strokes)


@dataclass(frozen=True, slots=True)
class Consenting(InSession):
    """The customer is asked before any finger is: the form of their opt-in."""


@dataclass(frozen=True, slots=True)
class PressingFinger(InSession):
    """The sensor waits for a finger or reads it; ``fraction`` of the image has come."""

    coaching: Coaching = Coaching.PRESS
    fraction: float = 0.0


@dataclass(frozen=True, slots=True)
class Checking(InSession):
    """The customer looks at what they gave: is this your signature? ``quality`` is how ink was judged."""

    method: Method
    signature: Signature
    quality: Quality = field(default_factory=Quality)


@dataclass(frozen=True, slots=True)
class Saving(InSession):
    """The customer has confirmed; the record is being sealed and written. ``late``: it takes long."""

    method: Method
    signature: Signature
    late: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over: what all endings share. The screen stays a while, then all is ready again.

    ``next_waits``: another request is here already, and this screen makes way for it soon.
    """

    unit: Unit
    session: Session
    next_waits: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Thanks(Ended):
    """The record is on disk, and only now the screen says thank you."""

    seq: int


@dataclass(frozen=True, slots=True)
class Cancelled(Ended):
    """Nothing was signed; the screen says who ended it."""

    reason: CancelReason


@dataclass(frozen=True, slots=True)
class OutOfService(Ended):
    """The terminal cannot take this signature; paper is offered instead."""

    reason: OutReason


@dataclass(frozen=True, slots=True)
class PowerGoing:
    """The mains are gone and the battery will not last: what was confirmed is kept, and nothing new is begun.

    Attributes:
        unit: the terminal.
        session: whose customer is here; None where nobody was.
        signed: whether their signature is kept.
        paused: where they were, with their ink, and go on if the mains are back in time; None where it is over.
        ended: as ``Idle`` remembers it. A request that nobody has ended is not over: it is shown again.
    """

    unit: Unit
    session: Session | None = None
    signed: bool = False
    paused: InSession | None = None
    ended: str = ""


class PinTrouble(StrEnum):
    """Why a PIN did not open, or cannot be the new one."""

    NONE = "none"
    WRONG = "wrong"
    LOCKED = "locked"
    NOT_SET = "not set"
    TOO_SHORT = "too short"
    TOO_SIMPLE = "too simple"
    DIFFERENT = "different"
    NOT_KEPT = "not kept"
    OTHER_FINGER = "other finger"


class DoorFinger(StrEnum):
    """Whether a finger is waited for beside the PIN."""

    NOT_ASKED = "not asked"
    WAITED_FOR = "waited for"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EnteringPin:
    """Someone says that they are staff, and proves it by a PIN.

    Attributes:
        unit: the terminal.
        pin: what was typed so far.
        judging: whether it is being looked at.
        trouble: why the last one did not open.
        tries_left: before the terminal locks.
        locked_s: seconds for which nobody is let in; a few after each wrong PIN, more once it is locked.
        override: the customer's ink that staff are to accept though it was refused; None on the way to the menu.
        asked_ns: when the PIN was handed in that is being looked at: which answer counts.
        opened_ns: when the pad was opened: which finger's answer counts.
        pin_set: whether a PIN is known to be set; without one no finger opens either.
        finger: whether one is waited for, and opens as the PIN does.
        ended: as ``Idle`` remembers it.
    """

    unit: Unit
    pin: str = field(default="", repr=False)
    judging: bool = False
    trouble: PinTrouble = PinTrouble.NONE
    tries_left: int = 0
    locked_s: int = 0
    override: Signing | None = None
    asked_ns: int = 0
    opened_ns: int = 0
    pin_set: bool = False
    finger: DoorFinger = DoorFinger.NOT_ASKED
    ended: str = ""


_Page = TypeVar("_Page", bound="InStaffMode")


@dataclass(frozen=True, slots=True)
class InStaffMode:
    """The PIN was right: what all of the staff's states share (see ``staff.states``).

    ``request_waits``: a till has asked for a signature meanwhile. ``ended``: as ``Idle`` remembers it.
    """

    unit: Unit
    request_waits: bool = field(default=False, kw_only=True)
    ended: str = field(default="", kw_only=True)

    def turn_to(self, page: _Page) -> _Page:
        """Return another of staff's states, with what they all share as it is here."""
        return replace(page, unit=self.unit, request_waits=self.request_waits, ended=self.ended)


State = Idle | InSession | Ended | PowerGoing | EnteringPin | InStaffMode
