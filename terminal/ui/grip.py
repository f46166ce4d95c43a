"""Fingers on a page: one moves it or turns it, two make it larger or smaller; each grip says how it is looked at."""

from dataclasses import replace
from math import hypot

from terminal.model.ink import Sample

from .leaf import Leaf, Look
from .scroll import FRESH_NS, GIVE

TURNS = 0.2
"""A page that was dragged aside by this part of its room is turned, and one that was flung."""
FLUNG = 1.2
"""Faster than so many rooms a second is flung."""


class Drag:
    """One finger that moves a page up and down, a large one in every direction, or drags it aside to turn it."""

    def __init__(self, leaf: Leaf, look: Look, sample: Sample, slop_px: float) -> None:
        """Take hold of the page where the finger is; it rests until it has moved by ``slop_px``."""
        self.begun = False
        self.turning = False
        self._leaf, self._look, self._slop_px = leaf, look, slop_px
        self._start = sample
        self._held = [sample]

    def moved(self, sample: Sample) -> Look:
        """Return how the page is looked at, now that the finger is there."""
        across, down = sample.x_px - self._start.x_px, sample.y_px - self._start.y_px
        if not self.begun:
            if hypot(across, down) < self._slop_px:
                return self._look
            self.begun = True
            self.turning = abs(across) > abs(down) and self._is_at_the_edge(across)
            self._start, across, down = sample, 0.0, 0.0
        self._held = [held for held in self._held if sample.t_ns - held.t_ns <= FRESH_NS]
        self._held.append(sample)
        look = self._look
        if self.turning:
            may = self.turn_of(across) is not None
            return replace(look, left=look.left - (across if may else across / GIVE))
        wanted = replace(look, left=look.left - (across if self._is_wide() else 0), top=look.top - down)
        within = self._leaf.at_rest(wanted)
        return Look(
            look.wide_px,
            within.left + (wanted.left - within.left) / GIVE,
            within.top + (wanted.top - within.top) / GIVE,
        )

    def speed(self, sample: Sample) -> tuple[float, float]:
        """Return how fast the page is let go of, in pixels a second to the right and down."""
        first = next((held for held in self._held if sample.t_ns - held.t_ns <= FRESH_NS), sample)
        if not self.begun or sample.t_ns <= first.t_ns:
            return 0.0, 0.0
        passed_s = (sample.t_ns - first.t_ns) / 1e9
        return (first.x_px - sample.x_px) / passed_s, (first.y_px - sample.y_px) / passed_s

    def turned(self, sample: Sample) -> int | None:
        """Return the page that was turned to by letting go, if any."""
        across = sample.x_px - self._start.x_px
        speed, room = -self.speed(sample)[0], self._leaf.rect.w
        far = abs(across) > TURNS * room or (abs(speed) > FLUNG * room and speed * across > 0)
        return self.turn_of(across) if self.turning and far else None

    def turn_of(self, across: float) -> int | None:
        """Return the page that comes where this one is dragged to that side, None where there is none."""
        leaf = self._leaf
        forward = (across < 0) != leaf.from_right
        if forward:
            return leaf.page + 1 if leaf.forward else None
        return leaf.page - 1 if leaf.back else None

    def _is_wide(self) -> bool:
        return self._look.wide_px > self._leaf.rect.w

    def _is_at_the_edge(self, across: float) -> bool:
        """Return whether the page cannot be moved to that side, so that dragging it there turns it."""
        if not self._is_wide():
            return True
        furthest = round(self._look.wide_px - self._leaf.rect.w)
        return self._look.left >= furthest if across < 0 else self._look.left <= 0


class Pinch:
    """Two fingers: what is under them stays under them."""

    def __init__(self, leaf: Leaf, look: Look, one: Sample, other: Sample) -> None:
        """Take hold of the page with both."""
        self._leaf, self._look = leaf, look
        self._apart = max(1.0, _apart(one, other))
        self._middle = _middle(one, other)

    def moved(self, one: Sample, other: Sample) -> Look:
        """Return how the page is looked at, now that the fingers are there."""
        x, y = self._middle[0] - self._leaf.rect.x, self._middle[1] - self._leaf.rect.y
        largest = self._leaf.at_rest(replace(self._look, wide_px=1e6)).wide_px
        least = self._leaf.whole_px / 1.2
        wide_px = self._look.wide_px * _apart(one, other) / self._apart
        factor = min(max(wide_px, least), largest) / self._look.wide_px
        look = self._leaf.enlarged(self._look, factor, x, y)
        now_x, now_y = _middle(one, other)
        return replace(
            look, left=look.left - (now_x - self._middle[0]), top=look.top - (now_y - self._middle[1])
        )


def _apart(one: Sample, other: Sample) -> float:
    return hypot(one.x_px - other.x_px, one.y_px - other.y_px)


def _middle(one: Sample, other: Sample) -> tuple[float, float]:
    return (one.x_px + other.x_px) / 2, (one.y_px + other.y_px) / 2
