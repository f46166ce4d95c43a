"""The words for how far something has come: the same on the screen, in the API, the CLI and the archive."""

from dataclasses import dataclass
from enum import StrEnum


class RequestState(StrEnum):
    """How far a signing request has come. The last three are endings, and nothing follows them."""

    PENDING = "pending"
    DISPLAYED = "displayed"
    SIGNING = "signing"
    CHECKING = "checking"
    SAVING = "saving"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to the request."""
        return self in {RequestState.COMPLETED, RequestState.CANCELLED, RequestState.FAILED}


class CancelReason(StrEnum):
    """Who or what ended a request before it was signed."""

    CUSTOMER = "customer"
    TILL = "till"
    DEADLINE = "deadline"


class Printed(StrEnum):
    """How far a record's slip has come."""

    NONE = "none"
    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


class Uploaded(StrEnum):
    """How far a record is on its way to the archive."""

    NONE = "none"
    WAITING = "waiting"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"


class Health(StrEnum):
    """How a device or a line is: three values, because silence is not health."""

    OK = "ok"
    PROBLEM = "problem"
    UNKNOWN = "unknown"
    ABSENT = "absent"

    @property
    def usable(self) -> bool:
        """Whether it is known to work."""
        return self is Health.OK


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the unit can do right now, as staff and tills see it.

    ``templates`` are the places in the sensor where a finger is enrolled; None where that is not known.
    """

    archive: Health = Health.UNKNOWN
    printer: Health = Health.UNKNOWN
    sensor: Health = Health.UNKNOWN
    store: Health = Health.OK
    to_upload: int = 0
    to_print: int = 0
    templates: tuple[int, ...] | None = None
    panel: Health = Health.UNKNOWN
