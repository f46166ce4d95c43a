"""A screen being laid out: text is measured and broken, things get their places, and out comes a ``Screen``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from terminal.session.events import Touch
from terminal.session.view import View
from terminal.typeset import TextStyle

from . import theme
from .frame import Frame
from .icons import Glyph
from .items import Align, Box, Icon, Item, Screen, Text
from .mirror import mirrored, swapped
from .palette import LIGHT, Palette
from .rect import Rect
from .theme import Colour, Type

SHRINK = 0.94
LEAST_SIZE = 0.62
"""How far text is made smaller, step by step, where there is more of it than room."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a column of text: what it says, how, and how far below the entry before (theme units)."""

    text: str
    type: Type
    colour: Colour = Colour.TEXT
    gap: float = 0


class Layout:
    """Collects the items of one screen, from back to front. ``body`` is the room that is left."""

    def __init__(
        self, frame: Frame, language: str, view: View | None = None, palette: Palette = LIGHT
    ) -> None:
        """Start with an empty glass, for a reader of ``language`` who has it as ``view`` says."""
        self.frame = frame
        self.palette = palette
        self.view = view or View()
        self.words = frame.catalogue.words(language)
        self.items: list[Item] = []
        self.anywhere: Touch | None = None
        self.asleep = False
        self._type_px = frame.unit_px * (theme.LARGE_TEXT if self.view.large_text else 1)
        margin = self.px(theme.MARGIN)
        self.body = Rect(margin, 0, frame.width - 2 * margin, frame.height)

    def px(self, units: float) -> int:
        """Return theme units as pixels."""
        return round(units * self.frame.unit_px)

    @property
    def line_px(self) -> int:
        """How thick the line round things is, in pixels."""
        return max(1, self.px(theme.LINE))

    def style(self, kind: Type, shrunk: float = 1) -> TextStyle:
        """Return how text of a type is set on this glass, in this language, for this reader."""
        return TextStyle(
            kind.face,
            round(kind.size * self._type_px * shrunk),
            self.words.line_height,
            kind.spacing,
            self.words.right_to_left,
        )

    def width(self, text: str, style: TextStyle) -> int:
        """Return how wide one line of text is."""
        return self.frame.typesetter.measure(text, style).width

    def wrap(self, text: str, style: TextStyle, width: int) -> tuple[str, ...]:
        """Return a text as lines that fit a width."""
        return tuple(self.frame.typesetter.wrap(text, style, width))

    def balanced(self, text: str, style: TextStyle, width: int) -> tuple[str, ...]:
        """Return a text as lines that fit a width and are about equally long: no word is left alone."""
        lines = self.wrap(text, style, width)
        if len(lines) == 1:
            return lines
        narrow, wide = width // 2, width
        while wide - narrow > 4:
            tried = (narrow + wide) // 2
            if len(self.wrap(text, style, tried)) > len(lines):
                narrow = tried
            else:
                wide = tried
        return self.wrap(text, style, wide)

    def shortened(self, text: str, style: TextStyle, width: int) -> str:
        """Return a text, cut with an ellipsis where it is wider than ``width``."""
        if self.width(text, style) <= width:
            return text
        while text and self.width(f"{text}…", style) > width:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def shortened_before(self, text: str, style: TextStyle, width: int) -> str:
        """Return a text, its beginning left out where it is wider than ``width``: what is typed last is seen."""
        if self.width(text, style) <= width:
            return text
        while text and self.width(f"…{text}", style) > width:
            text = text[1:]
        return f"…{text}"

    def wrapped_to(self, text: str, style: TextStyle, width: int, most: int) -> tuple[str, ...]:
        """Return a text as at most ``most`` (one or more) lines of a width, the last of them cut where need be."""
        lines = self.wrap(text, style, width)
        if len(lines) <= most:
            return lines
        return (*lines[: most - 1], self.shortened(" ".join(lines[most - 1 :]), style, width))

    def add(self, *items: Item) -> None:
        """Put items in front of those that are there."""
        self.items += items

    def text(
        self,
        rect: Rect,
        text: str,
        style: TextStyle,
        *,
        colour: Colour = Colour.TEXT,
        align: Align = Align.LEFT,
    ) -> Rect:
        """Write a text at the top of a rectangle, broken to its width, and return the room that it took."""
        lines = self.wrap(text, style, rect.w)
        taken = Rect(rect.x, rect.y, rect.w, len(lines) * style.line_px)
        self.add(Text(taken, lines, style, colour, align))
        return taken

    def label(
        self,
        rect: Rect,
        text: str,
        style: TextStyle,
        *,
        colour: Colour = Colour.TEXT,
        align: Align = Align.CENTRE,
    ) -> Text:
        """Return one line of text in the middle of a rectangle's height, smaller where it would not fit."""
        style = self.frame.typesetter.fitted(text, style, rect.w)
        height = style.line_px
        return Text(
            Rect(rect.x, rect.y + (rect.h - height) // 2, rect.w, height), (text,), style, colour, align
        )

    def column(
        self, rect: Rect, lines: Sequence[Line], *, align: Align = Align.LEFT, middle: bool = True
    ) -> Rect:
        """Write a column of text in the middle of a rectangle's height (or at its top); return its room.

        Where it is higher than the rectangle, all of it is made smaller, step by step.
        """
        shrunk = 1.0
        while self._height(lines, rect.w, shrunk) > rect.h and shrunk > LEAST_SIZE:
            shrunk *= SHRINK
        height = self._height(lines, rect.w, shrunk)
        top = rect.y + (max(0, rect.h - height) // 2 if middle else 0)
        y = top
        for line in lines:
            y += self.px(line.gap * shrunk)
            style = self.style(line.type, shrunk)
            broken = self.balanced(line.text, style, rect.w)
            taken = Rect(rect.x, y, rect.w, len(broken) * style.line_px)
            self.add(Text(taken, broken, style, line.colour, align))
            y = taken.bottom
        return Rect(rect.x, top, rect.w, height)

    def _height(self, lines: Iterable[Line], width: int, shrunk: float) -> int:
        total = 0
        for line in lines:
            style = self.style(line.type, shrunk)
            total += self.px(line.gap * shrunk) + len(self.wrap(line.text, style, width)) * style.line_px
        return total

    def icon(self, rect: Rect, glyph: Glyph, size: float, colour: Colour) -> None:
        """Draw an icon of a size (theme units) in the middle of a rectangle."""
        side = self.px(size)
        self.add(Icon(rect.middle(side, side), glyph, colour))

    def badge(self, rect: Rect, glyph: Glyph, colour: Colour, fill: Colour, *, draws: bool = False) -> None:
        """Draw an icon in a disc as large as a rectangle; with ``draws``, before the reader's eyes."""
        icon = Icon(rect.inset(rect.w // 4), glyph, colour, draws=draws)
        self.add(Box(rect, fill, radius=rect.w // 2), icon)

    def surface(self, rect: Rect) -> None:
        """Lay down a card: a white sheet with a hairline round it."""
        self.add(Box(rect, Colour.SURFACE, Colour.LINE, self.px(theme.RADIUS), self.line_px))

    def rule(self, rect: Rect) -> None:
        """Draw a hairline along the top of a rectangle."""
        self.add(Box(Rect(rect.x, rect.y, rect.w, max(1, self.px(1))), Colour.LINE))

    def screen(self) -> Screen:
        """Return what was laid out.

        Everything is laid out as one reads from the left; for languages read from the right it is mirrored here.
        For the left hand the strip along the top is mirrored, as the bar is by itself.
        """
        width, strip = self.frame.width, self.px(theme.STRIP)
        items = self.items
        if self.view.left_handed:
            items = [swapped(item, width) if item.rect.bottom <= strip else item for item in items]
        if self.words.right_to_left:
            items = [mirrored(item, width) for item in items]
        return Screen(
            width,
            self.frame.height,
            tuple(items),
            self.palette,
            self.anywhere,
            self.asleep,
            self.words.right_to_left,
        )
