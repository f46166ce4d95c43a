"""What can happen to a session: from the glass, the till, the workers and the timers.

A button's event is made when its screen is laid out, before anyone presses it; so events that need the time
get it from the loop, which wraps what the glass says in ``Pressed``.
"""

from dataclasses import dataclass

from terminal.model.document import PagePicture, Region
from terminal.model.impression import Impression
from terminal.model.ink import Stroke
from terminal.model.match import Match
from terminal.model.moment import Moment
from terminal.model.request import Method, SigningRequest
from terminal.model.status import CancelReason, Health, Readiness

from .staff.events import StaffEvent, StaffTouch
from .states import Coaching, OutReason
from .view import Mode


@dataclass(frozen=True, slots=True)
class Requested:
    """The store has a request for this terminal; ``record_id`` is ready for its record."""

    request: SigningRequest
    record_id: str
    at: Moment


@dataclass(frozen=True, slots=True)
class RequestEnded:
    """The request was ended from outside, by its till as a rule."""

    request_id: str
    reason: CancelReason


@dataclass(frozen=True, slots=True)
class ReadinessChanged:
    """A device, a queue or a line is different from before."""

    readiness: Readiness


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    """A device of this process was looked at; ``sentence`` says what to do where it is not well.

    ``templates`` are the places where a sensor keeps a finger; None where it was not asked, or cannot say.
    """

    name: str
    health: Health
    sentence: str = ""
    templates: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class PanelSensed:
    """What the switches of the terminal's case and its supply say, ``at`` this moment; None where none tells."""

    case_open: bool | None
    mains_lost: bool | None
    at: Moment


@dataclass(frozen=True, slots=True)
class BatteryWaning:
    """The mains have been gone for as long as the battery is trusted."""


@dataclass(frozen=True, slots=True)
class MinutePassed:
    """The clock on the idle screen has a new minute; ``now`` is its local time, HH:MM."""

    now: str


# What the glass says.


@dataclass(frozen=True, slots=True)
class Turned:
    """The customer went to another page (0 is the first)."""

    page: int


@dataclass(frozen=True, slots=True)
class Looked:
    """A part of a document's page has come to rest on the glass. The glass says so by itself.

    Attributes:
        page: 0 for the first.
        seen: which part of it.
        page_px: how wide the whole page is, as large as it is shown.
        drawn: whether it is really to be seen, and not only its place.
    """

    page: int
    seen: Region
    page_px: int
    drawn: bool


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The customer wants to see this part of the document's page, so large that the page is ``page_px`` wide."""

    seen: Region
    page_px: int


@dataclass(frozen=True, slots=True)
class ReadOn:
    """The customer has read the request and goes on; the screen laid it out on ``pages`` pages."""

    pages: int = 1


@dataclass(frozen=True, slots=True)
class Ticked:
    """The customer ticked or unticked one consent."""

    consent_id: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """The customer agrees to what is asked on the screen; ``text`` is that, where the record keeps it word for word."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Chose:
    """The customer picked a way to sign."""

    method: Method


@dataclass(frozen=True, slots=True)
class Drew:
    """A stroke was finished on the pad."""

    stroke: Stroke


@dataclass(frozen=True, slots=True)
class UndidStroke:
    """The customer takes the last stroke back."""


@dataclass(frozen=True, slots=True)
class ClearedPad:
    """The customer wipes the pad."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The customer says that this is it. The pad's size (0.01 mm) comes with it."""

    pad_width: float = 0
    pad_height: float = 0


@dataclass(frozen=True, slots=True)
class SignedAgain:
    """The customer wants to sign once more."""


@dataclass(frozen=True, slots=True)
class WentBack:
    """The customer goes a step back."""


@dataclass(frozen=True, slots=True)
class CustomerCancelled:
    """The customer does not want to sign."""


@dataclass(frozen=True, slots=True)
class SpokeLanguage:
    """The customer picked a language."""

    language: str


@dataclass(frozen=True, slots=True)
class Toggled:
    """The customer wants the glass otherwise in one thing, or that thing back as it was."""

    mode: Mode


@dataclass(frozen=True, slots=True)
class OpenedView:
    """The customer wants to pick how to have the glass, and in which language; or has picked."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The glass was touched, anywhere: somebody is there. Only screens that ask for it say so."""


@dataclass(frozen=True, slots=True)
class Dismissed:
    """Someone has read the screen and wants it gone."""


Touch = (
    Turned | Looked | LookedAt | ReadOn | Ticked | Agreed | Chose | Drew | UndidStroke | ClearedPad | Confirmed
    | SignedAgain | WentBack | CustomerCancelled | SpokeLanguage | Toggled | OpenedView | Touched | Dismissed
    | StaffTouch
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pressed:
    """Something the customer did on the glass, and when."""

    touch: Touch
    at: Moment


# What the workers and timers say.


@dataclass(frozen=True, slots=True)
class PageDrawn:
    """A page of the request's document, or a part of it, is drawn."""

    request_id: str
    page: int
    picture: PagePicture


@dataclass(frozen=True, slots=True)
class PageNotDrawn:
    """A page cannot be drawn, however often it is tried; ``sentence`` says why, for technicians."""

    request_id: str
    page: int
    sentence: str


@dataclass(frozen=True, slots=True)
class FingerCoached:
    """How the sensor is getting on."""

    coaching: Coaching
    fraction: float = 0.0


@dataclass(frozen=True, slots=True)
class FingerTaken:
    """The sensor has an image that may stand; its quality says how good it is."""

    impression: Impression


@dataclass(frozen=True, slots=True)
class FingerUnclear:
    """After all tries the sensor has no image in which enough can be seen."""


@dataclass(frozen=True, slots=True)
class FingerMatched:
    """The finger is the one that is enrolled."""

    match: Match


@dataclass(frozen=True, slots=True)
class FingerUnmatched:
    """After all tries no finger was the one that is enrolled."""


@dataclass(frozen=True, slots=True)
class FingerNotEnrolled:
    """The sensor keeps no finger at the place that the request names."""


@dataclass(frozen=True, slots=True)
class NobodyPressed:
    """The sensor has waited long, and nobody has pressed a finger yet."""


@dataclass(frozen=True, slots=True)
class SensorFailed:
    """The sensor cannot be used any more in this session."""

    sentence: str


@dataclass(frozen=True, slots=True)
class RecordSaved:
    """The record is committed to disk."""

    record_id: str
    seq: int


@dataclass(frozen=True, slots=True)
class SaveFailed:
    """The record could not be kept."""

    record_id: str
    reason: OutReason


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    """The request's time was over ``at`` this moment."""

    request_id: str
    at: Moment


@dataclass(frozen=True, slots=True)
class SecondPassed:
    """A second of the countdown has gone."""

    at: Moment


@dataclass(frozen=True, slots=True)
class StillSaving:
    """The record is being kept longer than a customer expects."""


@dataclass(frozen=True, slots=True)
class NobodyCame:
    """The idle glass has not been touched for long."""


@dataclass(frozen=True, slots=True)
class ShownLongEnough:
    """An ending was on the screen as long as it should be."""


Event = (
    Requested | RequestEnded | ReadinessChanged | DeviceSeen | PanelSensed | BatteryWaning | MinutePassed | Pressed
    | PageDrawn | PageNotDrawn | FingerCoached
    | FingerTaken | FingerUnclear | FingerMatched | FingerUnmatched | FingerNotEnrolled | NobodyPressed
    | SensorFailed | RecordSaved | SaveFailed | DeadlinePassed
    | SecondPassed | StillSaving | NobodyCame | ShownLongEnough | StaffEvent
)  # fmt: skip
