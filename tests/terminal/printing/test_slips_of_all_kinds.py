"""Slips about more than a signature: cancelled, on paper, a day's close, a finger's ticket; pictures to look at."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageOps

from terminal.model.dayclose import DayClose
from terminal.model.request import Method
from terminal.model.status import CancelReason
from terminal.printing import Composer
from terminal.printing.blocks import Laid
from terminal.printing.closing import ClosingWriter
from terminal.printing.form import form_for
from terminal.printing.privacy import PrivacyWriter
from terminal.printing.signed import read_signed
from terminal.printing.slip import Copy, Printing
from terminal.printing.unsigned import Unsigned, UnsignedWriter
from terminal.printing.voiding import Void, VoidWriter

PICTURES = Path(__file__).parents[3] / "build" / "slips"
WHEN = datetime(2026, 11, 23, 6, 31, 7, tzinfo=UTC)
CLOSE = DayClose(
    number=12,
    terminal_id="SP-0031",
    since_utc="2026-11-22T13:02:11.000Z",
    until_utc="2026-11-23T13:00:40.000Z",
    signed=84,
    cancelled=3,
    paper=1,
    failed=2,
    waiting=0,
    sums=(("CNY", "48210.50"), ("USD", "120.00")),
    first_seq=10399,
    last_seq=10482,
    head_seq=10482,
    head_sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    unsigned=("INV-2038", "INV-2040"),
    voided=1,
    voided_sums=(("CNY", "128.00"),),
    journal_seq=41877,
    journal_sha256="2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
)
KEY = "mJ4x9Qfa0rTzO1s6Jm8cB7Uu2nPq5wYkV3dLhEiGtXo"
VOID = Void(datetime(2026, 11, 23, 9, 2, 40, tzinfo=UTC), "退货，已退款")
CONSENT = "signpost.fingerprint/1; destroyed before 2027-11-23"

Lay = Callable[..., Laid]


@pytest.fixture
def lay(composers: dict[int, Composer], counter: Any) -> Lay:
    """Lay out a slip of a kind, as the journal's line of that kind would."""

    def lay_out(kind: str, width: int = 576, language: str = "zh-CN", **changes: Any) -> Laid:
        unsigned = Unsigned(
            counter.sign(said=changes.pop("said", counter.sale)).request,
            "SP-0031",
            WHEN,
            changes.pop("reason", CancelReason.CUSTOMER),
            "4F2A 91C7",
        )
        close = changes.pop("close", CLOSE)
        sealed = counter.seal(counter.sign(language=language, method=Method.FINGERPRINT))
        signed = replace(read_signed(sealed.jws, sealed.parts), finger_consents=(CONSENT,))
        writes = {
            "cancelled": lambda *how: UnsignedWriter(*how).cancelled(unsigned, **changes),
            "paper": lambda *how: UnsignedWriter(*how).paper(unsigned, **changes),
            "privacy": lambda *how: PrivacyWriter(*how).write(signed, **changes),
            "close": lambda *how: ClosingWriter(*how).write(close, "晨光超市 Morninglight", KEY, **changes),
            "void": lambda *how: VoidWriter(*how).write(signed, VOID, **changes),
            "customer": None,
        }
        if kind == "customer":
            return composers[width].lay(
                replace(signed, receipt=sealed.receipt), Printing(Copy.CUSTOMER, **changes)
            )
        return composers[width].lay_written(language, writes[kind])  # type: ignore[arg-type]

    return lay_out


def texts(laid: Laid) -> list[str]:
    return [piece.text for piece in laid.pieces if piece.text]


def box(piece: Any) -> tuple[int, int, int, int]:
    left, top, right, bottom = piece.mask.getbbox() or (0, 0, 0, 0)
    return (piece.left + left, piece.top + top, piece.left + right, piece.top + bottom)


def overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("kind", ["cancelled", "paper", "privacy", "close", "customer", "void"])
@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("language", ["zh-CN", "en", "de", "ar"])
def test_slips_of_every_kind_fit_their_paper(
    composers: dict[int, Composer], lay: Lay, kind: str, width: int, language: str
) -> None:
    form, laid = form_for(width), lay(kind, width, language)
    image: Image.Image = composers[width].draw(laid)
    PICTURES.mkdir(parents=True, exist_ok=True)
    image.save(PICTURES / f"{width}-{language}-{kind}.png")
    boxes = [box(piece) for piece in laid.pieces]
    assert all(left >= 0 and right <= form.column for left, _, right, _ in boxes)
    assert all(top >= 0 and bottom <= laid.height for _, top, _, bottom in boxes)
    assert not [
        (one.text, other.text) for one, other in combinations(laid.pieces, 2) if overlap(box(one), box(other))
    ]


