"""What moves by itself: screens that slide, rings that grow, a check mark that draws itself. Nothing waits for it."""

from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from terminal.i18n import Catalogue
from terminal.model.ink import Phase
from terminal.session import events as ev
from terminal.session import states as st
from terminal.typeset import Typesetter
from terminal.ui.canvas import Canvas
from terminal.ui.frame import Frame
from terminal.ui.glass import Glass
from terminal.ui.items import Icon, Ring, Screen
from terminal.ui.motion import STEPS, Slide, direction
from terminal.ui.motions import Motions
from terminal.ui.slate import Hand, Slate
from terminal.ui.theme import BASE_DOTS_PER_MM
from terminal.ui.window import FramebufferWindow
from tests.terminal.ui.conftest import Time

States = dict[str, st.State]


@pytest.fixture
def glass(slate: Slate, typesetter: Typesetter, catalogue: Catalogue, time: Time) -> Glass:
    return Glass([slate], typesetter, catalogue, BASE_DOTS_PER_MM, now_s=time)


@pytest.fixture
def still(typesetter: Typesetter, catalogue: Catalogue, time: Time) -> Glass:
    """A glass on which nothing moves by itself."""
    return Glass([Slate()], typesetter, catalogue, BASE_DOTS_PER_MM, motion=False, now_s=time)


def pixels(slate: Slate) -> bytes:
    return bytes(slate.surface.get_buffer().raw)


def frames(glass: Glass, slate: Slate, time: Time) -> list[bytes]:
    """Let all come to rest, and return what was seen on the way."""
    seen: list[bytes] = []
    for _ in range(60):
        due_s = glass.due_s()
        if due_s is None:
            return seen
        time.now_s = max(time.now_s, due_s)
        glass.touches()
        seen.append(pixels(slate))
    raise AssertionError("it moves for ever")


def rest(states: States, name: str, typesetter: Typesetter, catalogue: Catalogue) -> bytes:
    """Return what a state looks like on a glass that showed nothing before."""
    slate = Slate()
    Glass([slate], typesetter, catalogue, BASE_DOTS_PER_MM, motion=False).show(states[name])
    return pixels(slate)


def test_a_step_on_comes_from_the_right_and_a_step_back_from_the_left() -> None:
    assert direction(st.Reviewing, st.Choosing) == 1
    assert direction(st.Choosing, st.Reviewing) == -1
    assert direction(st.Signing, st.Checking) == 1
    assert direction(st.Reviewing, st.Reviewing) == 0


@pytest.mark.parametrize("before", STEPS)
def test_the_pad_is_there_at_once(before: type) -> None:
    assert direction(before, st.Signing) == 0


def test_what_is_no_step_does_not_slide() -> None:
    for before, after in ((st.Idle, st.Reviewing), (st.Checking, st.Saving), (st.Choosing, st.Cancelled)):
        assert direction(before, after) == 0


def test_a_screen_slides_in_and_comes_to_rest(
    glass: Glass, slate: Slate, time: Time, states: States, typesetter: Typesetter, catalogue: Catalogue
) -> None:
    glass.show(states["sale"])
    old = pixels(slate)
    glass.show(states["choosing"])
    assert pixels(slate) == old, "it has not moved yet"
    began_s = time.now_s
    seen = frames(glass, slate, time)
    assert 6 <= len(set(seen)) <= 20
    assert time.now_s - began_s < 0.25
    assert seen[-1] == rest(states, "choosing", typesetter, catalogue)


@pytest.mark.parametrize(("way", "left", "right"), [(1, "red", "blue"), (-1, "blue", "red")])
def test_the_new_screen_pushes_the_old_one(way: int, left: str, right: str) -> None:
    surface, before, after = (pygame.Surface((100, 10), 0, 32) for _ in range(3))
    before.fill("red")
    after.fill("blue")
    Slide(surface, before, after, way, 0.0).frame(0.04)
    assert surface.get_at((0, 5)) == pygame.Color(left)
    assert surface.get_at((99, 5)) == pygame.Color(right)


@pytest.mark.parametrize(("from_right", "pushed"), [(False, "black"), (True, "white")])
def test_a_step_on_follows_the_way_one_reads(frame: Frame, from_right: bool, pushed: str) -> None:  # noqa: FBT001 (a parameter)
    motions = Motions(Canvas(pygame.Surface((100, 10), 0, 32), frame.typesetter, 1.0), 1.0)
    motions.arrived(None, Screen(100, 10, ()), st.Reviewing, 0.0)
    left = motions.leaving(st.Choosing)
    assert left is not None
    motions._canvas.surface.fill("white")
    motions.arrived(left, Screen(100, 10, (), from_right=from_right), st.Choosing, 0.0)
    motions.frame(0.04)
    assert motions._canvas.surface.get_at((0, 5)) == pygame.Color(pushed)


def test_a_touch_ends_a_slide_and_counts(glass: Glass, hand: Hand, time: Time, states: States) -> None:
    glass.show(states["sale"])
    glass.show(states["choosing"])
    time.now_s += 0.05
    glass.touches()
    x, y = glass.screen.buttons[-1].rect.centre
    assert hand.does(hand.sample(Phase.DOWN, x, y)) == []
    assert glass.due_s() is None
    assert hand.does(hand.sample(Phase.UP, x, y)) == [glass.screen.buttons[-1].event]


