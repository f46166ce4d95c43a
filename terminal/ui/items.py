"""What a screen is made of. Values only: the canvas draws them, the fingers find them, the gallery checks them."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import ceil

from terminal.model.document import PagePicture
from terminal.model.ink import Stroke
from terminal.session.events import Touch
from terminal.typeset import TextStyle

from .icons import Glyph
from .leaf import Leaf
from .palette import LIGHT, Palette
from .rect import Rect
from .theme import Colour

END_PX = 2
"""So near to its end a text counts as seen to its end."""


class Align(StrEnum):
    """To which side of its rectangle a text keeps."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Kind(StrEnum):
    """What a button is: a way forward, another, a way out, a switch, a card, a row of one; chosen ones look so."""

    PRIMARY = "primary"
    SOON = "soon"  # the way forward before it is open: it looks off, and pressing it says what is missing
    PLAIN = "plain"
    QUIET = "quiet"
    CHIP = "chip"
    CARD = "card"
    CHOSEN_CHIP = "chosen chip"
    CHOSEN_CARD = "chosen card"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Text:
    """Some lines of text, already broken; the first line's box begins at the top of ``rect``."""

    rect: Rect
    lines: tuple[str, ...]
    style: TextStyle
    colour: Colour = Colour.TEXT
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle with round corners and, perhaps, a line round it."""

    rect: Rect
    fill: Colour
    line: Colour | None = None
    radius: int = 0
    line_px: int = 0


@dataclass(frozen=True, slots=True)
class Icon:
    """A line drawing, as large as its rectangle; ``flipped`` is seen in a mirror.

    Attributes:
        draws: whether it is drawn before the reader's eyes when it comes.
        drawn: how much of it is there, along its lines.
    """

    rect: Rect
    glyph: Glyph
    colour: Colour = Colour.TEXT
    flipped: bool = False
    draws: bool = False
    drawn: float = 1.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey image (0 black, 255 white), scaled to its rectangle. Its pixels are in no repr."""

    rect: Rect
    width_px: int
    height_px: int
    pixels: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle that closes as something comes along: ``fraction`` of it, from the top, clockwise."""

    rect: Rect
    fraction: float
    width_px: int
    colour: Colour = Colour.PRIMARY
    fill: Colour = Colour.TINT


@dataclass(frozen=True, slots=True)
class Pad:
    """Where a signature is written, or shown.

    Attributes:
        strokes: in 0.01 mm from the corner of ``rect``.
        dots_per_mm: how many pixels a millimetre of the strokes is.
        code: the match code, drawn faintly behind the ink; ``code_style`` sets it.
        guide: whether a baseline and an × say where to write; ``hint``, set in ``hint_style``, says so in words.
        from_right: whether one who writes here begins at the right.
        writable: whether a touch here makes ink.
        ground: what it is drawn on, where that is no blank sheet: a part of a document's page.
        framed: whether it is a white sheet with a line round it, or a drawing on the screen's own ground.
    """

    rect: Rect
    strokes: tuple[Stroke, ...]
    dots_per_mm: float
    radius: int
    code: str = ""
    code_style: TextStyle | None = None
    guide: bool = False
    hint: str = ""
    hint_style: TextStyle | None = None
    from_right: bool = False
    writable: bool = False
    framed: bool = True
    ground: PagePicture | None = None


@dataclass(frozen=True, slots=True)
class Scroll:
    """A room with more in it than it has place for: what stands there moves up and down under a finger.

    It is looked at page by page: a page is a glassful, and each begins where the one before leaves a line or so.

    Attributes:
        rect: all of it, on the glass: the room and the scroll bar.
        room: where its items are seen.
        items: texts and boxes, in the places they have while the top is shown; most are below the room.
        height: of all that is set so far.
        overlap: how much of a page is seen again on the next, at least.
        page: where the session says that the reader is (0 is the first).
        key: which text this is; while it stays the same, the reader's place is kept.
        whole: whether all is set; a long text is set bit by bit, and its last page is not there yet.
    """

    rect: Rect
    room: Rect
    items: tuple[Text | Box, ...]
    height: int
    overlap: int
    page: int = 0
    key: object = None
    whole: bool = True

    @property
    def furthest(self) -> int:
        """How far it can be moved up."""
        return max(0, self.height - self.room.h)

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return 1 + ceil(self.furthest / (self.room.h - self.overlap)) + (not self.whole)

    def top_of(self, page: int) -> int:
        """Return how far it is moved up for a page to be seen."""
        return round(self.furthest * min(1.0, page / max(1, self.pages - 1)))

    def page_at(self, top: float) -> int:
        """Return the page that fills most of the room; the last only where the end itself is seen."""
        if self.whole and top >= self.furthest - END_PX:
            return self.pages - 1
        return min(max(0, round(top / self.furthest * (self.pages - 1))), self.pages - 2)


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: ``rect`` is what a finger may hit, ``face`` what is drawn.

    ``texts`` and ``icons`` are laid out already. A button that is off looks so, and does nothing.
    """

    rect: Rect
    face: Rect
    kind: Kind
    event: Touch
    texts: tuple[Text, ...] = ()
    icons: tuple[Icon, ...] = ()
    radius: int = 0
    line_px: int = 0
    enabled: bool = True


Item = Text | Box | Icon | Picture | Ring | Pad | Scroll | Leaf | Button


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on the glass at one time, from back to front, and the palette it is drawn with.

    Attributes:
        anywhere: what a touch means wherever it is, besides what is touched.
        asleep: whether the glass is dim: the touch that wakes it presses nothing.
        from_right: whether its words are read from the right.
    """

    width: int
    height: int
    items: tuple[Item, ...]
    palette: Palette = LIGHT
    anywhere: Touch | None = None
    asleep: bool = False
    from_right: bool = False

    @property
    def rect(self) -> Rect:
        """The whole glass."""
        return Rect(0, 0, self.width, self.height)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be pressed."""
        return tuple(item for item in self.items if isinstance(item, Button))

    @property
    def scroll(self) -> Scroll | None:
        """What can be moved up and down, if anything."""
        return next((item for item in self.items if isinstance(item, Scroll)), None)

    @property
    def leaf(self) -> Leaf | None:
        """The page of a document that can be moved, made larger and turned, if there is one."""
        return next((item for item in self.items if isinstance(item, Leaf)), None)

    @property
    def pad(self) -> Pad | None:
        """Where ink can be written now, if anywhere."""
        return next((item for item in self.items if isinstance(item, Pad) and item.writable), None)

    def uncovered(self) -> "Screen":
        """Return the screen without what lies on its pad, such as a sentence about the ink before."""
        pad = self.pad
        if pad is None:
            return self
        first = self.items.index(pad) + 1
        free = tuple(item for item in self.items[first:] if not pad.rect.contains(item.rect))
        return replace(self, items=(*self.items[:first], *free))
