"""Rounds: the contenders take turns, so that whatever slows the computer down slows all of them."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

PER_SECOND = {"s": 1.0, "ms": 1e3, "µs": 1e6}
"""How many of a unit of time make a second."""

Round = Callable[[], float]
"""Does one round of work, and returns the seconds that one piece of it took."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        value: in ``unit``, the median of all rounds where it was measured in rounds; None for a line of words.
        against: what it is compared with, and that one's own figure; empty where there is nothing like it.
        ratio: ``value`` over the figure that it is compared with.
    """

    name: str
    value: float | None
    unit: str
    against: str = ""
    ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Rounds:
    """What all rounds of all contenders took, in seconds a piece."""

    seconds: Mapping[str, list[float]]

    def median(self, contender: str) -> float:
        """Return the seconds of a contender's middle round."""
        return median(self.seconds[contender])

    def ratio(self, contender: str, baseline: str) -> float:
        """Return the median of the rounds' own ratios: each round compares what ran within a moment."""
        rounds = zip(self.seconds[contender], self.seconds[baseline], strict=True)
        return median(mine / plain for mine, plain in rounds)

    def row(self, name: str, contender: str, unit: str, baseline: str = "") -> Row:
        """Return the line of a contender, compared with another one, both in a unit of time."""
        value = self.median(contender) * PER_SECOND[unit]
        if not baseline:
            return Row(name, value, unit)
        plain = self.median(baseline) * PER_SECOND[unit]
        return Row(name, value, unit, f"{baseline}, {figure(plain)} {unit}", self.ratio(contender, baseline))

    def rate(self, name: str, contender: str, unit: str, baseline: str) -> Row:
        """Return the line of a contender as pieces a second, compared with another one."""
        against = f"{baseline}, {figure(1 / self.median(baseline))} {unit}"
        return Row(name, 1 / self.median(contender), unit, against, 1 / self.ratio(contender, baseline))


def timed(work: Callable[[], object], pieces: int = 1) -> Round:
    """Return a round of ``work``, which does so many pieces."""

    def once() -> float:
        begun = perf_counter()
        work()
        return (perf_counter() - begun) / pieces

    return once


def interleave(
    contenders: Mapping[str, Round], rounds: int, *, warm: int = 1, collecting: bool = False
) -> Rounds:
    """Let every contender do every round, in turns.

    Args:
        contenders: by name, as the table calls them.
        rounds: how many count. Every second one runs in the opposite order.
        warm: rounds before those, which do not count.
        collecting: leave the garbage collector on, as it is in the product: for the tail of many short
            timings. Else it works between the rounds only.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    order = list(contenders)
    gc.collect()
    gc.freeze()  # what was made before the rounds is not looked through again in each of them
    try:
        for number in range(-warm, rounds):
            gc.collect()
            if not collecting:
                gc.disable()
            for name in order if number % 2 else reversed(order):
                took = contenders[name]()
                if number >= 0:
                    seconds[name].append(took)
            gc.enable()
    finally:
        gc.enable()
        gc.unfreeze()
    return Rounds(seconds)


def percentile(values: list[float], percent: int) -> float:
    """Return the value that ``percent`` of all are below."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def figure(value: float) -> str:
    """Return a number with three digits that count, and no more."""
    if value >= 100:
        return f"{value:,.0f}"
    decimals = 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:.{decimals}f}"
