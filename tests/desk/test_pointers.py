from typing import Any

import pytest

from desk.pointers import Pointers
from terminal.model.ink import Phase, Sample, Tool

NOW = 9_000_000_000


def pointers() -> Pointers:
    return Pointers(lambda: NOW)


def sent(*events: list[Any], plays: str = "mouse") -> dict[str, Any]:
    return {"sent": 1000.0, "as": plays, "events": list(events)}


def event(phase: str, kind: str, pressure: float = 0.5, x: float = 10, stamp: float = 990) -> list[Any]:
    return [phase, 1, x, 20.5, stamp, pressure, kind]


def test_a_pen_keeps_its_pressure() -> None:
    assert pointers().samples(sent(event("down", "pen", 0.5), event("move", "pen", 0.31))) == [
        Sample(Phase.DOWN, 1, 10, 20.5, NOW - 10_000_000, 0.5, Tool.PEN),
        Sample(Phase.MOVE, 1, 10, 20.5, NOW - 10_000_000, 0.31, Tool.PEN),
    ]


@pytest.mark.parametrize("constant", [0, 0.5, 1])
def test_a_touchscreen_that_measures_no_pressure_has_none(constant: float) -> None:
    (sample,) = pointers().samples(sent(event("down", "touch", constant)))
    assert (sample.tool, sample.pressure) == (Tool.FINGER, None)


def test_a_touchscreen_that_measures_pressure_is_believed() -> None:
    first, second = pointers().samples(sent(event("down", "touch", 0.42), event("move", "touch", 0.5)))
    assert (first.pressure, second.pressure) == (0.42, 0.5)


@pytest.mark.parametrize(("plays", "tool"), [("mouse", Tool.MOUSE), ("finger", Tool.FINGER)])
def test_a_mouse_measures_no_pressure_whatever_it_plays(plays: str, tool: Tool) -> None:
    (sample,) = pointers().samples(sent(event("down", "mouse"), plays=plays))
    assert (sample.tool, sample.pressure) == (tool, None)


def test_a_mouse_that_plays_a_pen_presses_less_where_it_hurries() -> None:
    strokes = [event("move", "mouse", x=100 * step, stamp=900 + 10 * step) for step in range(8)]
    samples = pointers().samples(sent(event("down", "mouse", x=0, stamp=890), *strokes, plays="pen"))
    assert {sample.tool for sample in samples} == {Tool.PEN}
    pressed = [sample.pressure or 0 for sample in samples]
    assert pressed[-1] < pressed[0] / 2


def test_what_a_mouse_plays_changes_nothing_for_a_real_finger() -> None:
    (sample,) = pointers().samples(sent(event("down", "touch", 1), plays="pen"))
    assert (sample.tool, sample.pressure) == (Tool.FINGER, None)


def test_a_page_that_goes_away_cancels_its_strokes() -> None:
    page = pointers()
    page.samples(sent(event("down", "pen", 0.4)))
    assert page.gone() == [Sample(Phase.CANCEL, 1, 10, 20.5, NOW, 0.4, Tool.PEN)]
    page.samples(sent(event("down", "touch"), event("up", "touch")))
    assert page.gone() == []


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"sent": "soon", "events": []},
        sent(["down"]),
        sent(["hover", 1, 0, 0, 0, 0, "pen"]),
        sent(event("down", "pen", float("nan"))),
        sent(event("down", "pen"), plays="brush"),
        {"sent": 1, "events": 7},
        sent(event("down", "pen", x=10**400)),
    ],
)
def test_what_is_no_message_of_pointers_is_refused(message: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever sentence fits
        pointers().samples(message)
