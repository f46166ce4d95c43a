import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from drivers.printer import Raster, from_image
from drivers.printer.raster import feed, strips


def code(raster: Raster, **options: int) -> bytes:
    return b"".join(strip.code for strip in strips(raster, **options))


def test_one_black_row_is_one_strip() -> None:
    assert code(Raster(16, 1, b"\xff\x80")) == b"\x1dv0\x00\x02\x00\x01\x00\xff\x80"


def test_the_right_is_cropped_to_the_ink_and_the_left_is_not() -> None:
    assert code(Raster(32, 2, b"\0\x18\0\0\0\x10\0\0")) == b"\x1dv0\x00\x02\x00\x02\x00\0\x18\0\x10"


def test_blank_rows_are_fed() -> None:
    assert code(Raster(8, 11, b"\xff" + bytes(9) + b"\x01")) == (
        b"\x1dv0\x00\x01\x00\x01\x00\xff\x1bJ\x09\x1dv0\x00\x01\x00\x01\x00\x01"
    )


def test_rows_are_cropped_apart_where_that_saves_more_than_a_band_costs() -> None:
    wide, narrow = b"\xff" * 10, b"\xff" + bytes(9)
    assert code(Raster(80, 6, wide + narrow * 4 + wide)) == (
        b"\x1dv0\x00\x0a\x00\x01\x00" + wide
        + b"\x1dv0\x00\x01\x00\x04\x00" + b"\xff" * 4
        + b"\x1dv0\x00\x0a\x00\x01\x00" + wide
    )  # fmt: skip
    assert code(Raster(80, 5, wide + narrow * 3 + wide)) == (
        b"\x1dv0\x00\x0a\x00\x05\x00" + wide + narrow * 3 + wide
    )


def test_bands_share_a_strip_as_far_as_it_holds_them() -> None:
    picture = Raster(8, 32, (b"\xff" + bytes(9)) * 3 + b"\xff\xff")
    assert [(len(strip.code), strip.end_dots) for strip in strips(picture, strip_bytes=64)] == [(46, 32)]
    assert [(len(strip.code), strip.end_dots) for strip in strips(picture, strip_bytes=24)] == [
        (24, 20), (22, 32)
    ]  # fmt: skip


def test_feeds_that_are_no_whole_units_add_up() -> None:
    picture = Raster(8, 44, (b"\xff" + bytes(10)) * 4)
    sent = code(picture, dpi=203, feed_dpi=180)
    fed = [part[0] for part in sent.split(b"\x1bJ")[1:]]
    assert fed == [8, 9, 9, 9], "35 of the printer's units for 40 rows"


def test_a_few_blank_rows_are_cheaper_to_send() -> None:
    assert code(Raster(8, 3, b"\xff\0\xff")) == b"\x1dv0\x00\x01\x00\x03\x00\xff\0\xff"


def test_a_long_blank_is_fed_in_steps_that_fit_a_byte() -> None:
    assert code(Raster(8, 600, bytes(600))) == b"\x1bJ\xff\x1bJ\xff\x1bJ\x5a"


def test_feeds_are_counted_in_the_printers_own_units() -> None:
    assert code(Raster(8, 180, bytes(180)), dpi=180, feed_dpi=360) == feed(360)


def test_a_strip_is_never_longer_than_asked_for() -> None:
    raster = Raster(576, 500, b"\xff" * 72 * 500)
    parts = list(strips(raster, strip_bytes=4096))
    assert max(len(part.code) for part in parts) <= 4096
    assert [part.end_dots for part in parts] == [56, 112, 168, 224, 280, 336, 392, 448, 500]


def test_thin_grey_strokes_are_thresholded_and_not_dithered() -> None:
    grey = Image.new("L", (16, 4), 200)
    grey.paste(100, (0, 1, 16, 2))
    assert from_image(grey).rows == b"\0\0\xff\xff\0\0\0\0"


def test_black_is_ink_in_both_modes_and_padding_is_paper() -> None:
    assert from_image(Image.new("1", (9, 1), 0)).rows == b"\xff\x80"
    assert from_image(Image.new("L", (9, 1), 0)).rows == b"\xff\x80"
    assert from_image(Image.new("1", (9, 1), 1)).rows == b"\0\0"


def test_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="black and white or grey"):
        from_image(Image.new("RGB", (8, 8)))


def test_a_raster_whose_size_and_bytes_disagree_is_refused() -> None:
    with pytest.raises(ValueError, match="144 bytes, not 143"):
        Raster(576, 2, bytes(143))


@given(st.integers(1, 40), st.integers(0, 60), st.randoms(), st.integers(9, 400))
def test_every_row_is_covered_once(width: int, height: int, random: object, strip_bytes: int) -> None:
    size = (width + 7) // 8 * height
    rows = random.choices([0, 0, 0, 0x80], k=size)  # type: ignore[attr-defined]
    ends = [strip.end_dots for strip in strips(Raster(width, height, bytes(rows)), strip_bytes=strip_bytes)]
    assert ends == sorted(set(ends))
    assert ends[-1:] == [height][: bool(height)]
