"""A finger that is compared with one enrolled, as the session's rules have it; and a staff's finger at the door."""

from dataclasses import replace

import pytest

from terminal.model.match import Match
from terminal.model.moment import Moment
from terminal.model.record import FingerConsent
from terminal.model.request import Method, SigningRequest
from terminal.model.status import Health, Readiness
from terminal.session import Idle, Unit, advance
from terminal.session import events as ev
from terminal.session.effects import MatchFinger, SaveRecord, StopSensor
from terminal.session.staff.effects import AskStaffFinger
from terminal.session.staff.events import FingerJudged, LeftStaffMode, PinSeen, StaffCalled
from terminal.session.staff.states import Menu
from terminal.session.states import (
    Checking,
    Coaching,
    Consenting,
    DoorFinger,
    EnteringPin,
    OutOfService,
    PinTrouble,
    PressingFinger,
    Reviewing,
    Saving,
    Session,
    Site,
)

BOTH = (Method.TOUCH, Method.FINGERPRINT)
SEEN = PinSeen(is_set=True, tries_left=5)


@pytest.fixture
def named(sale: SigningRequest) -> SigningRequest:
    return replace(sale, template=7, methods=BOTH)


@pytest.fixture
def pressing(unit: Unit, named: SigningRequest, at: Moment) -> PressingFinger:
    consent = FingerConsent("signpost.fingerprint-match/1", "May we?")
    session = Session(named, "record", at, at.monotonic_ns + 10**12, "en", BOTH, finger_consent=consent)
    return PressingFinger(unit, session)


def knowing(unit: Unit, *templates: int) -> Unit:
    return replace(unit, readiness=Readiness(sensor=Health.OK, templates=templates))


def test_agreeing_to_a_comparison_is_kept_word_for_word_and_asks_for_that_finger(
    pressing: PressingFinger, at: Moment
) -> None:
    asked = Consenting(pressing.unit, replace(pressing.session, finger_consent=None))
    state, effects = advance(asked, ev.Pressed(ev.Agreed("May we?"), at))
    assert state == pressing
    assert effects[-1] == MatchFinger(7)


def test_a_match_is_checked_confirmed_and_kept_with_its_consent(pressing: PressingFinger, at: Moment) -> None:
    match = Match(7, 131)
    state, _ = advance(pressing, ev.FingerMatched(match))
    assert state == Checking(pressing.unit, pressing.session, Method.FINGERPRINT, match)
    state, effects = advance(state, ev.Pressed(ev.Confirmed(), at))
    assert isinstance(state, Saving)
    [kept] = [effect.signing for effect in effects if isinstance(effect, SaveRecord)]
    assert (kept.signature, kept.finger_consent) == (match, pressing.session.finger_consent)
    assert kept.consents == ("signpost.fingerprint-match/1",)


def test_each_round_of_other_fingers_is_an_attempt_and_attempts_end(
    pressing: PressingFinger, at: Moment
) -> None:
    state: object = pressing
    for attempt in range(1, pressing.session.request.retries + 2):
        state, _ = advance(state, ev.FingerUnmatched())  # type: ignore[arg-type]
        assert isinstance(state, PressingFinger)
        assert (state.coaching, state.session.attempt) == (Coaching.UNMATCHED, attempt)
        state, effects = advance(state, ev.Pressed(ev.SignedAgain(), at))
    assert isinstance(state, PressingFinger)
    assert (state.coaching, effects) == (Coaching.UNMATCHED, [])


def test_hesitating_is_no_attempt(pressing: PressingFinger) -> None:
    assert advance(pressing, ev.NobodyPressed()) == (pressing, [MatchFinger(7)])


def test_a_finger_that_is_not_enrolled_cannot_be_chosen(
    unit: Unit, named: SigningRequest, at: Moment
) -> None:
    state, _ = advance(Idle(knowing(unit, 3)), ev.Requested(named, "record", at))
    assert isinstance(state, Reviewing)
    assert state.session.methods == (Method.TOUCH,)
    state, _ = advance(Idle(knowing(unit, 3, 7)), ev.Requested(named, "record", at))
    assert isinstance(state, Reviewing)
    assert state.session.methods == BOTH
    alone = replace(named, methods=(Method.FINGERPRINT,))
    state, _ = advance(Idle(knowing(unit, 3)), ev.Requested(alone, "record", at))
    assert isinstance(state, OutOfService)


