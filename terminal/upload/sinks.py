"""Where records are sent, and what can come of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from terminal.model.heads import NO_HEADS, Heads


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

    def put(
        self, record_id: str, bundle: bytes, sent: Callable[[], None], heads: Heads = NO_HEADS
    ) -> Outcome:
        """Send a record's bundle and return what came of it. Never raises for what a network can do.

        Args:
            record_id: the record's id; sending the same bytes again under it must do no harm.
            bundle: the bytes.
            sent: called when the last byte has left, before the answer is here.
            heads: how far chain and journal have come, for the sink to remember.
        """

    def introduce(self, statement: str) -> str:
        """Tell of a change of the terminal's key, as both keys signed it; return what is the matter, or nothing.

        Telling it again must do no harm.
        """

    def look(self) -> str:
        """Look whether the sink answers, with nothing to send; return what is the matter, or nothing."""
