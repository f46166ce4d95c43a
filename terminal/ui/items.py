"""What a screen is made of. Values only: the canvas draws them, the fingers find them, the gallery checks them."""

from dataclasses import dataclass, field
from enum import StrEnum

from terminal.model.ink import Stroke
from terminal.session.events import Touch
from terminal.typeset import TextStyle

from .icons import Glyph
from .palette import LIGHT, Palette
from .rect import Rect
from .theme import Colour


class Align(StrEnum):
    """To which side of its rectangle a text keeps."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Kind(StrEnum):
    """What a button is: a way forward, another, a way out, a switch, a card, a row of one; chosen ones look so."""

    PRIMARY = "primary"
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
    """A line drawing, as large as its rectangle."""

    rect: Rect
    glyph: Glyph
    colour: Colour = Colour.TEXT


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
        guide: whether a baseline and an × say where to write.
        writable: whether a touch here makes ink.
        framed: whether it is a white sheet with a line round it, or a drawing on the screen's own ground.
    """

    rect: Rect
    strokes: tuple[Stroke, ...]
    dots_per_mm: float
    radius: int
    code: str = ""
    code_style: TextStyle | None = None
    guide: bool = False
    writable: bool = False
    framed: bool = True


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


Item = Text | Box | Icon | Picture | Ring | Pad | Button


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on the glass at one time, from back to front, and the palette it is drawn with."""

    width: int
    height: int
    items: tuple[Item, ...]
    palette: Palette = LIGHT

    @property
    def rect(self) -> Rect:
        """The whole glass."""
        return Rect(0, 0, self.width, self.height)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be pressed."""
        return tuple(item for item in self.items if isinstance(item, Button))

    @property
    def pad(self) -> Pad | None:
        """Where ink can be written now, if anywhere."""
        return next((item for item in self.items if isinstance(item, Pad) and item.writable), None)
