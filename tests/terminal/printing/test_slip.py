"""Every slip in every language and width: it fits, it reads, nothing runs into anything; pictures to look at."""

import ast
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from terminal.evidence.errors import SealError
from terminal.i18n import Catalogue
from terminal.model.ink import Ink
from terminal.model.moment import ClockState
from terminal.model.request import Method
from terminal.printing import Composer, closing, privacy, slip, unsigned, writing
from terminal.printing.blocks import Laid, Piece
from terminal.printing.form import form_for
from terminal.printing.signed import Signed, read_signed
from terminal.printing.slip import Copy, Printing, claims

PICTURES = Path(__file__).parents[3] / "build" / "slips"
MARKS = {"first": Printing(), "reprint": Printing(number=2), "again": Printing(number=1, again=True)}
WIDTHS = (576, 384)
WRITERS = (closing, privacy, slip, unsigned, writing)

Composers = dict[int, Composer]
Read = Callable[..., Signed]


@pytest.fixture
def read(counter: Any) -> Read:
    """Let a customer sign, and read the sealed record back as the printer's process does."""

    def sign_and_read(**how: Any) -> Signed:
        sealed = counter.seal(counter.sign(**how))
        return read_signed(sealed.jws, sealed.parts)

    return sign_and_read


def texts(laid: Laid) -> list[str]:
    return [piece.text for piece in laid.pieces if piece.text]


def ink_of(piece: Piece) -> tuple[int, int, int, int]:
    left, top, right, bottom = piece.mask.getbbox() or (0, 0, 0, 0)
    return (piece.left + left, piece.top + top, piece.left + right, piece.top + bottom)


def overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize(
    ("width", "language", "kind", "method", "mark"),
    [
        *product(WIDTHS, ("zh-CN", "en"), ("sale", "document"), Method, MARKS),
        *product(WIDTHS, ("de", "ar"), ("sale", "document"), [Method.STYLUS], ["first", "reprint"]),
    ],
)
def test_every_slip_fits_its_paper(
    composers: Composers,
    counter: Any,
    read: Read,
    width: int,
    language: str,
    kind: str,
    method: Method,
    mark: str,
) -> None:
    signed = read(language=language, method=method, said=getattr(counter, kind))
    form, laid = form_for(width), composers[width].lay(signed, MARKS[mark])
    image = composers[width].draw(laid)
    PICTURES.mkdir(parents=True, exist_ok=True)
    image.save(PICTURES / f"{width}-{language}-{kind}-{method}-{mark}.png")

    inks = [ink_of(piece) for piece in laid.pieces]
    assert all(left >= 0 and right <= form.column for left, _, right, _ in inks)
    assert all(top >= 0 and bottom <= laid.height for _, top, _, bottom in inks)
    assert not [
        (one.text, other.text)
        for one, other in combinations(laid.pieces, 2)
        if overlap(ink_of(one), ink_of(other))
    ]
    margin = Image.new("1", (form.margin, image.height), 1)
    assert image.crop((0, 0, form.margin, image.height)).tobytes() == margin.tobytes()
    assert image.size == (width, laid.height + 2 * form.space)


@pytest.mark.parametrize("width", WIDTHS)
def test_amounts_stand_at_the_right_edge(composers: Composers, read: Read, width: int) -> None:
    laid = composers[width].lay(read(), Printing())
    amounts = [piece for piece in laid.pieces if piece.text in {"178.00", "598.00", "504.00", "¥1,280.00"}]
    assert len(amounts) == 4
    assert {ink_of(piece)[2] for piece in amounts} == {form_for(width).column}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_slip_that_is_read_from_the_right_has_its_amounts_on_the_left(
    composers: Composers, read: Read, width: int
) -> None:
    laid = composers[width].lay(read(language="ar"), Printing())
    things = [piece for piece in laid.pieces if piece.text.startswith(("东北大米", "厨房"))]
    amounts = [piece for piece in laid.pieces if piece.text in {"178.00", "598.00", "504.00"}]
    assert (len(things), len(amounts)) == (2, 3)
    assert max(ink_of(piece)[2] for piece in amounts) < width / 2
    assert min(piece.left + piece.mask.width for piece in things) == form_for(width).column


@pytest.mark.parametrize("width", WIDTHS)
def test_the_total_is_the_largest_and_the_match_code_next(
    composers: Composers, read: Read, width: int
) -> None:
    laid = composers[width].lay(read(), Printing())
    codes = [piece for piece in laid.pieces if piece.text == "557A 8226"]
    assert len(codes) == 1

    def digit(piece: Piece) -> int:
        return ink_of(piece)[3] - ink_of(piece)[1]

    total = next(piece for piece in laid.pieces if piece.text == "¥1,280.00")
    others = [piece for piece in laid.pieces if piece.text.replace(".", "").isdecimal()]
    assert digit(total) > digit(codes[0]) > 1.4 * max(map(digit, others))


