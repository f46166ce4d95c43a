"""The rules of a signing, one test of a few lines each."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from terminal.model.impression import Impression
from terminal.model.ink import Ink, Point, Stroke, Tool
from terminal.model.moment import ClockState, Moment
from terminal.model.quality import Quality, Verdict
from terminal.model.request import Consent, Method, SigningRequest
from terminal.model.status import CancelReason, Health, Readiness, RequestState
from terminal.session import Idle, State, Unit, advance
from terminal.session import events as ev
from terminal.session.effects import (
    Effect,
    NextRequest,
    Report,
    SaveRecord,
    StartTimer,
    StopSensor,
    StopTimer,
    TakeImpression,
    Timer,
)
from terminal.session.states import (
    Agreeing,
    Cancelled,
    Checking,
    Choosing,
    Coaching,
    Consenting,
    OutOfService,
    OutReason,
    PressingFinger,
    Reviewing,
    Saving,
    Signing,
    Thanks,
)
from terminal.session.view import Mode, View


class Customer:
    """Walks through the session by saying what happened, and remembers what the session wanted done."""

    def __init__(self, unit: Unit, at: Moment) -> None:
        self.state: State = Idle(unit)
        self.at = at
        self.effects: list[Effect] = []

    def sees(self, event: ev.Event) -> State:
        self.state, self.effects = advance(self.state, event)
        return self.state

    def does(self, *touches: ev.Touch) -> State:
        for touch in touches:
            self.sees(ev.Pressed(touch, self.at))
        return self.state

    def shown(self, request: SigningRequest) -> State:
        return self.sees(ev.Requested(request, "018f-record", self.at))

    @property
    def reports(self) -> list[RequestState]:
        return [effect.state for effect in self.effects if isinstance(effect, Report)]


@pytest.fixture
def customer(unit: Unit, at: Moment) -> Customer:
    return Customer(unit, at)


LATE = Moment(datetime(2026, 11, 24, tzinfo=UTC), 10**15, "boot", ClockState.SYNCHRONISED)
FINGER = Impression(2, 2, 508, b"\x00\xff\x00\xff")


def test_a_sale_is_shown_and_its_till_is_told(customer: Customer, sale: SigningRequest) -> None:
    assert isinstance(customer.shown(sale), Reviewing)
    assert customer.reports == [RequestState.DISPLAYED]


def test_ink_walks_all_the_way(customer: Customer, sale: SigningRequest, stroke: Stroke) -> None:
    customer.shown(sale)
    customer.does(ev.ReadOn(), ev.Chose(Method.TOUCH), ev.Drew(stroke), ev.Confirmed(14000, 5000))
    assert isinstance(customer.state, Checking)
    assert isinstance(customer.does(ev.Confirmed()), Saving)
    [save] = [effect for effect in customer.effects if isinstance(effect, SaveRecord)]
    assert save.signing.signature == Ink(14000, 5000, (stroke,))
    assert save.signing.quality == Quality(Verdict.FINE)
    assert save.signing.method is Method.TOUCH
    assert isinstance(customer.sees(ev.RecordSaved("018f-record", 7)), Thanks)
    assert isinstance(customer.sees(ev.ShownLongEnough()), Idle)
    assert NextRequest() in customer.effects


def test_nobody_is_thanked_before_the_record_is_saved(
    customer: Customer, sale: SigningRequest, stroke: Stroke
) -> None:
    customer.shown(sale)
    customer.does(ev.ReadOn(), ev.Chose(Method.TOUCH), ev.Drew(stroke), ev.Confirmed(), ev.Confirmed())
    for _ in range(3):
        assert isinstance(customer.does(ev.Confirmed(), ev.CustomerCancelled(), ev.Dismissed()), Saving)


def test_a_full_store_says_so_tells_the_till_and_offers_paper(
    customer: Customer, sale: SigningRequest, stroke: Stroke
) -> None:
    customer.shown(sale)
    customer.does(ev.ReadOn(), ev.Chose(Method.TOUCH), ev.Drew(stroke), ev.Confirmed(), ev.Confirmed())
    state = customer.sees(ev.SaveFailed("018f-record", OutReason.STORE_FULL))
    assert isinstance(state, OutOfService)
    assert customer.reports == [RequestState.FAILED]
    assert StartTimer(Timer.ENDING, state.unit.site.out_of_service_s) in customer.effects


def test_a_long_text_is_read_to_its_end(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(replace(sale, read_to_end=True))
    assert isinstance(customer.does(ev.ReadOn(pages=2)), Reviewing)
    assert isinstance(customer.does(ev.Turned(1), ev.ReadOn(pages=2)), Choosing)


@pytest.mark.parametrize("touch", [ev.SpokeLanguage("en"), ev.Toggled(Mode.LARGE_TEXT)])
def test_other_words_are_read_from_their_first_page(
    customer: Customer, sale: SigningRequest, touch: ev.Touch
) -> None:
    customer.shown(sale)
    state = customer.does(ev.Turned(1), touch)
    assert isinstance(state, Reviewing)
    assert state.page == 0


def test_time_on_each_page_is_kept(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(sale)
    for page, later_s in ((1, 3), (0, 5), (1, 6)):
        customer.at = replace(customer.at, monotonic_ns=(1 + later_s) * 1_000_000_000)
        customer.does(ev.Turned(page))
    customer.at = replace(customer.at, monotonic_ns=11_000_000_000)
    state = customer.does(ev.ReadOn(pages=2))
    assert isinstance(state, Choosing)
    assert state.session.shown is not None
    assert [page.shown_ms for page in state.session.shown.pages] == [4000, 6000]


def test_choosing_is_skipped_when_one_method_is_left(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(replace(sale, methods=(Method.STYLUS,)))
    assert isinstance(customer.does(ev.ReadOn()), Signing)


def test_a_fingerprint_is_not_offered_without_a_sensor(customer: Customer, sale: SigningRequest) -> None:
    customer.sees(ev.ReadinessChanged(Readiness(sensor=Health.PROBLEM)))
    state = customer.shown(sale)
    assert isinstance(state, Reviewing)
    assert Method.FINGERPRINT not in state.session.methods


def test_a_sensor_plugged_in_while_reading_is_offered(customer: Customer, sale: SigningRequest) -> None:
    customer.sees(ev.ReadinessChanged(Readiness(sensor=Health.PROBLEM)))
    customer.shown(sale)
    customer.sees(ev.ReadinessChanged(Readiness(sensor=Health.OK)))
    state = customer.does(ev.ReadOn())
    assert isinstance(state, Choosing)
    assert Method.FINGERPRINT in state.session.methods


def test_a_request_nobody_can_sign_fails_at_once(customer: Customer, sale: SigningRequest) -> None:
    customer.sees(ev.ReadinessChanged(Readiness(sensor=Health.ABSENT)))
    assert isinstance(customer.shown(replace(sale, methods=(Method.FINGERPRINT,))), OutOfService)
    assert customer.reports == [RequestState.FAILED]


def test_required_consents_are_ticked_first(customer: Customer, sale: SigningRequest) -> None:
    consents = (Consent("terms", {"en": "I agree"}), Consent("news", {"en": "Send news"}, required=False))
    customer.shown(replace(sale, consents=consents))
    assert isinstance(customer.does(ev.ReadOn(), ev.Agreed()), Agreeing)
    state = customer.does(ev.Ticked("news"), ev.Ticked("terms"), ev.Ticked("news"), ev.Agreed())
    assert isinstance(state, Choosing)
    assert state.session.consents == ("terms",)


@pytest.mark.parametrize(
    ("xs", "verdict"),
    [([], Verdict.EMPTY), ([5], Verdict.DOT), ([5, 9, 200], Verdict.DOT), ([0, 900], Verdict.SHORT)],
)
def test_what_is_no_signature_is_refused_with_a_reason(
    customer: Customer, sale: SigningRequest, xs: list[float], verdict: Verdict
) -> None:
    customer.shown(sale)
    customer.does(ev.ReadOn(), ev.Chose(Method.TOUCH))
    if xs:
        customer.does(ev.Drew(Stroke(Tool.FINGER, tuple(Point(x, 0, 0) for x in xs))))
    state = customer.does(ev.Confirmed())
    assert isinstance(state, Signing)
    assert state.verdict is verdict


def test_undo_takes_the_last_stroke_and_clear_takes_all(
    customer: Customer, sale: SigningRequest, stroke: Stroke
) -> None:
    customer.shown(sale)
    state = customer.does(
        ev.ReadOn(), ev.Chose(Method.TOUCH), ev.Drew(stroke), ev.Drew(stroke), ev.UndidStroke()
    )
    assert isinstance(state, Signing)
    assert state.strokes == (stroke,)
    cleared = customer.does(ev.ClearedPad())
    assert isinstance(cleared, Signing)
    assert cleared.strokes == ()


def test_signing_again_ends_when_the_request_says_so(
    customer: Customer, sale: SigningRequest, stroke: Stroke
) -> None:
    customer.shown(replace(sale, retries=1))
    customer.does(ev.ReadOn(), ev.Chose(Method.TOUCH), ev.Drew(stroke), ev.Confirmed())
    assert isinstance(customer.does(ev.SignedAgain()), Signing)
    customer.does(ev.Drew(stroke), ev.Confirmed())
    assert isinstance(customer.does(ev.SignedAgain()), Checking)


def test_a_finger_makes_no_ink_where_a_pen_was_chosen(
    customer: Customer, sale: SigningRequest, stroke: Stroke
) -> None:
    customer.shown(sale)
    state = customer.does(ev.ReadOn(), ev.Chose(Method.STYLUS), ev.Drew(stroke))
    assert isinstance(state, Signing)
    assert (state.strokes, state.verdict) == ((), Verdict.WRONG_TOOL)


def test_a_pen_is_recorded_as_a_pen_even_where_a_finger_was_chosen(
    customer: Customer, sale: SigningRequest, stroke: Stroke
) -> None:
    customer.shown(sale)
    pen = replace(stroke, tool=Tool.PEN)
    state = customer.does(ev.ReadOn(), ev.Chose(Method.TOUCH), ev.Drew(pen), ev.Confirmed())
    assert isinstance(state, Checking)
    assert state.method is Method.STYLUS


def test_no_finger_is_asked_for_without_consent(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(sale)
    assert isinstance(customer.does(ev.ReadOn(), ev.Chose(Method.FINGERPRINT)), Consenting)
    assert TakeImpression() not in customer.effects
    assert isinstance(customer.does(ev.Agreed()), PressingFinger)
    assert TakeImpression() in customer.effects


def test_an_impression_walks_all_the_way(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(sale)
    customer.does(ev.ReadOn(), ev.Chose(Method.FINGERPRINT), ev.Agreed())
    state = customer.sees(ev.FingerCoached(Coaching.HOLD, 0.5))
    assert isinstance(state, PressingFinger)
    assert state.fraction == 0.5
    assert isinstance(customer.sees(ev.FingerTaken(FINGER)), Checking)
    assert isinstance(customer.does(ev.Confirmed()), Saving)


def test_signing_by_hand_is_always_offered_instead_of_a_finger(
    customer: Customer, sale: SigningRequest
) -> None:
    customer.shown(sale)
    customer.does(ev.ReadOn(), ev.Chose(Method.FINGERPRINT), ev.Agreed())
    assert isinstance(customer.does(ev.Chose(Method.TOUCH)), Signing)
    assert StopSensor() in customer.effects


def test_an_unplugged_sensor_leaves_the_other_methods(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(sale)
    customer.does(ev.ReadOn(), ev.Chose(Method.FINGERPRINT), ev.Agreed())
    state = customer.sees(ev.SensorFailed("unplugged"))
    assert isinstance(state, Choosing)
    assert Method.FINGERPRINT not in state.session.methods


@pytest.mark.parametrize(
    ("event", "reason", "reported"),
    [
        (ev.RequestEnded("018f-request", CancelReason.TILL), CancelReason.TILL, []),
        (ev.DeadlinePassed("018f-request", LATE), CancelReason.DEADLINE, [RequestState.CANCELLED]),
    ],
)
def test_till_and_deadline_end_a_session(
    customer: Customer,
    sale: SigningRequest,
    event: ev.Event,
    reason: CancelReason,
    reported: list[RequestState],
) -> None:
    customer.shown(sale)
    state = customer.sees(event)
    assert isinstance(state, Cancelled)
    assert state.reason is reason
    assert customer.reports == reported


def test_a_customer_may_cancel_at_every_step(
    customer: Customer, sale: SigningRequest, stroke: Stroke
) -> None:
    steps: list[ev.Touch] = [ev.ReadOn(), ev.Chose(Method.TOUCH), ev.Drew(stroke), ev.Confirmed()]
    for taken in range(len(steps) + 1):
        customer.sees(ev.ShownLongEnough())
        customer.shown(replace(sale, id=f"sale-{taken}"))
        customer.does(*steps[:taken])
        assert isinstance(customer.does(ev.CustomerCancelled()), Cancelled)
        assert customer.reports == [RequestState.CANCELLED]


def test_a_request_that_is_over_is_not_shown_again(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(sale)
    customer.does(ev.CustomerCancelled())
    customer.sees(ev.ShownLongEnough())
    assert isinstance(customer.shown(sale), Idle)
    assert isinstance(customer.shown(replace(sale, id="another")), Reviewing)


@pytest.mark.parametrize("touch", [ev.SpokeLanguage("en"), ev.Toggled(Mode.LARGE_TEXT)])
def test_other_words_are_agreed_to_from_the_start(
    customer: Customer, sale: SigningRequest, touch: ev.Touch
) -> None:
    customer.shown(replace(sale, consents=(Consent("terms", {"en": "I agree"}),)))
    state = customer.does(ev.ReadOn(), ev.Ticked("terms"), touch)
    assert isinstance(state, Reviewing)
    assert (state.session.shown, state.session.consents) == (None, ())


def test_the_consent_to_take_a_finger_is_on_its_record(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(sale)
    customer.does(ev.ReadOn(), ev.Chose(Method.FINGERPRINT), ev.Agreed())
    customer.sees(ev.FingerTaken(FINGER))
    customer.does(ev.Confirmed())
    [save] = [effect for effect in customer.effects if isinstance(effect, SaveRecord)]
    assert save.signing.consents == ("signpost.fingerprint/1; destroyed before 2027-11-23",)


def test_a_sensor_that_failed_may_be_tried_again_where_nothing_else_is_left(
    customer: Customer, sale: SigningRequest
) -> None:
    customer.shown(replace(sale, methods=(Method.FINGERPRINT,)))
    customer.does(ev.ReadOn(), ev.Agreed())
    customer.sees(ev.SensorFailed("unplugged"))
    customer.does(ev.SignedAgain())
    assert customer.effects == [TakeImpression()]


def test_nobody_stays_out_of_service_for_ever(customer: Customer, sale: SigningRequest) -> None:
    customer.sees(ev.ReadinessChanged(Readiness(sensor=Health.ABSENT)))
    customer.shown(replace(sale, methods=(Method.FINGERPRINT,)))
    assert any(isinstance(effect, StartTimer) for effect in customer.effects)
    assert isinstance(customer.sees(ev.ShownLongEnough()), Idle)


def test_the_panels_cancel_clears_an_ending_too(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(sale)
    customer.does(ev.CustomerCancelled())
    assert isinstance(customer.does(ev.CustomerCancelled()), Idle)


def test_an_old_deadline_does_not_end_a_new_session(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(replace(sale, id="another"))
    assert isinstance(customer.sees(ev.DeadlinePassed(sale.id, LATE)), Reviewing)


def test_the_countdown_counts_to_the_deadline(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(replace(sale, deadline_s=60))
    later = replace(customer.at, monotonic_ns=customer.at.monotonic_ns + 48_500_000_000)
    state = customer.sees(ev.SecondPassed(later))
    assert isinstance(state, Reviewing)
    assert state.session.remaining_s == 11
    assert any(isinstance(effect, StartTimer) for effect in customer.effects)


def test_the_match_code_is_fixed_once_the_text_was_read(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(replace(sale, body={"zh": "同意", "en": "Agreed"}))
    chinese = customer.state.session.match_code  # type: ignore[union-attr]
    customer.does(ev.SpokeLanguage("en"))
    english = customer.state.session.match_code  # type: ignore[union-attr]
    assert chinese != english
    customer.does(ev.ReadOn(), ev.SpokeLanguage("zh-CN"))
    assert customer.state.session.match_code == english  # type: ignore[union-attr]


@pytest.mark.parametrize("mode", list(Mode))
def test_a_mode_is_switched_by_one_touch_and_back_by_another(
    customer: Customer, sale: SigningRequest, mode: Mode
) -> None:
    customer.shown(sale)
    for on in (True, False):
        state = customer.does(ev.Toggled(mode))
        assert isinstance(state, Reviewing)
        assert state.session.view.has(mode) is on


def test_modes_are_forgotten_with_the_customer(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(sale)
    customer.does(*(ev.Toggled(mode) for mode in Mode), ev.CustomerCancelled())
    customer.sees(ev.ShownLongEnough())
    state = customer.shown(replace(sale, id="another"))
    assert isinstance(state, Reviewing)
    assert state.session.view == View()


@pytest.mark.parametrize(
    "touch", [*(ev.Toggled(mode) for mode in Mode), ev.SpokeLanguage("en"), ev.OpenedView()]
)
def test_ink_stays_whatever_the_glass_is_to_look_like(
    customer: Customer, sale: SigningRequest, stroke: Stroke, touch: ev.Touch
) -> None:
    customer.shown(sale)
    state = customer.does(ev.ReadOn(), ev.Chose(Method.TOUCH), ev.Drew(stroke), touch)
    assert isinstance(state, Signing)
    assert state.strokes == (stroke,)


@pytest.mark.parametrize("mode", [Mode.HIGH_CONTRAST, Mode.LEFT_HANDED])
def test_what_leaves_the_words_as_they_are_leaves_the_reader_where_they_are(
    customer: Customer, sale: SigningRequest, mode: Mode
) -> None:
    customer.shown(sale)
    state = customer.does(ev.Turned(1), ev.OpenedView(), ev.Toggled(mode), ev.OpenedView())
    assert isinstance(state, Reviewing)
    assert state.page == 1
    assert not state.session.view.open


def test_a_language_is_picked_from_the_list_which_then_closes(
    customer: Customer, sale: SigningRequest
) -> None:
    customer.shown(sale)
    state = customer.does(ev.OpenedView(), ev.SpokeLanguage("xx"))
    assert isinstance(state, Reviewing)
    assert state.session.view.open
    state = customer.does(ev.SpokeLanguage("en"))
    assert isinstance(state, Reviewing)
    assert (state.session.language, state.session.view.open) == ("en", False)


def test_an_ending_is_read_in_other_words_for_as_long(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(sale)
    customer.does(ev.CustomerCancelled())
    state = customer.does(ev.SpokeLanguage("en"))
    assert isinstance(state, Cancelled)
    assert state.session.language == "en"
    assert customer.effects == [StartTimer(Timer.ENDING, 5.0)]


def test_the_counting_of_a_deadline_ends_with_the_customers_part(
    customer: Customer, sale: SigningRequest, stroke: Stroke
) -> None:
    stopped = (StopTimer(Timer.DEADLINE), StopTimer(Timer.SECOND))
    customer.shown(sale)
    customer.does(ev.CustomerCancelled())
    assert all(stop in customer.effects for stop in stopped)
    customer.state = Idle(customer.state.unit)
    customer.shown(sale)
    customer.does(ev.ReadOn(), ev.Chose(Method.TOUCH), ev.Drew(stroke), ev.Confirmed(14000, 5000))
    customer.does(ev.Confirmed())
    assert all(stop in customer.effects for stop in stopped)
    customer.sees(ev.RecordSaved("018f-record", 7))
    assert StartTimer(Timer.ENDING, customer.state.unit.site.thanks_s) in customer.effects


def test_picking_how_to_have_the_glass_is_no_reading(customer: Customer, sale: SigningRequest) -> None:
    customer.shown(sale)
    for touch, later_s in ((ev.OpenedView(), 3), (ev.OpenedView(), 60)):
        customer.at = replace(customer.at, monotonic_ns=(1 + later_s) * 1_000_000_000)
        customer.does(touch)
    customer.at = replace(customer.at, monotonic_ns=66_000_000_000)
    state = customer.does(ev.ReadOn())
    assert isinstance(state, Choosing)
    assert state.session.shown is not None
    assert [page.shown_ms for page in state.session.shown.pages] == [3000 + 5000]


@pytest.mark.parametrize("reason", [CancelReason.TILL, CancelReason.DEADLINE])
def test_an_ending_is_seen_though_the_customer_was_picking(
    customer: Customer, sale: SigningRequest, reason: CancelReason
) -> None:
    customer.shown(sale)
    customer.does(ev.OpenedView())
    state = customer.sees(ev.RequestEnded(sale.id, reason))
    assert isinstance(state, Cancelled)
    assert not state.session.view.open
