"""Quality: how often a signature is refused, and something else taken for one."""

from collections.abc import Iterator
from random import Random

from terminal.model.quality import Limits, Verdict
from terminal.session.quality import judge

from .hands import NOT_SIGNED, SIGNED, Maker, a_hand, sampled, swung
from .rounds import Row, interleave, timed

EACH = 1000
SEED = 20_261_123


def measure() -> Iterator[Row]:
    """Judge a thousand of each kind, made by movements that the limits were not set by."""
    for name, maker in SIGNED.items():
        refused, none_is = share_refused(maker, EACH, SEED)
        yield Row(f"{name}, refused", refused * 100, "%", none_is)
    for name, maker in NOT_SIGNED.items():
        refused, _ = share_refused(maker, EACH, SEED)
        yield Row(f"{name}, taken for a signature", (1 - refused) * 100, "%")
    rng = Random(SEED)  # noqa: S311 (nothing secret)
    long = sampled(SIGNED["Chinese characters"](rng), a_hand(rng), rng)
    rounds = interleave({"judge": timed(lambda: judge(long, Limits()))}, 30)
    points = sum(1 for _ in long.points())
    yield rounds.row(f"judging {points} points", "judge", "µs")


def share_refused(maker: Maker, count: int, seed: int) -> tuple[float, str]:
    """Return which share of a kind is refused, and for which reason most of it."""
    rng = Random(seed)  # noqa: S311 (nothing secret)
    verdicts = [judge(swung(maker, rng), Limits()) for _ in range(count)]
    refused = [verdict for verdict in verdicts if verdict is not Verdict.FINE]
    most = max(set(refused), key=refused.count, default=None)
    return len(refused) / count, f"most often: {most}" if most else ""
