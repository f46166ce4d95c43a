"""One pen: the same ink has the same shape on the glass, as PNG, SVG and PDF, and on paper."""

from base64 import b64encode
from dataclasses import replace
from io import BytesIO

import numpy as np
import pygame
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser

from bench.truth import Grey, edge_error, truth
from terminal.export.pdf import POINTS_PER_MM, Place, draw_signature, signature_pdf
from terminal.export.png import ink_mask, signature_png
from terminal.export.svg import signature_svg
from terminal.inkline import Nib, curves
from terminal.model.ink import Ink, Stroke, Tool
from terminal.printing.pictures import ink_picture
from terminal.ui.brushes import Brushes
from terminal.ui.handwriting import FLOURISH, HAN_NAME, LATIN_NAME, write

INK = Ink(
    8000,
    4000,
    (
        *write(HAN_NAME, 300, 200, 3400),
        *write(LATIN_NAME, 4100, 200, 3400, Tool.PEN),
        *write(FLOURISH, 2000, 2200, 4000),
    ),
)
PER_MM = 8
SIZE = (80 * PER_MM, 40 * PER_MM)

LIVE, EXPORTED, VECTORS = 12, 4, 6
"""The largest edge errors, of 255, of ink on the glass, of ink in a picture, and of vectors to 0.01 mm."""

FINER = 4
"""Other people's programs draw vectors this many times larger, so that it is the line that counts, not their edges."""


def grey(image: Image.Image) -> Grey:
    return 255 - np.asarray(image.convert("L"), dtype=np.float64)


def stretched(shades: Grey) -> Grey:
    """Return a picture with its darkest ink as black, as the true one is."""
    dark: Grey = shades / shades.max() * 255
    return dark


@pytest.fixture(scope="module")
def true() -> Grey:
    return truth(INK.strokes, Nib(PER_MM), SIZE)


@pytest.mark.parametrize("per_mm", [800 / 154.08, 1280 / 154.5])
def test_live_ink_is_close_to_the_true_line(per_mm: float) -> None:
    size = (round(80 * per_mm), round(40 * per_mm))
    surface = pygame.Surface(size, 0, 32)
    surface.fill("white")
    nib = Nib(per_mm)
    for stroke in INK.strokes:
        Brushes("#000000").stamp(surface, curves(stroke, nib), nib.step)
    drawn = Image.frombytes("RGB", size, pygame.image.tobytes(surface, "RGB"))
    assert edge_error(grey(drawn), truth(INK.strokes, nib, size)) <= LIVE


def test_an_exported_picture_is_the_true_line(true: Grey) -> None:
    png = signature_png(INK, dots_per_mm=PER_MM, colour="#000000")
    assert edge_error(grey(Image.open(BytesIO(png))), true) <= EXPORTED


@pytest.mark.browser
def test_the_vector_drawing_is_the_same_line(chromium: Browser, true: Grey) -> None:
    svg = b64encode(signature_svg(INK, "#000000")).decode()
    page = chromium.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, device_scale_factor=FINER)
    page.set_content(
        f'<body style="margin:0"><img src="data:image/svg+xml;base64,{svg}" style="width:100%;display:block">'
    )
    page.wait_for_function("document.images[0].complete")
    drawn = Image.open(BytesIO(page.screenshot())).convert("L").reduce(FINER)
    page.close()
    assert drawn.size == SIZE
    assert edge_error(grey(drawn), true) <= VECTORS


def rendered(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = (
        document[0].render(scale=FINER * PER_MM / POINTS_PER_MM - 1e-4).to_pil().convert("L")
    )
    document.close()
    return picture.reduce(FINER)


def test_the_pdf_is_the_same_line(true: Grey) -> None:
    drawn = rendered(signature_pdf(INK))
    assert drawn.size == SIZE
    assert edge_error(stretched(grey(drawn)), true) <= VECTORS


def test_the_same_ink_gives_the_same_pdf() -> None:
    assert signature_pdf(INK) == signature_pdf(INK)


def test_a_signature_stands_in_its_place_on_a_page() -> None:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - late, as in the product

    content = BytesIO()
    page = Canvas(content, pagesize=(400, 300), invariant=1)
    draw_signature(page, INK, Place(100, 50, 120, 30))
    draw_signature(page, Ink(1000, 1000), Place(0, 0, 50, 50))
    draw_signature(page, Ink(2000, 1000, write(HAN_NAME, 100, 100, 500)), Place(250, 200, 100, 80))
    page.save()
    document = pypdfium2.PdfDocument(content.getvalue())
    drawn = document[0].render(scale=4).to_pil().convert("L").point(lambda shade: 255 - shade)
    document.close()
    left, top, right, bottom = (each / 4 for each in drawn.crop((0, 600, 1600, 1200)).getbbox() or ())
    assert 99 <= left < right <= 221
    assert 300 - 80 - 1 <= top + 150 < bottom + 150 <= 300 - 50 + 1
    assert bottom - top == pytest.approx(30, abs=1), "as large as fits"
    left, top, right, bottom = (each / 4 for each in drawn.crop((0, 0, 1600, 600)).getbbox() or ())
    assert right - left == pytest.approx((5 + 1) * POINTS_PER_MM, abs=2), "never larger than it was written"
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((300, 60), abs=1)


@pytest.mark.parametrize(("width", "height"), [(384, 120), (576, 160)])
def test_paper_shows_the_same_line_in_dots(width: int, height: int) -> None:
    drawn = np.asarray(ink_picture(INK, width, height)) > 127
    left, top, right, bottom = INK.box
    broad = 5.0
    dots = min((width - 2 * broad) / (right - left), (height - 2 * broad) / (bottom - top))
    nib = Nib(dots * 100, 2.4 / dots / 100, broad / dots / 100)
    high, wide = drawn.shape
    offset = (wide / 2 - (left + right) / 2 * dots, high / 2 - (top + bottom) / 2 * dots)
    true = truth(INK.strokes, nib, (wide, high), offset) > 127
    assert (drawn != true).sum() <= true.sum() / 100


def test_a_line_drawn_twice_is_no_darker_at_its_edges() -> None:
    once, twice = (ink_mask(INK.strokes * times, Nib(PER_MM), SIZE) for times in (1, 2))
    assert once.tobytes() == twice.tobytes()


def test_ink_beyond_the_picture_is_cut_off() -> None:
    whole = ink_mask(INK.strokes, Nib(PER_MM), SIZE)
    left, up = 150 * 100 // PER_MM, 60 * 100 // PER_MM
    moved = tuple(
        replace(stroke, points=tuple(replace(at, x=at.x - left, y=at.y - up) for at in stroke.points))
        for stroke in INK.strokes
    )
    part = ink_mask(moved, Nib(PER_MM), (200, 150))
    assert part.tobytes() == whole.crop((150, 60, 350, 210)).tobytes()


def test_a_stroke_of_one_sample_is_a_round_dot() -> None:
    dot = Stroke(Tool.FINGER, write(HAN_NAME, 300, 200, 3400)[0].points[:1])
    mask = np.asarray(ink_mask((dot,), Nib(10), (100, 100)), dtype=np.float64)
    assert edge_error(mask, truth((dot,), Nib(10), (100, 100))) <= EXPORTED