def at_door(unit: Unit, at: Moment, **differs: object) -> tuple[EnteringPin, list[object]]:
    site = replace(unit.site, opens_by_finger=True)
    unit = replace(knowing(unit, 3), **{"site": site, **differs})  # type: ignore[arg-type]
    state, _ = advance(Idle(unit), ev.Pressed(StaffCalled(), at))
    state, effects = advance(state, SEEN)
    assert isinstance(state, EnteringPin)
    return state, list(effects)


def test_the_door_asks_for_a_finger_and_the_staff_s_own_opens_it(unit: Unit, at: Moment) -> None:
    state, asked = at_door(unit, at)
    assert AskStaffFinger(at.monotonic_ns) in asked
    after, effects = advance(state, FingerJudged(True, at.monotonic_ns))
    assert isinstance(after, Menu)
    assert effects[0] == StopSensor()


@pytest.mark.parametrize("way", ["site", "sensor", "case"])
def test_no_finger_is_asked_for_where_none_may_open(unit: Unit, at: Moment, way: str) -> None:
    differs: dict[str, object] = {
        "site": {"site": Site("shop", "SP-1")},
        "sensor": {"readiness": Readiness(sensor=Health.PROBLEM)},
        "case": {"case_open": True},
    }[way]  # type: ignore[assignment]
    state, effects = at_door(unit, at, **differs)
    assert state.finger is DoorFinger.NOT_ASKED
    assert not [effect for effect in effects if isinstance(effect, AskStaffFinger)]


def test_a_case_that_was_opened_meanwhile_shuts_the_door_to_fingers(unit: Unit, at: Moment) -> None:
    state, _ = at_door(unit, at)
    state = replace(state, unit=replace(state.unit, case_open=True))
    after, effects = advance(state, FingerJudged(True, at.monotonic_ns, tries_left=5))
    assert isinstance(after, EnteringPin)
    assert not [effect for effect in effects if isinstance(effect, AskStaffFinger)]


def test_the_answer_to_an_earlier_pad_lets_nobody_in(unit: Unit, at: Moment) -> None:
    state, _ = at_door(unit, at)
    assert advance(state, FingerJudged(True, at.monotonic_ns - 1)) == (state, [])


def test_without_a_pin_no_finger_opens(unit: Unit, at: Moment) -> None:
    site = replace(unit.site, opens_by_finger=True)
    state, _ = advance(Idle(replace(knowing(unit, 3), site=site)), ev.Pressed(StaffCalled(), at))
    _, effects = advance(state, PinSeen(is_set=False))
    assert not [effect for effect in effects if isinstance(effect, AskStaffFinger)]


def test_another_finger_shuts_the_door_for_a_while_and_digits_stay(unit: Unit, at: Moment) -> None:
    state, _ = at_door(unit, at)
    state = replace(state, pin="48")
    after, effects = advance(state, FingerJudged(False, at.monotonic_ns, tries_left=4, locked_s=1))
    assert isinstance(after, EnteringPin)
    assert (after.trouble, after.tries_left, after.pin) == (PinTrouble.OTHER_FINGER, 4, "48")
    assert after.finger is DoorFinger.NOT_ASKED
    after, effects = advance(state, FingerJudged(False, at.monotonic_ns, tries_left=0, locked_s=60))
    assert isinstance(after, EnteringPin)
    assert after.trouble is PinTrouble.LOCKED
    assert not [effect for effect in effects if isinstance(effect, AskStaffFinger)]


def test_a_sensor_that_fails_at_the_door_is_not_asked_again(unit: Unit, at: Moment) -> None:
    state, _ = at_door(unit, at)
    state, effects = advance(state, ev.SensorFailed("pulled"))  # type: ignore[assignment]
    assert (state.finger, effects) == (DoorFinger.FAILED, [])


def test_whoever_leaves_the_door_leaves_the_sensor_alone(unit: Unit, at: Moment) -> None:
    state, _ = at_door(unit, at)
    after, effects = advance(state, ev.Pressed(LeftStaffMode(), at))
    assert isinstance(after, Idle)
    assert StopSensor() in effects