@pytest.mark.parametrize("kind", ["cancelled", "paper", "privacy", "close", "void"])
def test_a_slip_that_broke_off_says_so_whatever_it_is_about(lay: Lay, kind: str) -> None:
    assert "可能重复" in texts(lay(kind, again=True))[0]
    assert "可能重复" not in "".join(texts(lay(kind)))


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (CancelReason.CUSTOMER, "顾客取消"),
        (CancelReason.TILL, "收银台取消"),
        (CancelReason.DEADLINE, "超时未签"),
    ],
)
def test_a_cancelled_slip_says_that_nobody_signed_and_why(lay: Lay, reason: CancelReason, said: str) -> None:
    words = texts(lay("cancelled", reason=reason))
    assert words[0] == "已取消 · 未签名"
    assert {"¥1,280.00", "INV-2041", "2026-11-23 14:31:07", said} <= set(words)
    assert "本次未签名，也未保存任何签名。" in words


def test_a_paper_slip_has_room_for_a_pen_and_a_code_for_staff(lay: Lay) -> None:
    laid = lay("paper")
    words = texts(laid)
    assert {"请在纸上签名", "¥1,280.00", "INV-2041", "4F2A 91C7", "本人确认以上交易。"} <= set(words)
    above = next(piece for piece in laid.pieces if piece.text.startswith("客户签名"))
    line = next(piece for piece in laid.pieces if piece.mask.height == 2 and piece.top > above.top)
    assert line.top - above.top > 20 * 8  # two centimetres, at eight dots a millimetre
    cross = next(piece for piece in laid.pieces if not piece.text and above.top < piece.top < line.top)
    assert (cross.left, cross.top + cross.mask.height <= line.top) == (0, True), "where a pen begins"


def test_a_ticket_about_a_finger_says_what_where_until_when_and_whom_to_ask(lay: Lay) -> None:
    words = "".join(texts(lay("privacy")))
    for said in ("一张指纹图像", "本机", "2027-11-23", "557A 8226", "晨光超市 Morninglight", "销毁"):
        assert said in words


def test_a_close_says_how_many_how_much_and_where_the_chain_stands(lay: Lay) -> None:
    words = texts(lay("close"))
    for said in ("84", "¥48,210.50", "10399 – 10482", "INV-2038", "INV-2040", "无签名的交易"):
        assert said in words
    assert CLOSE.head_sha256 in "".join(words)
    assert words.count("合计") == 2, "a total for each currency"
    assert {"¥48,210.50", "US$120.00"} <= set(words)


def test_each_figure_of_a_close_stands_beside_its_name(lay: Lay) -> None:
    rows = dict[int, list[str]]()
    for piece in lay("close", close=replace(CLOSE, head_seq=10490)).pieces:
        rows.setdefault(piece.top, []).append(piece.text)
    assert [
        *(["已签名", "84"], ["纸上签名", "1"], ["已取消", "3"], ["故障未签", "2"], ["待签名", "0"]),
        *(["已作废", "1"], ["无签名的交易", "2"], ["记录编号", "10399 – 10482"], ["链首", "10490"]),
        ["日志首", "41877"],
    ] == [row for row in rows.values() if row[-1].replace(" – ", "").isdecimal() and len(row) == 2]


def test_a_close_says_where_the_journal_stands_what_was_voided_and_whose_key_it_is(lay: Lay) -> None:
    words = texts(lay("close"))
    assert CLOSE.journal_sha256 in "".join(words)
    assert {"作废金额", "¥128.00", "mJ4x 9Qfa 0rTz"} <= set(words)
    older = texts(lay("close", close=replace(CLOSE, journal_seq=0, voided_sums=())))
    assert not {"日志首", "作废金额"} & set(older)


def test_a_void_says_so_and_why_and_shows_no_signature(lay: Lay) -> None:
    laid = lay("void")
    words = texts(laid)
    assert words[0] == "作废"
    assert {"退货，已退款", "2026-11-23 17:02:40", "557A 8226"} <= set(words)
    assert not [piece for piece in laid.pieces if not piece.text and 20 < piece.mask.height < 400]


def test_no_sale_without_a_signature_is_a_figure_and_no_list_is_none(lay: Lay) -> None:
    assert "无签名的交易" in texts(lay("close", close=replace(CLOSE, unsigned=())))
    assert "无签名的交易" not in texts(lay("close", close=replace(CLOSE, unsigned=None)))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("paper", "SIGNPOST-PAPER 4F2A 91C7"),
        (
            "close",
            f"SIGNPOST-HEAD SP-0031 10482 {CLOSE.head_sha256.upper()} 41877 {CLOSE.journal_sha256.upper()}",
        ),
    ],
)
def test_what_a_code_for_staff_says(composers: dict[int, Composer], lay: Lay, kind: str, said: str) -> None:
    paper = ImageOps.expand(composers[576].draw(lay(kind)).convert("L"), 40, 255)
    (code,) = zxingcpp.read_barcodes(paper, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    assert code.text == said


def test_a_customers_copy_has_the_proof_and_not_the_signature(lay: Lay) -> None:
    words = texts(lay("customer"))
    assert "客户存根" in words
    assert "已电子签名，签名由商户保管。" in words
    assert "557A 8226" in words


def test_figures_of_a_close_are_kept_as_they_were() -> None:
    assert DayClose.from_json(CLOSE.to_json()) == CLOSE
    assert DayClose.from_json(replace(CLOSE, unsigned=None, sums=()).to_json()).unsigned is None
