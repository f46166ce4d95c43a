"""``signpost screens``, as it is typed."""

from pathlib import Path
from typing import Any

from PIL import Image


def test_screens_are_drawn_as_asked_for(unit: Any, tmp_path: Path) -> None:
    wanted = ("--language", "ar", "--size", "800x480", "--mode", "left")
    unit.run("screens", "--out", str(tmp_path / "out"), *wanted)
    pictures = sorted((tmp_path / "out").rglob("*.png"))
    assert len(pictures) > 30
    assert {str(each.parent.relative_to(tmp_path / "out")) for each in pictures} == {"ar/800x480"}
    assert all(each.stem.endswith("+left") for each in pictures)
    with Image.open(pictures[0]) as image:
        assert image.size == (800, 480)


def test_what_there_is_none_of_is_said(unit: Any, tmp_path: Path) -> None:
    done = unit.run("screens", "--out", str(tmp_path), "--size", "640x480")
    assert done.returncode == 2
    assert "800x480" in done.stderr
