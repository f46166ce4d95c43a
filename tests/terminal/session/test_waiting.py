"""What the session does about time: deadlines, endings, and a glass that nobody touches."""

from dataclasses import replace

import pytest

from terminal.model.impression import Impression
from terminal.model.ink import Stroke
from terminal.model.moment import Moment
from terminal.model.request import Method, SigningRequest
from terminal.model.settings import Settings
from terminal.session import Idle, State, Unit, advance
from terminal.session import events as ev
from terminal.session.effects import (
    Effect,
    Play,
    SetBrightness,
    SetVolume,
    Sound,
    StartTimer,
    StopSensor,
    StopTimer,
    TakeImpression,
    Timer,
)
from terminal.session.resting import opening
from terminal.session.states import (
    Cancelled,
    Coaching,
    Consenting,
    InSession,
    OutOfService,
    OutReason,
    PressingFinger,
    Saving,
    Session,
    Signing,
    Thanks,
)

FINGER = Impression(2, 2, 508, b"\x00\xff\x00\xff")


def after(at: Moment, seconds: float) -> Moment:
    return replace(at, monotonic_ns=at.monotonic_ns + int(seconds * 1e9))


def sees(state: State, *events: ev.Event) -> tuple[State, list[Effect]]:
    effects: list[Effect] = []
    for event in events:
        state, effects = advance(state, event)
    return state, effects


def shown(unit: Unit, sale: SigningRequest, at: Moment) -> State:
    return sees(Idle(unit), ev.Requested(sale, "018f-record", at))[0]


def session_of(state: State) -> Session:
    assert isinstance(state, InSession)
    return state.session


def timers(effects: list[Effect]) -> dict[Timer, float]:
    return {effect.timer: effect.after_s for effect in effects if isinstance(effect, StartTimer)}