def test_a_slip_says_what_was_signed_how_and_when(composers: Composers, read: Read) -> None:
    said = texts(composers[576].lay(read(), Printing()))
    for word in (
        *(
            "晨光超市 Morninglight",
            "3 号收银台 · 操作员 07",
            "东北大米 10kg ×2",
            "178.00",
            "厨房电子秤",
            "合计",
        ),
        *("INV-2041", "2026-11-23 14:31:07", "手写（数字笔）", "SP-0031", "持卡人签名 / Signature"),
        *("商户存根 · 第 1 次打印", "本人确认以上交易，同意以电子签名代替纸质签名。"),
    ):
        assert word in said
    assert not any("补打" in text for text in said)


def test_every_word_of_a_slip_is_in_its_language(composers: Composers, counter: Any, read: Read) -> None:
    plain = {"merchant": "Shop", "operator": "7", "lines": [], "title": {"en": "Deed"}}
    drawn = str.maketrans("", "", "…·¥×")
    for said in (counter.sale, counter.document):
        for method in Method:
            signed = read(language="en", method=method, said={**said, **plain})
            for mark in MARKS.values():
                words = "".join(texts(composers[576].lay(signed, mark))).translate(drawn)
                assert words.isascii()


def test_a_document_has_its_title_and_digest_and_not_its_body(
    composers: Composers, counter: Any, read: Read
) -> None:
    signed = read(said=counter.document)
    laid = composers[576].lay(signed, Printing())
    said = texts(laid)
    assert "".join(said).count("年度会员服务协议与个人信息处理告知书") == 1
    assert f"{signed.text_sha256[:6]}…{signed.text_sha256[-6:]}" in said
    assert "4" in said
    assert not any("本协议由双方" in text for text in said)
    assert "合计" not in said
    assert laid.height < 1100


def test_a_pdf_is_named_by_its_title_its_pages_and_its_digest(
    composers: Composers, counter: Any, read: Read
) -> None:
    pdf = {"document": {"sha256": "5e" * 32, "size": 9, "pages": [[595, 842]] * 7}}
    for said, word in ((counter.document, "文本摘要"), (counter.sale, "合计")):
        titled = said | pdf | {"title": {"zh": "租赁合同"}, "body": {}}
        printed = texts(composers[576].lay(read(said=titled), Printing()))
        assert {"租赁合同", "页数", "7", "PDF 摘要", "5e5e5e…5e5e5e"} <= set(printed)
        assert (word in printed) == (said is counter.sale)


def test_what_was_agreed_to_is_printed_and_what_was_not_is_not(
    composers: Composers, counter: Any, read: Read
) -> None:
    said = texts(composers[576].lay(read(said=counter.document), Printing()))
    assert "我已阅读并同意会员条款。" in said
    assert "我愿意收到优惠信息。" not in said


def test_a_clock_that_nobody_set_is_told(composers: Composers, read: Read) -> None:
    signed = replace(read(), clock=ClockState.UNSYNCHRONISED)
    assert "未校时" in texts(composers[576].lay(signed, Printing()))
    assert "未校时" not in texts(composers[576].lay(read(), Printing()))


@pytest.mark.parametrize(
    ("copy", "copies", "expected"),
    [
        (1, 1, Printing(Copy.MERCHANT, 1)),
        (2, 2, Printing(Copy.CUSTOMER, 1)),
        (2, 1, Printing(Copy.MERCHANT, 2)),
        (4, 2, Printing(Copy.MERCHANT, 3)),
        (1, 0, Printing(Copy.MERCHANT, 1)),
    ],
)
def test_whom_a_copy_is_for(copy: int, copies: int, expected: Printing) -> None:
    assert Printing.of(copy, copies, again=False) == expected


def test_the_reprint_says_so_and_counts(composers: Composers, read: Read) -> None:
    said = texts(composers[576].lay(read(), Printing(number=3)))
    assert said[0] == "补打 · 第 3 次打印"
    assert "商户存根 · 第 3 次打印" in said


