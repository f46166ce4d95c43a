"""What the session wants done. Values only; the performer has each carried out."""

from dataclasses import dataclass
from enum import StrEnum

from terminal.model.document import WHOLE_PAGE, Region
from terminal.model.record import Confirmation
from terminal.model.status import CancelReason, Health, RequestState

from .staff.effects import StaffEffect
from .states import State


class Timer(StrEnum):
    """The session's timers. Starting one again moves it."""

    DEADLINE = "deadline"
    SECOND = "second"
    ENDING = "ending"
    DIM = "dim"
    PATIENCE = "patience"
    HALT = "halt"
    STAFF = "staff"
    STAFF_SECOND = "staff second"


class Mood(StrEnum):
    """What the lamp tells from across the shop."""

    READY = "ready"
    WAITING = "waiting"
    DONE = "done"
    TROUBLE = "trouble"


class Sound(StrEnum):
    """What the buzzer tells."""

    ATTENTION = "attention"
    TAKEN = "taken"
    DONE = "done"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Report:
    """Tell the till, through the store, how far its request has come."""

    request_id: str
    state: RequestState
    reason: CancelReason | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class SaveRecord:
    """Seal the record and commit it, with its way to the printer and the archive, in one transaction."""

    signing: Confirmation


@dataclass(frozen=True, slots=True)
class TakeImpression:
    """Wait for a finger on the sensor and read it."""


@dataclass(frozen=True, slots=True)
class MatchFinger:
    """Wait for a finger on the sensor, and compare it with the one kept at the place ``template``."""

    template: int


@dataclass(frozen=True, slots=True)
class StopSensor:
    """Nobody waits for a finger any more."""


@dataclass(frozen=True, slots=True)
class NextRequest:
    """The terminal is free: look in the store for the next request."""


@dataclass(frozen=True, slots=True)
class DrawPage:
    """Have a page of the request's document, or a part of it, drawn as a picture.

    Attributes:
        page: 1 for the first.
        width_px: how wide the picture of ``region`` is to be.
    """

    request_id: str
    page: int
    width_px: int
    region: Region = WHOLE_PAGE


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Let ``timer`` be due in ``after_s`` seconds; ``subject`` comes back with its event."""

    timer: Timer
    after_s: float
    subject: str = ""


@dataclass(frozen=True, slots=True)
class StopTimer:
    """Let ``timer`` not be due any more."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class ShowMood:
    """Set the lamp."""

    mood: Mood


@dataclass(frozen=True, slots=True)
class Play:
    """Sound the buzzer."""

    sound: Sound


@dataclass(frozen=True, slots=True)
class OpenDrawer:
    """Open the cash drawer."""


@dataclass(frozen=True, slots=True)
class Halt:
    """Shut the computer down once all that was begun is on disk: its battery will not last."""


@dataclass(frozen=True, slots=True)
class SetBrightness:
    """Set how bright the glass is, in percent of what it can."""

    percent: int


@dataclass(frozen=True, slots=True)
class SetVolume:
    """Set how loud the buzzer is, in percent; 0 is silence."""

    percent: int


@dataclass(frozen=True, slots=True)
class NoteDevice:
    """Write how a device is on the store's notice board, for tills and staff."""

    name: str
    health: Health
    sentence: str = ""
    templates: tuple[int, ...] | None = None


Effect = (
    Report | SaveRecord | DrawPage | TakeImpression | MatchFinger | StopSensor | NextRequest | StartTimer | StopTimer
    | ShowMood
    | Play | OpenDrawer | Halt | SetBrightness | SetVolume | NoteDevice | StaffEffect
)  # fmt: skip

Step = tuple[State, list[Effect]]
"""What every rule returns: the next state, and what is to be done."""
