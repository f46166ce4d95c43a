"""The race's harness works: what the hand writes, the eye sees, and what was kept comes back. Nothing is timed."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import pairwise

import pytest

from bench.display import Display
from bench.race.contenders import Contender, xlib
from bench.race.field import Entrant, Score
from bench.race.hand import rows
from bench.race.signpost import signpost
from bench.race.workshop import Missing, compiled
from terminal.ui.rect import Rect

RATE_HZ = 500


@pytest.fixture
def display() -> Iterator[Display]:
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    try:
        compiled("hand")
    except Missing as reason:
        pytest.skip(str(reason))
    with Display() as display:
        yield display


@pytest.mark.parametrize("start", [signpost, xlib])
def test_every_point_has_its_ink_and_is_kept(
    start: Callable[[Display], AbstractContextManager[Contender]], display: Display
) -> None:
    with start(display) as contender:
        entrant, score = Entrant(contender), Score()
        entrant.write(RATE_HZ, 2, score)
        entrant.finish()
    assert len(score.watched.ms) == score.points > 200
    assert score.watched.never == 0
    assert score.watched.rested == score.watched.ended == [True, True]
    assert score.kept == score.points
    assert score.cpu_s > 0


def test_the_eye_sees_no_ink_where_none_is(display: Display) -> None:
    with xlib(display) as contender:
        for pid in contender.pids:
            os.kill(pid, signal.SIGSTOP)
        seen = contender.hand.write([[(x, 100) for x in range(100, 130, 6)]], RATE_HZ, rest_ms=10)
        for pid in contender.pids:
            os.kill(pid, signal.SIGCONT)
        assert len(contender.wipe()) == 5
    assert seen.ms == []
    assert seen.never == 5
    assert seen.rested == seen.ended == [False]


def test_rows_keep_their_points_apart() -> None:
    strokes = rows(Rect(32, 56, 736, 260))
    points = [point for stroke in strokes for point in stroke]
    assert len(set(points)) == len(points)
    for stroke in strokes:
        for (ax, ay), (bx, by) in pairwise(stroke):
            assert abs(bx - ax) == 6
            assert abs(by - ay) <= 2
