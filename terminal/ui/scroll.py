"""A long text under a finger: dragged, flung, slowing down, held at its ends, or turned page by page.

Where it stands is the glass's own affair, as live ink is; which page is looked at is told to the session.
"""

from math import exp

from terminal.model.ink import Phase, Sample

from .items import Scroll
from .motion import eased

SLOP = 8
"""A finger that moves less than this (theme units, 1.5 mm) rests."""
FLING_S = 0.35
"""A fling loses its speed to a third in this time."""
SPRING_S = 0.06
"""A text pulled beyond its end goes back two thirds of the way in this time."""
GLIDE_S = 0.22
LEAST_PX_S = 20
"""Slower than this, nothing is seen to move."""
FRESH_NS = 80_000_000
"""A finger's speed is judged by the samples of this long; one that rested before it was lifted flings nothing."""
GIVE = 3
"""Beyond its end a text follows the finger this many times more slowly."""


class Scroller:
    """Where the text on the glass stands; ``top`` is how far it is moved up, in pixels."""

    def __init__(self, slop_px: float, *, motion: bool = True) -> None:
        """Have nothing to scroll yet. Without ``motion`` the text jumps where it would glide."""
        self.top = 0.0
        self._motion = motion
        self._slop_px = slop_px
        self._scroll: Scroll | None = None
        self._told = 0
        self._pointer: int | None = None
        self._held: list[tuple[int, float]] = []
        self._anchor = (0.0, 0.0)
        self._dragging = False
        self._speed = 0.0
        self._glide: tuple[float, float, float] | None = None
        self._last_s = 0.0

    @property
    def has_text(self) -> bool:
        """Whether there is anything to scroll."""
        return self._scroll is not None

    @property
    def moving(self) -> bool:
        """Whether it moves by itself, and wants another frame."""
        return bool(self._scroll and (self._glide or self._speed or (self._beyond() and not self._dragging)))

    def follow(self, scroll: Scroll | None, now_s: float) -> int:
        """Take up what the screen shows now: another text, or another page of this one; return where it stands."""
        before, self._scroll = self._scroll, scroll
        if scroll is None:
            self._let_go()
            return 0
        if before is None or before.key != scroll.key or before.room != scroll.room:
            self._let_go()
            self.top = scroll.top_of(scroll.page)
        elif scroll.page != self._told:
            self._turn(scroll.top_of(scroll.page), now_s)
        self._told = scroll.page
        return round(self.top)

    def take(self, sample: Sample, now_s: float) -> bool:
        """Take one sample in; return whether it belongs to a finger that holds the text."""
        if self._scroll is None:
            return False
        if sample.phase is Phase.DOWN and self._scroll.room.holds(sample.x_px, sample.y_px):
            self._grasp(sample)
            return True
        if sample.pointer != self._pointer:
            return False
        if sample.phase in {Phase.MOVE, Phase.UP}:
            self._drag(sample)
        if sample.phase in {Phase.UP, Phase.CANCEL, Phase.LOST}:
            self._release(sample, now_s)
        return True

    def frame(self, now_s: float) -> None:
        """Move as far as it goes until ``now_s``."""
        if self._scroll is None:
            return
        passed_s, self._last_s = max(0.0, now_s - self._last_s), now_s
        if self._glide:
            began_s, start, end = self._glide
            done = min(1.0, (now_s - began_s) / GLIDE_S)
            self.top = start + (end - start) * eased(done)
            if done >= 1:
                self._glide = None
        elif self._speed:
            kept = exp(-passed_s / FLING_S)
            self.top += self._speed * FLING_S * (1 - kept)
            self._speed *= kept
            if self._beyond() or abs(self._speed) < LEAST_PX_S:
                self._speed = 0.0
                self.top -= self._beyond()
        elif not self._dragging and (beyond := self._beyond()):
            left = beyond * exp(-passed_s / SPRING_S)
            self.top += (left if abs(left) >= 1 else 0.0) - beyond

    def turned(self) -> int | None:
        """Return the page that is looked at now, where the session does not know it yet."""
        if self._scroll is None or self._glide:
            return None
        page = self._scroll.page_at(self.top)
        if page == self._told:
            return None
        self._told = page
        return page

    def _grasp(self, sample: Sample) -> None:
        """A finger is on the text: it stands still."""
        self._let_go()
        self._pointer = sample.pointer
        self._anchor = (sample.y_px, self.top)
        self._held = [(sample.t_ns, sample.y_px)]

    def _drag(self, sample: Sample) -> None:
        start, top = self._anchor
        if not self._dragging:
            if abs(sample.y_px - start) < self._slop_px:
                return
            self._dragging = True
            start = sample.y_px
            self._anchor = (start, top)
        wanted = top + start - sample.y_px
        beyond = wanted - self._within(wanted)
        self.top = wanted - beyond + beyond / GIVE
        self._held = [held for held in self._held if sample.t_ns - held[0] <= FRESH_NS]
        self._held.append((sample.t_ns, sample.y_px))

    def _release(self, sample: Sample, now_s: float) -> None:
        first_ns, first_y = next(
            (held for held in self._held if sample.t_ns - held[0] <= FRESH_NS), (sample.t_ns, sample.y_px)
        )
        flung = self._dragging and sample.phase is Phase.UP and sample.t_ns > first_ns
        speed = (first_y - sample.y_px) / (sample.t_ns - first_ns) * 1e9 if flung else 0.0
        self._let_go()
        if self._motion and not self._beyond() and abs(speed) >= LEAST_PX_S:
            self._speed = speed
        elif not self._motion:
            self.top = self._within(self.top)
        self._last_s = now_s

    def _turn(self, to: float, now_s: float) -> None:
        self._let_go()
        if self._motion:
            self._glide = (now_s, self.top, to)
        else:
            self.top = to

    def _let_go(self) -> None:
        self._pointer, self._dragging, self._held = None, False, []
        self._speed, self._glide = 0.0, None

    def _within(self, top: float) -> float:
        return min(max(0.0, top), self._scroll.furthest if self._scroll else 0.0)

    def _beyond(self) -> float:
        """Return how far it is pulled beyond one of its ends: less than 0 at the top, more at the end."""
        return self.top - self._within(self.top)
