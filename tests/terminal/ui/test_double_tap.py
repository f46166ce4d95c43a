"""Two taps in a row: the second, meant for the screen before, presses nothing that has come under the finger."""

from dataclasses import replace

import pytest

from terminal.model.request import Method
from terminal.session import events as ev
from terminal.session import states as st
from terminal.ui.glass import Glass
from terminal.ui.slate import Hand
from terminal.ui.touch import GUARD_NS

States = dict[str, st.State]


def at_once(hand: Hand, x: float, y: float) -> list[ev.Touch]:
    """Tap again as fast as a hand does, without having looked."""
    hand.now_ns += 120_000_000
    return list(hand.does(*hand.stroke((x, y), (x, y))))


def place(glass: Glass, event: ev.Touch) -> tuple[float, float]:
    return next(each for each in glass.screen.buttons if each.event == event).rect.centre


def test_a_double_tap_on_agree_does_not_sign_by_hand(glass: Glass, hand: Hand, states: States) -> None:
    glass.show(states["consenting"])
    [agreed] = hand.presses("Agree and continue")
    assert isinstance(agreed, ev.Agreed)
    glass.show(states["pressing-press"])
    x, y = place(glass, ev.Chose(Method.TOUCH))
    assert at_once(hand, x, y) == []
    hand.now_ns += GUARD_NS
    assert at_once(hand, x, y) == [ev.Chose(Method.TOUCH)]


def test_the_second_tap_does_not_confirm_what_nobody_has_looked_at(
    glass: Glass, hand: Hand, states: States
) -> None:
    glass.show(states["signing-ink"])
    hand.presses("Confirm")
    glass.show(states["checking"])
    assert at_once(hand, *place(glass, ev.Confirmed())) == []


def test_the_second_tap_leaves_no_dot_on_the_pad(glass: Glass, hand: Hand, states: States) -> None:
    glass.show(states["choosing"])
    x, y = place(glass, ev.Chose(Method.TOUCH))
    assert hand.taps(x, y) == [ev.Chose(Method.TOUCH)]
    glass.show(states["signing"])
    assert at_once(hand, x, y) == []
    hand.now_ns += GUARD_NS
    stroke = at_once(hand, x, y)
    assert [type(each) for each in stroke] == [ev.Drew], "a stroke that begins there later is ink"


def test_who_writes_at_once_loses_nothing(glass: Glass, hand: Hand, states: States) -> None:
    glass.show(states["choosing"])
    x, y = place(glass, ev.Chose(Method.TOUCH))
    assert hand.taps(x, y) == [ev.Chose(Method.TOUCH)]
    glass.show(states["signing"])
    assert [type(each) for each in at_once(hand, x + 40, y - 20)] == [ev.Drew]


def test_two_taps_that_came_at_once_are_one_press(glass: Glass, hand: Hand, states: States) -> None:
    glass.show(states["signing-ink"])
    confirm = hand.button("Confirm")
    x, y = confirm.rect.centre
    hand.now_ns += 500_000_000
    taps = [*hand.stroke((x, y), (x, y)), *hand.stroke((x, y), (x, y))]
    assert hand.does(*taps) == [confirm.event]
    glass.show(states["checking"])
    assert glass.touches() == [], "the second is for the next screen, and too early there"


def test_the_same_button_may_be_pressed_quickly(glass: Glass, hand: Hand, states: States) -> None:
    signing = states["signing-ink"]
    assert isinstance(signing, st.Signing)
    glass.show(signing)
    assert hand.presses("Undo") == [ev.UndidStroke()]
    x, y = hand.button("Undo").rect.centre
    glass.show(replace(signing, strokes=signing.strokes[:-1]))
    assert at_once(hand, x, y) == [ev.UndidStroke()]


def test_a_tick_of_the_clock_guards_nothing(glass: Glass, hand: Hand, states: States) -> None:
    choosing = states["choosing"]
    assert isinstance(choosing, st.Choosing)
    glass.show(choosing)
    x, y = place(glass, ev.Chose(Method.TOUCH))
    assert hand.taps(700, 300) != []
    glass.show(replace(choosing, session=replace(choosing.session, remaining_s=50)))
    assert at_once(hand, x, y) == [ev.Chose(Method.TOUCH)]


@pytest.mark.parametrize("later_ns", [0, GUARD_NS])
def test_a_screen_that_came_by_itself_can_be_pressed_at_once(
    glass: Glass, hand: Hand, states: States, later_ns: int
) -> None:
    glass.show(states["saving"])
    glass.show(states["out-store_full"])
    hand.now_ns += later_ns
    x, y = place(glass, ev.Dismissed())
    assert hand.does(*hand.stroke((x, y), (x, y))) == [ev.Dismissed()]
