"""Shapes, words and icons on a surface: made once with Pillow, antialiased, kept, and put where they are wanted."""

from functools import lru_cache

import pygame
from PIL import Image, ImageDraw, ImageOps

from terminal.typeset import TextStyle, Typesetter

from .arcs import Arcs
from .icons import Glyph, icon_mask
from .items import Align, Box, Icon, Picture, Ring, Text
from .palette import LIGHT
from .rect import Rect
from .theme import Colour

FINER = 4

Rgb = tuple[int, int, int]


class Paint:
    """Draws the parts that items are made of, with the colours of ``palette``. Its caches are bounded."""

    def __init__(self, typesetter: Typesetter) -> None:
        """Write with ``typesetter``."""
        self.palette = LIGHT
        self._typesetter = typesetter
        self._text = lru_cache(maxsize=512)(self._make_text)
        self._icon = lru_cache(maxsize=128)(self._make_icon)
        self._corners = lru_cache(maxsize=64)(self._make_corners)
        self._arcs = Arcs()
        self._picture = lru_cache(maxsize=2)(self._make_picture)

    def box(self, surface: pygame.Surface, box: Box) -> None:
        """Fill a rectangle with round corners, with a line inside its edge where it has one."""
        rect, fill, line, radius, line_px = box.rect, box.fill, box.line, box.radius, box.line_px
        inside, edge = self.palette.rgb(fill), self.palette.rgb(line or fill)
        if radius <= 0:
            surface.fill(edge, rect)
            surface.fill(inside, rect.inset(line_px if line else 0))
            return
        radius = min(radius, rect.w // 2, rect.h // 2)
        middle = Rect(rect.x, rect.y + radius, rect.w, rect.h - 2 * radius)
        surface.fill(edge, rect.inset(radius, 0))
        surface.fill(edge, middle)
        if line:
            surface.fill(inside, rect.inset(radius, line_px))
            surface.fill(inside, middle.inset(line_px, 0))
        corners = self._corners(radius, inside, edge, line_px if line else 0)
        for column, x in ((0, rect.x), (1, rect.right - radius)):
            for row, y in ((0, rect.y), (1, rect.bottom - radius)):
                surface.blit(corners, (x, y), (column * radius, row * radius, radius, radius))

    def text(self, surface: pygame.Surface, text: Text, colour: Colour) -> None:
        """Write lines of text in a colour, which need not be their own; those outside of the clip are passed over."""
        seen, high, rect = surface.get_clip(), text.style.line_px, text.rect
        first = max(0, (seen.top - rect.y) // high)
        last = max(first, -((rect.y - seen.bottom) // high))
        for number, line in enumerate(text.lines[first:last], first):
            if line:
                row = Rect(rect.x, rect.y + number * high, rect.w, high)
                self.line_of_text(surface, row, line, text.style, colour=colour, align=text.align)

    def line_of_text(
        self,
        surface: pygame.Surface,
        rect: Rect,
        text: str,
        style: TextStyle,
        *,
        colour: Colour,
        align: Align = Align.CENTRE,
    ) -> None:
        """Write one line in the middle of a rectangle's height, kept to one of its sides."""
        words = self._text(text, style, self.palette.rgb(colour))
        spare = rect.w - words.get_width()
        x = {Align.LEFT: 0, Align.CENTRE: spare // 2, Align.RIGHT: spare}[align]
        surface.blit(words, (rect.x + x, rect.y + (rect.h - words.get_height()) // 2))

    def icon(self, surface: pygame.Surface, icon: Icon, colour: Colour) -> None:
        """Draw an icon in a colour, which need not be its own."""
        drawn = self._icon(icon.glyph, icon.rect.w, self.palette.rgb(colour), icon.flipped, icon.drawn)
        surface.blit(drawn, icon.rect[:2])

    def mask(self, surface: pygame.Surface, mask: Image.Image, colour: Colour) -> None:
        """Lay a colour on a surface as thick as a mask says: "L", 255 where all of it is to be seen."""
        surface.blit(_tinted(mask, self.palette.rgb(colour)), (0, 0))

    def ring(self, surface: pygame.Surface, ring: Ring) -> None:
        """Draw a circle that is closed as far as its fraction says."""
        done, fill, still = (self.palette.rgb(each) for each in (ring.colour, ring.fill, Colour.TRACK))
        self._arcs.draw(surface, ring, done, fill, still)

    def picture(self, surface: pygame.Surface, picture: Picture) -> None:
        """Draw a grey image, scaled to its rectangle."""
        surface.blit(self._picture(picture), picture.rect[:2])

    def forget_pictures(self) -> None:
        """Let go of every picture shown, as one may be of somebody's finger."""
        self._picture.cache_clear()

    def _make_text(self, text: str, style: TextStyle, colour: Rgb) -> pygame.Surface:
        return _tinted(self._typesetter.mask(text, style), colour)

    def _make_icon(
        self,
        glyph: Glyph,
        size_px: int,
        colour: Rgb,
        flipped: bool,  # noqa: FBT001 (a cache's key)
        drawn: float,
    ) -> pygame.Surface:
        mask = icon_mask(glyph, size_px, drawn)
        return _tinted(ImageOps.mirror(mask) if flipped else mask, colour)

    def _make_corners(self, radius: int, fill: Rgb, line: Rgb, line_px: int) -> pygame.Surface:
        """Draw the four corners of a box, put together to one disc."""
        side = 2 * radius * FINER
        image = Image.new("RGBA", (side, side), (*line, 0))
        draw = ImageDraw.Draw(image)
        draw.ellipse((0, 0, side - 1, side - 1), (*line, 255))
        if line_px:
            inner = line_px * FINER
            draw.ellipse((inner, inner, side - 1 - inner, side - 1 - inner), (*fill, 255))
        return _surface(image.reduce(FINER))

    def _make_picture(self, picture: Picture) -> pygame.Surface:
        image = Image.frombytes("L", (picture.width_px, picture.height_px), picture.pixels)
        return _surface(image.resize(picture.rect[2:], Image.Resampling.LANCZOS).convert("RGBA"))


def _tinted(mask: Image.Image, colour: Rgb) -> pygame.Surface:
    """Return a mask in a colour."""
    image = Image.new("RGBA", mask.size, colour)
    image.putalpha(mask)
    return _surface(image)


def _surface(image: Image.Image) -> pygame.Surface:
    return pygame.image.frombytes(image.tobytes(), image.size, "RGBA")
