from io import BytesIO

import pytest
from PIL import Image

from terminal.export.png import impression_png, signature_mask, signature_png
from terminal.model.impression import Impression
from terminal.model.ink import Ink, Point, Stroke, Tool
from terminal.ui.handwriting import HAN_NAME, write

INK = Ink(14000, 6000, write(HAN_NAME, 3000, 1500, 8000))
LINE = Ink(
    1000, 1000, (Stroke(Tool.PEN, tuple(Point(200 + 20 * i, 500, i * 8_000_000, 0.5) for i in range(31))),)
)


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def test_the_same_ink_gives_the_same_bytes() -> None:
    assert signature_png(INK) == signature_png(INK)


def test_the_picture_is_as_large_as_the_pad_and_says_so() -> None:
    image = opened(signature_png(INK, dots_per_mm=8))
    assert image.size == (1120, 480)
    assert image.info["dpi"] == pytest.approx((203.2, 203.2), abs=0.02)


def test_ink_is_where_it_was_drawn_in_its_colour() -> None:
    image = opened(signature_png(LINE, dots_per_mm=10)).convert("RGB")
    assert image.getpixel((50, 50)) == (0x0B, 0x1F, 0x4B)
    assert image.getpixel((50, 30)) == (255, 255, 255)
    assert image.getpixel((10, 50)) == (255, 255, 255)


def test_edges_are_antialiased() -> None:
    image = opened(signature_png(INK, dots_per_mm=5)).convert("L")
    assert len(set(image.tobytes())) > 10


def test_an_empty_pad_is_an_empty_sheet() -> None:
    image = opened(signature_png(Ink(1000, 500), dots_per_mm=4)).convert("L")
    assert image.getextrema() == (255, 255)


@pytest.mark.parametrize(("width", "height"), [(384, 120), (576, 160), (200, 160)])
def test_a_mask_for_paper_fills_its_box_and_stays_inside(width: int, height: int) -> None:
    mask = signature_mask(INK, width, height)
    assert mask.size == (width, height)
    found = mask.point(lambda value: 255 if value > 127 else 0).getbbox()
    assert found is not None
    left, top, right, bottom = found
    assert left + right == pytest.approx(width, abs=5)
    assert top + bottom == pytest.approx(height, abs=5)
    assert right - left > 0.95 * width or bottom - top > 0.95 * height


def test_ink_made_small_keeps_a_line_that_a_thermal_head_shows() -> None:
    wide = Ink(
        15000,
        1000,
        tuple(
            Stroke(Tool.PEN, tuple(Point(200 * i, 500 + row, i, 0.0) for i in range(70))) for row in (0, 300)
        ),
    )
    mask = signature_mask(wide, 200, 100).point(lambda value: 255 if value > 127 else 0)
    column = mask.crop((100, 0, 101, 100)).tobytes()
    assert column.count(255) >= 4


def test_no_ink_gives_an_empty_mask() -> None:
    assert signature_mask(Ink(1000, 1000), 100, 50).getbbox() is None


def test_an_impression_keeps_every_pixel_and_its_resolution() -> None:
    pixels = bytes(range(256)) * 2
    image = opened(impression_png(Impression(32, 16, 508, pixels)))
    assert image.mode == "L"
    assert image.tobytes() == pixels
    assert image.info["dpi"] == pytest.approx((508, 508), abs=0.02)
