"""The race's table."""

import os
from collections.abc import Callable, Iterator, Mapping
from operator import methodcaller

from bench.rounds import Row, figure

from . import contenders
from .field import Score, Starter, line_up, race
from .load import UnderLoad, under_load
from .signpost import signpost
from .workshop import Missing, compiled

OURS, FLOOR, QT, BROWSER = "Signpost", "raw Xlib in C", "PySide6 widget", "Chromium, signature_pad"
TUNED, HANDWRITTEN = "the same, tuned", "Chromium, hand-written page"

STARTERS: Mapping[str, Starter] = {
    OURS: signpost,
    FLOOR: contenders.xlib,
    QT: contenders.qt,
    BROWSER: lambda display: contenders.browser(display, "pad.html"),
    TUNED: lambda display: contenders.browser(display, "pad.html#tuned"),
    HANDWRITTEN: lambda display: contenders.browser(display, "handwritten.html"),
}
HZ = 120
SECONDS = 10.0
MOST_ROWS = 16

Scores = Mapping[tuple[str, float], Score]


def measure_race() -> Iterator[Row]:
    """Race, and then write under load."""
    try:
        compiled("hand")
    except Missing as reason:
        yield said(f"no race: {reason}")
        return
    seconds = float(os.environ.get("RACE_S", SECONDS))
    rows = max(4, min(MOST_ROWS, round(seconds)))  # a row at 120 Hz takes about a second
    paces: dict[float, int] = {HZ: rows, 200: max(2, rows // 2), 500: max(2, rows // 2)}
    with line_up(STARTERS) as (entrants, missing):
        scores = race(entrants, paces, missing) if OURS in entrants else {}
    for name, why in missing.items():
        yield said(f"not in the race: {name}, as {why}")
    if (OURS, HZ) in scores:
        yield from latency(scores)
        yield from kept(scores, tuple(paces))
        yield from cost(scores)
    try:
        result = under_load(seconds)
    except (TimeoutError, OSError) as reason:
        yield said(f"not measured under load: {reason}")
    else:
        yield from load_rows(result)


def said(sentence: str) -> Row:
    """Return a line of words alone."""
    return Row(sentence, None, "")


def others(scores: Scores) -> list[str]:
    """Return the names of those who raced besides Signpost."""
    return [name for name in STARTERS if name != OURS and (name, HZ) in scores]


def compared(
    name: str, unit: str, scores: Scores, value: Callable[[Score], float], rate_hz: float = HZ
) -> Iterator[Row]:
    """Yield Signpost's figure, compared with each of the others'."""
    mine = value(scores[OURS, rate_hz])
    for other in others(scores):
        theirs = value(scores[other, rate_hz])
        yield Row(name, mine, unit, f"{other}, {figure(theirs)} {unit}", mine / theirs if theirs else None)
        name = ""


def latency(scores: Scores) -> Iterator[Row]:
    """Yield how long ink takes, and whether it comes at all."""
    for percent in (50, 95, 99):
        name = f"{HZ} Hz, motion to ink there, p{percent}"
        yield from compared(name, "ms", scores, methodcaller("ms", percent))
    yield from compared("ink reaches a resting pen", "%", scores, lambda score: score.rested_percent)
    yield from compared("a stroke's last segment is drawn", "%", scores, lambda score: score.ended_percent)


def kept(scores: Scores, rates_hz: tuple[float, ...]) -> Iterator[Row]:
    """Yield how many points are in what was kept."""
    for rate_hz in rates_hz:
        name = f"points kept at {rate_hz:.0f} Hz"
        yield from compared(name, "%", scores, lambda score: score.kept_percent, rate_hz)


def cost(scores: Scores) -> Iterator[Row]:
    """Yield what a point costs."""
    yield from compared("CPU for a point, all processes", "µs", scores, lambda score: score.cpu_us)


def load_rows(result: UnderLoad) -> Iterator[Row]:
    """Yield what load changes."""
    quiet, loaded = result.quiet, result.loaded
    for percent in (50, 95, 99):
        mine, rest = loaded.ms(percent), quiet.ms(percent)
        name = f"under load, motion to ink there, p{percent}"
        yield Row(name, mine, "ms", f"at rest, {figure(rest)} ms", mine / rest)
    yield Row("under load, points kept", loaded.kept_percent, "%", f"of {loaded.points:,}")
    done = (
        (result.records, "records reached the archive"),
        (result.slips, "slips were printed"),
        (result.impressions, "impressions arrived"),
        (result.pdfs, "PDFs were made"),
    )
    for count, what in done:
        yield Row(f"meanwhile {what}", count, "")
