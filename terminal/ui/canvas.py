"""Draws screens: only what is different from the screen before."""

from collections.abc import Iterable

import pygame

from terminal.typeset import Typesetter

from .brushes import Brushes
from .fades import Fades, scroll_bar
from .items import Box, Button, Icon, Item, Kind, Pad, Picture, Ring, Screen, Scroll, Text
from .leaf import Leaf, Look
from .leaf_paint import LeafPaint
from .paint import Paint
from .rect import Rect
from .roll import Roll
from .sheet import Sheet
from .theme import Colour

FACES = {
    Kind.PRIMARY: (Colour.PRIMARY, None, Colour.PRIMARY_PRESSED),
    Kind.SOON: (Colour.OFF, None, Colour.TINT),
    Kind.PLAIN: (Colour.SURFACE, Colour.LINE, Colour.TINT),
    Kind.CARD: (Colour.SURFACE, Colour.LINE, Colour.TINT),
    Kind.CHIP: (Colour.SURFACE, Colour.LINE, Colour.TINT),
    Kind.CHOSEN_CARD: (Colour.TINT, Colour.PRIMARY, Colour.SURFACE),
    Kind.CHOSEN_CHIP: (Colour.TINT, Colour.PRIMARY, Colour.SURFACE),
    Kind.QUIET: (Colour.PAPER, None, Colour.TINT),
    Kind.ROW: (Colour.SURFACE, None, Colour.TINT),
}
"""What a button looks like: its fill, its line, its fill while a finger is on it."""


FULL = 255


