import re
from xml.etree import ElementTree as ET

from PIL import Image, ImageChops, ImageDraw

from terminal.export.png import ink_mask
from terminal.export.svg import signature_svg
from terminal.inkline import Nib
from terminal.model.ink import Ink, Stroke
from terminal.ui.handwriting import HAN_NAME, LATIN_NAME, write

SVG = "{http://www.w3.org/2000/svg}"


def ink(*strokes: Stroke) -> Ink:
    return Ink(14000, 6000, strokes)


def drawn(svg: bytes, dots_per_mm: int) -> Image.Image:
    """Fill the drawing's outlines, each by itself, as the nonzero rule does with outlines that turn alike."""
    finer = 4
    size = (140 * dots_per_mm, 60 * dots_per_mm)
    whole = Image.new("L", (size[0] * finer, size[1] * finer))
    for path in ET.fromstring(svg).iter(f"{SVG}path"):  # noqa: S314 (our own drawing)
        for outline in path.attrib["d"].split("Z"):
            numbers = [float(number) * dots_per_mm * finer for number in re.findall(r"-?\d+\.\d+", outline)]
            if numbers:
                places = list(zip(numbers[::2], numbers[1::2], strict=True))
                ImageDraw.Draw(whole).polygon(places, 255)
    return whole.reduce(finer)


def test_the_same_ink_gives_the_same_bytes() -> None:
    strokes = write(HAN_NAME, 3000, 1500, 8000)
    assert signature_svg(ink(*strokes)) == signature_svg(ink(*strokes))


def test_it_is_in_millimetres_with_a_path_for_each_stroke() -> None:
    strokes = write(HAN_NAME, 3000, 1500, 8000)
    root = ET.fromstring(signature_svg(ink(*strokes)))  # noqa: S314 (our own drawing)
    assert (root.attrib["width"], root.attrib["height"]) == ("140.00mm", "60.00mm")
    assert root.attrib["viewBox"] == "0 0 140.00 60.00"
    assert len(list(root.iter(f"{SVG}path"))) == len(strokes)


def test_it_looks_as_the_picture_does() -> None:
    strokes = (*write(HAN_NAME, 3000, 700, 7000), *write(LATIN_NAME, 4000, 3400, 5500))
    vector = drawn(signature_svg(ink(*strokes)), 8)
    picture = ink_mask(strokes, Nib(8), vector.size)
    difference = ImageChops.difference(vector, picture)
    wrong = sum(value > 96 for value in difference.tobytes())
    covered = sum(value > 127 for value in picture.tobytes())
    assert wrong < covered / 50


def test_an_empty_pad_is_an_empty_drawing() -> None:
    assert b"<path" not in signature_svg(ink())
