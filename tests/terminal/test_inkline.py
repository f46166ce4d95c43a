from dataclasses import replace
from itertools import pairwise
from math import hypot

import pytest

from terminal.inkline import Dab, Line, Nib, bends, box, curves, dabs, outlines
from terminal.model.ink import Point, Stroke, Tool
from terminal.ui.handwriting import FLOURISH, HAN_NAME, LATIN_NAME, write

NIB = Nib(unit_per_mm=5.2)
WRITTEN = [*write(HAN_NAME, 1000, 1000, 8000), *write(LATIN_NAME, 1000, 1000, 8000, Tool.PEN)]


def straight(speed_mm_s: float, pressure: float | None = None) -> Stroke:
    step = speed_mm_s * 100 * 0.008
    points = tuple(Point(i * step, 500, i * 8_000_000, pressure) for i in range(60))
    return Stroke(Tool.FINGER, points)


@pytest.mark.parametrize("stroke", WRITTEN)
def test_dabs_are_close_together_and_within_the_nib(stroke: Stroke) -> None:
    line = dabs(stroke, NIB)
    assert all(hypot(b.x - a.x, b.y - a.y) <= NIB.step + 1e-9 for a, b in pairwise(line))
    assert all(NIB.radius(0) <= dab.radius <= NIB.radius(1) for dab in line)


@pytest.mark.parametrize("stroke", WRITTEN)
def test_a_line_begins_and_ends_where_the_pen_did(stroke: Stroke) -> None:
    line, scale = dabs(stroke, NIB), NIB.unit_per_mm / 100
    assert (line[0].x, line[0].y) == (stroke.points[0].x * scale, stroke.points[0].y * scale)
    assert line[-1].x == pytest.approx(stroke.points[-1].x * scale)
    assert line[-1].y == pytest.approx(stroke.points[-1].y * scale)


@pytest.mark.parametrize("stroke", WRITTEN)
def test_the_curve_passes_close_to_every_sample_and_never_beyond(stroke: Stroke) -> None:
    line, scale = dabs(stroke, NIB), NIB.unit_per_mm / 100
    places = [(point.x * scale, point.y * scale) for point in stroke.points]
    longest = max((hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(places)), default=0)
    for x, y in places:
        assert min(hypot(dab.x - x, dab.y - y) for dab in line) <= longest / 4 + NIB.step
    assert min(x for x, _ in places) - 1e-6 <= min(dab.x for dab in line)
    assert max(dab.y for dab in line) <= max(y for _, y in places) + 1e-6


def test_a_live_line_gives_the_same_curves_as_a_finished_stroke() -> None:
    stroke = WRITTEN[-2]
    line = Line(NIB)
    grown = [line.add(point) for point in stroke.points]
    assert [*grown, line.tip()] == curves(stroke, NIB)


def test_each_curve_begins_where_the_one_before_ended() -> None:
    for before, after in pairwise(curves(WRITTEN[-2], NIB)):
        assert before.end == after.start


def test_a_slow_hand_leaves_a_thicker_line_than_a_quick_one() -> None:
    slow, quick = (dabs(straight(speed), NIB)[-1].radius for speed in (20, 280))
    assert slow > 1.4 * quick


def test_pressure_counts_where_it_is_measured() -> None:
    light, heavy = (dabs(straight(120, pressure), NIB)[-1].radius for pressure in (0.05, 0.9))
    assert heavy > 1.6 * light


def test_the_width_does_not_jump() -> None:
    stroke = straight(100, 0.2)
    points = tuple(replace(p, pressure=0.9) if i > 30 else p for i, p in enumerate(stroke.points))
    line = dabs(Stroke(Tool.PEN, points), NIB)
    assert max(abs(b.radius - a.radius) for a, b in pairwise(line)) < 0.2


def test_a_dot_is_a_dot() -> None:
    (dab, again) = dabs(Stroke(Tool.FINGER, (Point(100, 100, 0),)), NIB)
    assert dab == again
    left, top, right, bottom = box([dab])
    assert (right - left, bottom - top) == pytest.approx((2 * dab.radius, 2 * dab.radius))


def test_samples_of_one_place_and_time_are_no_trouble() -> None:
    line = dabs(Stroke(Tool.MOUSE, (Point(5, 5, 7), Point(5, 5, 7), Point(5, 5, 7))), NIB)
    assert all(dab.radius > 0 for dab in line)
    assert list(outlines(line))


@pytest.mark.parametrize("stroke", WRITTEN)
def test_outlines_all_turn_the_same_way(stroke: Stroke) -> None:
    for outline in outlines(dabs(stroke, Nib(1, step=0.3))):
        closed = [*outline, outline[0]]
        area = sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(closed))
        assert area > 0


def test_a_sharp_turn_parts_the_outline() -> None:
    there_and_back = Stroke(Tool.PEN, tuple(Point(x, 0, x * 1_000_000, 0.9) for x in (0, 300, 600, 300, 10)))
    assert len(list(outlines(dabs(there_and_back, Nib(1, step=0.1))))) > 1


@pytest.mark.parametrize("off", [0.02, 0.5])
def test_a_line_of_few_bends_stays_as_close_to_the_curve_as_asked(off: float) -> None:
    stroke, nib = write(FLOURISH, 0, 0, 6000)[0], Nib(10)
    few, many = bends(stroke, nib, off), dabs(stroke, replace(nib, step=0.02))
    assert len(few) < len(dabs(stroke, nib)) / 2
    ways = list(pairwise(few))
    assert max(min(beside(at, *way) for way in ways) for at in many[::25]) <= off


def beside(at: Dab, a: Dab, b: Dab) -> float:
    """Return how far a place is from the way between two others."""
    x, y = b.x - a.x, b.y - a.y
    along = ((at.x - a.x) * x + (at.y - a.y) * y) / ((x * x + y * y) or 1)
    along = min(1, max(0, along))
    return hypot(at.x - a.x - along * x, at.y - a.y - along * y)
