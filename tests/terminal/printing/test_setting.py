"""From a line of the journal to paper: slips of every kind come out of a real printer's wire."""

from dataclasses import replace
from typing import Any

import pytest

from terminal.model.request import Method
from terminal.model.status import CancelReason, Printed, RequestState
from terminal.store.slips import SlipKind


def ended(room: Any, counter: Any, state: RequestState, slip: SlipKind, **how: Any) -> None:
    """Let a request end without a signature."""
    signing = counter.sign(request_id=f"019885f2-0000-7000-8000-{counter.seq:012x}")
    counter.seq += 1
    request = replace(signing.request, language="en")
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
