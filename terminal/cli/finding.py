"""What a check of the unit comes to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from terminal.config import Config


class Finding(StrEnum):
    """How a check came out."""

    WELL = "well"
    NOTE = "note"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and a sentence about it."""

    what: str
    finding: Finding
    sentence: str


Look = Callable[[Config], Iterator[Check]]
"""Looks at one part of the unit."""
