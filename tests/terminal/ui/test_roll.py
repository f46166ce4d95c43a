"""What scrolls looks the same however it came to where it is."""

import pygame
import pytest

from terminal.session import states as st
from terminal.ui.canvas import Canvas
from terminal.ui.frame import Frame
from terminal.ui.items import Screen, Scroll
from terminal.ui.screens import make_screen


@pytest.fixture(params=["document", "sale-long"])
def screen(request: pytest.FixtureRequest, states: dict[str, st.State], frame: Frame) -> Screen:
    return make_screen(states[request.param], frame)


def scroll_of(screen: Screen) -> Scroll:
    assert screen.scroll is not None
    return screen.scroll


def canvas_with(screen: Screen, frame: Frame, top: int = 0) -> Canvas:
    canvas = Canvas(pygame.Surface((frame.width, frame.height), 0, 32), frame.typesetter, frame.unit_px)
    canvas.show(screen, top)
    return canvas


def pixels(canvas: Canvas) -> bytes:
    return pygame.image.tobytes(canvas.surface, "RGB")


@pytest.mark.parametrize("way", [(7, 40, 41), (90, 20, 63), (200, 5, 0), (-30, 12, 44)])
def test_step_by_step_is_as_at_once(screen: Screen, frame: Frame, way: tuple[int, ...]) -> None:
    canvas = canvas_with(screen, frame)
    for top in way:
        canvas.scroll_to(top)
    assert pixels(canvas) == pixels(canvas_with(screen, frame, way[-1]))


def test_only_the_room_and_its_bar_are_drawn_anew(screen: Screen, frame: Frame) -> None:
    canvas = canvas_with(screen, frame)
    assert canvas.scroll_to(30) == [scroll_of(screen).rect]
    assert canvas.scroll_to(30) == []


def test_the_last_page_counts_while_the_end_itself_is_seen(screen: Screen) -> None:
    scroll = scroll_of(screen)
    last = scroll.pages - 1
    assert scroll.page_at(scroll.furthest) == last
    assert scroll.page_at(scroll.furthest - 3) == last - 1
    assert [scroll.page_at(scroll.top_of(page)) for page in range(last + 1)] == list(range(last + 1))
    assert scroll.page_at(-20) == 0


def test_a_page_shows_something_of_the_page_before(screen: Screen) -> None:
    scroll = scroll_of(screen)
    steps = [scroll.top_of(page + 1) - scroll.top_of(page) for page in range(scroll.pages - 1)]
    assert max(steps) <= scroll.room.h - scroll.overlap
