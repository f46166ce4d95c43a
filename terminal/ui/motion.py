"""What moves on the glass by itself, where moving explains something: a step taken, a ring that closes, a check mark.

Nothing here knows of time by itself: each is told what time it is, and draws how it looks then.
"""

from collections.abc import Callable

import pygame

from terminal.session import states as st

from .canvas import Canvas
from .items import Item
from .rect import Rect

FRAME_S = 1 / 60
SLIDE_S = 0.2
RING_S = 0.2
CHECK_S = 0.25
LATE_S = 0.12
"""A computer that needs so long from one frame to the next has no time for motion: what moves is there at once."""

STEPS: dict[type, int] = {
    st.Reviewing: 1,
    st.ReadingDocument: 2,
    st.Agreeing: 3,
    st.Choosing: 4,
    st.Consenting: 5,
    st.Signing: 6,
    st.PressingFinger: 6,
    st.Checking: 7,
}
"""How far along the way each state is. Others come and go without a direction."""


def eased(part: float) -> float:
    """Return how far something has come that starts fast and comes to rest gently (0 to 1)."""
    return 1 - (1 - part) ** 3


def direction(before: type, after: type) -> int:
    """Return where a screen comes from: 1 for a step on, -1 for a step back, 0 for at once.

    The pad is there at once: nobody waits to write.
    """
    if after is st.Signing or before not in STEPS or after not in STEPS:
        return 0
    return (STEPS[after] > STEPS[before]) - (STEPS[after] < STEPS[before])


class Slide:
    """One screen pushes the other off the glass."""

    def __init__(
        self, surface: pygame.Surface, before: pygame.Surface, after: pygame.Surface, way: int, began_s: float
    ) -> None:
        """Slide on ``surface``: to the left with ``way`` 1, to the right with -1."""
        self._surface, self._before, self._after, self._way = surface, before, after, way
        self._began_s = began_s
        self._last_s = began_s

    def frame(self, now_s: float) -> list[Rect]:
        """Draw both screens where they are now."""
        width, height = self._surface.get_size()
        moved = round(eased(min(1.0, (now_s - self._began_s) / SLIDE_S)) * width)
        self._surface.blit(self._before, (-self._way * moved, 0))
        self._surface.blit(self._after, (self._way * (width - moved), 0))
        return [Rect(0, 0, width, height)]

    def end(self) -> list[Rect]:
        """Draw the new screen."""
        self._surface.blit(self._after, (0, 0))
        return [Rect(0, 0, *self._surface.get_size())]

    def over(self, now_s: float) -> bool:
        """Whether the new screen has come to rest, or the computer is too busy for it to move."""
        late, self._last_s = now_s - self._last_s > LATE_S, now_s
        return late or now_s - self._began_s >= SLIDE_S


class Growth:
    """An item that comes to be what it is: ``at`` makes what it looks like from how far it has come, 0 to 1."""

    def __init__(
        self, canvas: Canvas, item: Item, at: Callable[[float], Item], lasts_s: float, began_s: float
    ) -> None:
        """Begin at once."""
        self.item = item
        self._canvas, self._at, self._lasts_s, self._began_s = canvas, at, lasts_s, began_s

    def frame(self, now_s: float) -> list[Rect]:
        """Draw it as far as it has come."""
        part = min(1.0, max(0.0, (now_s - self._began_s) / self._lasts_s))
        return self._canvas.show_as(self.item, self._at(part))

    def end(self) -> list[Rect]:
        """Draw all of it."""
        return self._canvas.show_as(self.item, self.item)

    def over(self, now_s: float) -> bool:
        """Whether it is all there."""
        return now_s - self._began_s >= self._lasts_s
