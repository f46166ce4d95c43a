"""What the terminal has printed when a request ends without a signature, and with a finger's."""

from dataclasses import replace
from pathlib import Path

import pytest

from terminal.clock import Clock
from terminal.evidence.record import Sealer
from terminal.keeping import Keeper, Keeping
from terminal.model.impression import Impression
from terminal.model.record import Confirmation
from terminal.model.request import Method
from terminal.model.status import CancelReason, RequestState
from terminal.session.effects import Report
from terminal.session.states import OutReason
from terminal.staff_views import queues
from terminal.store import Store
from terminal.store.slips import SlipKind


@pytest.fixture
def keeping(tmp_path: Path, sealer: Sealer) -> Keeping:
    return Keeping(
        store=tmp_path / "store.sqlite",
        sealer=sealer,
        sinks=(),
        prints=True,
        has_sensor=False,
        prints_cancelled=True,
        prints_paper=True,
    )


def printed_about(keeping: Keeping, signing: Confirmation, report: Report) -> list[tuple[SlipKind, str]]:
    """Report how a request ended, twice, as after a power cut; return the slips that came of it."""
    with Store(keeping.store) as store:
        store.requests.accept(signing.request, key="k", body_sha256="0", queue=False)
    keeper = Keeper(keeping, Clock(), lambda _event: None, lambda: None)
    keeper.report(report)
    keeper.report(report)
    keeper.close()
    with Store(keeping.store) as store:
        return [(slip.kind, slip.about) for slip in store.slips.all()]


def test_a_cancelled_request_gets_its_slip_once(keeping: Keeping, signing: Confirmation) -> None:
    report = Report(signing.request.id, RequestState.CANCELLED, CancelReason.CUSTOMER)
    assert printed_about(keeping, signing, report) == [(SlipKind.CANCELLED, signing.request.id)]


def test_none_is_printed_where_the_shop_does_not_want_it(keeping: Keeping, signing: Confirmation) -> None:
    quiet = replace(keeping, prints_cancelled=False, prints_paper=False)
    report = Report(signing.request.id, RequestState.CANCELLED, CancelReason.CUSTOMER)
    assert printed_about(quiet, signing, report) == []


@pytest.mark.parametrize("reason", OutReason)
def test_what_the_terminal_cannot_take_goes_on_paper(
    keeping: Keeping, signing: Confirmation, reason: OutReason
) -> None:
    report = Report(signing.request.id, RequestState.FAILED, code=reason.value)
    assert printed_about(keeping, signing, report) == [(SlipKind.PAPER, signing.request.id)]


def test_a_request_that_nobody_can_read_is_not_printed(keeping: Keeping, signing: Confirmation) -> None:
    report = Report(signing.request.id, RequestState.FAILED, code="unreadable")
    assert printed_about(keeping, signing, report) == []


def test_whoever_signs_with_a_finger_gets_a_ticket_about_it(keeping: Keeping, signing: Confirmation) -> None:
    by_finger = replace(
        signing,
        method=Method.FINGERPRINT,
        signature=Impression(2, 2, 508, bytes(4), "R503", 1),
    )
    with Store(keeping.store) as store:
        store.requests.accept(signing.request, key="k", body_sha256="0", queue=False)
    keeper = Keeper(keeping, Clock(), lambda _event: None, lambda: None)
    keeper.save(by_finger)
    keeper.close()
    with Store(keeping.store) as store:
        kinds = [slip.kind for slip in store.slips.all()]
    assert kinds == [SlipKind.PRIVACY, SlipKind.RECORD]


def test_staff_see_what_a_waiting_slip_is_about(keeping: Keeping, signing: Confirmation) -> None:
    report = Report(signing.request.id, RequestState.CANCELLED, CancelReason.CUSTOMER)
    printed_about(keeping, signing, report)
    with Store(keeping.store) as store:
        store.closing.close("SP-0031")
        store.slips.ask_for_test()
        seen = queues(store, None).slips
    assert [(slip.kind, slip.reference) for slip in seen] == [
        ("cancelled", signing.request.reference),
        ("close", ""),
        ("test", ""),
    ]


def test_staff_see_how_far_a_slip_has_come(keeping: Keeping) -> None:
    with Store(keeping.store) as store:
        store.slips.printing(number := store.slips.ask_for_test())
        assert [slip.sent_percent for slip in queues(store, None).slips] == [None]
        store.slips.sent(number, 40)
        store.slips.interrupted(number, "The printer is out of paper.")
        assert [slip.sent_percent for slip in queues(store, None).slips] == [40]
