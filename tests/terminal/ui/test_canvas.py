from dataclasses import replace

import pygame
import pytest

from terminal.session.states import Signing, State
from terminal.ui.canvas import Canvas, merged
from terminal.ui.frame import Frame
from terminal.ui.items import Picture, Screen
from terminal.ui.rect import Rect
from terminal.ui.screens import make_screen


@pytest.fixture
def canvas(frame: Frame) -> Canvas:
    surface = pygame.Surface((frame.width, frame.height), 0, 32)
    return Canvas(surface, frame.typesetter, frame.unit_px)


@pytest.fixture
def signing(states: dict[str, State]) -> Signing:
    state = states["signing-ink"]
    assert isinstance(state, Signing)
    return state


def pixels(canvas: Canvas) -> bytes:
    return pygame.image.tobytes(canvas.surface, "RGB")


def test_the_same_screen_redraws_nothing(canvas: Canvas, frame: Frame, signing: Signing) -> None:
    canvas.show(make_screen(signing, frame))
    assert canvas.show(make_screen(signing, frame)) == []


def test_a_tick_of_the_countdown_stays_clear_of_the_pad(
    canvas: Canvas, frame: Frame, signing: Signing
) -> None:
    signing = replace(signing, session=replace(signing.session, remaining_s=40))
    screen = make_screen(signing, frame)
    canvas.show(screen)
    ticked = replace(signing, session=replace(signing.session, remaining_s=39))
    changed = canvas.show(make_screen(ticked, frame))
    assert changed
    assert screen.pad is not None
    assert not any(rect.overlaps(screen.pad.rect) for rect in changed)
    assert sum(rect.w * rect.h for rect in changed) < 5000


def test_an_undone_stroke_leaves_the_rest_of_the_glass_alone(
    canvas: Canvas, frame: Frame, signing: Signing
) -> None:
    screen = make_screen(signing, frame)
    canvas.show(screen)
    changed = canvas.show(make_screen(replace(signing, strokes=signing.strokes[:-1]), frame))
    assert screen.pad is not None
    assert changed
    assert all(screen.pad.rect.contains(rect) for rect in changed)


@pytest.mark.parametrize("first", ["idle", "sale", "signing-dot", "checking-finger", "document"])
@pytest.mark.parametrize("second", ["signing-ink", "signing-empty", "thanks", "sale-long", "checking"])
def test_a_screen_looks_the_same_whatever_was_shown_before(
    frame: Frame, states: dict[str, State], first: str, second: str
) -> None:
    pictures = []
    for shown in ((first, second), (second,)):
        surface = pygame.Surface((frame.width, frame.height), 0, 32)
        canvas = Canvas(surface, frame.typesetter, frame.unit_px)
        for name in shown:
            canvas.show(make_screen(states[name], frame))
        pictures.append(pixels(canvas))
    assert pictures[0] == pictures[1]


def test_a_picture_of_a_finger_is_let_go_with_its_screen(
    canvas: Canvas, frame: Frame, states: dict[str, State]
) -> None:
    screen = make_screen(states["checking-finger"], frame)
    assert any(isinstance(item, Picture) for item in screen.items)
    canvas.show(screen)
    assert canvas._paint._picture.cache_info().currsize == 1
    canvas.show(make_screen(states["thanks"], frame))
    assert canvas._paint._picture.cache_info().currsize == 0


def test_no_repr_carries_a_fingerprint(states: dict[str, State], frame: Frame) -> None:
    screen: Screen = make_screen(states["checking-finger"], frame)
    (picture,) = [item for item in screen.items if isinstance(item, Picture)]
    assert len(repr(screen)) < len(picture.pixels)


def test_rectangles_that_overlap_are_joined_and_others_are_not() -> None:
    apart, left, right = Rect(50, 0, 5, 5), Rect(0, 0, 10, 10), Rect(8, 8, 10, 10)
    assert merged([left, apart, right, Rect(1, 1, 0, 4)]) == [apart, Rect(0, 0, 18, 18)]
