"""From a line of the journal to paper: slips of every kind come out of a real printer's wire."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import zxingcpp
from PIL import ImageOps

from terminal.model.request import Method
from terminal.model.status import CancelReason, Printed, RequestState
from terminal.printing.unsigned import Unsigned, UnsignedWriter
from terminal.store.requests import paper_code
from terminal.store.slips import SlipKind


def ended(room: Any, counter: Any, state: RequestState, slip: SlipKind, **how: Any) -> None:
    """Let a request end without a signature."""
    said = {**counter.sale, "language": "en"}
    request = counter.sign(said=said, request_id=f"019885f2-0000-7000-8000-{counter.seq:012x}").request
    counter.seq += 1
    room.store.requests.accept(request, key=request.id, body_sha256="0", queue=True)
    assert room.store.requests.report(request.id, state, slip=slip, **how)


@pytest.mark.parametrize("kind", SlipKind)
def test_a_slip_of_every_kind_comes_out(room: Any, counter: Any, emulator: Any, kind: SlipKind) -> None:
    match kind:
        case SlipKind.TEST:
            room.store.slips.ask_for_test()
        case SlipKind.CLOSE:
            room.store.closing.close("SP-0031", ("INV-1",))
        case SlipKind.CANCELLED:
            ended(room, counter, RequestState.CANCELLED, kind, reason=CancelReason.TILL)
        case SlipKind.PAPER:
            ended(room, counter, RequestState.FAILED, kind, code="store_full")
        case SlipKind.RECORD | SlipKind.PRIVACY:
            counter.keep(room.store, method=Method.FINGERPRINT)
        case SlipKind.VOID:
            record = counter.keep(room.store)
            assert room.store.records.void(record.id, "goods came back", by="staff", prints=True)
    room.settle(room.start(), lambda: room.store.slips.count_unprinted() == 0)
    slips = room.store.slips.all()
    assert kind in {slip.kind for slip in slips}
    assert {slip.state for slip in slips} == {Printed.PRINTED}, [slip.last_error for slip in slips]
    assert len(emulator.cuts) == len(slips)


def test_a_close_is_printed_again_with_the_figures_that_it_had(room: Any, counter: Any) -> None:
    counter.keep(room.store)
    room.store.closing.close("SP-0031")
    (before,) = (slip for slip in room.store.slips.all() if slip.kind is SlipKind.CLOSE)
    counter.keep(room.store)
    (after,) = (slip for slip in room.store.slips.all() if slip.kind is SlipKind.CLOSE)
    assert room.setting(before).picture.tobytes() == room.setting(after).picture.tobytes()
    assert room.store.closing.close("SP-0031").signed == 1


def test_one_more_slip_of_a_close_is_marked(room: Any) -> None:
    close = room.store.closing.close("SP-0031")
    (first,) = room.store.slips.all()
    room.store.slips.printed(first.id, b"")
    assert room.store.closing.print_again(close.number)
    again = room.store.slips.all()[0]
    room.store.slips.printed(again.id, b"")
    assert again.about == first.about
    assert room.setting(again).picture.height > room.setting(first).picture.height, "a bar at the top says so"


@pytest.mark.parametrize(
    "kind", [SlipKind.RECORD, SlipKind.PRIVACY, SlipKind.CANCELLED, SlipKind.PAPER, SlipKind.CLOSE]
)
def test_what_may_have_come_out_before_says_so(room: Any, counter: Any, kind: SlipKind) -> None:
    match kind:
        case SlipKind.CLOSE:
            room.store.closing.close("SP-0031")
        case SlipKind.CANCELLED:
            ended(room, counter, RequestState.CANCELLED, kind, reason=CancelReason.TILL)
        case SlipKind.PAPER:
            ended(room, counter, RequestState.FAILED, kind, code="store_full")
        case _:
            counter.keep(room.store, method=Method.FINGERPRINT)
    slip = next(slip for slip in room.store.slips.all() if slip.kind is kind)
    fresh, begun = (room.setting(replace(slip, sent_percent=sent)).picture for sent in (None, 0))
    assert fresh.tobytes() == room.setting(slip).picture.tobytes()
    assert begun.tobytes() != fresh.tobytes()


@pytest.mark.parametrize("kind", [SlipKind.CANCELLED, SlipKind.PAPER])
def test_a_slip_of_what_nobody_signed_is_the_requests_own(room: Any, counter: Any, kind: SlipKind) -> None:
    cancelled = kind is SlipKind.CANCELLED
    reason = CancelReason.TILL if cancelled else None
    ended(room, counter, RequestState.CANCELLED if cancelled else RequestState.FAILED, kind, reason=reason)
    (slip,) = room.store.slips.all()
    stored = room.store.requests.get(slip.about)
    unsigned = Unsigned(
        stored.request,
        "SP-0031",
        datetime.fromisoformat(stored.ended_utc),
        reason,
        paper_code(stored.id),
    )
    write = UnsignedWriter.cancelled if cancelled else UnsignedWriter.paper
    wanted = room.composer.compose_written("en", lambda *how: write(UnsignedWriter(*how), unsigned))
    late = replace(slip, created_utc="2030-01-01T00:00:00.000Z")
    assert room.setting(late).picture.tobytes() == wanted.picture.tobytes()


def test_a_language_that_the_shop_does_not_speak_is_its_first(room: Any, counter: Any) -> None:
    ended(room, counter, RequestState.CANCELLED, SlipKind.CANCELLED, reason=CancelReason.TILL)
    (slip,) = room.store.slips.all()
    english = room.setting(slip).picture
    chinese = replace(room.setting, languages=("zh-CN",))(slip).picture
    assert english.tobytes() != chinese.tobytes()


def test_a_records_slip_has_the_code_that_was_signed_with_it(room: Any, counter: Any) -> None:
    record = counter.keep(room.store)
    (slip,) = room.store.slips.all()
    paper = ImageOps.expand(room.setting(slip).picture.convert("L"), 40, 255)
    (code,) = zxingcpp.read_barcodes(paper, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    assert code.text == room.store.records.receipt(record.id)
    assert code.text.startswith("SIGNPOST2 ")
