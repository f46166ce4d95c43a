"""Slips in a printer's own characters: every word arrives, in its place; only what must be drawn is drawn."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageOps

from drivers.printer import PrinterProfile, from_image, load_profile, open_printer
from drivers.printer.emulator import PrinterEmulator
from drivers.printer.native import CELL_DOTS, cells
from drivers.printer.parser import TEXT, Parser
from drivers.printer.sheet import slip_strips
from terminal.i18n import Catalogue
from terminal.model.request import Method
from terminal.model.status import Printed
from terminal.printing import Bench, Composed, Composer
from terminal.printing.cells import CellCase
from terminal.typeset import Face, TextStyle, Typesetter

PROFILES = Path(__file__).parents[3] / "config" / "printers"
PICTURES = Path(__file__).parents[3] / "build" / "slips"
NAMES = {576: "80mm", 384: "58mm"}

Compose = Callable[..., Composed]


def profile_of(width: int, cjk: str = "gb18030", **changes: Any) -> PrinterProfile:
    return replace(load_profile(NAMES[width], [PROFILES]), cjk=cjk, confirm=True, **changes)


def composer_of(profile: PrinterProfile) -> Composer:
    return Composer(profile.width_dots, Catalogue(), Typesetter(), ZoneInfo("Asia/Shanghai"), profile)


@pytest.fixture(scope="module")
def own() -> dict[int, Composer]:
    return {width: composer_of(profile_of(width)) for width in NAMES}


@pytest.fixture
def compose(counter: Any, own: dict[int, Composer]) -> Compose:
    """Let a customer sign, and compose the slip for a printer that sets words by itself."""

    def sign_and_compose(
        width: int = 576, composer: Composer | None = None, *, again: bool = False, **how: Any
    ) -> Composed:
        sealed = counter.seal(counter.sign(**how))
        return (composer or own[width]).compose(sealed.jws, sealed.parts, again=again, receipt=sealed.receipt)

    return sign_and_compose


def code(slip: Composed, profile: PrinterProfile) -> bytes:
    return b"".join(strip.code for strip in slip_strips(from_image(slip.drawn), slip.words, profile))


def lines(sent: bytes) -> Iterator[str]:
    """Read the words out of what is sent, as a printer does: one line a feed."""
    chinese, line = False, ""
    for command in Parser().feed(sent):
        if command.code in {b"\x1c&", b"\x1c."}:
            chinese = command.code == b"\x1c&"
        elif command.code == TEXT:
            line += command.data.decode("gb18030" if chinese else "cp437")
        elif command.code == b"\x1bJ" and line:
            yield line
            line = ""
    assert not line


def printed(slip: Composed, profile: PrinterProfile) -> Image.Image:
    with PrinterEmulator(speed_mm_s=None, width_dots=profile.width_dots) as printer:
        device = open_printer(printer.serve_tcp(), profile)
        device.print_image(from_image(slip.drawn), words=slip.words)
        device.close()
        assert printer.wait_until_idle()
        assert printer.unknown == []
        return printer.strip


@pytest.mark.parametrize("width", NAMES)
@pytest.mark.parametrize("language", ["zh-CN", "en", "de"])
@pytest.mark.parametrize("kind", ["sale", "document"])
def test_words_and_pictures_come_out_where_the_slip_has_them(
    compose: Compose, counter: Any, width: int, language: str, kind: str
) -> None:
    slip = compose(width, language=language, said=getattr(counter, kind))
    strip = printed(slip, profile_of(width))
    PICTURES.mkdir(parents=True, exist_ok=True)
    strip.save(PICTURES / f"{width}-{language}-{kind}-own-characters.png")
    assert strip.size == slip.picture.size
    for words in slip.words:
        left = words.left_dots
        for character in words.text:
            right = left + (cells(character, 0) or 0) * CELL_DOTS * words.scale
            cell = strip.crop((left, words.top_dots, right, words.bottom_dots)).convert("L")
            assert (cell.getextrema()[0] == 0) == (character not in " \u00a0"), (words, character)
            left = right
    rest, expected = strip.convert("1"), slip.picture.convert("1")
    for words in slip.words:
        for picture in (rest, expected):
            picture.paste(1, (0, words.top_dots, width, words.bottom_dots))
    assert not ImageChops.logical_xor(rest, expected).getbbox()


@pytest.mark.parametrize("width", NAMES)
@pytest.mark.parametrize("language", ["zh-CN", "en", "de"])
def test_every_word_of_the_slip_is_in_what_is_sent(compose: Compose, width: int, language: str) -> None:
    slip = compose(width, language=language)
    said = "".join(lines(code(slip, profile_of(width)))).replace(" ", "")
    assert slip.words
    for words in slip.words:
        assert re.sub(r"\s", "", words.text) in said
    for fact in ("晨光超市", "东北大米10kg×2", "INV-2041", "2026-11-23", "557A8226"):
        assert fact in said
    assert ("1.280,00" if language == "de" else "¥1,280.00") in said
    assert len(said) == sum(len(re.sub(r"\s", "", words.text)) for words in slip.words)


@pytest.mark.parametrize("width", NAMES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_it_is_less_than_half_the_bytes(compose: Compose, width: int, language: str) -> None:
    drawn = compose(composer=composer_of(profile_of(width, "raster")), language=language)
    native = len(code(compose(width, language=language), profile_of(width)))
    assert not drawn.words
    assert native < 0.5 * len(code(drawn, profile_of(width)))


def test_the_code_on_it_is_read(compose: Compose) -> None:
    for width in NAMES:
        paper = ImageOps.expand(printed(compose(width), profile_of(width)).convert("L"), 40, 255)
        (found,) = zxingcpp.read_barcodes(paper)
        assert found.text.startswith("SIGNPOST")


def test_a_line_with_a_character_that_printers_lack_is_drawn_and_the_others_are_not(
    compose: Compose, counter: Any
) -> None:
    rare = {
        **counter.sale,
        "merchant": "㐀㐁堂",
        "lines": [{"text": "龦茶 😀", "quantity": "1", "amount": "5.00"}],
    }
    slip = compose(said=rare)
    said = [words.text for words in slip.words]
    assert "㐀㐁堂" not in said
    assert "5.00" not in said  # it shares its row with what is drawn
    assert "INV-2041" in said
    assert slip.drawn.crop((0, 0, 576, 60)).convert("L").getextrema()[0] == 0


def test_what_is_read_from_the_right_is_drawn_whole(compose: Compose) -> None:
    slip = compose(language="ar")
    assert slip.words == ()
    assert slip.drawn is slip.picture


def test_without_double_size_totals_and_codes_are_pictures(compose: Compose) -> None:
    single = composer_of(profile_of(576, double_size=False))
    slip = compose(composer=single)
    assert {words.scale for words in slip.words} == {1}
    assert not [words for words in slip.words if "1,280.00" in words.text or "557A" in words.text]
    assert {words.scale for words in compose().words} == {1, 2}


def test_a_slip_that_broke_off_says_so_on_a_bar_that_is_drawn(compose: Compose) -> None:
    first, again = compose(), compose(again=True)
    assert len(again.words) == len(first.words)
    assert again.picture.height > first.picture.height


@pytest.mark.parametrize("method", [Method.FINGERPRINT, Method.TOUCH])
def test_what_was_signed_is_a_picture(compose: Compose, method: Method) -> None:
    slip = compose(method=method)
    tops = [words.top_dots for words in slip.words]
    gaps = [low - high for high, low in pairwise(tops)]
    assert max(gaps) > 100


def test_text_is_broken_and_set_in_whole_cells() -> None:
    case, style = CellCase(Typesetter(), profile_of(576)), TextStyle(Face.PLAIN, 24, 1.4)
    text = "I confirm this transaction and agree that 电子签名代替纸质签名，与手写签名具有同等效力。"
    for room in (240, 360, 528):
        for broken in (case.wrap(text, style, room), case.balanced(text, style, room)):
            assert all(case.width(line, style) <= room for line in broken)
            assert re.sub(r"\s", "", "".join(broken)) == re.sub(r"\s", "", text)
            assert not [line for line in broken if line[0] in "，。"]
    assert case.wrap("x" * 50, style, 240) == ["x" * 20, "x" * 20, "x" * 10]
    assert case.mask("A签", style).size == (36, style.line_px)


@pytest.mark.parametrize("length", [22, 30])
def test_a_fact_too_long_for_its_line_stands_below_its_name(
    compose: Compose, counter: Any, length: int
) -> None:
    slip = compose(384, said={**counter.sale, "reference": "R" * length})
    (reference,) = (words for words in slip.words if "RRR" in words.text)
    assert (reference.text, reference.left_dots) == ("R" * length, 384 - (length + 1) * CELL_DOTS)


def test_paper_out_in_the_middle_prints_it_again_whole_and_marked(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    room.composer = composer_of(profile_of(576))
    record = counter.keep(room.store)
    spooler = room.start(printer=room.open(cjk="gb18030"))
    emulator.paper_out(after_dots=700)
    room.settle(spooler, lambda: room.store.slips.all()[0].attempts == 1)
    (slip,) = room.store.slips.all()
    assert slip.state is Printed.WAITING
    assert 40 <= (slip.sent_percent or 0) < 100
    emulator.load_paper()
    room.settle(spooler, lambda: room.store.slips.all()[0].state is Printed.PRINTED)
    whole = room.composer.compose(record.jws, record.parts, receipt=record.receipt, again=True)
    kept = Image.open(BytesIO(room.store.slips.picture(record.id)))
    assert kept.tobytes() == whole.picture.tobytes()
    *_, start, end = [0, *emulator.cuts]
    last = emulator.strip.crop((0, start, 576, end))
    inked = last.convert("L").point([255] + [0] * 255).getbbox()
    wanted = whole.picture.convert("L").point([255] + [0] * 255).getbbox()
    assert inked is not None
    assert wanted is not None
    assert abs((inked[3] - inked[1]) - (wanted[3] - wanted[1])) <= 12


def test_a_test_slip_shows_the_printers_own_characters(own: dict[int, Composer]) -> None:
    bench, when = Bench("晨光超市", "SP-0031", "80mm", 203), datetime(2026, 11, 23, 6, 31, tzinfo=UTC)
    for width, composer in own.items():
        slip = composer.compose_trial(bench, ("zh-CN", "en"), when)
        said = list(lines(code(slip, profile_of(width))))
        assert any("鬱" in line and "¥1,280.00" in line for line in said)
        printed(slip, profile_of(width)).save(PICTURES / f"{width}-test-own-characters.png")


def test_slips_are_what_they_were_where_the_profile_says_raster(counter: Any) -> None:
    plain = Composer(576, Catalogue(), Typesetter(), ZoneInfo("Asia/Shanghai"))
    sealed = counter.seal(counter.sign())
    one, other = (
        each.compose(sealed.jws, sealed.parts) for each in (composer_of(profile_of(576, "raster")), plain)
    )
    assert one.picture.tobytes() == other.picture.tobytes()
