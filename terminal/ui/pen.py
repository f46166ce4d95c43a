"""The live pen: ink appears under the finger at once, and every sample is kept as the panel gave it."""

import pygame

from terminal.inkline import Curve, Line
from terminal.model.ink import Phase, Point, Sample, Stroke
from terminal.session.events import Drew

from .brushes import Brushes, within
from .rect import Rect
from .sheet import Sheet

SILENCE_NS = 3_000_000_000
"""A pointer that said nothing for so long has left, though its pen-up never came: another one may write."""


class Pen:
    """One stroke at a time, by the pointer that began it; other pointers make no ink meanwhile."""

    def __init__(self, glass: pygame.Surface, brushes: Brushes) -> None:
        """Draw on ``glass`` (the surface that a canvas shows its screens on)."""
        self._glass = glass
        self._brushes = brushes
        self._live: LiveStroke | None = None

    @property
    def writing(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._live is not None

    def take(self, sample: Sample, sheet: Sheet | None) -> tuple[list[Rect], Drew | None]:
        """Take one sample in; return where the glass changed, and the stroke when it is finished.

        Args:
            sample: of any pointer, anywhere; those that are not this pen's business are passed over.
            sheet: of the screen's pad, if it has one.
        """
        live, left_behind = self._live, None
        if live and live.given_up_by(sample):
            left_behind, live, self._live = Drew(live.finished(broken=True)), None, None
        if live is None:
            if sheet is None or sample.phase is not Phase.DOWN or not _on_pad(sample, sheet):
                return [], left_behind
            live = self._live = LiveStroke(sample.pointer, sheet, self._glass, self._brushes)
            return live.draw(sample), left_behind
        if sample.pointer != live.pointer:
            return [], None
        if sample.phase is Phase.CANCEL:
            self._live = None
            return live.taken_back(), None
        if sample.phase is Phase.LOST:
            self._live = None
            return [], Drew(live.finished(broken=True))
        changed = live.draw(sample)
        if sample.phase is not Phase.UP:
            return changed, None
        self._live = None
        return changed, Drew(live.finished())

    def goes_on(self, sample: Sample) -> list[Rect] | None:
        """Draw the stroke on and return where the glass changed; None for all but a move of its own pointer."""
        live = self._live
        if live is None or sample.phase is not Phase.MOVE or sample.pointer != live.pointer:
            return None
        return live.draw(sample)

    def follow(self, sheet: Sheet | None, changed: list[Rect]) -> None:
        """Draw the stroke again where the glass was drawn anew; let it go where its pad is no longer there."""
        live = self._live
        if live is None:
            return
        if sheet is None or not sheet.continues(live.sheet.pad) or not sheet.pad.writable:
            self._live = None
        elif sheet is not live.sheet or any(rect.overlaps(sheet.pad.rect) for rect in changed):
            self._live = live.redrawn(sheet)


class LiveStroke:
    """A stroke while it is drawn.

    The smooth line follows one sample behind the hand. From its end to the last sample a straight tip is drawn
    for now: on the glass alone, so that the next sample can take it back and draw the curve in its place.
    """

    def __init__(self, pointer: int, sheet: Sheet, glass: pygame.Surface, brushes: Brushes) -> None:
        """Begin with no sample, over what is on the sheet."""
        self.pointer = pointer
        self.sheet = sheet
        self._glass = glass
        self._pad = glass.subsurface(sheet.pad.rect)
        self._brushes = brushes
        self._samples: list[Sample] = []
        self._points: list[Point] = []
        self._line = Line(sheet.nib)
        self._settled = sheet.surface.copy()
        self._curves: list[Curve] = []
        self._here: pygame.Rect | None = None  # around the tip and what it stands on

    def draw(self, sample: Sample) -> list[Rect]:
        """Settle the smooth line as far as it is known, draw the tip for now, and return where."""
        point = self._point(sample)
        self._samples.append(sample)
        self._points.append(point)
        step, pad = self.sheet.nib.step, self.sheet.pad.rect
        grown, tip = self._line.add(point), self._line.tip()
        here = pygame.Rect(within((grown, tip)))
        changed = here.union(self._here) if self._here else here
        self._brushes.stamp(self._settled, (grown,), step)
        self._pad.blit(self._settled, changed, changed)
        self._brushes.stamp(self._pad, (tip,), step)
        self._here = here
        self._curves.append(grown)
        changed = changed.move(pad.x, pad.y).clip(pad)
        return [Rect(*changed)] if changed.w and changed.h else []

    def given_up_by(self, sample: Sample) -> bool:
        """Return whether a pen-down shows that this stroke's pen-up was lost on the way."""
        if sample.phase is not Phase.DOWN:
            return False
        return sample.pointer == self.pointer or sample.t_ns - self._samples[-1].t_ns > SILENCE_NS

    def finished(self, *, broken: bool = False) -> Stroke:
        """Return the stroke; its ink goes onto the sheet, so that a next one can begin at once."""
        stroke = Stroke(self._samples[0].tool, tuple(self._points), broken)
        tip = self._line.tip()
        self._brushes.stamp(self._settled, (tip,), self.sheet.nib.step)
        self.sheet.adopt(stroke, self._settled, within((*self._curves, tip)))
        return stroke

    def taken_back(self) -> list[Rect]:
        """Wipe the stroke off the glass: the panel says that it was no touch."""
        self._pad.blit(self.sheet.surface, (0, 0))
        return [self.sheet.pad.rect]

    def redrawn(self, sheet: Sheet) -> "LiveStroke":
        """Return the same stroke, drawn once more on a glass that was drawn anew."""
        again = LiveStroke(self.pointer, sheet, self._glass, self._brushes)
        for sample in self._samples:
            again.draw(sample)
        return again

    def _point(self, sample: Sample) -> Point:
        """Return a sample's place on the pad, in 0.01 mm from its corner."""
        pad = self.sheet.pad
        units_per_px = 100 / pad.dots_per_mm
        return Point(
            (sample.x_px - pad.rect.x) * units_per_px,
            (sample.y_px - pad.rect.y) * units_per_px,
            sample.t_ns,
            sample.pressure,
            sample.tilt,
        )


def _on_pad(sample: Sample, sheet: Sheet) -> bool:
    return sheet.pad.writable and sheet.pad.rect.holds(sample.x_px, sample.y_px)
