"""What was found out about a piece of evidence: each thing that was looked at, how it came out, and a sentence."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """How a thing that was looked at came out."""

    HOLDS = "holds"
    BROKEN = "does not hold"
    UNKNOWN = "not checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: it was: ``seal``, ``key``, ``parts``, ``chain`` …; a word, the same for every record.
        outcome: how it came out.
        sentence: that a reader of the verdict understands without the others.
    """

    what: str
    outcome: Outcome
    sentence: str


def holds(what: str, sentence: str) -> Finding:
    """Return that something holds."""
    return Finding(what, Outcome.HOLDS, sentence)


def broken(what: str, sentence: str) -> Finding:
    """Return that something does not hold."""
    return Finding(what, Outcome.BROKEN, sentence)


def unknown(what: str, sentence: str) -> Finding:
    """Return that something could not be checked, and what for."""
    return Finding(what, Outcome.UNKNOWN, sentence)


def wrong(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the sentences of what does not hold."""
    return tuple(each.sentence for each in findings if each.outcome is Outcome.BROKEN)


@dataclass(frozen=True, slots=True)
class PdfReport:
    """What a signed PDF is worth: findings about its own signature and time stamp, and the files attached to it."""

    findings: tuple[Finding, ...]
    attached: Mapping[str, bytes] = field(default_factory=dict, repr=False)


PdfChecker = Callable[[bytes], PdfReport]
"""Checks a PDF's own signature. It never raises for a PDF that does not hold: that is a finding."""
