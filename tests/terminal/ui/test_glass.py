from collections.abc import Iterable

import pytest

from terminal.i18n import Catalogue
from terminal.model.ink import Phase, Sample, Tool
from terminal.session.events import Drew, ReadOn, UndidStroke
from terminal.session.states import State
from terminal.typeset import Typesetter
from terminal.ui.glass import Glass
from terminal.ui.rect import Rect
from terminal.ui.slate import Hand, Slate
from terminal.ui.theme import BASE_DOTS_PER_MM

States = dict[str, State]


class Eager(Slate):
    """A window whose connection can be waited on, and is read from while something is shown on it."""

    def __init__(self) -> None:
        super().__init__()
        self.on_the_way: list[Sample] = []

    def fileno(self) -> int | None:
        return 0

    def present(self, rects: Iterable[Rect]) -> bool:
        super().present(rects)
        self.waiting += self.on_the_way
        self.on_the_way = []
        return bool(self.waiting)


def asked(glass: Glass) -> bool:
    return glass.must_be_asked


def test_the_same_state_is_not_laid_out_again(slate: Slate, glass: Glass, states: States) -> None:
    glass.show(states["sale"])
    before = glass.screen
    slate.presented.clear()
    glass.show(states["sale"])
    assert glass.screen is before
    assert slate.presented == []


def test_a_touch_that_comes_while_something_is_shown_is_not_forgotten(
    typesetter: Typesetter, catalogue: Catalogue, states: States
) -> None:
    window = Eager()
    glass = Glass([window], typesetter, catalogue, BASE_DOTS_PER_MM)
    glass.show(states["sale"])
    assert not asked(glass)
    hand = Hand(window, glass)
    x, y = hand.button("Correct, go to sign").rect.centre
    window.on_the_way = [hand.sample(Phase.DOWN, x, y), hand.sample(Phase.UP, x, y)]
    glass.show(states["sale-plain"])
    assert asked(glass)
    assert glass.touches() == [ReadOn(1)]
    assert not asked(glass)


def test_touches_that_come_while_ink_is_shown_are_taken_in_the_same_turn(
    typesetter: Typesetter, catalogue: Catalogue, states: States
) -> None:
    window = Eager()
    glass = Glass([window], typesetter, catalogue, BASE_DOTS_PER_MM)
    glass.show(states["signing"])
    hand = Hand(window, glass)
    first, *rest = hand.stroke((300, 150), (320, 160), (340, 150))
    window.on_the_way = [*rest]
    (drew,) = hand.does(first)
    assert isinstance(drew, Drew)
    assert len(drew.stroke.points) == 3


def test_windows_of_different_sizes_are_refused(typesetter: Typesetter, catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match=r"\(800, 480\), \(1280, 720\)"):
        Glass([Slate(), Slate(1280, 720)], typesetter, catalogue, BASE_DOTS_PER_MM)


def test_a_hand_presses_a_button_by_its_words(hand: Hand, glass: Glass, states: States) -> None:
    glass.show(states["sale"])
    assert hand.presses("Correct, go to sign") == [ReadOn(1)]
    with pytest.raises(LookupError, match="Fly"):
        hand.presses("Fly")


def test_closing_closes_every_window(hand: Hand, slate: Slate, glass: Glass) -> None:
    slate.waiting = hand.stroke((1, 1), (2, 2))
    glass.close()
    assert slate.waiting == []


def test_a_source_beside_the_windows_is_waited_on_asked_and_closed(
    typesetter: Typesetter, catalogue: Catalogue, states: States
) -> None:
    window, source = Eager(), Eager()
    glass = Glass([window], typesetter, catalogue, BASE_DOTS_PER_MM, [source])
    glass.show(states["sale"])
    hand = Hand(source, glass)
    assert glass.filenos() == [0, 0]
    assert hand.presses("Correct, go to sign") == [ReadOn(1)]
    source.waiting = hand.stroke((1, 1), (2, 2))
    glass.close()
    assert source.waiting == []


def test_the_eraser_takes_the_last_stroke_back_and_makes_no_ink(
    slate: Slate, glass: Glass, states: States
) -> None:
    glass.show(states["signing-ink"])
    pad = glass.screen.pad
    assert pad is not None
    x, y = pad.rect.centre
    eraser = Hand(slate, glass, Tool.ERASER)
    slate.presented.clear()
    assert eraser.does(*eraser.stroke((x, y), (x + 40, y), (x + 80, y + 9))) == [UndidStroke()]
    assert slate.presented == []
    glass.show(states["checking"])
    assert eraser.does(*eraser.stroke((x, y), (x + 40, y))) == []


def test_the_eraser_presses_buttons_as_any_end_of_a_pen(slate: Slate, glass: Glass, states: States) -> None:
    glass.show(states["sale"])
    assert Hand(slate, glass, Tool.ERASER).presses("Correct, go to sign") == [ReadOn(1)]


def test_a_pen_that_hovers_does_nothing(hand: Hand, glass: Glass, states: States) -> None:
    glass.show(states["signing"])
    pad = glass.screen.pad
    assert pad is not None
    first, *rest = hand.stroke(pad.rect.centre, (300, 200), (320, 190))
    near = hand.sample(Phase.NEAR, 310, 150), hand.sample(Phase.GONE, 310, 150)
    (drew,) = hand.does(near[0], first, near[0], *rest, near[1])
    assert isinstance(drew, Drew)
    assert len(drew.stroke.points) == 3
