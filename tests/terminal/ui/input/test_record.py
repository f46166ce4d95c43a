from pathlib import Path
from typing import Any

import pytest

from terminal.model.ink import Point, Stroke, Tool
from terminal.ui.input import codes
from terminal.ui.input.codes import at
from terminal.ui.input.figures import figures_of
from terminal.ui.input.finder import Finder
from terminal.ui.input.record import files_for, record
from terminal.ui.input.recording import EventRecording, read_recording

MS = 1_000_000


def test_each_device_is_recorded_into_a_file_of_its_own(
    shop: Any, panel: Any, pen: Any, tmp_path: Path
) -> None:
    shop.plug("event1", panel)
    shop.plug("event2", pen)
    devices = Finder(folder=shop.folder, opened=shop.opened).new()
    touched = [at(MS, codes.EV_ABS, codes.ABS_MT_POSITION_X, 77), at(MS, codes.EV_SYN, 0, 0)]
    leant = [at(2 * MS, codes.EV_ABS, codes.ABS_PRESSURE, 99), at(2 * MS, codes.EV_SYN, 0, 0)]
    panel.say(*touched)
    pen.say(*leant)
    recording = record(devices, tmp_path / "name.evt", 30)
    while next(recording) < 4:
        pass
    recording.close()
    for name, device, events in (("name.evt", devices[0], touched), ("name-2.evt", devices[1], leant)):
        made = read_recording(tmp_path / name)
        assert isinstance(made, EventRecording)
        assert made.traits == device.traits
        assert list(made.events[-2:]) == events
        assert [event[2:] for event in made.events[:-2]] == [event[2:] for event in device.state()]


def test_a_recording_ends_when_its_time_is_over(shop: Any, panel: Any, tmp_path: Path) -> None:
    shop.plug("event1", panel)
    devices = Finder(folder=shop.folder, opened=shop.opened).new()
    assert list(record(devices, tmp_path / "name.evt", 0.001)) in ([], [0])


def test_files_are_numbered_from_the_second_on() -> None:
    assert files_for(Path("a/name.evt"), 3) == [
        Path("a/name.evt"),
        Path("a/name-2.evt"),
        Path("a/name-3.evt"),
    ]


def test_a_strokes_figures() -> None:
    times = [0, 8, 16, 24, 32, 44, 52, 80, 88]
    points = tuple(Point(0, 0, t * MS, 0.1 * i) for i, t in enumerate(times))
    figures = figures_of(Stroke(Tool.PEN, points, broken=True))
    assert (figures.points, figures.duration_ms, figures.rate_hz, figures.broken) == (9, 88, 125, True)
    assert (figures.gaps, figures.longest_ms) == (1, 28)
    assert figures.pressure == pytest.approx((0, 0.8))


def test_a_stroke_of_one_point_has_figures_too() -> None:
    figures = figures_of(Stroke(Tool.FINGER, (Point(0, 0, 5),)))
    assert (figures.duration_ms, figures.rate_hz, figures.gaps, figures.pressure) == (0, 0, 0, None)
