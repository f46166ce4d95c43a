"""Screens: from a state to the glass."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from time import perf_counter

from terminal.i18n import Catalogue
from terminal.session.states import Signing, State
from terminal.typeset import Typesetter
from terminal.ui.canvas import Canvas
from terminal.ui.frame import Frame
from terminal.ui.gallery import SIZES
from terminal.ui.glass import Glass
from terminal.ui.items import Screen
from terminal.ui.palette import LIGHT
from terminal.ui.screens import make_screen
from terminal.ui.slate import Slate
from terminal.ui.storyboard import storyboard
from terminal.ui.theme import Colour

from .rounds import PER_SECOND, Round, Row, figure, interleave, timed

PANELS = ((800, 480), (1280, 720))
LANGUAGE = "zh-CN"
STEPS = ("idle", "sale", "choosing", "signing", "signing-ink", "checking", "saving", "thanks")
"""One signing, screen after screen."""
ROUNDS = 15
TICKS = 20


def measure() -> Iterator[Row]:
    """Walk through one signing on a small panel and on a large one."""
    typesetter, catalogue = Typesetter(), Catalogue()
    for width, height in PANELS:
        frame = Frame(width, height, SIZES[width, height], typesetter, catalogue)
        yield from _on(frame)


def _on(frame: Frame) -> Iterator[Row]:
    slate = Slate(frame.width, frame.height)
    glass = Glass([slate], frame.typesetter, frame.catalogue, frame.dots_per_mm)
    states = {name: state for name, state in storyboard(LANGUAGE) if name in STEPS}
    empty = Slate(frame.width, frame.height).surface
    slowest: dict[str, list[float]] = {name: [] for name in STEPS}
    plain = "filling it with one colour"
    contenders = {
        "anew": _anew(frame, states),
        "again": _again(frame, states),
        "next": _next(glass, states, slowest),
        "tick": _tick(glass, states["signing"]),
        plain: timed(lambda: empty.fill(LIGHT[Colour.PAPER])),
    }
    rounds = interleave(contenders, ROUNDS)
    panel = f"{frame.width}×{frame.height}"
    yield rounds.row(f"{panel}: every pixel anew, nothing remembered", "anew", "ms", plain)
    yield rounds.row(f"{panel}: a whole screen with ink (checking), words at hand", "again", "ms", plain)
    yield rounds.row(f"{panel}: the next screen of a signing", "next", "ms", plain)
    name, seconds = max(((name, median(times)) for name, times in slowest.items()), key=lambda one: one[1])
    against = f"{plain}, {figure(rounds.median(plain) * 1e3)} ms"
    yield Row(
        f"{panel}: the slowest of them ({name})",
        seconds * PER_SECOND["ms"],
        "ms",
        against,
        seconds / rounds.median(plain),
    )
    yield rounds.row(f"{panel}: a second less on the countdown", "tick", "ms", plain)


def _anew(frame: Frame, states: dict[str, State]) -> Round:
    """Return a round that draws each screen on a canvas that has drawn nothing before."""
    screens = [make_screen(state, frame) for state in states.values()]

    def once() -> float:
        seconds = 0.0
        for screen in screens:
            canvas = Canvas(Slate(frame.width, frame.height).surface, frame.typesetter, frame.unit_px)
            begun = perf_counter()
            canvas.show(screen)
            seconds += perf_counter() - begun
        return seconds / len(screens)

    return once


def _again(frame: Frame, states: dict[str, State]) -> Round:
    """Return a round that draws the screen with the most ink on an empty glass, its words drawn before."""
    canvas = Canvas(Slate(frame.width, frame.height).surface, frame.typesetter, frame.unit_px)
    empty, checking = Screen(frame.width, frame.height, ()), make_screen(states["checking"], frame)

    def once() -> float:
        canvas.show(empty)
        begun = perf_counter()
        canvas.show(checking)
        return perf_counter() - begun

    return once


def _next(glass: Glass, states: dict[str, State], every: dict[str, list[float]]) -> Round:
    """Return a round that lays out and shows one screen after the other, noting what each took."""

    def once() -> float:
        seconds = 0.0
        for name in STEPS:
            begun = perf_counter()
            glass.show(states[name])
            took = perf_counter() - begun
            every[name].append(took)
            seconds += took
        return seconds / len(STEPS)

    return once


def _tick(glass: Glass, signing: State) -> Round:
    """Return a round of seconds that pass while somebody signs."""
    assert isinstance(signing, Signing)
    passing = [
        replace(signing, session=replace(signing.session, remaining_s=60 - second)) for second in range(TICKS)
    ]

    def once() -> float:
        glass.show(signing)
        begun = perf_counter()
        for state in passing:
            glass.show(state)
        return (perf_counter() - begun) / TICKS

    return once
