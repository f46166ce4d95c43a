"""JBIG1 pictures, read back by the reference implementation."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from terminal.export.jbig import NoJbig, Size, bilevel, signature_jbig
from terminal.model.ink import Ink, Point, Stroke, Tool

needs_jbig = pytest.mark.skipif(
    not shutil.which("jbgtopbm") and "CI" not in os.environ,
    reason="no jbigkit: apt install jbigkit-bin",
)


@needs_jbig
@pytest.mark.parametrize("size", [Size(), Size(240, 80), Size(641, 479)])
def test_the_reference_implementation_reads_the_very_same_picture(
    ink: Ink, size: Size, tmp_path: Path
) -> None:
    packed, back = tmp_path / "signature.jbg", tmp_path / "signature.pbm"
    packed.write_bytes(signature_jbig(ink, "557A8226", size))
    subprocess.run([shutil.which("jbgtopbm") or "jbgtopbm", packed, back], check=True)
    with Image.open(back) as picture:
        assert picture.mode == "1"
        assert picture.size == (size.width, size.height)
        assert picture.tobytes() == bilevel(ink, "557A8226", size).tobytes()


@needs_jbig
def test_it_has_one_layer_of_one_plane(ink: Ink) -> None:
    content = signature_jbig(ink, "557A8226", Size(1280, 960))
    assert content[:4] == bytes([0, 0, 1, 0])  # lowest layer, highest layer, planes, fill (ITU-T T.82, 6.2)
    assert [int.from_bytes(content[at : at + 4], "big") for at in (4, 8)] == [1280, 960]


def test_ink_is_black_fills_the_picture_and_touches_no_edge() -> None:
    line = Stroke(Tool.PEN, tuple(Point(9000 + 20.0 * i, 100 + 10.0 * i, 8_000_000 * i) for i in range(90)))
    picture = bilevel(Ink(14000, 5000, (line,)), "", Size(240, 120))
    left, top, right, bottom = ImageChops.invert(picture.convert("L")).getbbox() or (0, 0, 0, 0)
    assert left >= 1
    assert top >= 1
    assert right <= 239
    assert bottom <= 119
    assert right - left > 220 or bottom - top > 110


def test_the_match_code_lies_behind_the_ink(ink: Ink) -> None:
    assert bilevel(ink, "557A8226", Size()).tobytes() != bilevel(ink, "", Size()).tobytes()


def test_without_the_program_it_says_which_package_brings_it(
    ink: Ink, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoJbig, match="apt install jbigkit-bin"):
        signature_jbig(ink, "557A8226", Size())


@pytest.mark.parametrize("text", ["240", "240x", "x80", "8x8", "240x80x1", "-240x80", "9000x80", "wide"])
def test_a_size_that_is_none_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"240x120|4096"):
        Size.read(text)


def test_a_size_is_read_as_people_write_it() -> None:
    assert Size.read("240×80") == Size.read("240X80") == Size(240, 80)
