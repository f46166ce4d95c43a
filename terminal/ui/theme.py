"""How it looks: sizes, type, and the names of colours. Every screen takes them from here."""

from dataclasses import dataclass
from enum import StrEnum

from terminal.typeset import Face


class Colour(StrEnum):
    """The colours there are, by what they are for; a palette says what each is."""

    PAPER = "paper"
    SURFACE = "surface"
    LINE = "line"
    TRACK = "track"  # of what fills up or moves along: steps, a ring, a scroll bar
    TEXT = "text"
    MUTED = "muted"
    PRIMARY = "primary"
    PRIMARY_PRESSED = "primary, pressed"
    ON_PRIMARY = "on primary"
    TINT = "tint"
    TINT_LINE = "tint's line"
    OFF = "off"
    GOOD = "good"
    GOOD_TINT = "good tint"
    WARN = "warn"
    WARN_FILL = "warn fill"
    WARN_LINE = "warn line"
    BAD = "bad"
    BAD_TINT = "bad tint"
    FLOURISH = "flourish"
    INK = "ink"
    SHEET = "sheet"
    SHEET_LINE = "sheet's line"
    SHEET_WORDS = "sheet's words"
    WATERMARK = "watermark"
    GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class Type:
    """One step of the type scale; ``size`` is in the theme's units."""

    size: float
    face: Face = Face.PLAIN
    spacing: float = 0.0


AMOUNT = Type(68, Face.HEAVY)
TITLE = Type(34)
HEADING = Type(26)
BUTTON = Type(26)
BODY = Type(22)
SMALL = Type(20)
CAPTION = Type(18)
CODE = Type(21, Face.CODE, spacing=0.12)
BIG_CODE = Type(44, Face.CODE, spacing=0.16)

UNITS_ACROSS, UNITS_DOWN = 800, 480
"""The glass that everything is drawn for: the 7-inch panel, 800 × 480. Others show the same units larger."""

BASE_DOTS_PER_MM = 800 / 154.08
"""Of that panel: 154.08 mm wide (Raspberry Pi Touch Display). At other densities things keep their size in
millimetres, as far as the glass has room for it."""

GRID = 8
MARGIN = 32
STRIP = 56
BAR = 104
BUTTON_HEIGHT = 72
LEAST_TARGET = 56
RADIUS = 16
GAP = 16
LINE = 2

LARGE_TEXT = 1.25


def unit_px(width_px: int, height_px: int, dots_per_mm: float) -> float:
    """Return how many pixels one unit of the theme is on a glass.

    As large as on the 7-inch panel, measured in millimetres, but never so large that the glass, upright or
    lying, has less room than that panel has.
    """
    long, short = max(width_px, height_px), min(width_px, height_px)
    return min(dots_per_mm / BASE_DOTS_PER_MM, long / UNITS_ACROSS, short / UNITS_DOWN)
