"""What was judged of a signature, and what it was judged by."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether some ink can be a signature, and if not, why. Everything but FINE has a sentence on the glass."""

    FINE = "fine"
    EMPTY = "empty"
    DOT = "dot"
    OFF_AREA = "off_area"
    SMALL = "small"
    SHORT = "short"
    STRAIGHT = "straight"
    FEW_TURNS = "few_turns"
    WRONG_TOOL = "wrong_tool"


@dataclass(frozen=True, slots=True)
class Quality:
    """How a signature was judged; ``overridden`` where staff let it pass all the same."""

    verdict: Verdict = Verdict.FINE
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The least that counts as a signature, and the most that may go wrong with it.

    The defaults let two Chinese characters, initials, one stroke that turns, a cross and a tick pass, written
    with a finger or a pen; ``python -m bench quality`` prints how often they are wrong.

    Attributes:
        dot_mm: ink of which no stroke is larger than this is dots.
        small_mm: all the ink together should be larger than this, across or down.
        length_mm: less pen movement than this is too short.
        straight_mm: ink that is nowhere broader than this is a straight line, however long it is,
        straight_share: and so is ink no broader than this share of its length.
        turned_deg: a swipe turns less than this, and so does the edge of a resting hand.
        border_mm: as near as this to the pad's edge, ink was hardly meant;
        off_share: more than this share of the ink there, or outside, is off the area.
    """

    dot_mm: float = 3.0
    small_mm: float = 6.0
    length_mm: float = 10.0
    straight_mm: float = 1.5
    straight_share: float = 0.04
    turned_deg: float = 80.0
    border_mm: float = 1.5
    off_share: float = 0.5