def test_what_changes_while_a_screen_slides_is_shown_at_once(
    glass: Glass, slate: Slate, states: States, typesetter: Typesetter, catalogue: Catalogue
) -> None:
    glass.show(states["sale"])
    glass.show(states["choosing"])
    glass.show(states["choosing-hurry"])
    assert pixels(slate) == rest(states, "choosing-hurry", typesetter, catalogue)
    assert glass.due_s() is None


def test_a_busy_computer_slides_nothing(
    glass: Glass, slate: Slate, time: Time, states: States, typesetter: Typesetter, catalogue: Catalogue
) -> None:
    glass.show(states["sale"])
    glass.show(states["choosing"])
    time.now_s += 0.15
    glass.touches()
    assert glass.due_s() is None
    assert pixels(slate) == rest(states, "choosing", typesetter, catalogue)


def test_without_motion_all_is_there_at_once(still: Glass, states: States) -> None:
    for name in ("sale", "choosing", "consenting", "pressing-hold", "pressing-lift", "thanks"):
        still.show(states[name])
        assert still.due_s() is None


def test_the_ring_grows_to_what_has_come(glass: Glass, slate: Slate, time: Time, states: States) -> None:
    pressing = states["pressing-lift"]
    assert isinstance(pressing, st.PressingFinger)
    glass.show(replace(pressing, fraction=0.2))
    frames(glass, slate, time)
    glass.show(replace(pressing, fraction=0.6))
    (ring,) = [item for item in glass.screen.items if isinstance(item, Ring)]
    fractions = []
    while (due_s := glass.due_s()) is not None:
        shown = glass._canvas.shown_as(ring)
        assert isinstance(shown, Ring)
        fractions.append(shown.fraction)
        time.now_s = max(time.now_s, due_s)
        glass.touches()
    assert fractions == sorted(fractions)
    assert fractions[0] == pytest.approx(0.2)
    assert glass._canvas.shown_as(ring) == ring


def test_the_check_mark_draws_itself(
    glass: Glass, slate: Slate, time: Time, states: States, typesetter: Typesetter, catalogue: Catalogue
) -> None:
    glass.show(states["saving"])
    glass.show(states["thanks"])
    assert any(isinstance(item, Icon) and item.draws for item in glass.screen.items)
    seen = frames(glass, slate, time)
    assert len(set(seen)) >= 6
    assert seen[-1] == rest(states, "thanks", typesetter, catalogue)


def test_ink_waits_for_no_frame(glass: Glass, hand: Hand, states: States) -> None:
    glass.show(states["choosing"])
    glass.show(states["signing"])
    assert glass.due_s() is None
    (drew,) = hand.does(*hand.stroke((300, 200), (340, 210), (380, 200)))
    assert isinstance(drew, ev.Drew)


def test_a_dim_glass_is_woken_by_a_touch_that_presses_nothing(
    glass: Glass, hand: Hand, states: States
) -> None:
    idle = states["idle"]
    assert isinstance(idle, st.Idle)
    glass.show(replace(idle, dimmed=True))
    door = glass.screen.buttons[0]
    x, y = door.rect.centre
    assert hand.does(hand.sample(Phase.DOWN, x, y)) == [ev.Touched()]
    glass.show(idle)
    assert hand.does(hand.sample(Phase.UP, x, y)) == []
    assert hand.taps(x, y) == [ev.Touched(), door.event]


def test_a_glass_without_a_backlight_shows_a_darker_picture(
    typesetter: Typesetter, catalogue: Catalogue, states: States
) -> None:
    idle = states["idle"]
    assert isinstance(idle, st.Idle)
    slate = Slate()
    glass = Glass([slate], typesetter, catalogue, BASE_DOTS_PER_MM, veils=True)
    glass.show(idle)
    bright = pixels(slate)
    glass.show(replace(idle, dimmed=True))
    assert max(pixels(slate)) < 100
    glass.show(replace(idle, dimmed=True, unit=replace(idle.unit, now="14:33")))
    assert max(pixels(slate)) < 100
    glass.show(idle)
    assert pixels(slate) == bright


def test_a_backlight_is_enough_to_go_dim(glass: Glass, slate: Slate, states: States) -> None:
    idle = states["idle"]
    assert isinstance(idle, st.Idle)
    glass.show(replace(idle, dimmed=True))
    assert max(pixels(slate)) > 200


def test_a_touch_near_the_deadline_says_that_somebody_is_there(
    glass: Glass, hand: Hand, states: States
) -> None:
    glass.show(states["choosing-hurry"])
    assert hand.taps(5, 470) == [ev.Touched()]
    glass.show(states["choosing"])
    assert hand.taps(5, 470) == []


def test_a_glass_in_a_file_looks_as_any_other_after_all_that_moved(
    directory: Path, typesetter: Typesetter, catalogue: Catalogue, time: Time, states: States
) -> None:
    window, still = FramebufferWindow(directory, 800, 480), Slate()
    moves = Glass([window], typesetter, catalogue, BASE_DOTS_PER_MM, now_s=time)
    stands = Glass([still], typesetter, catalogue, BASE_DOTS_PER_MM, motion=False)
    for name in ("sale", "choosing", "signing-ink", "checking", "pressing-hold", "pressing-lift"):
        stands.show(states[name])
        moves.show(states[name])
        while (due_s := moves.due_s()) is not None:
            time.now_s = max(due_s, time.now_s)
            moves.touches()
        shown, wanted = (pygame.image.tobytes(each.surface, "RGB") for each in (window, still))
        assert shown == wanted, name
    window.close()
