from io import BytesIO

import pytest
from PIL import Image

from terminal.export.png import impression_png, signature_png
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


def test_an_impression_keeps_every_pixel_and_its_resolution() -> None:
    pixels = bytes(range(256)) * 2
    image = opened(impression_png(Impression(32, 16, 508, pixels)))
    assert image.mode == "L"
    assert image.tobytes() == pixels
    assert image.info["dpi"] == pytest.approx((508, 508), abs=0.02)
