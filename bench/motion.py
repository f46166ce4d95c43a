"""Motion: what each frame costs of what moves on the glass."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from time import perf_counter

from terminal.i18n import Catalogue
from terminal.model.ink import Phase, Sample
from terminal.session.states import PressingFinger, Reviewing, State
from terminal.typeset import Typesetter
from terminal.ui.gallery import SIZES
from terminal.ui.glass import Glass
from terminal.ui.palette import LIGHT
from terminal.ui.slate import Slate
from terminal.ui.storyboard import storyboard
from terminal.ui.theme import Colour

from .rounds import Round, Row, interleave, timed

PANELS = ((800, 480), (1280, 720))
LANGUAGE = "zh-CN"
ROUNDS = 6
LONGEST = 50_000
"""As many characters as a till may send."""


class Stage:
    """A glass whose frames are due when the benchmark says so."""

    def __init__(self, width: int, height: int) -> None:
        self.slate = Slate(width, height)
        self._now_s = 0.0
        self.glass = Glass(
            [self.slate], Typesetter(), Catalogue(), SIZES[width, height], now_s=lambda: self._now_s
        )

    def opened(self, state: State) -> None:
        """Show a state until nothing moves and all of its text is set."""
        self.glass.show(state)
        while self.glass.due_s() is not None:
            self.moved()
            self.glass.show(state)

    def moved(self) -> float:
        """Draw the next frame, and return the seconds that it took."""
        self._now_s = max(self._now_s, self.glass.due_s() or 0.0)
        begun = perf_counter()
        self.glass.touches()
        return perf_counter() - begun

    def frames(self) -> float:
        """Draw frames until all is at rest; return the seconds that one took."""
        took = []
        while self.glass.due_s() is not None:
            took.append(self.moved())
        return sum(took) / max(1, len(took))


def measure() -> Iterator[Row]:
    """Slide screens, fling a text and close a ring, on a small panel and on a large one."""
    plain = "filling it with one colour"
    for width, height in PANELS:
        stage, states = Stage(width, height), dict(storyboard(LANGUAGE))
        empty = Slate(width, height).surface
        contenders = {
            "slide": _slide(stage, states),
            "fling": _fling(stage, states),
            "ring": _ring(stage, states),
            "slice": _slice(stage, states),
            plain: timed(partial(empty.fill, LIGHT[Colour.PAPER])),
        }
        rounds = interleave(contenders, ROUNDS)
        panel = f"{width}×{height}"
        yield rounds.row(f"{panel}: a frame of a screen sliding in", "slide", "ms", plain)
        yield rounds.row(f"{panel}: a frame of a text flung through", "fling", "ms", plain)
        yield rounds.row(f"{panel}: a frame of the fingerprint's ring", "ring", "ms", plain)
        yield rounds.row(f"{panel}: a slice of {LONGEST:,} characters being set", "slice", "ms", plain)


def _slide(stage: Stage, states: dict[str, State]) -> Round:
    def once() -> float:
        stage.opened(states["choosing"])
        stage.glass.show(states["consenting"])
        return stage.frames()

    return once


def _fling(stage: Stage, states: dict[str, State]) -> Round:
    height = stage.slate.surface.get_height()
    ways = ((Phase.DOWN, 0.6), (Phase.MOVE, 0.5), (Phase.MOVE, 0.35), (Phase.UP, 0.2))

    def once() -> float:
        stage.opened(states["document"])
        stage.slate.waiting += [
            Sample(phase, 0, 300, height * part, (step + 1) * 8_000_000)
            for step, (phase, part) in enumerate(ways)
        ]
        stage.glass.touches()
        return stage.frames()

    return once


def _ring(stage: Stage, states: dict[str, State]) -> Round:
    pressing = states["pressing-lift"]
    assert isinstance(pressing, PressingFinger)

    def once() -> float:
        stage.opened(replace(pressing, fraction=0.2))
        stage.glass.show(replace(pressing, fraction=0.6))
        return stage.frames()

    return once


def _slice(stage: Stage, states: dict[str, State]) -> Round:
    reading = states["document"]
    assert isinstance(reading, Reviewing)
    rounds = iter(range(1_000_000))

    def once() -> float:
        text = (f"{next(rounds)}，" + "每逾期一日，延保期顺延三日。" * LONGEST)[:LONGEST]
        request = replace(reading.session.request, body={LANGUAGE: text})
        state = replace(reading, session=replace(reading.session, request=request))
        stage.glass.show(state)
        took = []
        while (scroll := stage.glass.screen.scroll) and not scroll.whole:
            took.append(stage.moved())
            stage.glass.show(state)
        return sum(took) / max(1, len(took))

    return once
