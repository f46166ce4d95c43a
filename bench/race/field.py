"""The field: every contender on a display of its own, all writing the same rows in turns."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from math import inf
from operator import methodcaller
from queue import Empty
from subprocess import SubprocessError

from bench.display import Display
from bench.rounds import percentile

from .contenders import Contender
from .hand import Place, Watched, rows
from .workshop import Missing

Starter = Callable[[Display], AbstractContextManager[Contender]]
"""Runs a contender on a display."""

_WARM_HZ = 120
_TRIES = 5
_PROCESS_CLOCK = 2
"""CPUCLOCK_SCHED of <linux/posix-timers.h>: what the scheduler gave to all threads of a process."""


@dataclass(slots=True)
class Score:
    """What a contender did at one pace.

    Attributes:
        watched: what was seen of its ink.
        points: how many were written, and ``kept`` how many of those it kept.
        cpu_s: what its processes used meanwhile.
    """

    watched: Watched = field(default_factory=Watched)
    points: int = 0
    kept: int = 0
    cpu_s: float = 0.0

    def ms(self, percent: int) -> float:
        """Return the milliseconds from motion to ink that ``percent`` of the points stayed below."""
        return percentile(self.watched.ms, percent) if len(self.watched.ms) > 1 else inf

    @property
    def cpu_us(self) -> float:
        """Microseconds of CPU for a point."""
        return self.cpu_s / self.points * 1e6

    @property
    def kept_percent(self) -> float:
        """How many of the points it kept, per cent."""
        return 100 * self.kept / self.points

    @property
    def rested_percent(self) -> float:
        """How often ink reached a pen that rested, per cent."""
        return 100 * sum(self.watched.rested) / len(self.watched.rested)

    @property
    def ended_percent(self) -> float:
        """How often a stroke's last segment was drawn, per cent."""
        return 100 * sum(self.watched.ended) / len(self.watched.ended)


class Entrant:
    """A contender with its paper: writes row below row, and wipes the pad when it is full."""

    def __init__(self, contender: Contender) -> None:
        """Let a contender write on its pad; a first row is for warming up."""
        self._contender = contender
        self._rows = rows(contender.pad)
        self._left = self._rows
        self._written: list[tuple[Place, Score]] = []
        self._warm_up()

    def _warm_up(self) -> None:
        """Write until ink is seen: a browser's canvas may be shown some time after its page is."""
        for _ in range(_TRIES):
            score = Score()
            self.write(_WARM_HZ, 1, score)
            if score.watched.ms:
                return
            self.finish()
        raise TimeoutError("no ink of it is ever seen")

    def write(self, rate_hz: float, count: int, score: Score) -> None:
        """Write some rows, and add what came of it to a score."""
        while count:
            if not self._left:
                self.finish()
            strokes, self._left = self._left[:count], self._left[count:]
            before_s = cpu_s(self._contender.pids)
            score.watched.add(self._contender.hand.write(strokes, rate_hz))
            score.cpu_s += cpu_s(self._contender.pids) - before_s
            self._written += [(place, score) for stroke in strokes for place in stroke]
            count -= len(strokes)

    def finish(self) -> None:
        """Wipe the pad, and add what was kept of it to the scores that it was written for."""
        kept = self._contender.wipe()
        for place, score in self._written:
            score.points += 1
            score.kept += place in kept
        self._written = []
        self._left = self._rows


def race(
    entrants: dict[str, Entrant], paces: Mapping[float, int], gave_up: dict[str, str]
) -> dict[tuple[str, float], Score]:
    """Let everybody write a row in turns, every second time in the opposite order; return all scores.

    Args:
        entrants: by name.
        paces: points a second, and how many rows of them.
        gave_up: takes the names of those who ended before the race did, and why; they have no scores.
    """

    def go(name: str, step: Callable[[Entrant], None]) -> None:
        try:
            if name not in gave_up:
                step(entrants[name])
        except (TimeoutError, LookupError, OSError, SubprocessError) as reason:
            gave_up[name] = str(reason)

    scores = {(name, rate_hz): Score() for name in entrants for rate_hz in paces}
    order = list(entrants)
    for rate_hz, count in paces.items():
        for number in range(count):
            for name in order if number % 2 else reversed(order):
                go(name, methodcaller("write", rate_hz, 1, scores[name, rate_hz]))
    for name in order:
        go(name, Entrant.finish)
    return {key: score for key, score in scores.items() if key[0] not in gave_up}


def cpu_s(pids: Iterable[int]) -> float:
    """Return what all threads of some processes have used of any core, to the nanosecond."""
    total_s = 0.0
    for pid in pids:
        with suppress(OSError):  # it has just ended
            total_s += time.clock_gettime(~pid << 3 | _PROCESS_CLOCK)
    return total_s


@contextmanager
def line_up(starters: Mapping[str, Starter]) -> Iterator[tuple[dict[str, Entrant], dict[str, str]]]:
    """Start contenders, each on a display of its own; give those that came, and why others did not."""
    entrants: dict[str, Entrant] = {}
    missing: dict[str, str] = {}
    with ExitStack() as running:
        for name, start in starters.items():
            try:
                shown = running.enter_context(Display())
                entrants[name] = Entrant(running.enter_context(start(shown)))
            except (Missing, TimeoutError, Empty) as reason:
                missing[name] = str(reason) or "it did not start"
        yield entrants, missing
