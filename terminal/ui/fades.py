"""How a text that scrolls shows that there is more of it: it fades at the room's edge, and a bar says how much."""

from functools import lru_cache

import pygame

from .items import Box, Scroll
from .rect import Rect
from .theme import Colour

FADE_SHARE = 8
"""A fade takes this part of its room's height."""
LEAST_THUMB = 4
"""The bar's thumb is this many times as long as it is wide, at least."""


class Fades:
    """The soft edges of a room; made once for each room."""

    def __init__(self) -> None:
        self._fade = lru_cache(maxsize=4)(_fade)

    def lay(
        self, surface: pygame.Surface, room: Rect, paper: tuple[int, int, int], *, above: int, below: int
    ) -> None:
        """Let a room fade into the paper where more is ``above`` or ``below`` it, in pixels."""
        height = room.h // FADE_SHARE
        if above > 0:
            surface.blit(self._fade(room.w, min(height, above), paper, True), room[:2])
        if below > 0:
            deep = min(height, below)
            surface.blit(self._fade(room.w, deep, paper, False), (room.x, room.bottom - deep))


def _fade(width: int, height: int, paper: tuple[int, int, int], upwards: bool) -> pygame.Surface:  # noqa: FBT001 (a cache's key)
    """Return paper that is thick at one edge, and thins to nothing at the other."""
    fade = pygame.Surface((width, height), pygame.SRCALPHA)
    for row in range(height):
        thick = (height - row if upwards else row + 1) / height
        fade.fill((*paper, round(255 * thick * thick)), (0, row, width, 1))
    return fade


def scroll_bar(scroll: Scroll, top: int) -> tuple[Box, ...]:
    """Return the bar: a quiet line as long as the room, on it a thumb as long as what is seen of the whole."""
    width = scroll.rect.w - scroll.room.w if scroll.rect.x == scroll.room.x else scroll.room.x - scroll.rect.x
    width //= 4
    x = scroll.rect.right - width if scroll.rect.x == scroll.room.x else scroll.rect.x
    track = Rect(x, scroll.room.y, width, scroll.room.h)
    if not scroll.furthest:
        return ()
    long = max(LEAST_THUMB * width, round(track.h * scroll.room.h / scroll.height))
    part = min(1.0, max(0.0, top / scroll.furthest))
    thumb = Rect(x, track.y + round((track.h - long) * part), width, long)
    return Box(track, Colour.TRACK, radius=width // 2), Box(thumb, Colour.MUTED, radius=width // 2)
