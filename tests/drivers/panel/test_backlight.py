"""The contract of a backlight, on what an emulator shows of one."""

from pathlib import Path

import pytest

from drivers.errors import Refused
from drivers.panel.backlight import Backlight, emulated_backlight, open_backlight


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return emulated_backlight(tmp_path)


@pytest.fixture
def backlight(folder: Path) -> Backlight:
    return open_backlight(folder.parent)


def step(folder: Path) -> int:
    return int((folder / "brightness").read_text())


@pytest.mark.parametrize(("percent", "steps"), [(100, 255), (50, 128), (20, 51), (250, 255)])
def test_it_is_as_bright_as_it_is_told(backlight: Backlight, folder: Path, percent: int, steps: int) -> None:
    backlight.set(percent)
    assert step(folder) == steps


@pytest.mark.parametrize("percent", [0, -5])
def test_it_is_never_wholly_dark(backlight: Backlight, folder: Path, percent: int) -> None:
    backlight.set(percent)
    assert step(folder) == 1


def test_a_panel_of_few_steps_is_dimmed_too(tmp_path: Path) -> None:
    folder = emulated_backlight(tmp_path, "10-0045", steps=31)
    open_backlight(tmp_path).set(20)
    assert step(folder) == 6


def test_it_says_what_it_is(backlight: Backlight) -> None:
    assert backlight.there
    assert backlight.describe() == "backlight rpi_backlight, 255 steps"


def test_a_screen_without_one_says_so_and_goes_on(tmp_path: Path) -> None:
    backlight = open_backlight(tmp_path / "backlight")
    backlight.set(20)
    assert not backlight.there
    assert "no backlight" in backlight.describe()


def test_what_is_no_backlight_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("nothing")
    (tmp_path / "b-folder").mkdir()
    emulated_backlight(tmp_path, "c-light")
    assert open_backlight(tmp_path).describe() == "backlight c-light, 255 steps"


def test_a_light_that_may_not_be_set_says_what_to_do(backlight: Backlight, folder: Path) -> None:
    (folder / "brightness").unlink()
    (folder / "brightness").mkdir()
    with pytest.raises(Refused, match="udev rules"):
        backlight.set(50)
