"""A day's close: what a terminal did since the last one, in figures, and where its chain stands."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from .journal import NO_LINE
from .status import Printed


@dataclass(frozen=True, slots=True)
class DayClose:
    """The figures of one close; they never change, however often they are printed.

    Attributes:
        number: 1 for the terminal's first close, then without a gap.
        since_utc: when the close before was made; empty at the first.
        signed, cancelled, paper, failed: requests that ended so since; paper was signed by pen, failed not at all.
        waiting: requests that have not ended now.
        sums: what was signed for, by currency, as decimal strings.
        first_seq, last_seq: the numbers of the records since; 0 where there are none.
        head_seq, head_sha256: the chain's head, which the next record names.
        unsigned: references that the till sold and nobody signed; None where the till gave no list.
        voided, voided_sums: records that were voided since, whenever they were signed, and what they were for.
        journal_seq, journal_sha256: how far the journal had come; 0 in closes of older versions.
    """

    number: int
    terminal_id: str
    since_utc: str
    until_utc: str
    signed: int
    cancelled: int
    paper: int
    failed: int
    waiting: int
    sums: tuple[tuple[str, str], ...]
    first_seq: int
    last_seq: int
    head_seq: int
    head_sha256: str
    unsigned: tuple[str, ...] | None = None
    voided: int = 0
    voided_sums: tuple[tuple[str, str], ...] = ()
    journal_seq: int = 0
    journal_sha256: str = NO_LINE

    def to_json(self) -> str:
        """Return the figures as they are kept in the print journal."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "DayClose":
        """Return the figures as they were kept.

        Raises:
            TypeError, ValueError, KeyError: they are not a day's close.
        """
        said: dict[str, Any] = json.loads(text)
        unsigned = said.pop("unsigned")
        sums, voided_sums = _sums(said.pop("sums")), _sums(said.pop("voided_sums", []))
        unsigned = None if unsigned is None else tuple(unsigned)
        return cls(**said, sums=sums, voided_sums=voided_sums, unsigned=unsigned)


def _sums(said: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(currency), str(amount)) for currency, amount in said)


@dataclass(frozen=True, slots=True)
class PastClose:
    """A close that was made: its figures, from when until when in the shop's own time, and how its slip is.

    ``since`` is None for the first. ``error`` is why the slip is not out, in words; empty where it is, or where
    nobody knows.
    """

    figures: DayClose
    since: datetime | None
    at: datetime
    printed: Printed
    error: str = ""


@dataclass(frozen=True, slots=True)
class DayStanding:
    """A day as it stands: the figures of a close that were made now, and the last one that was.

    ``since`` is when that was, in the shop's own time; None before the first.
    """

    figures: DayClose
    since: datetime | None = None
    last: PastClose | None = None
