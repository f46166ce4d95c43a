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


def test_slips_are_drawn_on_the_papers_asked_for(unit: Any, tmp_path: Path) -> None:
    said = unit.run(
        "screens", "--out", str(tmp_path), "--language", "zh-CN", "--language", "ar", "--size", "58mm"
    )
    pictures = sorted(tmp_path.rglob("slips/*/*/*.png"))
    assert f"0 screens and {len(pictures)} slips" in said.stdout, said.stderr
    assert {str(each.parent.relative_to(tmp_path)) for each in pictures} == {
        "slips/zh-CN/58mm",
        "slips/ar/58mm",
    }
    kinds = {each.stem for each in pictures}
    assert kinds >= {
        "sale",
        "sale-customer",
        "document",
        "privacy",
        "cancelled",
        "paper",
        "void",
        "day-close",
        "test",
    }
    assert {name for name in kinds if name.endswith("-own")} == {
        f"{name}-own" for name in kinds if name[:4] == "sale" and "own" not in name
    }
    drawn = {each: each.read_bytes() for each in pictures}
    for picture in pictures:
        with Image.open(picture) as image:
            assert image.width == 384
            assert image.height > 300
    own = {path.stem: content for path, content in drawn.items() if path.parts[-3] == "zh-CN"}
    assert own["sale"] != own["sale-own"]


def test_what_there_is_none_of_is_said(unit: Any, tmp_path: Path) -> None:
    done = unit.run("screens", "--out", str(tmp_path), "--size", "640x480")
    assert done.returncode == 2
    assert "800x480" in done.stderr
