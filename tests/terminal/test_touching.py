import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from terminal.config import Config, ConfigError, GlassConfig, TouchConfig
from terminal.touching import arbiter, open_touch, touch_mapping
from terminal.ui.affine import Affine
from terminal.ui.input.mapping import Mapping

SIZE = (800, 480)


def touched_by(device: str) -> Config:
    return replace(Config(), touch=TouchConfig(device=device))


@pytest.fixture
def evdev(monkeypatch: pytest.MonkeyPatch) -> None:
    """An evdev that opens what is there, and finds that it is no input device."""
    fake = SimpleNamespace(InputDevice=lambda path: open(path, "rb"))  # noqa: PTH123, SIM115
    monkeypatch.setitem(sys.modules, "evdev", fake)


@pytest.mark.parametrize(("device", "bare"), [("none", True), ("none", False), ("auto", False)])
def test_touch_is_left_to_sdl(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    device: str,
    bare: bool,  # noqa: FBT001
) -> None:
    monkeypatch.setitem(sys.modules, "evdev", None)
    assert open_touch(touched_by(device), SIZE, bare=bare) is None
    assert caplog.text == ""  # evdev was not even looked for


def test_without_evdev_it_goes_on_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "evdev", None)
    assert open_touch(touched_by("auto"), SIZE, bare=True) is None
    assert "as SDL reports it: evdev is not installed" in caplog.text


@pytest.mark.usefixtures("evdev")
def test_a_device_that_is_not_there_is_waited_for_and_said(caplog: pytest.LogCaptureFixture) -> None:
    reader = open_touch(touched_by("/nowhere/event9"), SIZE, bare=False)
    assert reader is not None
    assert reader.devices == []
    reader.close()
    assert "no pen could be opened yet" in caplog.text
    assert "/nowhere/event9: No such file or directory" in caplog.text


def test_panels_lie_over_the_glass_as_configured() -> None:
    config = replace(Config(), glass=GlassConfig(rotation=90), touch=TouchConfig(calibration="-1 0 1 0 1 0"))
    assert touch_mapping(config, SIZE) == Mapping(800, 480, 90, Affine(-1, 0, 1, 0, 1, 0))


def test_a_calibration_that_maps_all_to_one_line_is_refused() -> None:
    config = replace(Config(), touch=TouchConfig(calibration="1 1 0 1 1 0"))
    with pytest.raises(ConfigError, match=r"touch\.calibration: .* on one line"):
        touch_mapping(config, SIZE)


def test_the_palms_figures_are_the_configurations() -> None:
    touch = TouchConfig(palm_mm=1, jump_m_per_s=2, rest_mm=3, rest_s=4)
    limits = arbiter(replace(Config(), touch=touch)).limits
    assert (limits.palm_mm, limits.jump_m_per_s, limits.rest_mm, limits.rest_s) == (1, 2, 3, 4)
    assert arbiter(Config()).limits == type(limits)()
