import json
from typing import Any

from terminal.export.ink_json import ink_json, read_ink
from terminal.model.ink import Ink, Point, Stroke, Tool

POINTS = (Point(100.5, 200.25, 7_000_000_000, 0.5), Point(110.0, 210.0, 7_008_000_500))


def strokes_of(*strokes: Stroke) -> list[dict[str, Any]]:
    written: list[dict[str, Any]] = json.loads(ink_json(Ink(9000, 4000, strokes)))["strokes"]
    return written


def test_every_sample_is_there_as_it_was_taken() -> None:
    (stroke,) = strokes_of(Stroke(Tool.PEN, POINTS))
    assert stroke == {"tool": "pen", "points": [[100.5, 200.25, 0, 0.5], [110.0, 210.0, 8.0005, None]]}


def test_a_stroke_that_lost_samples_says_so() -> None:
    whole, broken = strokes_of(Stroke(Tool.FINGER, POINTS), Stroke(Tool.FINGER, POINTS, broken=True))
    assert "broken" not in whole
    assert broken["broken"] is True


def test_how_a_pen_leans_is_kept_beside_its_points() -> None:
    leaning = Point(1, 2, 7_000_000_000, 0.4, (12.5, -30.0))
    (stroke,) = strokes_of(Stroke(Tool.PEN, (leaning, *POINTS)))
    assert stroke["tilt"] == [[12.5, -30.0], None, None]


def test_what_was_written_is_read_again() -> None:
    leaning = Point(1, 2, 0, 0.4, (12.5, -30.0))
    ink = Ink(
        9000,
        4000,
        (Stroke(Tool.PEN, (leaning, Point(3, 4, 8_000_000))), Stroke(Tool.FINGER, (), broken=True)),
    )
    assert read_ink(ink_json(ink)) == ink
