"""Who writes: one pointer at a time, a pen before any finger, and never the palm of a hand.

Where nothing can be written, and two fingers mean something, a second one may count as well.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from math import hypot

from terminal.model.ink import Phase, Sample, Tool

PENS = {Tool.PEN, Tool.ERASER}
HOVERING = {Phase.NEAR, Phase.GONE}
ENDS = {Phase.UP, Phase.CANCEL, Phase.LOST}

WROTE_MM = 10.0
"""A contact that has strayed farther than this from where it began was writing. A palm slides less as it lands."""

JUMP_MM = 20.0
"""A way that is shorter is no jump, however fast: at 200 Hz two readings may come within a millisecond."""

PEN_FORGOTTEN_NS = 3_000_000_000
"""A pen that is in range but has said nothing for so long lies beside the glass, and silences nobody."""


@dataclass(frozen=True, slots=True)
class PalmLimits:
    """What makes a touch the palm of a hand; 0 switches a rule off.

    Attributes:
        palm_mm: a contact this wide is a palm. Fingertips are 8 to 14 mm wide, a flat thumb 20.
        jump_m_per_s: a contact that moves faster is two, which the panel takes for one. Hands write below 2 m/s.
        rest_mm: a contact that has not moved farther than this, and
        rest_s: lies there so long, is a hand at rest: it gives way to the next one.
    """

    palm_mm: float = 22.0
    jump_m_per_s: float = 5.0
    rest_mm: float = 2.0
    rest_s: float = 0.5


@dataclass(slots=True)
class _Owner:
    """The pointer that writes."""

    down: Sample
    last: Sample
    strayed_px: float = 0.0

    def moved(self, sample: Sample) -> None:
        self.strayed_px = max(self.strayed_px, _apart(self.down, sample))
        self.last = sample

    def ended(self, phase: Phase, t_ns: int) -> Sample:
        return replace(self.last, phase=phase, t_ns=t_ns)


class Arbiter:
    """Lets the samples of one pointer through, from its pen-down to its end, all of them, and nobody else's.

    A pointer that comes late, while another one writes, is passed over until it is lifted. What has been let
    through and turns out to have been a palm is cancelled; what had been writing ends as lost, and stays.
    """

    def __init__(self, limits: PalmLimits, dots_per_mm: float) -> None:
        """Begin with nobody writing."""
        self.limits = limits
        self.two: Callable[[], bool] = lambda: False
        """Says whether a second finger counts now; asked on whatever thread takes samples."""
        self._dots_per_mm = dots_per_mm
        self._owner: _Owner | None = None
        self._second: _Owner | None = None
        self._pens: set[int] = set()
        self._pen_seen_ns = 0

    def take(self, samples: Iterable[Sample]) -> Iterator[Sample]:
        """Yield those samples that count, in their order; hovering is none of them."""
        for sample in samples:
            if sample.tool in PENS:
                yield from self._pen_was_seen(sample)
            if sample.phase is Phase.DOWN:
                yield from self._down(sample)
            elif self._second and self._second.down.pointer == sample.pointer:
                yield self._owned(self._second, sample)
            elif self._owner and self._owner.down.pointer == sample.pointer and sample.phase not in HOVERING:
                yield self._owned(self._owner, sample)

    def _pen_was_seen(self, sample: Sample) -> Iterator[Sample]:
        """Follow which pens are in range; the first to come ends what a finger was doing."""
        self._pen_seen_ns = sample.t_ns
        if sample.phase is Phase.GONE:
            self._pens.discard(sample.pointer)
            return
        self._pens.add(sample.pointer)
        owner = self._owner
        if owner and owner.down.tool is Tool.FINGER:
            yield from self._both_end(owner, sample.t_ns)

    def _down(self, sample: Sample) -> Iterator[Sample]:
        """Let a pointer begin, if it may."""
        owner = self._owner
        for known in (owner, self._second):
            if known and known.down.pointer == sample.pointer:  # its end never came
                self._let_go(known)
                yield known.ended(Phase.LOST, sample.t_ns)
        if sample.tool is Tool.FINGER and (self._silenced(sample.t_ns) or self._is_wide(sample)):
            return
        if self._owner and self._is_second(self._owner, sample):
            self._second = _Owner(sample, sample)
            yield sample
            return
        if self._owner and not self._rests(self._owner, sample.t_ns):
            return
        if self._owner:
            yield self._owner.ended(Phase.CANCEL, sample.t_ns)
        self._owner = _Owner(sample, sample)
        yield sample

    def _owned(self, owner: _Owner, sample: Sample) -> Sample:
        """Return the owner's sample, or its end where it is a palm after all."""
        if sample.tool is Tool.FINGER and sample.phase is Phase.MOVE:
            palm = self._is_wide(sample) and not self._wrote(owner)
            if palm or self._jumped(owner.last, sample):
                self._let_go(owner)
                return owner.ended(self._how_it_ends(owner), sample.t_ns)
        owner.moved(sample)
        if sample.phase in ENDS:
            self._let_go(owner)
        return sample

    def _is_second(self, owner: _Owner, sample: Sample) -> bool:
        """Return whether a finger may take hold beside the one that is there."""
        fingers = owner.down.tool is Tool.FINGER and sample.tool is Tool.FINGER
        return self._second is None and fingers and self.two()

    def _let_go(self, owner: _Owner) -> None:
        """Forget a pointer; the other of two fingers stays."""
        if owner is self._owner:
            self._owner = self._second
        self._second = None

    def _both_end(self, owner: _Owner, t_ns: int) -> Iterator[Sample]:
        for each in (owner, self._second):
            if each:
                yield each.ended(self._how_it_ends(each), t_ns)
        self._owner = self._second = None

    def _how_it_ends(self, owner: _Owner) -> Phase:
        """Return how a finger's stroke ends that it did not end itself."""
        return Phase.LOST if self._wrote(owner) else Phase.CANCEL

    def _wrote(self, owner: _Owner) -> bool:
        return owner.strayed_px > WROTE_MM * self._dots_per_mm

    def _silenced(self, t_ns: int) -> bool:
        return bool(self._pens) and t_ns - self._pen_seen_ns < PEN_FORGOTTEN_NS

    def _is_wide(self, sample: Sample) -> bool:
        limit_px = self.limits.palm_mm * self._dots_per_mm
        return sample.width_px is not None and 0 < limit_px <= sample.width_px

    def _rests(self, owner: _Owner, t_ns: int) -> bool:
        limits = self.limits
        return (
            owner.down.tool is Tool.FINGER
            and 0 < limits.rest_s * 1e9 <= t_ns - owner.down.t_ns
            and owner.strayed_px <= limits.rest_mm * self._dots_per_mm
        )

    def _jumped(self, last: Sample, sample: Sample) -> bool:
        way_mm = _apart(last, sample) / self._dots_per_mm
        most_mm = self.limits.jump_m_per_s * (sample.t_ns - last.t_ns) / 1e6
        return self.limits.jump_m_per_s > 0 and way_mm > max(JUMP_MM, most_mm)


def _apart(a: Sample, b: Sample) -> float:
    """Return how far apart two samples are, in pixels."""
    return hypot(b.x_px - a.x_px, b.y_px - a.y_px)
