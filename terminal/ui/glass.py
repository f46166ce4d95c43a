"""The glass: shows the session's state, and says what the customer did on it. All that the main loop calls."""

from collections.abc import Sequence

import pygame

from terminal.i18n import Catalogue
from terminal.inkline import Nib
from terminal.model.ink import Phase, Sample, Tool
from terminal.session.events import Touch, UndidStroke
from terminal.session.states import State
from terminal.typeset import Typesetter

from .canvas import Canvas, merged
from .frame import Frame
from .items import Screen
from .pen import Pen
from .rect import Rect
from .screens import make_screen
from .touch import Fingers
from .window import Source, Window


class Glass:
    """One picture in one or more windows of the same size; the first is drawn on, the others show the same."""

    def __init__(
        self,
        windows: Sequence[Window],
        typesetter: Typesetter,
        catalogue: Catalogue,
        dots_per_mm: float,
        sources: Sequence[Source] = (),
    ) -> None:
        """Show nothing yet.

        Args:
            windows: one at least.
            typesetter: sets the screens' words.
            catalogue: has the words of every language of the site.
            dots_per_mm: of the real panel; ink is measured with it, and everything keeps its size by it.
            sources: where touches come from besides the windows.

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
        self._frame = Frame(width, height, dots_per_mm, typesetter, catalogue)
        self._canvas = Canvas(surface, typesetter, self._frame.unit_px)
        self._canvas.brushes.warm(Nib(dots_per_mm))
        self._pen = Pen(surface, self._canvas.brushes)
        self._fingers = Fingers()
        self._screen = Screen(width, height, ())
        self._state: State | None = None
        self._early: list[Sample] = []

    @property
    def screen(self) -> Screen:
        """What is shown now."""
        return self._screen

    def show(self, state: State) -> None:
        """Show a state; only what is different from before is drawn."""
        if state is self._state:
            return
        self._state = state
        self._screen = make_screen(state, self._frame)
        changed = self._canvas.show(self._screen)
        self._fingers.follow(self._screen)
        changed += self._canvas.press(self._fingers.pressed)
        self._pen.follow(self._canvas.sheet, changed)
        self._present(changed)
        # Showing may have read touches from a display's connection, which then cannot be waited on for them.
        self._early += self._samples()

    def filenos(self) -> list[int]:
        """Return what to wait on for touches."""
        return [fileno for source in self._sources if (fileno := source.fileno()) is not None]

    @property
    def must_be_asked(self) -> bool:
        """Whether ``touches`` is to be called soon: touches are here already, or a window cannot be waited on."""
        return bool(self._early) or any(source.fileno() is None for source in self._sources)

    def touches(self) -> list[Touch]:
        """Take in what was touched: draw live ink, press buttons, and return what the customer did."""
        done: list[Touch] = []
        # Showing may read from a display's connection, so ask until there is nothing: then it may be waited on.
        while samples := self._early + self._samples():
            self._early = []
            changed: list[Rect] = []
            for sample in samples:
                done += self._take(sample, changed)
            self._present(merged(changed))
        return done

    def close(self) -> None:
        """Close the windows, and stop listening."""
        for source in self._sources:
            source.close()

    def _samples(self) -> list[Sample]:
        return [sample for source in self._sources for sample in source.samples()]

    def _take(self, sample: Sample, changed: list[Rect]) -> list[Touch]:
        """Give a sample to the pen, and to the fingers where it is no ink."""
        if sample.phase in {Phase.NEAR, Phase.GONE}:
            return []
        if sample.tool is Tool.ERASER and sample.phase is Phase.DOWN and self._on_pad(sample):
            return [UndidStroke()]
        writing = self._pen.writing
        inked, drew = self._pen.take(sample, self._canvas.sheet)
        changed += inked
        if drew:
            self._state = None  # whatever the session makes of the stroke, its sheet is to be shown
            return [drew]
        if (writing or self._pen.writing) and sample.phase is Phase.DOWN:
            return []  # a hand that rests on the glass while it writes presses nothing
        touch = self._fingers.take(sample, self._screen)
        changed += self._canvas.press(self._fingers.pressed)
        return [touch] if touch else []

    def _on_pad(self, sample: Sample) -> bool:
        pad = self._screen.pad
        return pad is not None and pad.writable and pad.rect.holds(sample.x_px, sample.y_px)

    def _present(self, changed: list[Rect]) -> None:
        """Show what has changed in every window."""
        if not changed:
            return
        first = self._windows[0].surface
        for window in self._windows:
            if window.surface is not first:
                _copy(first, window.surface, changed)
            window.present(changed)


def _copy(source: pygame.Surface, target: pygame.Surface, rects: list[Rect]) -> None:
    for rect in rects:
        target.blit(source, rect[:2], rect)