class Canvas:
    """A surface that always shows one screen. A screen has one pad at most, and ``sheet`` is that pad's."""

    def __init__(self, surface: pygame.Surface, typesetter: Typesetter, unit_px: float) -> None:
        """Draw on ``surface``, on which a unit of the theme is ``unit_px``."""
        self.surface = surface
        self.brushes = Brushes()
        self.sheet: Sheet | None = None
        self._paint = Paint(typesetter)
        self._unit_px = unit_px
        self._items: tuple[Item, ...] | None = None
        self._pressed: Button | None = None
        self._instead: dict[Item, Item] = {}
        self._top = 0
        self.veil = FULL
        self._fades = Fades()
        self._roll: Roll | None = None
        self._leaf_paint = LeafPaint(self._paint)
        self._look: Look | None = None
        self._still = True

    def show(self, screen: Screen, top: int | None = None, look: Look | None = None) -> list[Rect]:
        """Make the surface show a screen, and return what was redrawn.

        What scrolls is moved up by ``top`` pixels, or as far as its page says; a document's page is looked at as
        ``look`` says, or as the session does.
        """
        self._look = look
        before, self._items = self._items, screen.items
        self._instead = {item: other for item, other in self._instead.items() if item in screen.items}
        if screen.scroll is None:
            self._roll = None
        else:
            self._top = screen.scroll.top_of(screen.scroll.page) if top is None else top
        if before is None or screen.palette != self._paint.palette:
            self._paint.palette = screen.palette
            self.sheet = None
            changed = [screen.rect]
            self._change_sheet(screen.items)
        else:
            gone = [item for item in before if item not in screen.items]
            came = [item for item in screen.items if item not in before]
            changed = [item.rect for item in (*gone, *came) if not isinstance(item, Pad)]
            changed += self._change_sheet(screen.items)  # always: live ink that was refused is on it too
        if not any(isinstance(item, Picture) for item in screen.items):
            self._paint.forget_pictures()
        if screen.leaf is None:
            self._leaf_paint.forget()
        return self._redraw(rect.clipped(screen.rect) for rect in changed)

    def dim(self, veil: int) -> list[Rect]:
        """Let through so much of the light (of 255) from now on; return what was redrawn."""
        if veil == self.veil:
            return []
        self.veil = veil
        return self._redraw([Rect(0, 0, *self.surface.get_size())])

    @property
    def items(self) -> tuple[Item, ...]:
        """What is shown now, from back to front."""
        return self._items or ()

    def scroll_to(self, top: int) -> list[Rect]:
        """Move what scrolls up by ``top`` pixels from where its beginning is seen; return what was redrawn."""
        if top == self._top:
            return []
        scroll = next((item for item in self._items or () if isinstance(item, Scroll)), None)
        if scroll is None:
            return []
        self._top = top
        return self._redraw([scroll.rect])

    def look_at(self, look: Look, *, still: bool) -> list[Rect]:
        """Look otherwise at the page of a document; ``still`` says that it rests so. Return what was redrawn."""
        if (look, still) == (self._look, self._still):
            return []
        self._look, self._still = look, still
        return self._redraw([item.rect for item in self.items if isinstance(item, Leaf)])

    def show_as(self, item: Item, other: Item) -> list[Rect]:
        """Show another item in an item's place until told otherwise, or until it is gone; return what was redrawn."""
        if self._instead.get(item, item) == other:
            return []
        self._instead[item] = other
        return self._redraw([item.rect] if item in (self._items or ()) else [])

    def shown_as(self, item: Item) -> Item:
        """Return what is shown in an item's place: mostly itself."""
        return self._instead.get(item, item)

    def press(self, button: Button | None) -> list[Rect]:
        """Let a button look pressed, and none besides; return what was redrawn."""
        changed = [each.rect for each in (self._pressed, button) if each] if button != self._pressed else []
        self._pressed = button
        return self._redraw(changed)

    def _change_sheet(self, items: Iterable[Item]) -> list[Rect]:
        """Bring the sheet to the screen's pad, and return where the glass is different from then on."""
        old, pad = self.sheet, next((item for item in items if isinstance(item, Pad)), None)
        if old and pad and old.shows(pad):
            return old.update(pad)
        if old is None and pad is None:
            return []
        self.sheet = Sheet(pad, self._paint, self.brushes, self._unit_px) if pad else None
        return [each.rect for each in (old.pad if old else None, pad) if each]

    def _redraw(self, changed: Iterable[Rect]) -> list[Rect]:
        """Draw everything anew within some rectangles, and return them, joined where they overlap."""
        areas = merged(changed)
        for area in areas:
            self.surface.set_clip(area)
            self.surface.fill(self._paint.palette[Colour.PAPER], area)
            for item in self._items or ():
                if item.rect.overlaps(area):
                    self._draw(self._instead.get(item, item), area)
            if self.veil < FULL:
                self.surface.fill((self.veil,) * 3, area, pygame.BLEND_RGB_MULT)
        self.surface.set_clip(None)
        return areas

    def _draw(self, item: Item, area: Rect) -> None:
        match item:
            case Text():
                self._paint.text(self.surface, item, item.colour)
            case Scroll():
                self._draw_scroll(item, area)
            case Box():
                self._paint.box(self.surface, item)
            case Icon():
                self._paint.icon(self.surface, item, item.colour)
            case Picture():
                self._paint.picture(self.surface, item)
            case Ring():
                self._paint.ring(self.surface, item)
            case Pad(rect) if self.sheet:
                self.surface.blit(self.sheet.surface, rect[:2])
            case Leaf():
                look = self._look or item.looked_at
                self._leaf_paint.draw(self.surface, item, look, still=self._still)
            case Button():
                self._draw_button(item)

    def _draw_scroll(self, scroll: Scroll, area: Rect) -> None:
        """Draw what is seen in the room, where it has been moved to, and the scroll bar beside it."""
        seen = scroll.room.clipped(area)
        if seen.w and seen.h:
            self.surface.set_clip(seen)
            if self._roll is None or not self._roll.shows(scroll):
                self._roll = Roll(scroll, self._paint)
            self._roll.move_to(self._top)
            self.surface.blit(self._roll.surface, scroll.room[:2])
            paper = self._paint.palette.rgb(Colour.PAPER)
            self._fades.lay(
                self.surface, scroll.room, paper, above=self._top, below=scroll.furthest - self._top
            )
            self.surface.set_clip(area)
        for box in scroll_bar(scroll, self._top):
            self._paint.box(self.surface, box)

    def _draw_button(self, button: Button) -> None:
        fill, line, touched = FACES[button.kind]
        if not button.enabled:
            fill = Colour.OFF if button.kind is Kind.PRIMARY else Colour.PAPER
        elif button == self._pressed:
            fill, line = touched, Colour.PRIMARY if line else None
        self._paint.box(self.surface, Box(button.face, fill, line, button.radius, button.line_px))
        for text in button.texts:
            self._paint.text(self.surface, text, text.colour if button.enabled else Colour.MUTED)
        for icon in button.icons:
            colour = icon.colour if button.enabled else Colour.MUTED
            self._paint.icon(self.surface, icon, colour)


def merged(rects: Iterable[Rect]) -> list[Rect]:
    """Return rectangles that cover the same, none overlapping another; empty ones are left out."""
    apart: list[Rect] = []
    for rect in rects:
        grown = rect
        if grown.w <= 0 or grown.h <= 0:
            continue
        while touching := [other for other in apart if other.overlaps(grown)]:
            for other in touching:
                apart.remove(other)
                grown = grown.joined(other)
        apart.append(grown)
    return apart
