"""The PIN pad: who is let in, what goes on behind it, and whose ink passes."""

from dataclasses import replace

import pytest

from terminal.model.ink import Ink, Stroke
from terminal.model.moment import Moment
from terminal.model.quality import Quality, Verdict
from terminal.model.request import Method, SigningRequest
from terminal.model.status import CancelReason, Health, Readiness
from terminal.session import Idle, State, Unit, advance
from terminal.session import events as ev
from terminal.session.effects import Effect, NextRequest, Report, SaveRecord, StartTimer, StopTimer, Timer
from terminal.session.staff.effects import JudgePin, LookAtPin
from terminal.session.staff.events import (
    Entered,
    InkAccepted,
    LeftStaffMode,
    PinJudged,
    PinSeen,
    SettingsRead,
    StaffCalled,
    StaffSecondPassed,
    StaffTimedOut,
    Typed,
)
from terminal.session.staff.states import Menu
from terminal.session.states import (
    Cancelled,
    Checking,
    EnteringPin,
    PinTrouble,
    Reviewing,
    Saving,
    Session,
    Signing,
    Thanks,
)


def at_pad(unit: Unit, at: Moment) -> EnteringPin:
    state, _ = advance(Idle(unit, "before"), ev.Pressed(StaffCalled(), at))
    assert isinstance(state, EnteringPin)
    return state


def press(state: State, touch: ev.Touch, at: Moment) -> tuple[State, list[Effect]]:
    return advance(state, ev.Pressed(touch, at))


def handed_in(state: State, at: Moment, pin: str = "4827") -> tuple[EnteringPin, list[Effect]]:
    for digit in pin:
        state, _ = press(state, Typed(digit), at)
    state, effects = press(state, Entered(), at)
    assert isinstance(state, EnteringPin)
    return state, effects


@pytest.fixture
def refused(unit: Unit, sale: SigningRequest, at: Moment, stroke: Stroke) -> Signing:
    session = Session(sale, "record", at, at.monotonic_ns + 10**12, "zh-CN", (Method.TOUCH,), remaining_s=100)
    straight = replace(stroke, points=stroke.points[:2])
    state, _ = press(Signing(unit, session, Method.TOUCH, (straight,)), ev.Confirmed(14000, 5000), at)
    assert isinstance(state, Signing)
    assert state.verdict is not Verdict.FINE
    return state


def test_the_staffs_button_asks_for_the_pin(unit: Unit, at: Moment) -> None:
    state, effects = press(Idle(unit), StaffCalled(), at)
    assert isinstance(state, EnteringPin)
    assert LookAtPin() in effects


def test_the_right_pin_opens_the_menu(unit: Unit, at: Moment) -> None:
    state, effects = handed_in(at_pad(unit, at), at)
    assert JudgePin("4827", at.monotonic_ns) in effects
    menu, effects = advance(state, PinJudged(True, at.monotonic_ns))
    assert isinstance(menu, Menu)
    assert menu.ended == "before"
    assert StartTimer(Timer.STAFF, unit.site.staff_timeout_s) in effects


def test_nobody_is_let_in_by_the_answer_to_someone_else(unit: Unit, at: Moment) -> None:
    early, _ = handed_in(at_pad(unit, at), at)
    state, _ = press(early, LeftStaffMode(), at)
    assert isinstance(state, Idle)
    later = at.at(at.monotonic_ns + 5)
    state, _ = handed_in(at_pad(unit, later), later, "9999")
    assert advance(state, PinJudged(True, at.monotonic_ns))[0] == state
    assert not isinstance(advance(at_pad(unit, at), PinJudged(True, 0))[0], Menu)


def test_a_wrong_pin_says_so_and_the_next_one_waits(unit: Unit, at: Moment) -> None:
    state, _ = handed_in(at_pad(unit, at), at)
    wrong, effects = advance(state, PinJudged(False, at.monotonic_ns, tries_left=4, locked_s=1))
    assert isinstance(wrong, EnteringPin)
    assert (wrong.trouble, wrong.pin, wrong.tries_left) == (PinTrouble.WRONG, "", 4)
    assert StartTimer(Timer.STAFF_SECOND, 1) in effects
    waiting, effects = handed_in(wrong, at)
    assert not any(isinstance(effect, JudgePin) for effect in effects)
    _, effects = advance(waiting, StaffSecondPassed(at))
    assert JudgePin("4827", at.monotonic_ns) in effects


