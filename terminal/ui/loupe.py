"""A page of a document under a customer's fingers: moved, made larger, let glide, turned, and told to the session.

Where it stands while it moves is the glass's own affair, as live ink is; what came to rest is told.
"""

from dataclasses import replace
from math import exp, hypot

from terminal.model.ink import Phase, Sample
from terminal.session.events import Looked, Turned

from .grip import Drag, Pinch
from .leaf import Leaf, Look
from .motion import eased
from .pen import SILENCE_NS
from .scroll import FLING_S, GLIDE_S, LEAST_PX_S
from .touch import GUARD_NS

DOUBLE = 2.0
"""A double tap makes a page so much larger, and one more as it was."""
ENLARGED = 1.2
"""A page that is so much larger than at first counts as made larger."""


class Loupe:
    """How the page on the glass is looked at.

    Args:
        slop_px: a finger that moves less rests.
        near_px: the taps of a double tap are no farther apart.
        motion: whether a page glides; without it, it is at once where it ends.
    """

    def __init__(self, slop_px: float, near_px: float, *, motion: bool = True) -> None:
        self.look = Look(1, 0, 0)
        self._slop_px, self._near_px, self._motion = slop_px, near_px, motion
        self._leaf: Leaf | None = None
        self._fingers: dict[int, Sample] = {}
        self._drag: Drag | None = None
        self._pinch: Pinch | None = None
        self._tap: Sample | None = None
        self._speed = (0.0, 0.0)
        self._glide: tuple[float, Look, Look] | None = None
        self._last_s = 0.0
        self._told: Looked | None = None
        self._turned: int | None = None

    @property
    def has_page(self) -> bool:
        """Whether there is any page to look at."""
        return self._leaf is not None

    @property
    def moving(self) -> bool:
        """Whether the page moves by itself, and wants another frame."""
        return self._leaf is not None and bool(self._glide or any(self._speed))

    @property
    def still(self) -> bool:
        """Whether the page has come to rest, and nobody holds it."""
        return not (self.moving or self._fingers)

    @property
    def has_news(self) -> bool:
        """Whether there is something to be told at once."""
        return self._turned is not None or (self._news() is not None)

    def follow(self, leaf: Leaf | None, now_s: float) -> Look | None:
        """Take up what the screen shows now: another page, another part of it, or the same; return the look."""
        before, self._leaf = self._leaf, leaf
        if leaf is None:
            self._let_go()
            self._told = None
            return None
        if before is None or before.key != leaf.key:
            self._let_go()
            self.look, self._told = leaf.looked_at, None
        elif before.page != leaf.page:
            self._turn(before, leaf, now_s)
        elif before.rect != leaf.rect:
            self._let_go()
            self.look = leaf.at_rest(self.look)
        elif (leaf.seen, leaf.page_px) != (before.seen, before.page_px) and not self._is_told(leaf):
            self._go_to(leaf.looked_at, now_s)
        return self.look

    def take(self, sample: Sample, now_s: float) -> bool:
        """Take one sample in; return whether it belongs to a finger that holds the page."""
        leaf = self._leaf
        if leaf is None:
            return False
        if sample.phase is Phase.DOWN and leaf.rect.holds(sample.x_px, sample.y_px):
            self._grasp(leaf, sample)
            return True
        if sample.pointer not in self._fingers:
            return False
        self._fingers[sample.pointer] = sample
        if self._pinch and len(self._fingers) == 2:
            self.look = self._pinch.moved(*self._fingers.values())
        elif self._drag:
            self.look = self._drag.moved(sample)
        if sample.phase in {Phase.UP, Phase.CANCEL, Phase.LOST}:
            self._release(leaf, sample, now_s)
        return True

    def frame(self, now_s: float) -> None:
        """Move as far as it goes until ``now_s``."""
        passed_s, self._last_s = max(0.0, now_s - self._last_s), now_s
        if self._leaf is None:
            return
        if self._glide:
            began_s, start, end = self._glide
            done = min(1.0, (now_s - began_s) / GLIDE_S)
            self.look = start.towards(end, eased(done)) if done < 1 else end
            if done >= 1:
                self._glide = None
        elif any(self._speed):
            self._fly(self._leaf, passed_s)

    def news(self) -> Looked | Turned | None:
        """Return what the session does not know yet: a page that was turned to, or how the page came to rest."""
        if self._turned is not None:
            turned, self._turned = Turned(self._turned), None
            return turned
        looked = self._news()
        self._told = looked or self._told
        return looked

    def _news(self) -> Looked | None:
        leaf = self._leaf
        if leaf is None or not self.still:
            return None
        looked = Looked(leaf.page, leaf.seen_of(self.look), round(self.look.wide_px), bool(leaf.pictures))
        return looked if looked != self._told else None

    def _is_told(self, leaf: Leaf) -> bool:
        told = self._told
        return told is not None and (told.seen, told.page_px) == (leaf.seen, leaf.page_px)

    def _grasp(self, leaf: Leaf, sample: Sample) -> None:
        """A finger is on the page: it stands still. A second one takes hold of it as well."""
        held = {
            pointer: finger
            for pointer, finger in self._fingers.items()
            if sample.t_ns - finger.t_ns <= SILENCE_NS and pointer != sample.pointer
        }
        self._let_go()
        if len(held) > 1:
            self._fingers = held
            return
        self._fingers = {**held, sample.pointer: sample}
        if held:
            self._pinch, self._tap = Pinch(leaf, self.look, *self._fingers.values()), None
        else:
            self._drag = Drag(leaf, self.look, sample, self._slop_px)

    def _release(self, leaf: Leaf, sample: Sample, now_s: float) -> None:
        drag = self._drag
        rest = {pointer: each for pointer, each in self._fingers.items() if pointer != sample.pointer}
        self._let_go()
        self._fingers = rest
        if rest:
            return  # the other finger of two holds the page until it is lifted as well
        lifted = drag is not None and sample.phase is Phase.UP
        if drag and lifted and drag.begun and not drag.turning:
            self._speed = drag.speed(sample) if self._motion else (0.0, 0.0)
            if self.look.wide_px <= leaf.rect.w:
                self._speed = (0.0, self._speed[1])
        if drag and lifted:
            self._turned = drag.turned(sample)
            if not drag.begun and self._taps_twice(leaf, sample, now_s):
                return
        self._last_s = now_s
        if hypot(*self._speed) < LEAST_PX_S:
            self._go_to(leaf.at_rest(self.look), now_s)

    def _taps_twice(self, leaf: Leaf, sample: Sample, now_s: float) -> bool:
        """Make the page larger where it was tapped twice, or as it was at first."""
        first, self._tap = self._tap, sample
        if first is None or sample.t_ns - first.t_ns >= GUARD_NS:
            return False
        if hypot(sample.x_px - first.x_px, sample.y_px - first.y_px) > self._near_px:
            return False
        self._tap = None
        wanted = leaf.first_px if self.look.wide_px > ENLARGED * leaf.first_px else DOUBLE * leaf.first_px
        x, y = sample.x_px - leaf.rect.x, sample.y_px - leaf.rect.y
        self._go_to(leaf.at_rest(leaf.enlarged(self.look, wanted / self.look.wide_px, x, y)), now_s)
        return True

    def _fly(self, leaf: Leaf, passed_s: float) -> None:
        """Let the page go on as it was flung, slower and slower, to where it ends."""
        kept = exp(-passed_s / FLING_S)
        way = FLING_S * (1 - kept)
        across, down = self._speed
        self.look = replace(self.look, left=self.look.left + across * way, top=self.look.top + down * way)
        within = leaf.at_rest(self.look)
        across = 0.0 if abs(within.left - self.look.left) >= 1 else across * kept
        down = 0.0 if abs(within.top - self.look.top) >= 1 else down * kept
        self._speed = (across, down)
        if hypot(across, down) < LEAST_PX_S:
            self._speed = (0.0, 0.0)
            self._go_to(within, self._last_s)

    def _turn(self, before: Leaf, leaf: Leaf, now_s: float) -> None:
        """Show another page as large as the one before, from its top."""
        wide_px = self.look.wide_px / before.first_px * leaf.first_px
        left = leaf.at_rest(replace(self.look, wide_px=wide_px, top=0)).left
        end = leaf.at_rest(Look(round(wide_px), left, 0))
        self._let_go()
        way = (1 if leaf.page > before.page else -1) * (-1 if leaf.from_right else 1)
        self.look = replace(end, left=end.left - way * leaf.rect.w)
        self._go_to(end, now_s)

    def _go_to(self, look: Look, now_s: float) -> None:
        self._let_go()
        if self._motion and self.look.apart(look) >= 1:
            self._glide = (now_s, self.look, look)
        else:
            self.look = look

    def _let_go(self) -> None:
        self._fingers, self._drag, self._pinch = {}, None, None
        self._speed, self._glide = (0.0, 0.0), None