def test_the_qr_code_is_short_and_coarse_enough_for_any_phone(composers: Composers, read: Read) -> None:
    signed = read()
    expected = f"SIGNPOST1 {signed.id} 557A8226 {signed.jws_sha256[:16]} 1280.00 CNY".upper()
    assert claims(signed) == expected
    for width in WIDTHS:
        form, laid = form_for(width), composers[width].lay(signed, Printing())
        qr = next(piece for piece in laid.pieces if not piece.text and piece.mask.width == piece.mask.height)
        assert form.qr_module >= 4
        assert qr.mask.width == 33 * form.qr_module  # version 4, error correction M
        coarse = qr.mask.resize((33, 33), Image.Resampling.NEAREST)
        assert coarse.resize(qr.mask.size, Image.Resampling.NEAREST).tobytes() == qr.mask.tobytes()
        assert qr.left + qr.mask.width == form.column
        left, top, right, bottom = ink_of(qr)
        zone = (left - 4 * form.qr_module, top - 4 * form.qr_module, right, bottom + 4 * form.qr_module)
        assert not [each.text for each in laid.pieces if each is not qr and overlap(ink_of(each), zone)]


def test_the_signature_is_drawn_again_and_never_dithered(composers: Composers, read: Read) -> None:
    laid = composers[576].lay(read(), Printing())
    picture = next(
        piece for piece in laid.pieces if not piece.text and piece.mask.width > piece.mask.height > 100
    )
    assert picture.left == 0, "where its name begins"
    dots = picture.mask.point([0] * 128 + [255] * 128)
    lonely = sum(
        1
        for x in range(1, dots.width - 1)
        for y in range(1, dots.height - 1)
        if dots.getpixel((x, y))
        and not any(
            dots.getpixel((x + right, y + down))
            for right in (-1, 0, 1)
            for down in (-1, 0, 1)
            if (right, down) != (0, 0)
        )
    )
    assert lonely == 0
    assert 0.01 < dots.histogram()[255] / (dots.width * dots.height) < 0.2


def test_where_only_the_owner_can_read_the_ink_its_picture_is_printed(
    composers: Composers, counter: Any
) -> None:
    sealed = counter.seal(counter.sign())
    parts = tuple(part for part in sealed.parts if part.name != "ink.json")
    assert read_signed(sealed.jws, parts).ink is None
    with_ink = composers[576].compose(sealed.jws, sealed.parts).picture
    without = composers[576].compose(sealed.jws, parts).picture
    assert abs(without.height - with_ink.height) < 60
    assert without.histogram()[0] > 0.8 * with_ink.histogram()[0]


def test_a_fingerprint_that_only_the_owner_can_read_is_not_printed(composers: Composers, read: Read) -> None:
    signed = replace(read(method=Method.FINGERPRINT), picture=None)
    assert "已封存，不打印。" in texts(composers[576].lay(signed, Printing()))


@pytest.mark.parametrize("width", WIDTHS)
def test_one_dot_of_ink_and_a_long_total_do_no_harm(
    composers: Composers, counter: Any, read: Read, width: int
) -> None:
    signed = read(said={**counter.sale, "amount": "98765432109876543.21", "reference": "R" * 60, "lines": []})
    assert signed.ink is not None
    point = signed.ink.strokes[0].points[0]
    dot = Ink(14000, 5000, (replace(signed.ink.strokes[0], points=(point,)),))
    laid = composers[width].lay(replace(signed, ink=dot), Printing())
    assert all(ink_of(piece)[2] <= form_for(width).column for piece in laid.pieces)
    assert "¥98,765,432,109,876,543.21" in texts(laid)


def test_a_record_that_was_changed_is_not_printed(composers: Composers, counter: Any) -> None:
    sealed = counter.seal(counter.sign())
    other = counter.seal(counter.sign(said={**counter.sale, "amount": "1.00"}))
    payload = sealed.jws.partition(b'"payload":"')[2].partition(b'"')[0]
    forged = other.jws.replace(other.jws.partition(b'"payload":"')[2].partition(b'"')[0], payload)
    with pytest.raises(SealError):
        composers[576].compose(forged, sealed.parts)


def test_paper_too_narrow_for_a_slip_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="320 dots"):
        form_for(240)


def test_the_chinese_catalogue_has_every_word_of_a_slip() -> None:
    trees = [ast.parse(Path(str(each.__file__)).read_text(encoding="utf-8")) for each in WRITERS]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {"words", "message"}
    said = {
        str(call.args[0].value)
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in names
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    values = {
        "till": "3",
        "operator": "7",
        "number": 1,
        "record": "0",
        "seq": 1,
        "merchant": "S",
        "key": "k",
        "score": 1,
    }
    chinese, english = Catalogue().words("zh-CN"), Catalogue().words("en")
    assert len(said) > 20
    assert not [text for text in said if chinese(text, **values) == english(text, **values)]
