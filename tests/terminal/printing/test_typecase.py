"""Letters in dots: heavy Chinese stays open, thin strokes stay whole, lines come out even."""

from itertools import groupby

import pytest
from PIL import Image

from terminal.printing.typecase import Typecase
from terminal.typeset import Face, TextStyle, Typesetter


@pytest.fixture(scope="module")
def case() -> Typecase:
    return Typecase(Typesetter())


def bars(mask: Image.Image) -> int:
    """How many bars a straight line down the middle of a character crosses."""
    column = [mask.getpixel((mask.width // 2, y)) for y in range(mask.height)]
    return sum(1 for level, _ in groupby(column) if level)


@pytest.mark.parametrize("size", [26, 34, 40])
@pytest.mark.parametrize("character", "晨重量董")
def test_heavy_chinese_keeps_the_white_between_its_bars(case: Typecase, character: str, size: int) -> None:
    plain = case.mask(character, TextStyle(Face.PLAIN, size))
    heavy = case.mask(character, TextStyle(Face.HEAVY, size))
    assert bars(heavy) >= bars(plain) - 1
    assert heavy.histogram()[255] > 1.05 * plain.histogram()[255]


def test_what_is_drawn_is_black_or_nothing(case: Typecase) -> None:
    for face in Face:
        levels = case.mask("合计 Total 1,280.00", TextStyle(face, 26)).histogram()
        assert sum(levels[1:255]) == 0


@pytest.mark.parametrize("text", ["晨光超市", "合计 Total", "INV-2041", "557A 8226"])
@pytest.mark.parametrize("face", Face)
def test_a_line_is_as_wide_when_it_is_measured_as_when_it_is_drawn(
    case: Typecase, face: Face, text: str
) -> None:
    style = TextStyle(face, 40)
    assert case.width(text, style) == case.mask(text, style).width


def test_lines_are_as_few_as_can_be_and_about_equal(case: Typecase) -> None:
    style = TextStyle(Face.PLAIN, 20)
    text = "I confirm this transaction and agree that this electronic signature stands for one on paper."
    greedy, even = case.wrap(text, style, 536), case.balanced(text, style, 536)
    assert len(even) == len(greedy) == 2
    widths = [case.width(line, style) for line in even]
    assert max(widths) <= 536
    assert min(widths) > 0.75 * max(widths)
    assert " ".join(even) == text


def test_blank_lines_are_left_out(case: Typecase) -> None:
    style = TextStyle(Face.PLAIN, 20)
    assert case.wrap("one\n\ntwo", style, 300) == ["one", "two"]
    assert case.wrap("", style, 300) == []
