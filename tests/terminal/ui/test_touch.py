from dataclasses import replace

import pytest

from terminal.model.ink import Phase
from terminal.session.events import CustomerCancelled, ReadOn
from terminal.session.states import Reviewing, State
from terminal.ui.glass import Glass
from terminal.ui.items import Button
from terminal.ui.slate import Hand, Slate


@pytest.fixture
def sale(states: dict[str, State], glass: Glass) -> Reviewing:
    state = states["sale"]
    assert isinstance(state, Reviewing)
    glass.show(state)
    return state


def button(glass: Glass, event: object) -> Button:
    return next(each for each in glass.screen.buttons if each.event == event)


def middle(glass: Glass, event: object) -> tuple[float, float]:
    return button(glass, event).rect.centre


@pytest.mark.usefixtures("sale")
def test_a_press_counts_down_and_up_inside(hand: Hand, glass: Glass) -> None:
    assert hand.taps(*middle(glass, ReadOn(1))) == [ReadOn(1)]


@pytest.mark.usefixtures("sale")
def test_a_finger_that_slides_off_presses_nothing(hand: Hand, glass: Glass) -> None:
    x, y = middle(glass, ReadOn(1))
    assert hand.does(*hand.stroke((x, y), (x, y - 200))) == []


@pytest.mark.usefixtures("sale")
def test_a_finger_that_slides_on_presses_nothing(hand: Hand, glass: Glass) -> None:
    x, y = middle(glass, ReadOn(1))
    assert hand.does(*hand.stroke((x, y - 200), (x, y))) == []


@pytest.mark.usefixtures("sale")
def test_from_one_button_to_another_presses_neither(hand: Hand, glass: Glass) -> None:
    assert hand.does(*hand.stroke(middle(glass, CustomerCancelled()), middle(glass, ReadOn(1)))) == []


@pytest.mark.usefixtures("sale")
def test_a_finger_that_comes_back_presses(hand: Hand, glass: Glass) -> None:
    x, y = middle(glass, ReadOn(1))
    assert hand.does(*hand.stroke((x, y), (x, y - 200), (x, y))) == [ReadOn(1)]


@pytest.mark.usefixtures("sale")
@pytest.mark.parametrize("end", [Phase.CANCEL, Phase.LOST])
def test_a_touch_that_did_not_end_by_lifting_presses_nothing(hand: Hand, glass: Glass, end: Phase) -> None:
    x, y = middle(glass, ReadOn(1))
    assert hand.does(hand.sample(Phase.DOWN, x, y), hand.sample(end, x, y)) == []
    assert hand.taps(x, y) == [ReadOn(1)]


@pytest.mark.usefixtures("sale")
def test_a_button_looks_pressed_while_the_finger_is_on_it(hand: Hand, glass: Glass, slate: Slate) -> None:
    x, y = middle(glass, ReadOn(1))
    place = (round(x), button(glass, ReadOn(1)).face.y + 8)
    resting = slate.surface.get_at(place)
    hand.does(hand.sample(Phase.DOWN, x, y))
    assert slate.surface.get_at(place) != resting
    hand.does(hand.sample(Phase.MOVE, x, y - 200))
    assert slate.surface.get_at(place) == resting
    hand.does(hand.sample(Phase.MOVE, x, y), hand.sample(Phase.UP, x, y))
    assert slate.surface.get_at(place) == resting


def test_a_tick_of_the_clock_does_not_lose_the_press(hand: Hand, glass: Glass, sale: Reviewing) -> None:
    x, y = middle(glass, ReadOn(1))
    hand.does(hand.sample(Phase.DOWN, x, y))
    glass.show(replace(sale, session=replace(sale.session, remaining_s=17)))
    assert hand.does(hand.sample(Phase.UP, x, y)) == [ReadOn(1)]


def test_a_new_screen_takes_the_press_away(
    hand: Hand, glass: Glass, sale: Reviewing, states: dict[str, State]
) -> None:
    x, y = middle(glass, ReadOn(1))
    hand.does(hand.sample(Phase.DOWN, x, y))
    glass.show(states["choosing"])
    glass.show(sale)
    assert hand.does(hand.sample(Phase.UP, x, y)) == []


def test_a_button_that_is_off_does_nothing(hand: Hand, glass: Glass, states: dict[str, State]) -> None:
    glass.show(states["signing"])
    off = next(each for each in glass.screen.buttons if not each.enabled)
    assert hand.taps(*off.rect.centre) == []


@pytest.mark.usefixtures("sale")
def test_a_second_finger_waits(hand: Hand, glass: Glass) -> None:
    x, y = middle(glass, ReadOn(1))
    first = hand.sample(Phase.DOWN, 400, 150, pointer=0)
    assert hand.does(first, *hand.stroke((x, y), (x, y), pointer=1)) == []


@pytest.mark.usefixtures("sale")
def test_a_finger_whose_lifting_was_lost_does_not_lock_the_glass(hand: Hand, glass: Glass) -> None:
    x, y = middle(glass, ReadOn(1))
    hand.does(hand.sample(Phase.DOWN, 400, 150, pointer=7))
    hand.now_ns += 4_000_000_000
    assert hand.does(*hand.stroke((x, y), (x, y), pointer=8)) == [ReadOn(1)]


def test_a_hand_that_rests_on_a_button_while_writing_presses_nothing(
    hand: Hand, glass: Glass, states: dict[str, State]
) -> None:
    glass.show(states["signing-ink"])
    pad = glass.screen.pad
    assert pad is not None
    hand.does(hand.sample(Phase.DOWN, *pad.rect.centre))
    assert (
        hand.does(
            *hand.stroke(middle(glass, CustomerCancelled()), middle(glass, CustomerCancelled()), pointer=3)
        )
        == []
    )
