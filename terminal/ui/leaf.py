"""One page of a document on the glass: how large it is shown and which part of it, as values. Nothing draws here."""

from dataclasses import dataclass, replace
from math import hypot

from terminal.model.document import PagePicture, PageSize, Place, Region
from terminal.typeset import TextStyle

from .rect import Rect

NEARLY_WHOLE = 0.8
"""A page that is this wide when all of it is seen is shown so at first; others are as wide as their room."""
LARGEST = 4.0
"""So many times wider than its room a page can be shown: letters of an 8-point footnote are then 9 mm high."""
STEP = 1.5
"""How much larger or smaller a button makes it."""
FOOT = 0.996
"""A page that is seen down to here is seen to its foot; what is left (1 mm of A4) is its margin."""
ROOMFUL = 0.86
"""So much of its room a page is moved down by the button."""


@dataclass(frozen=True, slots=True)
class Look:
    """Where a page is: ``wide_px`` across, its room's corner ``left`` and ``top`` pixels inside of it."""

    wide_px: float
    left: float
    top: float

    def apart(self, other: "Look") -> float:
        """Return how far, in pixels, two looks are from each other."""
        return hypot(self.wide_px - other.wide_px, self.left - other.left, self.top - other.top)

    def towards(self, other: "Look", part: float) -> "Look":
        """Return the look that is ``part`` of the way to another one."""
        return Look(
            self.wide_px + (other.wide_px - self.wide_px) * part,
            self.left + (other.left - self.left) * part,
            self.top + (other.top - self.top) * part,
        )


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page seen through a room, in which it is moved, made larger, and turned.

    Attributes:
        rect: the room.
        page: which one it is (0 is the first), of ``count``.
        size: of the page.
        pictures: what is drawn of it.
        seen: the part of it that the session wants to be seen, where the page is ``page_px`` wide; None for the way
            in which a page is first shown.
        place: where on this page the signature goes, if it does.
        sign_here: what is written there, set in ``sign_style`` and so ``sign_px`` wide.
        key: tells one document from another.
        forward: whether it can be turned over.
        back: whether it can be turned back.
        from_right: whether one who reads it turns its pages to the right.
        line_px: how thick the line round it is.
    """

    rect: Rect
    page: int
    count: int
    size: PageSize
    pictures: tuple[PagePicture, ...] = ()
    seen: Region | None = None
    page_px: int = 0
    place: Place | None = None
    sign_here: str = ""
    sign_style: TextStyle | None = None
    sign_px: int = 0
    key: object = None
    forward: bool = False
    back: bool = False
    from_right: bool = False
    line_px: int = 1

    def high_px(self, wide_px: float) -> float:
        """Return how high the page is where it is so wide."""
        return wide_px * self.size.height_pt / self.size.width_pt

    def paper(self, look: Look) -> Rect:
        """Return where the page lies on the glass, what is outside of the room included."""
        return Rect(
            self.rect.x - round(look.left),
            self.rect.y - round(look.top),
            round(look.wide_px),
            round(self.high_px(look.wide_px)),
        )

    @property
    def whole_px(self) -> int:
        """How wide the page is where all of it is seen."""
        return max(1, int(min(self.rect.w, self.rect.h * self.size.width_pt / self.size.height_pt)))

    @property
    def first_px(self) -> int:
        """How wide the page is shown at first."""
        return self.whole_px if self.whole_px >= NEARLY_WHOLE * self.rect.w else self.rect.w

    @property
    def first(self) -> Look:
        """How the page is shown at first."""
        return self.at_rest(Look(self.first_px, 0, 0))

    def at_rest(self, look: Look) -> Look:
        """Return the look that is nearest to another one and can stand: within the limits, on whole pixels."""
        wide_px = round(min(max(look.wide_px, self.whole_px), LARGEST * self.rect.w))
        if wide_px != look.wide_px:
            look = self.enlarged(look, wide_px / look.wide_px, self.rect.w / 2, self.rect.h / 2)
        left = _within(look.left, self.rect.w, wide_px)
        return Look(wide_px, left, _within(look.top, self.rect.h, self.high_px(wide_px)))

    def enlarged(self, look: Look, factor: float, x: float, y: float) -> Look:
        """Return the page larger by a factor; what is at ``x`` and ``y`` of the room stays there."""
        return Look(look.wide_px * factor, (look.left + x) * factor - x, (look.top + y) * factor - y)

    def seen_of(self, look: Look) -> Region:
        """Return which part of the page is seen."""
        high_px = self.high_px(look.wide_px)
        return Region(
            max(0.0, look.left / look.wide_px),
            max(0.0, look.top / high_px),
            min(1.0, (look.left + self.rect.w) / look.wide_px),
            min(1.0, (look.top + self.rect.h) / high_px),
        )

    @property
    def looked_at(self) -> Look:
        """How the session says that the page is looked at."""
        if self.seen is None:
            return self.first
        high_px = self.high_px(self.page_px)
        return self.at_rest(Look(self.page_px, self.seen.left * self.page_px, self.seen.top * high_px))

    def larger(self, factor: float) -> Look:
        """Return how the page is looked at where it is larger by a factor, or smaller."""
        return self.at_rest(self.enlarged(self.looked_at, factor, self.rect.w / 2, self.rect.h / 2))

    def further_down(self) -> Look:
        """Return how the page is looked at a roomful further down; a few lines are seen again."""
        look = self.looked_at
        return self.at_rest(replace(look, top=look.top + self.rect.h * ROOMFUL))


def _within(start: float, room: int, length: float) -> int:
    """Return where a room may stand over something so long: over its middle, where it has place for more."""
    if length <= room:
        return -round((room - length) / 2)
    return round(min(max(0.0, start), length - room))
