import os
import select
import shutil
import subprocess
from collections.abc import Iterator

import pygame
import pytest

from terminal.i18n import Catalogue
from terminal.model.ink import Phase, Sample, Tool
from terminal.session.events import ReadOn
from terminal.session.states import State
from terminal.typeset import Typesetter
from terminal.ui.glass import Glass
from terminal.ui.rect import Rect
from terminal.ui.slate import Slate
from terminal.ui.theme import BASE_DOTS_PER_MM
from terminal.ui.window import MOUSE_POINTER, SdlWindow, sample_of

Event = pygame.event.Event


@pytest.fixture(params=["x11", "dummy"])
def driver(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    name = str(request.param)
    monkeypatch.setenv("SDL_VIDEODRIVER", name)
    if name == "dummy":
        yield name
        return
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("Xvfb is not installed")
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", "800x480x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as number:
            monkeypatch.setenv("DISPLAY", f":{number.readline().strip()}")
            try:
                yield name
            finally:
                server.terminate()


@pytest.fixture
def window(driver: str) -> Iterator[SdlWindow]:
    window = SdlWindow(800, 480, driver=driver)
    yield window
    window.close()


def post_finger(kind: int, x: float, y: float) -> None:
    pygame.event.post(
        Event(kind, touch_id=1, finger_id=2, x=x / 800, y=y / 480, dx=0.0, dy=0.4, pressure=0.4)
    )


def test_a_real_window_shows_and_is_touched(
    window: SdlWindow, typesetter: Typesetter, catalogue: Catalogue, states: dict[str, State]
) -> None:
    glass = Glass([window], typesetter, catalogue, BASE_DOTS_PER_MM)
    glass.show(states["sale"])
    glass.touches()
    on = next(button for button in glass.screen.buttons if button.event == ReadOn(1))
    post_finger(pygame.FINGERDOWN, *on.rect.centre)
    assert glass.touches() == []
    post_finger(pygame.FINGERUP, *on.rect.centre)
    assert glass.touches() == [ReadOn(1)]
    other = Slate()
    Glass([other], typesetter, catalogue, BASE_DOTS_PER_MM).show(states["sale"])
    assert pygame.image.tobytes(window.surface, "RGB") == pygame.image.tobytes(other.surface, "RGB")


def test_only_x11_can_be_waited_on(window: SdlWindow, driver: str) -> None:
    fileno = window.fileno()
    assert (fileno is not None) == (driver == "x11")
    if fileno is not None:
        while window.samples():
            pass
        select.select([fileno], [], [], 0)


def test_a_window_says_when_showing_has_read_what_can_no_longer_be_waited_on(
    window: SdlWindow, driver: str
) -> None:
    for x in (10, 20):
        pygame.mouse.set_pos((x, 10))  # the display answers it with a motion
        assert window.present([Rect(0, 0, 8, 8)]) == (driver == "x11")
        window.samples()
        assert not window.present([Rect(0, 0, 8, 8)])


def test_two_windows_show_the_same(
    window: SdlWindow, typesetter: Typesetter, catalogue: Catalogue, states: dict[str, State]
) -> None:
    slate = Slate()
    glass = Glass([window, slate], typesetter, catalogue, BASE_DOTS_PER_MM)
    glass.show(states["signing"])
    slate.waiting = [Sample(Phase.DOWN, 0, 300.0, 150.0, 1), Sample(Phase.MOVE, 0, 340.0, 170.0, 9_000_000)]
    glass.touches()
    assert slate.presented[-1].w < 60
    assert pygame.image.tobytes(window.surface, "RGB") == pygame.image.tobytes(slate.surface, "RGB")


def test_a_fingers_pressure_is_not_believed() -> None:
    event = Event(pygame.FINGERMOTION, touch_id=1, finger_id=2, x=0.5, y=0.25, dx=0.0, dy=0.4, pressure=0.4)
    assert sample_of(event, (800, 480), 7) == Sample(Phase.MOVE, 2, 400.0, 120.0, 7, None, Tool.FINGER)


def test_a_mouse_is_a_mouse() -> None:
    event = Event(pygame.MOUSEBUTTONDOWN, pos=(3, 4), button=1, touch=False)
    assert sample_of(event, (800, 480), 7) == Sample(Phase.DOWN, MOUSE_POINTER, 3, 4, 7, None, Tool.MOUSE)


@pytest.mark.parametrize(
    "event",
    [
        Event(pygame.MOUSEBUTTONDOWN, pos=(3, 4), button=1, touch=True),
        Event(pygame.MOUSEBUTTONDOWN, pos=(3, 4), button=3, touch=False),
        Event(pygame.MOUSEMOTION, pos=(3, 4), rel=(1, 1), buttons=(0, 0, 0), touch=False),
        Event(pygame.KEYDOWN, key=pygame.K_a),
    ],
)
def test_what_is_no_touch_makes_no_sample(event: Event) -> None:
    assert sample_of(event, (800, 480), 7) is None


def test_a_rectangle_outside_the_window_is_no_trouble(window: SdlWindow) -> None:
    window.present([Rect(700, 400, 300, 300)])


TURNS = [0, 90, 180, 270]


def turned(rotation: int) -> SdlWindow:
    return SdlWindow(800, 480, driver="dummy", rotation=rotation)


def red_of(surface: pygame.Surface) -> list[pygame.Rect]:
    """Return the rectangles of a surface that are red."""
    return pygame.mask.from_threshold(surface, pygame.Color("red"), (1, 1, 1, 255)).get_bounding_rects()


@pytest.mark.parametrize("rotation", TURNS)
def test_a_turned_picture_is_drawn_upright_and_turned_clockwise(rotation: int) -> None:
    """A red mark at the picture's upper left, a green one beside it, and where each is seen on the panel."""
    window = turned(rotation)
    assert window.surface.get_size() == (800, 480)
    window.surface.fill("white")
    window.surface.fill("red", (10, 20, 30, 5))
    window.surface.fill("green", (40, 20, 1, 1))
    window.present([Rect(0, 0, 800, 480)])
    panel = pygame.display.get_surface()
    assert panel is not None
    assert panel.get_size() == ((480, 800) if rotation % 180 else (800, 480))
    seen = {0: (10, 20), 90: (480 - 25, 10), 180: (800 - 40, 480 - 25), 270: (20, 800 - 40)}[rotation]
    beside = {0: (40, 20), 90: (480 - 21, 40), 180: (800 - 41, 480 - 21), 270: (20, 800 - 41)}[rotation]
    size = (5, 30) if rotation % 180 else (30, 5)
    assert red_of(panel) == [pygame.Rect(*seen, *size)]
    assert panel.get_at(beside) == pygame.Color("green")
    window.close()


@pytest.mark.parametrize("rotation", TURNS)
def test_dirty_rectangles_turned_one_by_one_make_the_same_picture(rotation: int) -> None:
    window = turned(rotation)
    pygame.draw.circle(window.surface, "blue", (300, 200), 150)
    pygame.draw.line(window.surface, "yellow", (0, 0), (799, 479), 9)
    window.present(
        [Rect(0, 0, 301, 480), Rect(301, 0, 499, 200), Rect(301, 200, 600, 600), Rect(900, 0, 9, 9)]
    )
    panel = pygame.display.get_surface()
    whole = pygame.transform.rotate(window.surface, -rotation)
    assert panel is not None
    assert pygame.image.tobytes(panel, "RGB") == pygame.image.tobytes(whole, "RGB")
    window.close()


@pytest.mark.parametrize("rotation", TURNS)
def test_what_is_touched_is_what_is_seen_there(rotation: int) -> None:
    window = turned(rotation)
    window.surface.fill("white")
    window.surface.fill("red", (700, 100, 1, 1))
    window.present([Rect(0, 0, 800, 480)])
    panel = pygame.display.get_surface()
    assert panel is not None
    across, down = panel.get_size()
    ((x, y, _, _),) = red_of(panel)
    pygame.event.post(Event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1, touch=False))
    post_finger(pygame.FINGERDOWN, (x + 0.5) / across * 800, (y + 0.5) / down * 480)
    mouse, finger = window.samples()
    assert (mouse.x_px, mouse.y_px) == (700, 100)
    assert (finger.x_px, finger.y_px) == pytest.approx((700.5, 100.5))
    window.close()


def test_a_bare_screen_asks_for_nothing_while_somebody_else_reads_its_touches(
    typesetter: Typesetter, catalogue: Catalogue
) -> None:
    window, panels = SdlWindow(800, 480, driver="dummy"), ["a panel"]
    window.leave_touch(lambda: bool(panels))
    glass = Glass([window], typesetter, catalogue, BASE_DOTS_PER_MM)
    assert not asked(glass)
    assert select.select(glass.filenos(), [], [], 0) == ([], [], [])
    post_finger(pygame.FINGERDOWN, 10, 10)
    assert window.samples() == []
    panels.clear()  # it is unplugged: what SDL reports is better than nothing
    assert asked(glass)
    post_finger(pygame.FINGERDOWN, 10, 10)
    assert len(window.samples()) == 1
    glass.close()


def asked(glass: Glass) -> bool:
    return glass.must_be_asked
