"""Whether some ink can be a signature, and if not, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from terminal.model.ink import Ink, Stroke


class Verdict(StrEnum):
    """What was judged. Everything but FINE has a sentence on the glass."""

    FINE = "fine"
    EMPTY = "empty"
    DOT = "dot"
    SHORT = "short"
    WRONG_TOOL = "wrong_tool"


@dataclass(frozen=True, slots=True)
class Limits:
    """The least that counts as a signature, in millimetres.

    A dot is ink that fits into ``dot_mm`` both ways; below ``length_mm`` of pen movement it is too short. The
    defaults let two Chinese characters, initials, or one long stroke pass on a 7-inch panel.
    """

    dot_mm: float = 3.0
    length_mm: float = 15.0


def judge(strokes: Sequence[Stroke], limits: Limits) -> Verdict:
    """Return whether the strokes can stand as a signature."""
    if not strokes:
        return Verdict.EMPTY
    left, top, right, bottom = Ink(0, 0, tuple(strokes)).box
    if max(right - left, bottom - top) < limits.dot_mm * 100:
        return Verdict.DOT
    if sum(stroke.length for stroke in strokes) < limits.length_mm * 100:
        return Verdict.SHORT
    return Verdict.FINE
