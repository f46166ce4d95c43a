"""All that moves on one glass: a screen that slides in, items that grow, a text that scrolls; at rest, nothing."""

from dataclasses import replace

import pygame

from .canvas import Canvas
from .items import Icon, Item, Ring, Screen
from .loupe import Loupe
from .motion import CHECK_S, FRAME_S, RING_S, Growth, Slide, direction, eased
from .rect import Rect
from .scroll import SLOP, Scroller
from .touch import NEAR


class Motions:
    """Keeps what moves, and says when the next frame is due.

    Args:
        canvas: draws the screens.
        unit_px: pixels of a theme unit.
        motion: whether anything moves by itself; without it, all is at once where it ends.
    """

    def __init__(self, canvas: Canvas, unit_px: float, *, motion: bool = True) -> None:
        self.scroller = Scroller(SLOP * unit_px, motion=motion)
        self.loupe = Loupe(SLOP * unit_px, NEAR * unit_px, motion=motion)
        self._canvas = canvas
        self._motion = motion
        self._kind: type = type(None)
        self._slide: Slide | None = None
        self._growths: list[Growth] = []
        self._due_s = 0.0

    @property
    def due_s(self) -> float | None:
        """When the next frame is due (monotonic seconds), None while all is at rest."""
        moving = self._slide or self._growths or self.scroller.moving or self.loupe.moving
        return self._due_s if moving else None

    def leaving(self, kind: type) -> pygame.Surface | None:
        """Return a picture of what is shown, where a state of that kind pushes it off the glass."""
        pushed = self._motion and direction(self._kind, kind)
        return self._canvas.surface.copy() if pushed else None

    def show(self, screen: Screen, now_s: float) -> list[Rect]:
        """Show a screen, let grow on it what is to grow, and return what was redrawn."""
        rings = {ring.rect: self._canvas.shown_as(ring) for ring in self._rings()}
        old = self._canvas.items
        top, look = self.scroller.follow(screen.scroll, now_s), self.loupe.follow(screen.leaf, now_s)
        changed = self._canvas.show(screen, top, look)
        self._growths = [growth for growth in self._growths if growth.item in screen.items]
        for item in screen.items if self._motion else ():
            if item not in old and (growth := self._growth(item, rings, now_s)):
                self._growths.append(growth)
                changed += growth.frame(now_s)
        self._due_s = now_s
        return changed

    def arrived(self, left: pygame.Surface | None, screen: Screen, kind: type, now_s: float) -> list[Rect]:
        """Begin to slide over what was left, where something was, and return what is redrawn."""
        before, self._kind = self._kind, kind
        if left is None:
            return []
        way = direction(before, kind) * (-1 if screen.from_right else 1)
        surface = self._canvas.surface
        self._slide = Slide(surface, left, surface.copy(), way, now_s)
        return self._slide.frame(now_s)

    def frame(self, now_s: float) -> list[Rect]:
        """Draw what moves as it is now, and return what was redrawn."""
        if self.due_s is None or now_s < self._due_s:
            return []
        self._due_s = now_s + FRAME_S
        if self._slide:
            return self.settle() if self._slide.over(now_s) else self._slide.frame(now_s)
        changed: list[Rect] = []
        for growth in self._growths:
            changed += growth.end() if growth.over(now_s) else growth.frame(now_s)
        self._growths = [growth for growth in self._growths if not growth.over(now_s)]
        self.scroller.frame(now_s)
        self.loupe.frame(now_s)
        return changed + self.scrolled()

    def settle(self) -> list[Rect]:
        """Let the new screen be there at once: somebody touches it, or something is drawn on it."""
        slide, self._slide = self._slide, None
        return slide.end() if slide else []

    def scrolled(self) -> list[Rect]:
        """Draw the text or the page where it has been moved to, and return what was redrawn."""
        if self.loupe.has_page:
            return self._canvas.look_at(self.loupe.look, still=self.loupe.still)
        if not self.scroller.has_text:
            return []
        return self._canvas.scroll_to(round(self.scroller.top))

    def _rings(self) -> list[Ring]:
        return [item for item in self._canvas.items if isinstance(item, Ring)]

    def _growth(self, item: Item, rings: dict[Rect, Item], now_s: float) -> Growth | None:
        match item:
            case Ring() if (
                isinstance(before := rings.get(item.rect), Ring) and before.fraction < item.fraction
            ):
                start, end = before.fraction, item.fraction
                return Growth(
                    self._canvas,
                    item,
                    lambda part: replace(item, fraction=start + (end - start) * part),
                    RING_S,
                    now_s,
                )
            case Icon(draws=True):
                return Growth(
                    self._canvas, item, lambda part: replace(item, drawn=eased(part)), CHECK_S, now_s
                )
        return None
