"""Where records are sent, and what can come of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The sink has exactly these bytes, and said so in these words."""

    words: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The sink will not take this record as it is. A person must look."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """The sink answered, but could not take this record now; it may well take another."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The way to the sink does not work, whatever the record."""

    sentence: str


Outcome = Acknowledged | Refused | Postponed | Unreachable


class Sink(Protocol):
    """A place that every record must reach."""

    @property
    def name(self) -> str:
        """What the outbox calls it."""

    def put(self, record_id: str, bundle: bytes, sent: Callable[[], None]) -> Outcome:
        """Send a record's bundle and return what came of it. Never raises for what a network can do.

        Args:
            record_id: the record's id; sending the same bytes again under it must do no harm.
            bundle: the bytes.
            sent: called when the last byte has left, before the answer is here.
        """

    def look(self) -> str:
        """Look whether the sink answers, with nothing to send; return what is the matter, or nothing."""
