"""The glass: shows the session's state, and says what the customer did on it. All that the main loop calls."""

from collections.abc import Callable, Sequence
from time import monotonic

import pygame

from terminal.i18n import Catalogue
from terminal.inkline import Nib
from terminal.model.ink import Phase, Sample, Tool
from terminal.session.events import Drew, Touch, Touched, Turned, UndidStroke
from terminal.session.states import State
from terminal.typeset import Typesetter

from .canvas import FULL, Canvas, merged
from .frame import Frame
from .galley import Galleys
from .items import Screen
from .motions import Motions
from .pen import Pen
from .rect import Rect
from .screens import make_screen
from .sheet import Sheet
from .touch import Fingers, button_at
from .window import Source, Window

PATIENCE_S = 0.002
"""So long one call may go on breaking a long text into lines; the rest follows in the next."""
VEIL = 90
"""How much of the picture's light (of 255) is left on a glass that goes dim without a backlight."""


class Glass:
    """One picture in one or more windows of the same size; the first is drawn on, the others show the same."""

    def __init__(
        self,
        windows: Sequence[Window],
        typesetter: Typesetter,
        catalogue: Catalogue,
        dots_per_mm: float,
        sources: Sequence[Source] = (),
        *,
        motion: bool = True,
        veils: bool = False,
        now_s: Callable[[], float] = monotonic,
    ) -> None:
        """Show nothing yet.

        Args:
            windows: one at least.
            typesetter: sets the screens' words.
            catalogue: has the words of every language of the site.
            dots_per_mm: of the real panel; ink is measured with it, and everything keeps its size by it.
            sources: where touches come from besides the windows.
            motion: whether screens slide, texts glide and what is new draws itself.
            veils: whether the picture itself goes darker when the glass goes dim: it has no backlight to do so.
            now_s: the time of frames, monotonic.

        Raises:
            ValueError: the windows are of different sizes.
        """
        sizes = {window.surface.get_size() for window in windows}
        if len(sizes) != 1:
            raise ValueError(f"The windows of one glass must be of one size, and are of {sorted(sizes)}.")
        self._windows = windows
        self._sources: tuple[Source, ...] = (*windows, *sources)
        surface = windows[0].surface
        width, height = surface.get_size()
        self._frame = Frame(width, height, dots_per_mm, typesetter, catalogue, Galleys(PATIENCE_S))
        self._canvas = Canvas(surface, typesetter, self._frame.unit_px)
        self._canvas.brushes.warm(Nib(dots_per_mm))
        self._pen = Pen(surface, self._canvas.brushes)
        self._motions = Motions(self._canvas, self._frame.unit_px, motion=motion)
        self._veils, self._now_s = veils, now_s
        self._fingers = Fingers(self._frame.unit_px)
        self._screen = Screen(width, height, ())
        self._state: State | None = None
        self._early: list[Sample] = []

    @property
    def screen(self) -> Screen:
        """What is shown now."""
        return self._screen

    @property
    def for_two(self) -> bool:
        """Whether two fingers mean something on what is shown now."""
        return self._screen.leaf is not None

    def show(self, state: State) -> None:
        """Show a state; only what is different from before is drawn."""
        if state is self._state:
            return
        self._state, now_s = state, self._now_s()
        changed = self._motions.settle()
        left = self._motions.leaving(type(state))
        self._screen = make_screen(state, self._frame)
        if self._pen.writing:
            self._screen = self._screen.uncovered()
        if self._veils:
            changed += self._canvas.dim(VEIL if self._screen.asleep else FULL)
        changed += self._motions.show(self._screen, now_s)
        self._fingers.follow(self._screen)
        changed += self._canvas.press(self._fingers.pressed)
        self._pen.follow(self._canvas.sheet, changed)
        changed += self._motions.arrived(left, self._screen, type(state), now_s)
        self._present(merged(changed))

    def filenos(self) -> list[int]:
        """Return what to wait on for touches."""
        return [fileno for source in self._sources if (fileno := source.fileno()) is not None]

    @property
    def must_be_asked(self) -> bool:
        """Whether ``touches`` is to be called soon: touches are here already, or a window cannot be waited on."""
        return bool(self._early) or any(source.fileno() is None for source in self._sources)

    def due_s(self) -> float | None:
        """Return when ``touches`` is to be called though nothing is touched (monotonic): something moves."""
        unset = self._screen.scroll and not self._screen.scroll.whole
        if self._early or unset or self._motions.loupe.has_news:
            return self._now_s()
        return self._motions.due_s

    def touches(self) -> list[Touch]:
        """Take in what was touched: draw live ink, press buttons, and return what the customer did.

        A press ends it: what comes after it is meant for the screen that it makes, and is kept until that is shown.
        """
        done: list[Touch] = []
        pressed = False
        samples = self._early + self._samples()
        while samples and not pressed:
            self._early = []
            changed: list[Rect] = []
            for number, sample in enumerate(samples, 1):
                done += self._take(sample, changed)
                if done and not isinstance(done[-1], Drew | Touched):
                    self._early, pressed = samples[number:], True
                    break
            changed += self._motions.scrolled()
            self._present(merged(changed))
            samples = self._early
        self._move(done)
        return done

    def _move(self, done: list[Touch]) -> None:
        """Draw the next frame of what moves, if it is due; tell of another page that is looked at."""
        if (due_s := self.due_s()) is not None and (now_s := self._now_s()) >= due_s:
            self._present(merged(self._motions.frame(now_s)))
        if (page := self._motions.scroller.turned()) is not None:
            done.append(Turned(page))
        if (news := self._motions.loupe.news()) is not None:
            done.append(news)
        if self._screen.scroll and not self._screen.scroll.whole:
            self._frame.galleys.go_on()
            if self._frame.galleys.whole:
                self._state = None  # all of the text is set, and can be shown

    def close(self) -> None:
        """Close the windows, and stop listening."""
        for source in self._sources:
            source.close()

    def _samples(self) -> list[Sample]:
        return [sample for source in self._sources for sample in source.samples()]

    def _take(self, sample: Sample, changed: list[Rect]) -> list[Touch]:
        """Take one sample in; where it is a finger's first, somebody is there, and nothing slides any more."""
        if (inked := self._pen.goes_on(sample)) is not None:
            changed += inked
            return []
        if sample.phase in {Phase.NEAR, Phase.GONE}:
            return []
        noticed: list[Touch] = []
        if sample.phase is Phase.DOWN:
            changed += self._motions.settle()
            noticed = [self._screen.anywhere] if self._screen.anywhere else []
            if self._screen.asleep:
                return noticed
        return [*noticed, *self._give(sample, changed)]

    def _give(self, sample: Sample, changed: list[Rect]) -> list[Touch]:
        """Give a sample to the pen, to what scrolls, or to the fingers, whichever it belongs to."""
        if sample.tool is Tool.ERASER and sample.phase is Phase.DOWN and self._on_pad(sample):
            return [UndidStroke()]
        writing = self._pen.writing
        inked, drew = self._pen.take(sample, self._sheet_at(sample))
        changed += inked
        if self._pen.writing and not writing:
            changed += self._uncover()
        if drew:
            self._state = None  # whatever the session makes of the stroke, its sheet is to be shown
            return [drew]
        if inked or ((writing or self._pen.writing) and sample.phase is Phase.DOWN):
            return []  # what was ink is nothing else, and a hand that rests beside it presses nothing
        if self._motions.scroller.take(sample, self._now_s()):
            return []
        if self._motions.loupe.take(sample, self._now_s()):
            return []
        touch = self._fingers.take(sample, self._screen)
        changed += self._canvas.press(self._fingers.pressed)
        return [touch] if touch else []

    def _uncover(self) -> list[Rect]:
        """Take off the pad what lies on it: whoever writes has read it, and ink is to be seen at once."""
        uncovered = self._screen.uncovered()
        if uncovered.items == self._screen.items:
            return []
        self._screen = uncovered
        changed = self._motions.show(self._screen, self._now_s())
        self._fingers.follow(self._screen)
        self._pen.follow(self._canvas.sheet, changed)
        return changed

    def _sheet_at(self, sample: Sample) -> Sheet | None:
        """Return the pad's sheet, unless a button is touched: one that lies on it, or was there an instant ago."""
        begins = sample.phase is Phase.DOWN
        if begins and (button_at(self._screen, sample.x_px, sample.y_px) or self._fingers.echoes(sample)):
            return None
        return self._canvas.sheet

    def _on_pad(self, sample: Sample) -> bool:
        pad = self._screen.pad
        return pad is not None and pad.writable and pad.rect.holds(sample.x_px, sample.y_px)

    def _present(self, changed: list[Rect]) -> None:
        """Show what has changed in every window; what that read of touches cannot be waited on, and is kept."""
        if not changed:
            return
        first = self._windows[0].surface
        has_read = False
        for window in self._windows:
            if window.surface is not first:
                _copy(first, window.surface, changed)
            has_read |= window.present(changed)
        if has_read:
            self._early += self._samples()


def _copy(source: pygame.Surface, target: pygame.Surface, rects: list[Rect]) -> None:
    for rect in rects:
        target.blit(source, rect[:2], rect)
