from dataclasses import replace

import pytest

from terminal.model.quality import Verdict
from terminal.session import events as ev
from terminal.session import states as st
from terminal.session.staff import events as staff_ev
from terminal.session.staff import states as staff
from terminal.ui.frame import Frame
from terminal.ui.glass import Glass
from terminal.ui.screens import make_screen
from terminal.ui.slate import Hand
from tests.terminal.ui.staff.conftest import DIGITS, States, open_events, said, typeable


def test_a_lock_on_the_idle_glass_is_the_way_in(states: States, glass: Glass, hand: Hand) -> None:
    glass.show(states["idle"])
    (door,) = (each for each in glass.screen.buttons if each.event == staff_ev.StaffCalled())
    assert hand.taps(*door.rect.centre)[-1] == staff_ev.StaffCalled()


@pytest.mark.parametrize(
    ("verdict", "offered"),
    [(Verdict.DOT, True), (Verdict.SHORT, True), (Verdict.EMPTY, False), (Verdict.FINE, False)],
)
def test_refused_ink_may_be_accepted_by_staff(
    states: States, frame: Frame, verdict: Verdict, *, offered: bool
) -> None:
    signing = states["signing-ink"]
    assert isinstance(signing, st.Signing)
    strokes = () if verdict is Verdict.EMPTY else signing.strokes
    screen = make_screen(replace(signing, verdict=verdict, strokes=strokes), frame)
    assert (staff_ev.StaffCalled() in open_events(screen)) is offered


def test_the_staffs_button_lies_on_the_pad_and_takes_no_ink(states: States, glass: Glass, hand: Hand) -> None:
    glass.show(states["signing-dot"])
    button = hand.button("Staff")
    assert glass.screen.pad is not None
    assert glass.screen.pad.rect.contains(button.rect)
    assert hand.presses("Staff")[-1] == staff_ev.StaffCalled()
    beside = hand.taps(button.rect.x - 30, button.rect.centre[1])
    assert isinstance(beside[-1], ev.Drew)


def test_the_keypad_types_every_digit(unit: st.Unit, frame: Frame) -> None:
    screen = make_screen(st.EnteringPin(unit, "12"), frame)
    assert typeable(screen) == DIGITS | {staff_ev.Key.BACKSPACE}
    least = 72 * frame.unit_px
    keys = [each for each in screen.buttons if isinstance(each.event, staff_ev.Typed)]
    assert all(min(each.face.w, each.face.h) >= least for each in keys)


def test_nothing_on_the_glass_tells_one_pin_from_another(unit: st.Unit, frame: Frame) -> None:
    for kind in (st.EnteringPin, staff.ChoosingPin):
        assert make_screen(kind(unit, "4081"), frame) == make_screen(kind(unit, "7777"), frame)
        assert make_screen(kind(unit, "408"), frame) != make_screen(kind(unit, "4081"), frame)
    again = [make_screen(staff.ChoosingPin(unit, "", first), frame) for first in ("4081", "7777")]
    assert again[0] == again[1]


def test_a_pin_is_handed_in_when_it_can_be_one(unit: st.Unit, frame: Frame) -> None:
    for pin, ready in (("", False), ("408", False), ("4081", True), ("40815162", True)):
        assert (staff_ev.Entered() in open_events(make_screen(st.EnteringPin(unit, pin), frame))) is ready


@pytest.mark.parametrize(
    "state",
    [
        {"pin": "4081", "judging": True},
        {"trouble": st.PinTrouble.LOCKED, "locked_s": 61},
        {"trouble": st.PinTrouble.NOT_SET},
    ],
)
def test_a_shut_pad_lets_one_leave_and_nothing_else(
    unit: st.Unit, frame: Frame, state: dict[str, object]
) -> None:
    screen = make_screen(st.EnteringPin(unit, **state), frame)  # type: ignore[arg-type]
    assert open_events(screen) == [ev.WentBack()]


def test_what_was_wrong_is_said(unit: st.Unit, frame: Frame) -> None:
    def words(trouble: st.PinTrouble, **rest: int) -> str:
        return said(make_screen(st.EnteringPin(unit, trouble=trouble, **rest), frame))  # type: ignore[arg-type]

    assert "3 tries are left" in words(st.PinTrouble.WRONG, tries_left=3)
    assert "1 try is left" in words(st.PinTrouble.WRONG, tries_left=1)
    assert "4:05" in words(st.PinTrouble.LOCKED, locked_s=245)
    assert "signpost staff pin" in words(st.PinTrouble.NOT_SET)


@pytest.mark.parametrize("trouble", ["TOO_SHORT", "TOO_SIMPLE", "DIFFERENT", "NOT_KEPT"])
def test_what_is_wrong_with_a_new_pin_is_said(unit: st.Unit, frame: Frame, trouble: str) -> None:
    fine, wrong = (
        said(make_screen(staff.ChoosingPin(unit, trouble=st.PinTrouble[each]), frame))
        for each in ("NONE", trouble)
    )
    assert len(wrong) > len(fine) + 20