def test_a_locked_terminal_takes_no_digits_and_counts_down(unit: Unit, at: Moment) -> None:
    state, _ = advance(at_pad(unit, at), PinSeen(True, 0, 2))
    assert isinstance(state, EnteringPin)
    assert state.trouble is PinTrouble.LOCKED
    assert press(state, Typed("4"), at)[0] == state
    state, _ = advance(state, StaffSecondPassed(at))
    state, effects = advance(state, StaffSecondPassed(at))
    assert isinstance(state, EnteringPin)
    assert state.trouble is PinTrouble.NONE
    assert LookAtPin() in effects


def test_without_a_pin_nobody_gets_in(unit: Unit, at: Moment) -> None:
    state, _ = advance(at_pad(unit, at), PinSeen(False))
    assert isinstance(state, EnteringPin)
    assert state.trouble is PinTrouble.NOT_SET
    assert press(state, Typed("4"), at)[0] == state


def test_three_digits_are_not_handed_in(unit: Unit, at: Moment) -> None:
    state, effects = handed_in(at_pad(unit, at), at, "482")
    assert not state.judging
    assert not any(isinstance(effect, JudgePin) for effect in effects)


@pytest.mark.parametrize("touch", [ev.WentBack(), LeftStaffMode(), StaffCalled(), ev.CustomerCancelled()])
def test_cancelling_goes_back_to_where_one_was(
    unit: Unit, at: Moment, refused: Signing, touch: ev.Touch
) -> None:
    state, effects = press(at_pad(unit, at), touch, at)
    assert state == Idle(unit, "before")
    assert NextRequest() in effects
    over, _ = press(refused, StaffCalled(), at)
    assert press(over, touch, at)[0] == refused


def test_a_pad_that_nobody_touches_goes_away(unit: Unit, at: Moment, refused: Signing) -> None:
    assert advance(at_pad(unit, at), StaffTimedOut())[0] == Idle(unit, "before")
    over, _ = press(refused, StaffCalled(), at)
    assert advance(over, StaffTimedOut())[0] == refused


@pytest.mark.parametrize("leaving", [StaffTimedOut(), ev.RequestEnded("sale", CancelReason.TILL)])
def test_no_timer_of_the_pad_outlives_it(at: Moment, refused: Signing, leaving: ev.Event) -> None:
    state, _ = press(refused, StaffCalled(), at)
    if isinstance(leaving, ev.RequestEnded):
        leaving = replace(leaving, request_id=refused.session.request.id)
    after, effects = advance(state, leaving)
    assert not isinstance(after, EnteringPin)
    assert {StopTimer(Timer.STAFF), StopTimer(Timer.STAFF_SECOND)} <= set(effects)


def test_a_sale_that_comes_goes_first_while_nobody_has_proved_anything(
    unit: Unit, at: Moment, sale: SigningRequest
) -> None:
    pad = at_pad(unit, at)
    state, effects = advance(pad, ev.Requested(sale, "record", at))
    assert isinstance(state, Reviewing)
    assert any(isinstance(effect, Report) for effect in effects)
    over = replace(sale, id="before")
    assert advance(pad, ev.Requested(over, "record", at))[0] == pad


def test_staff_let_ink_pass_and_the_record_says_so(at: Moment, refused: Signing) -> None:
    over, _ = press(refused, StaffCalled(), at)
    state, _ = handed_in(over, at)
    checking, _ = advance(state, PinJudged(True, at.monotonic_ns))
    assert isinstance(checking, Checking)
    assert checking.signature == Ink(14000, 5000, refused.strokes)
    assert checking.quality == Quality(refused.verdict, overridden=True)
    saving, effects = press(checking, ev.Confirmed(), at)
    assert isinstance(saving, Saving)
    [saved] = [effect.signing for effect in effects if isinstance(effect, SaveRecord)]
    assert saved.quality
    assert saved.quality.overridden


def test_no_touch_of_the_glass_lets_ink_pass(at: Moment, refused: Signing) -> None:
    assert InkAccepted not in ev.Touch.__args__
    over, _ = press(refused, StaffCalled(), at)
    assert isinstance(over, EnteringPin)
    assert not isinstance(advance(over, InkAccepted())[0], Checking)


