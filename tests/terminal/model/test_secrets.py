"""What a customer gave never shows in a repr: it may end in a log or a crash report."""

import pytest

from terminal.model.impression import Impression
from terminal.model.ink import Ink, Point, Stroke, Tool
from terminal.model.record import Confirmation, Signature
from terminal.model.request import Method
from terminal.session.events import Drew
from terminal.session.states import Checking, Saving, Session, Signing, Site, Unit

STROKE = Stroke(Tool.PEN, (Point(4321.25, 1234.75, 5_111_111_111, 0.625), Point(4322.25, 1235.75, 0)))
INK = Ink(14000, 5000, (STROKE,))
IMPRESSION = Impression(2, 2, 508, b"secretridges")

BIOMETRIC = ("4321.25", "1234.75", "5111111111", "0.625", "secretridges")


@pytest.mark.parametrize("given", [INK, IMPRESSION], ids=["ink", "impression"])
def test_no_state_of_a_session_shows_what_was_given(signing: Confirmation, given: Signature) -> None:
    unit = Unit(Site("晨光超市", "SP-0031"))
    session = Session(signing.request, signing.record_id, signing.opened, 0, "en", tuple(Method))
    for state in (
        Signing(unit, session, Method.TOUCH, (STROKE,)),
        Checking(unit, session, Method.TOUCH, given),
        Saving(unit, session, Method.TOUCH, given),
    ):
        assert "INV-2041" in repr(state)
        assert not [secret for secret in BIOMETRIC if secret in repr(state)]


def test_no_stroke_shows_where_the_pen_went() -> None:
    for value in (STROKE, INK, Drew(STROKE), IMPRESSION):
        assert not [secret for secret in BIOMETRIC if secret in repr(value)]
