from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from terminal.cli import attached
from terminal.cli.finding import Finding
from terminal.config import Config, GlassConfig, TouchConfig
from terminal.ui.affine import Affine
from terminal.ui.input.emulator import PEN, TOUCHSCREEN, Contact, EmulatedPanel, EmulatedPen
from terminal.ui.input.recording import Recorder

MS = 1_000_000


def write_stroke(path: Path) -> None:
    """Record a pen's stroke of a second at 200 Hz, of which 30 ms are missing."""
    pen = EmulatedPen()
    with Recorder(path, PEN) as recorder:
        for number in [*range(100), *range(106, 200)]:
            x, y = 4000 + 50 * number, 5000 + 20 * (number % 30)
            recorder.add(pen.frame(5 * number * MS, x, y, pressure=300 + number))
        recorder.add(pen.frame(1000 * MS, x, y, tool=None))


def test_a_replay_shows_each_stroke_in_numbers(unit: Any, tmp_path: Path) -> None:
    recording, png = tmp_path / "pen.evt", tmp_path / "pen.png"
    write_stroke(recording)
    shown = unit.run("panel", "replay", str(recording), "--png", str(png))
    assert shown.returncode == 0, shown.stderr
    row = shown.stdout.splitlines()[1].split()
    assert row == ["1", "pen", "195", "1000", "200.0", "1", "35.0", "0.00–0.24", "lifted"]
    assert "0 more were taken back" in shown.stdout
    assert png.stat().st_mode & 0o777 == 0o600
    with Image.open(png) as picture:
        assert picture.size == (800, 480)
        inked = picture.convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()
    assert inked == pytest.approx((148, 178, 517, 199), abs=4)
    again = unit.run("panel", "replay", str(recording), "--png", str(png))
    assert again.returncode == 1
    assert "File exists" in again.stderr


def test_what_is_no_recording_is_said_in_a_sentence(unit: Any) -> None:
    refused = unit.run("panel", "replay", str(unit.config))
    assert refused.returncode == 2
    assert "is no whole recording of touch" in refused.stdout
    assert "Traceback" not in refused.stderr


def touch_corners(path: Path, wrong: Callable[[float, float], tuple[float, float]], inset: float) -> None:
    """Record touches of the four corners of a picture, on a panel that takes places for others."""
    panel, now = EmulatedPanel(), 0
    with Recorder(path, TOUCHSCREEN) as recorder:
        for corner in [(inset, inset), (1 - inset, inset), (1 - inset, 1 - inset), (inset, 1 - inset)]:
            x, y = wrong(*corner)
            for contacts in ({0: Contact(round(x * 4096), round(y * 4096))}, {}):
                now += 100 * MS
                recorder.add(panel.frame(now, contacts))


def test_four_touches_give_the_calibration(unit: Any, tmp_path: Path) -> None:
    touch_corners(tmp_path / "corners.evt", Affine(-1, 0, 1, 0, 1, 0).place, 0.1)
    found = unit.run("panel", "calibrate", str(tmp_path / "corners.evt"), "--inset", "0.1")
    assert found.returncode == 0, found.stderr
    section, line = found.stdout.splitlines()
    numbers = [float(word) for word in line.split('"')[1].split()]
    assert section == "[touch]"
    assert numbers == pytest.approx([-1, 0, 1, 0, 1, 0], abs=0.001)
    unit.write(found.stdout)
    assert unit.run("panel", "replay", str(tmp_path / "corners.evt")).returncode == 0


def test_a_calibration_is_of_the_panel_and_not_of_the_turn(unit: Any, tmp_path: Path) -> None:
    """On a picture turned by 90°, the upper left corner is the panel's upper right one."""
    unit.write("[glass]\nrotation = 90\n")
    touch_corners(tmp_path / "corners.evt", lambda x, y: (1 - y, x), 0.1)
    found = unit.run("panel", "calibrate", str(tmp_path / "corners.evt"), "--inset", "0.1")
    numbers = [float(word) for word in found.stdout.split('"')[1].split()]
    assert numbers == pytest.approx([1, 0, 0, 0, 1, 0], abs=0.001)


def test_too_few_touches_are_no_calibration(unit: Any, tmp_path: Path) -> None:
    write_stroke(tmp_path / "pen.evt")
    refused = unit.run("panel", "calibrate", str(tmp_path / "pen.evt"))
    assert refused.returncode == 2
    assert "needs four touches, and there are 1" in refused.stdout


def test_without_devices_the_list_is_empty_and_nothing_is_recorded(unit: Any, tmp_path: Path) -> None:
    unit.write('[touch]\ndevice = "/nowhere/event9"\n')
    listed = unit.run("panel", "list")
    refused = unit.run("panel", "record", str(tmp_path / "name.evt"))
    assert refused.returncode == 2
    assert not (tmp_path / "name.evt").exists()
    for answer in (listed, refused):
        assert "No such file or directory" in answer.stdout or "evdev is not installed" in answer.stdout
        assert answer.stderr == ""


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (Config(touch=TouchConfig(device="none")), "as SDL reports it"),
        (Config(glass=GlassConfig(window="emulated")), "as SDL reports it"),
        (Config(touch=TouchConfig(device="/nowhere/event9")), "as SDL reports"),
    ],
)
def test_doctor_says_how_touch_is_read(config: Config, said: str) -> None:
    (check,) = attached.touch(config)
    assert (check.what, check.finding, said in check.sentence) == ("touch", Finding.NOTE, True)
