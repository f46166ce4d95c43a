"""What is a signature, and what is not: by examples, and by the rates of many hands that nobody has."""

from itertools import pairwise
from random import Random

import pytest

from bench.hands import DRAWN, NOT_SIGNED, SIGNED, drawn
from bench.quality import share_refused
from terminal.model.ink import Ink, Point, Stroke, Tool
from terminal.model.quality import Limits, Verdict
from terminal.session.quality import judge, measure

PAD = (14_000.0, 6_000.0)
LIMITS = Limits()
EACH = 100
SEED = 3
"""Neither the seed that the bench prints its rates for, nor one that limits were set by."""


def ink(*ways: list[tuple[float, float]]) -> Ink:
    """Return strokes through places in millimetres, a point every half millimetre."""
    strokes = []
    for way in ways:
        points = [Point(way[0][0] * 100, way[0][1] * 100, 0)]
        for (ax, ay), (bx, by) in pairwise(way):
            parts = max(1, round(2 * max(abs(bx - ax), abs(by - ay))))
            for i in range(1, parts + 1):
                x, y = ax + (bx - ax) * i / parts, ay + (by - ay) * i / parts
                points.append(Point(x * 100, y * 100, len(points) * 8_000_000))
        strokes.append(Stroke(Tool.FINGER, tuple(points)))
    return Ink(*PAD, tuple(strokes))


@pytest.mark.parametrize(
    ("signed", "verdict"),
    [
        (ink(), Verdict.EMPTY),
        (ink([(50, 30)]), Verdict.DOT),
        (ink([(50, 30), (52, 31)], [(90, 30), (91, 31), (90, 32)]), Verdict.DOT),
        (ink([(0.5, 10), (0.8, 45), (0.4, 12)]), Verdict.OFF_AREA),
        (ink([(20, -8), (40, -3), (60, -9), (80, -2), (85, 4)]), Verdict.OFF_AREA),
        (ink([(50, 30), (54, 33), (50, 35), (54, 34)]), Verdict.SMALL),
        (ink([(50, 30), (58, 30.5)]), Verdict.SHORT),
        (ink([(20, 30), (90, 33)]), Verdict.STRAIGHT),
        (ink([(20, 30), (90, 30), (20, 31)]), Verdict.STRAIGHT),
        (ink([(20, 20), (40, 26), (60, 29), (80, 29)]), Verdict.FEW_TURNS),
        (ink([(20, 20), (60, 20)], [(20, 35), (60, 35)]), Verdict.FEW_TURNS),
        (ink([(20, 20), (40, 40)], [(40, 20), (20, 40)]), Verdict.FINE),
        (ink([(20, 30), (24, 36), (36, 18)]), Verdict.FINE),
        (ink([(20, 30), (60, 30), (60, 45), (52, 44)]), Verdict.FINE),
    ],
    ids=[
        "empty", "a tap", "two taps", "along the edge", "outside", "tiny", "short", "a line", "there and back",
        "a bow", "two lines", "a cross", "a tick", "a hook",
    ],
)  # fmt: skip
def test_ink_is_what_it_looks_like(signed: Ink, verdict: Verdict) -> None:
    assert judge(signed, LIMITS) is verdict


@pytest.mark.parametrize("name", DRAWN)
def test_an_ordinary_signature_is_hardly_ever_refused(name: str) -> None:
    rng = Random(SEED)
    refused = [judge(drawn(name, rng), LIMITS) for _ in range(EACH)]
    assert sum(verdict is not Verdict.FINE for verdict in refused) <= EACH / 50


@pytest.mark.parametrize("name", SIGNED)
def test_hands_that_the_limits_do_not_know_are_hardly_ever_refused(name: str) -> None:
    share, _ = share_refused(SIGNED[name], EACH, SEED)
    assert share <= 0.03


@pytest.mark.parametrize("name", NOT_SIGNED)
def test_what_nobody_signed_is_hardly_ever_taken_for_a_signature(name: str) -> None:
    share, _ = share_refused(NOT_SIGNED[name], EACH, SEED)
    assert share >= 0.98


def test_a_trembling_line_is_a_line() -> None:
    rng = Random(SEED)
    shaky = [(20 + i * 0.5, 30 + rng.uniform(-0.6, 0.6)) for i in range(140)]
    assert judge(ink(shaky), LIMITS) is Verdict.STRAIGHT


def test_turning_does_not_depend_on_which_way_the_pad_lies() -> None:
    corner = measure(ink([(20, 20), (50, 20), (50, 45)]), LIMITS.border_mm)
    diamond = measure(ink([(20, 30), (40, 10), (60, 30)]), LIMITS.border_mm)
    assert corner.turned_deg == pytest.approx(90, abs=31)
    assert diamond.turned_deg == pytest.approx(90, abs=31)


def test_every_limit_counts() -> None:
    cross = ink([(20, 20), (40, 40)], [(40, 20), (20, 40)])
    assert judge(cross, LIMITS) is Verdict.FINE
    for limits, verdict in (
        (Limits(dot_mm=25), Verdict.DOT),
        (Limits(border_mm=28), Verdict.OFF_AREA),
        (Limits(small_mm=25), Verdict.SMALL),
        (Limits(length_mm=60), Verdict.SHORT),
        (Limits(straight_mm=30), Verdict.STRAIGHT),
        (Limits(straight_share=1.1), Verdict.STRAIGHT),
        (Limits(turned_deg=200), Verdict.FEW_TURNS),
    ):
        assert judge(cross, limits) is verdict


def test_where_the_pad_is_not_known_nothing_is_beyond_it() -> None:
    signed = ink([(20, 30), (24, 36), (36, 18)])
    assert judge(Ink(0, 0, signed.strokes), LIMITS) is Verdict.FINE