def test_nobody_is_counted_down_before_the_last_minute(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    _, effects = advance(Idle(unit), ev.Requested(replace(sale, deadline_s=300), "018f-record", at))
    assert timers(effects)[Timer.SECOND] == 240


def test_a_touch_near_the_end_gives_more_time(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    state, effects = sees(
        shown(unit, replace(sale, deadline_s=300), at), ev.Pressed(ev.Touched(), after(at, 271))
    )
    assert timers(effects) == {Timer.DEADLINE: 150, Timer.SECOND: 90}
    assert session_of(state).extended
    assert session_of(state).deadline_ns == after(at, 421).monotonic_ns


def test_what_is_given_is_a_minute_at_least(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    _, effects = sees(shown(unit, replace(sale, deadline_s=20), at), ev.Pressed(ev.Touched(), after(at, 12)))
    assert timers(effects)[Timer.DEADLINE] == 60


def test_ink_gives_more_time_as_well(unit: Unit, sale: SigningRequest, stroke: Stroke, at: Moment) -> None:
    state, _ = sees(
        shown(unit, sale, at),
        ev.Pressed(ev.ReadOn(), at),
        ev.Pressed(ev.Chose(Method.TOUCH), at),
        ev.Pressed(ev.Drew(stroke), after(at, 299)),
    )
    assert isinstance(state, Signing)
    assert state.strokes == (stroke,)
    assert state.session.extended


def test_a_touch_while_there_is_time_gives_none(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    state, effects = sees(shown(unit, sale, at), ev.Pressed(ev.Touched(), after(at, 200)))
    assert not session_of(state).extended
    assert effects == []


def test_more_time_is_given_once(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    state, _ = sees(shown(unit, sale, at), ev.Pressed(ev.Touched(), after(at, 290)))
    left_ns = session_of(state).deadline_ns
    state, effects = sees(state, ev.Pressed(ev.Touched(), after(at, 435)))
    assert session_of(state).deadline_ns == left_ns
    assert effects == []
    assert isinstance(sees(state, ev.DeadlinePassed(sale.id, after(at, 440)))[0], Cancelled)


def test_a_deadline_that_passed_while_the_glass_was_touched_ends_nothing(
    unit: Unit, sale: SigningRequest, at: Moment
) -> None:
    state, _ = sees(
        shown(unit, sale, at),
        ev.Pressed(ev.Touched(), after(at, 299.99)),
        ev.DeadlinePassed(sale.id, after(at, 300)),
    )
    assert isinstance(state, InSession)


def test_one_who_cancels_is_given_no_time(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    state, effects = sees(shown(unit, sale, at), ev.Pressed(ev.CustomerCancelled(), after(at, 290)))
    assert isinstance(state, Cancelled)
    starts = effects.index(StartTimer(Timer.DEADLINE, 150, sale.id))
    assert effects.index(StopTimer(Timer.DEADLINE)) > starts


def test_consent_to_take_a_finger_is_asked_for_once(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    state = shown(unit, sale, at)
    touches = (ev.ReadOn(), ev.Chose(Method.FINGERPRINT), ev.Agreed())
    state, _ = sees(state, *(ev.Pressed(touch, at) for touch in touches))
    state, effects = sees(state, ev.FingerTaken(FINGER), ev.Pressed(ev.SignedAgain(), at))
    assert isinstance(state, PressingFinger)
    assert TakeImpression() in effects


def test_the_next_customer_is_asked_again(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    touches = (ev.ReadOn(), ev.Chose(Method.FINGERPRINT), ev.Agreed(), ev.CustomerCancelled())
    state, _ = sees(shown(unit, sale, at), *(ev.Pressed(touch, at) for touch in touches))
    state, _ = sees(
        state,
        ev.ShownLongEnough(),
        ev.Requested(replace(sale, id="another"), "018f-other", at),
        ev.Pressed(ev.ReadOn(), at),
        ev.Pressed(ev.Chose(Method.FINGERPRINT), at),
    )
    assert isinstance(state, Consenting)


def test_the_finger_is_told_by_ear_that_it_may_go(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    pressing = PressingFinger(unit, session_of(shown(unit, sale, at)), Coaching.HOLD)
    state, effects = sees(pressing, ev.FingerCoached(Coaching.LIFT, 0.1))
    assert effects == [Play(Sound.TAKEN)]
    assert sees(state, ev.FingerCoached(Coaching.LIFT, 0.5))[1] == []


def test_a_finger_that_cannot_be_read_is_tried_again_or_given_up_for_a_pen_stroke(
    unit: Unit, sale: SigningRequest, at: Moment
) -> None:
    pressing = PressingFinger(unit, session_of(shown(unit, sale, at)), Coaching.MOVED)
    unclear, effects = sees(pressing, ev.FingerUnclear())
    assert effects == [Play(Sound.TROUBLE)]
    assert isinstance(unclear, PressingFinger)
    assert unclear.coaching is Coaching.UNCLEAR
    again, effects = sees(unclear, ev.Pressed(ev.SignedAgain(), at))
    assert (again, effects) == (replace(pressing, coaching=Coaching.PRESS), [TakeImpression()])
    by_hand, effects = sees(unclear, ev.Pressed(ev.Chose(Method.TOUCH), at))
    assert isinstance(by_hand, Signing)
    assert StopSensor() in effects


def test_a_record_that_takes_long_is_spoken_of(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    saving = Saving(unit, session_of(shown(unit, sale, at)), Method.FINGERPRINT, FINGER)
    state, _ = sees(saving, ev.StillSaving())
    assert isinstance(state, Saving)
    assert state.late
    assert isinstance(sees(state, ev.RecordSaved("018f-record", 1), ev.StillSaving())[0], Thanks)


def test_what_became_of_another_record_thanks_nobody(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    saving = Saving(unit, session_of(shown(unit, sale, at)), Method.FINGERPRINT, FINGER)
    assert sees(saving, ev.RecordSaved("another", 1))[0] == saving
    assert sees(saving, ev.SaveFailed("another", OutReason.STORE_FULL))[0] == saving


@pytest.mark.parametrize("stays_s", [2, 10])
def test_an_ending_makes_way_for_the_next_request(
    unit: Unit, sale: SigningRequest, at: Moment, stays_s: float
) -> None:
    session = session_of(shown(unit, sale, at))
    ended: State = Thanks(unit, session, seq=1)
    if stays_s > 2:
        ended = OutOfService(unit, session, OutReason.STORE_FULL)
    other = ev.Requested(replace(sale, id="another"), "018f-other", at)
    state, effects = sees(ended, other)
    assert effects == [StartTimer(Timer.ENDING, stays_s)]
    assert sees(state, other)[1] == [], "a request that is found again puts nothing off"
    assert isinstance(sees(state, ev.ShownLongEnough())[0], Idle)


def test_its_own_request_does_not_hurry_an_ending(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    thanks = Thanks(unit, session_of(shown(unit, sale, at)), seq=1)
    assert sees(thanks, ev.Requested(sale, "018f-other", at)) == (thanks, [])


def test_an_idle_glass_goes_dim_and_a_touch_wakes_it(unit: Unit, at: Moment) -> None:
    state, effects = sees(Idle(unit), ev.NobodyCame())
    assert state == Idle(unit, dimmed=True)
    assert effects == [SetBrightness(unit.site.dim)]
    state, effects = sees(state, ev.Pressed(ev.Touched(), at))
    assert state == Idle(unit)
    assert effects == [
        StartTimer(Timer.DIM, unit.site.dim_after_s),
        SetBrightness(unit.settings.brightness),
    ]


def test_a_request_wakes_the_glass(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    _, effects = sees(Idle(unit, dimmed=True), ev.Requested(sale, "018f-record", at))
    assert SetBrightness(unit.settings.brightness) in effects
    assert StopTimer(Timer.DIM) in effects


def test_an_idle_glass_goes_dim_after_each_customer(unit: Unit, sale: SigningRequest, at: Moment) -> None:
    thanks = Thanks(unit, session_of(shown(unit, sale, at)), seq=1)
    assert timers(sees(thanks, ev.ShownLongEnough())[1]) == {Timer.DIM: unit.site.dim_after_s}


def test_where_it_never_goes_dim_there_is_no_timer(unit: Unit) -> None:
    always = replace(unit, site=replace(unit.site, dim_after_s=0))
    assert Timer.DIM not in timers(opening(Idle(always)))


def test_dim_is_never_brighter_than_bright(unit: Unit) -> None:
    night = replace(unit, settings=Settings(brightness=10))
    assert SetBrightness(10) in opening(Idle(night, dimmed=True))


def test_the_terminal_begins_as_bright_and_loud_as_it_was_set(unit: Unit) -> None:
    effects = opening(Idle(replace(unit, settings=Settings(brightness=70, volume=30))))
    assert SetBrightness(70) in effects
    assert SetVolume(30) in effects
    assert timers(effects) == {Timer.DIM: unit.site.dim_after_s}
