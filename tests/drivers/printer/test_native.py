"""Words in a printer's own characters: what is sent is what was said, and it stands where it should."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from drivers.errors import Refused
from drivers.printer import PrinterProfile, Raster, ReceiptPrinter, Words
from drivers.printer.emulator import PrinterEmulator
from drivers.printer.modes import Modes
from drivers.printer.native import CELL_DOTS, CODE_PAGES, Compositor, cells, rows
from drivers.printer.sheet import slip_strips

Opener = Callable[..., ReceiptPrinter]
BLANK = Raster(576, 200, bytes(72 * 200))


def inked(strip: Image.Image, words: Words, code_page: int = 0) -> str:
    """Return a mark for each character of words on paper, and a space for each that left none."""
    marks, left = "", words.left_dots
    for character in words.text:
        right = left + (cells(character, code_page) or 0) * CELL_DOTS * words.scale
        cell = strip.crop((left, words.top_dots, right, words.bottom_dots))
        marks += "x" if cell.convert("L").getextrema()[0] == 0 else " "
        left = right
    return marks


@pytest.mark.parametrize(
    ("text", "page", "wide"),
    [
        ("INV-2041", 0, 8),
        ("合计", 0, 4),
        ("¥1,280.00", 0, 9),
        ("×2", 0, 3),  # no × in code page 437: the ideographs' own, twice as wide
        ("×2", 2, 2),
        ("€", 0, 2),
        ("€", 19, 1),
        ("Grüße", 0, 5),
        ("龦", 0, None),  # in GB18030's area of four bytes, which printers do not have
        ("㐀", 0, None),
        ("مرحبا", 0, None),
        ("a\x1b@", 0, None),
        ("\u3000", 0, None),
        ("😀", 0, None),
        ("1\u00a0280,00\u202f€", 19, 10),
        ("", 0, 0),
    ],
)
def test_a_line_is_as_wide_as_its_cells_or_not_in_the_printer(text: str, page: int, wide: int | None) -> None:
    assert cells(text, page) == wide


def test_the_bytes_are_those_of_the_manuals() -> None:
    first = Compositor(0).row([Words(0, 0, "签名 ü"), Words(10 * CELL_DOTS, 0, "A", 2, bold=True)])
    assert first == (
        b"\x1c&\x1bt\x00"  # Chinese mode; then which page Latin is in
        b"\xc7\xa9\xc3\xfb\x1c. \x81\x1c&"  # 签名, and ü from page 437 out of the Chinese mode
        b"    "  # six cells are taken, ten are to be
        b"\x1d!\x11\x1c!\x0c\x1bE\x01A"
    )


def test_a_space_that_holds_a_line_together_is_a_space_on_paper() -> None:
    assert Compositor(0).row([Words(0, 0, "5\u00a0kg\u202f1")]).endswith(b"5 kg 1")


def test_what_is_set_stays_set_and_is_not_sent_again() -> None:
    compositor = Compositor(16)
    compositor.row([Words(0, 0, "a", 2, bold=True)])
    assert compositor.row([Words(0, 60, "b", 2, bold=True)]) == b"b"
    assert compositor.row([Words(0, 120, "é")]) == b"\x1d!\x00\x1c!\x00\x1bE\x00\x1c.\xe9\x1c&"


@pytest.mark.parametrize("chinese", [False, True])
def test_words_come_out_where_they_stand_on_printers_that_start_in_either_mode(
    opened: Opener, *, chinese: bool
) -> None:
    words = (
        Words(24, 10, "东北大米 10kg ×2"),
        Words(40 * CELL_DOTS, 10, "178.00"),
        Words(0, 60, "合计 ¥1", 2, bold=True),
        Words(CELL_DOTS, 150, "Größe é ·"),
    )
    with PrinterEmulator(speed_mm_s=None, chinese=chinese) as printer:
        opened(printer.serve_tcp(), cjk="gb18030").print_image(BLANK, words=words)
        strip = printer.strip
        assert printer.unknown == []
    assert strip.size == (576, 200)
    for each in words:
        assert inked(strip, each) == "".join(" " if letter == " " else "x" for letter in each.text)
    black = strip.convert("L").point([255] + [0] * 255)
    for top, bottom in ((0, 10), (34, 60), (108, 150), (174, 200)):
        assert black.crop((0, top, 576, bottom)).getbbox() is None


def test_a_picture_above_beside_and_below_stays_where_it_was(
    opened: Opener, emulator: PrinterEmulator
) -> None:
    drawn = Image.new("1", (576, 200), 1)
    for top in (0, 40, 100, 198):
        drawn.paste(0, (100, top, 300, top + 2))
    rows_of_dots = drawn.point([1] + [0] * 255).tobytes()
    opened(emulator.serve_tcp(), cjk="gb18030").print_image(
        Raster(576, 200, rows_of_dots), words=[Words(0, 10, "一"), Words(0, 44, "二"), Words(0, 150, "三")]
    )
    strip = emulator.strip.convert("1")
    for top in (10, 44, 150):
        strip.paste(1, (0, top, 24, top + 24))
    assert strip.tobytes() == drawn.tobytes()


def test_rows_fall_where_they_should_at_other_motion_units(profile: PrinterProfile) -> None:
    fine = replace(profile, cjk="gb18030", dpi=180, feed_dpi=360)
    (strip,) = slip_strips(Raster(576, 90, bytes(72 * 90)), [Words(0, 0, "A")], fine)
    assert strip.code.endswith(b"A\x1bJ\xb4")  # 90 dots are 180 steps
    assert strip.end_dots == 90


def test_each_strip_says_how_far_down_the_slip_it_reaches(profile: PrinterProfile) -> None:
    inky = bytearray(72 * 300)
    for row in (10, 100, 290):
        inky[72 * row] = 1
    cut = list(slip_strips(Raster(576, 300, bytes(inky)), [Words(0, 40, "A"), Words(0, 200, "B")], profile))
    ends = [strip.end_dots for strip in cut]
    assert ends == sorted(set(ends))
    assert ends[-1] == 300
    assert {100, 290} <= set(ends)  # words take the blank rows below them along


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([Words(0, 190, "A")], "below its end"),
        ([Words(47 * CELL_DOTS, 0, "AB")], "do not fit the paper"),
        ([Words(0, 0, "😀")], "lacks a character"),
        ([Words(0, 0, "A"), Words(60, 12, "B")], "share rows"),
        ([Words(0, 0, "A"), Words(60, 0, "B", 2)], "share rows"),
    ],
)
def test_what_no_printer_can_set_is_refused_before_a_byte_is_sent(
    opened: Opener, emulator: PrinterEmulator, words: list[Words], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        opened(emulator.serve_tcp(), cjk="gb18030").print_image(BLANK, words=words)
    assert emulator.strip.height == 0


def test_words_on_ink_are_refused(profile: PrinterProfile) -> None:
    inky = bytearray(BLANK.rows)
    inky[72 * 23 + 71] = 1
    with pytest.raises(ValueError, match="where the picture has ink"):
        list(slip_strips(Raster(576, 200, bytes(inky)), [Words(0, 0, "A")], profile))
    assert len(list(slip_strips(Raster(576, 200, bytes(inky)), [Words(0, 24, "A")], profile))) == 2


def test_words_of_one_row_are_put_in_order() -> None:
    right, left = Words(120, 0, "B"), Words(0, 0, "A")
    assert list(rows([right, Words(0, 24, "C"), left])) == [(left, right), (Words(0, 24, "C"),)]


def test_progress_and_status_go_on_between_the_rows(opened: Opener, emulator: PrinterEmulator) -> None:
    words = [Words(0, 40 * row, f"row {row}") for row in range(25)]
    parts: list[float] = []
    printer = opened(emulator.serve_tcp(), cjk="gb18030")
    printer.print_image(Raster(576, 1000, bytes(72_000)), parts.append, words)
    assert parts == sorted(parts)
    assert len(parts) == 26
    assert parts[-1] == 1.0

    emulator.tear()
    emulator.paper_out(after_dots=500)
    sent: list[float] = []
    with pytest.raises(Refused, match="out of paper"):
        printer.print_image(Raster(576, 1000, bytes(72_000)), sent.append, words)
    assert emulator.strip.height == 500


def test_each_page_is_the_one_that_the_emulated_printer_draws() -> None:
    for number, name in CODE_PAGES.items():
        for letter in ("é", "я", "ž"):
            try:
                byte = letter.encode(name)
            except UnicodeEncodeError:
                continue
            assert Modes(code_page=number).decode(byte[0]) == letter
            sent = Compositor(number).row([Words(0, 0, letter)])
            assert sent == b"\x1c&\x1bt" + bytes((number,)) + b"\x1c." + byte + b"\x1c&"
