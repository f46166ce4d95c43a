from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from drivers.printer.glyphs import FONT_A, FONT_B, HANZI, glyph
from drivers.printer.paper import Paper
from drivers.printer.parser import Parser
from drivers.printer.typesetter import Typesetter

Same = Callable[[Image.Image, Image.Image], bool]
Box = tuple[int, int, int, int]


def printed(data: bytes, *, width: int = 576, chinese: bool = False) -> Image.Image:
    """The ink (1) that these bytes leave."""
    paper = Paper(width)
    setter = Typesetter(paper, chinese=chinese)
    for command in Parser().feed(data):
        assert setter.obey(command), command
    return paper.image().point(lambda dot: 255 - dot)


def ink(image: Image.Image) -> Box | None:
    return image.getbbox()


def test_letters_stand_side_by_side_in_their_cells(same: Same) -> None:
    strip = printed(b"Hi\n")
    assert strip.size == (576, 30)
    assert same(strip.crop((0, 0, 12, 24)), glyph("H", FONT_A))
    assert same(strip.crop((12, 0, 24, 24)), glyph("i", FONT_A))
    assert ink(strip.crop((24, 0, 576, 30))) is None


def test_font_b_is_smaller(same: Same) -> None:
    assert same(printed(b"\x1bM\x01H\n").crop((0, 0, 9, 17)), glyph("H", FONT_B))


def test_bold_has_more_ink() -> None:
    plain, bold = printed(b"H\n"), printed(b"\x1bE\x01H\n")
    assert bold.histogram()[255] > plain.histogram()[255]


@pytest.mark.parametrize(("code", "size"), [(b"\x1d!\x21", (36, 48)), (b"\x1b!\x30", (24, 48))])
def test_size_multiplies_the_cell(code: bytes, size: tuple[int, int], same: Same) -> None:
    strip = printed(code + b"H\n")
    wanted = glyph("H", FONT_A).resize(size, Image.Resampling.NEAREST)
    assert strip.height == size[1]
    assert same(strip.crop((0, 0, *size)), wanted)


def test_marks_of_different_height_stand_on_one_base(same: Same) -> None:
    strip = printed(b"\x1d!\x01A\x1d!\x00B\n")
    assert same(strip.crop((12, 24, 24, 48)), glyph("B", FONT_A))


@pytest.mark.parametrize(("align", "left"), [(0, 0), (1, 276), (2, 552)])
def test_alignment(align: int, left: int, same: Same) -> None:
    strip = printed(b"\x1ba" + bytes((align,)) + b"HH\n")
    assert same(strip.crop((left, 0, left + 12, 24)), glyph("H", FONT_A))


def test_underline_and_inversion() -> None:
    assert ink(printed(b"\x1b-\x02 \n")) == (0, 22, 12, 24)
    assert ink(printed(b"\x1dB\x01 \n")) == (0, 0, 12, 24)


def test_upside_down_turns_the_line(same: Same) -> None:
    turned = printed(b"\x1b{\x01H\n").crop((564, 0, 576, 24))
    assert same(turned.transpose(Image.Transpose.ROTATE_180), glyph("H", FONT_A))


def test_a_line_that_is_full_goes_on_in_the_next() -> None:
    assert printed(b"H" * 48 + b"\n").height == 30
    assert printed(b"H" * 49 + b"\n").height == 60
    assert printed(b"H" * 33 + b"\n", width=384).height == 60


def test_line_spacing_and_feeds() -> None:
    assert printed(b"\x1b3\x40H\n").height == 64
    assert printed(b"\x1b3\x40\x1b2H\n").height == 30
    assert printed(b"\x1b3\x05H\n").height == 24
    assert printed(b"\x1bJ\x11\x1bd\x02").height == 17 + 60


def test_margin_position_and_tabs(same: Same) -> None:
    assert same(printed(b"\x1dL\x20\x00H\n").crop((32, 0, 44, 24)), glyph("H", FONT_A))
    assert same(printed(b"\x1b$\x64\x00H\n").crop((100, 0, 112, 24)), glyph("H", FONT_A))
    assert same(printed(b"\tH\n").crop((96, 0, 108, 24)), glyph("H", FONT_A))
    assert same(printed(b"\x1bD\x05\x00\tH\n").crop((60, 0, 72, 24)), glyph("H", FONT_A))


def test_reset_puts_everything_back(same: Same) -> None:
    assert same(printed(b"\x1ba\x01\x1d!\x77\x1bE\x01\x1b@H\n"), printed(b"H\n"))


def test_code_pages(same: Same) -> None:
    assert same(printed(b"\x1bt\x10\xe4\n").crop((0, 0, 12, 24)), glyph("ä", FONT_A))
    assert same(printed(b"\x1bt\x11\x80\n").crop((0, 0, 12, 24)), glyph("А", FONT_A))


def test_hanzi_in_chinese_mode_and_latin_out_of_it(same: Same) -> None:
    strip = printed(b"\x1c&" + "签名A".encode("gb18030") + b"\x1c.\n")
    assert same(strip.crop((0, 0, 24, 24)), glyph("签", HANZI))
    assert same(strip.crop((24, 0, 48, 24)), glyph("名", HANZI))
    assert same(strip.crop((48, 0, 60, 24)), glyph("A", FONT_A))
    assert same(printed("签\n".encode("gb18030"), chinese=True).crop((0, 0, 24, 24)), glyph("签", HANZI))


def test_a_hanzi_may_come_in_two_pieces(same: Same) -> None:
    paper, parser = Paper(576), Parser()
    setter = Typesetter(paper, chinese=True)
    for byte in "签名\n".encode("gb18030"):
        for command in parser.feed(bytes((byte,))):
            setter.obey(command)
    assert same(paper.image().point(lambda dot: 255 - dot), printed("签名\n".encode("gb18030"), chinese=True))


def test_raster_scaling_and_alignment() -> None:
    dot = b"\x01\x00\x01\x00\x80"
    assert ink(printed(b"\x1dv0\x00" + dot)) == (0, 0, 1, 1)
    assert ink(printed(b"\x1dv0\x03" + dot)) == (0, 0, 2, 2)
    assert ink(printed(b"\x1ba\x01\x1dv0\x00" + dot)) == (284, 0, 285, 1)
    assert ink(printed(b"\x1ba\x02\x1dv0\x00" + dot)) == (568, 0, 569, 1)


def test_a_raster_wider_than_the_paper_is_cropped() -> None:
    assert printed(b"\x1dv0\x00\x80\x00\x01\x00" + b"\xff" * 128).size == (576, 1)


@given(st.binary(max_size=300), st.booleans())
@settings(deadline=None)
def test_no_bytes_break_it(data: bytes, chinese: bool) -> None:  # noqa: FBT001
    paper = Paper(384)
    setter = Typesetter(paper, chinese=chinese)
    for command in Parser().feed(data):
        setter.obey(command)
    assert paper.image().width == 384


@given(
    st.lists(
        st.tuples(
            st.sampled_from([b"\x1b", b"\x1d", b"\x1c", b"\x10", b"\x1d(", b"\x1d(L", b"\x1d(k", b"\x1b*"]),
            st.binary(max_size=12),
        ),
        max_size=12,
    )
)
@settings(deadline=None)
def test_no_commands_break_it(pieces: list[tuple[bytes, bytes]]) -> None:
    paper = Paper(384)
    setter = Typesetter(paper, chinese=True)
    for command in Parser().feed(b"".join(code + data for code, data in pieces)):
        setter.obey(command)
    assert paper.image().width == 384
