import tomllib
from pathlib import Path

import pytest

from desk.errors import DeskError
from desk.folder import Folder, toml_text


def test_a_folder_is_for_one_desk_at_a_time(tmp_path: Path) -> None:
    first = Folder(tmp_path)
    with pytest.raises(DeskError, match="already"):
        Folder(tmp_path)
    first.close()
    Folder(tmp_path).close()


def test_a_boot_empties_the_runtime_and_nothing_else(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for place in (folder.data, folder.archive, folder.runtime):
        (place / "kept").touch()
    folder.close()
    again = Folder(tmp_path)
    assert (again.data / "kept").exists()
    assert (again.archive / "kept").exists()
    assert not (again.runtime / "kept").exists()
    again.close()


def test_sockets_fit_though_the_folder_lies_deep(tmp_path: Path) -> None:
    folder = Folder(tmp_path / ("deep" * 30))
    assert len(str(folder.runtime)) <= 80
    assert folder.runtime.is_dir()
    folder.close()
    assert not folder.runtime.exists()


def test_what_lies_in_it_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert {place.stat().st_mode & 0o777 for place in (folder.data, folder.archive, folder.runtime)} == {
        0o700
    }
    folder.close()


def test_settings_come_back_from_toml_as_they_were() -> None:
    settings: dict[str, dict[str, object]] = {
        "site": {"merchant": '晨光 "超市" \\ \u0007', "languages": ["zh-CN", "en"]},
        "glass": {"width": 800, "dots_per_mm": 5.19, "fullscreen": False},
    }
    assert tomllib.loads(toml_text(settings)) == settings
