"""The pixels of a text that scrolls, kept beside the glass: when it moves, only what comes into sight is drawn."""

from dataclasses import replace

import pygame

from .items import Scroll, Text
from .paint import Paint
from .rect import Rect
from .theme import Colour


class Roll:
    """What is seen in the room of one ``Scroll``, without the soft edges that are laid over it."""

    def __init__(self, scroll: Scroll, paint: Paint) -> None:
        """Draw nothing yet."""
        self._scroll, self._paint, self._palette = scroll, paint, paint.palette
        self._top: int | None = None
        self.surface = pygame.Surface(scroll.room[2:], 0, 32)

    def shows(self, scroll: Scroll) -> bool:
        """Return whether this is that text in that room, wherever it has been moved to."""
        same = scroll.items is self._scroll.items and scroll.room == self._scroll.room
        return same and self._paint.palette is self._palette

    def move_to(self, top: int) -> None:
        """Show the text moved up by ``top`` pixels."""
        width, height = self.surface.get_size()
        moved = height if self._top is None else top - self._top
        self._top = top
        if moved == 0:
            return
        if abs(moved) < height:
            self.surface.scroll(0, -moved)
        deep = min(height, abs(moved))
        self._draw(Rect(0, height - deep if moved > 0 else 0, width, deep), top)

    def _draw(self, strip: Rect, top: int) -> None:
        """Draw what is seen in a strip of the room."""
        room = self._scroll.room
        down = -room.y - top
        self.surface.set_clip(strip)
        self.surface.fill(self._paint.palette.rgb(Colour.PAPER), strip)
        first, last = strip.y - down, strip.bottom - down
        for item in self._scroll.items:
            if item.rect.y < last and item.rect.bottom > first:
                place = item.rect.moved(-room.x, down)
                if isinstance(item, Text):
                    self._paint.text(self.surface, replace(item, rect=place), item.colour)
                else:
                    self._paint.box(self.surface, replace(item, rect=place))
        self.surface.set_clip(None)