@pytest.mark.parametrize("verdict", [Verdict.FINE, Verdict.EMPTY, Verdict.WRONG_TOOL])
def test_only_ink_that_was_refused_for_its_looks_can_pass(
    at: Moment, refused: Signing, verdict: Verdict
) -> None:
    state = replace(refused, verdict=verdict)
    assert press(state, StaffCalled(), at)[0] == state


def test_the_customers_time_runs_behind_the_pad(at: Moment, refused: Signing) -> None:
    over, _ = press(refused, StaffCalled(), at)
    late = at.at(refused.session.deadline_ns)
    soon = at.at(refused.session.deadline_ns - 5_000_000_000)
    counted, _ = advance(over, ev.SecondPassed(soon))
    assert isinstance(counted, EnteringPin)
    assert counted.override
    assert counted.override.session.remaining_s == 5
    ended, _ = advance(over, ev.DeadlinePassed(refused.session.request.id, late))
    assert isinstance(ended, Cancelled)
    assert ended.reason is CancelReason.DEADLINE


def test_the_till_cancels_behind_the_pad(at: Moment, refused: Signing) -> None:
    over, _ = press(refused, StaffCalled(), at)
    ended, _ = advance(over, ev.RequestEnded(refused.session.request.id, CancelReason.TILL))
    assert isinstance(ended, Cancelled)
    assert advance(over, ev.RequestEnded("another", CancelReason.TILL))[0] == over


def test_what_the_unit_learns_meanwhile_is_not_forgotten(at: Moment, refused: Signing) -> None:
    over, _ = press(refused, StaffCalled(), at)
    readiness = Readiness(printer=Health.PROBLEM)
    over, _ = advance(over, ev.ReadinessChanged(readiness))
    back, _ = press(over, ev.WentBack(), at)
    assert back.unit.readiness == readiness


def test_an_ending_behind_the_pad_knows_what_the_unit_learned(at: Moment, refused: Signing) -> None:
    over, _ = press(refused, StaffCalled(), at)
    readiness = Readiness(printer=Health.PROBLEM)
    over, _ = advance(over, ev.ReadinessChanged(readiness))
    ended, _ = advance(over, ev.RequestEnded(refused.session.request.id, CancelReason.TILL))
    assert isinstance(ended, Cancelled)
    assert ended.unit.readiness == readiness


def test_whoever_types_at_the_pad_gives_the_customer_more_time(at: Moment, refused: Signing) -> None:
    over, _ = press(refused, StaffCalled(), at)
    deadline_ns = refused.session.deadline_ns
    soon = at.at(deadline_ns - 5_000_000_000)
    over, effects = press(over, Typed("4"), soon)
    assert isinstance(over, EnteringPin)
    assert over.pin == "4"
    assert any(isinstance(effect, StartTimer) and effect.timer is Timer.DEADLINE for effect in effects)
    over, _ = advance(over, ev.DeadlinePassed(refused.session.request.id, at.at(deadline_ns)))
    assert isinstance(over, EnteringPin)
    back, _ = press(over, ev.WentBack(), soon)
    assert isinstance(back, Signing)
    assert back.session.extended


def test_a_second_that_comes_late_has_no_pin_judged_twice(unit: Unit, at: Moment) -> None:
    state, _ = handed_in(at_pad(unit, at), at)
    assert advance(state, StaffSecondPassed(at)) == (state, [])


def test_the_staffs_button_dismisses_an_ending_as_before(unit: Unit, at: Moment, refused: Signing) -> None:
    state, _ = press(Thanks(unit, refused.session, 1), StaffCalled(), at)
    assert isinstance(state, Idle)


def test_what_staff_set_earlier_holds_in_every_state(unit: Unit, refused: Signing) -> None:
    loud = replace(unit.settings, volume=90)
    for state in (Idle(unit), refused, Menu(unit)):
        assert advance(state, SettingsRead(loud))[0].unit.settings == loud


def test_no_digit_of_a_pin_is_in_a_repr(unit: Unit, at: Moment) -> None:
    state, effects = handed_in(at_pad(unit, at), at, "4827")
    assert "4827" not in f"{state!r} {effects!r} {Typed('4827')!r}"
