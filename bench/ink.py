"""Ink: from a sample to the line on the glass."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import hypot
from pathlib import Path
from statistics import mean
from time import perf_counter

import pygame

from terminal.i18n import Catalogue
from terminal.model.ink import Phase, Sample, Stroke
from terminal.typeset import Typesetter
from terminal.ui.framebuffer import GlassPeer
from terminal.ui.glass import Glass
from terminal.ui.handwriting import LATIN_NAME, write
from terminal.ui.items import Pad
from terminal.ui.palette import LIGHT
from terminal.ui.slate import Slate
from terminal.ui.storyboard import storyboard
from terminal.ui.theme import BASE_DOTS_PER_MM, Colour
from terminal.ui.window import FramebufferWindow, Window

from .rounds import Round, Row, interleave

SIZE = (800, 480)
ROUNDS = 30
LINE_PX = 5
"""What the pen's line is on this glass, about."""


def measure() -> Iterator[Row]:
    """Write one name again and again, a sample at a time, as a panel gives them."""
    plain = "pygame.draw.line"
    slate = Slate(*SIZE)
    slated = _glass(slate)

    def put(sample: Sample) -> None:
        slate.waiting.append(sample)

    slated.show(dict(storyboard("en"))["signing"])
    samples = _name(next(item for item in slated.screen.items if isinstance(item, Pad)))
    with tempfile.TemporaryDirectory(prefix="signpost-") as folder:
        desked = _glass(FramebufferWindow(Path(folder), *SIZE))
        peer = GlassPeer(Path(folder))
        contenders = {
            "slate": _pen(slated, samples, put, slate.presented.clear),
            "desk": _pen(desked, samples, lambda sample: peer.send([sample]), peer.changes),
            plain: _lines(samples),
        }
        rounds = interleave(contenders, ROUNDS)
        peer.close()
        desked.close()
    apart = mean(hypot(b.x_px - a.x_px, b.y_px - a.y_px) for a, b in pairwise(samples))
    yield rounds.row(f"a point of a live line, {apart:.0f} px from the last", "slate", "µs", plain)
    yield rounds.row("the same in a framebuffer file, from and to its sockets", "desk", "µs", plain)


def _glass(window: Window) -> Glass:
    return Glass([window], Typesetter(), Catalogue(), BASE_DOTS_PER_MM)


def _name(pad: Pad) -> list[Sample]:
    """Return the samples of a name that fills most of a pad."""
    units_per_px = 100 / pad.dots_per_mm
    width, height = pad.rect.w * units_per_px, pad.rect.h * units_per_px
    strokes = write(LATIN_NAME, width * 0.2, height * 0.2, width * 0.58)
    return [sample for stroke in strokes for sample in _samples(stroke, pad)]


def _samples(stroke: Stroke, pad: Pad) -> Iterator[Sample]:
    px_per_unit = pad.dots_per_mm / 100
    last = len(stroke.points) - 1
    for number, point in enumerate(stroke.points):
        phase = Phase.DOWN if number == 0 else Phase.UP if number == last else Phase.MOVE
        x, y = pad.rect.x + point.x * px_per_unit, pad.rect.y + point.y * px_per_unit
        yield Sample(phase, 0, x, y, point.t_ns)


def _pen(
    glass: Glass, samples: list[Sample], put: Callable[[Sample], object], look: Callable[[], object]
) -> Round:
    """Return a round that writes on an empty pad; only what the glass does with a sample is timed."""
    empty = dict(storyboard("en"))["signing"]

    def once() -> float:
        glass.show(empty)
        seconds = 0.0
        for sample in samples:
            put(sample)
            begun = perf_counter()
            drew = glass.touches()
            seconds += perf_counter() - begun
            assert bool(drew) == (sample.phase is Phase.UP)
            look()
        return seconds / len(samples)

    return once


def _lines(samples: list[Sample]) -> Round:
    """Return a round that joins the same points by jagged lines, and does nothing else."""
    surface = pygame.Surface(SIZE, 0, 32)
    ink = pygame.Color(LIGHT[Colour.INK])

    def once() -> float:
        surface.fill(LIGHT[Colour.PAPER])
        seconds = 0.0
        before = samples[0]
        for sample in samples:
            begun = perf_counter()
            start = sample if sample.phase is Phase.DOWN else before
            pygame.draw.line(surface, ink, (start.x_px, start.y_px), (sample.x_px, sample.y_px), LINE_PX)
            seconds += perf_counter() - begun
            before = sample
        return seconds / len(samples)

    return once
