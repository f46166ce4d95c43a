import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from desk.glass import Glass
from desk.glass_line import merged
from terminal.model.ink import Phase, Sample
from terminal.ui.framebuffer import GlassFile
from terminal.ui.rect import Rect

SIZE = (40, 24)
RED = b"\xff\x00\x00\x00"


class Bell(Protocol):
    def ring(self) -> None: ...
    def wait_for(self, true: Callable[[], bool], within_s: float = ...) -> None: ...


@pytest.fixture
def glass(tmp_path: Path) -> Iterator[Glass]:
    glass = Glass(tmp_path / "glass", SIZE)
    yield glass
    glass.close()


def unit_shows(directory: Path, pixel: bytes) -> GlassFile:
    """Play the unit: paint the whole glass in one colour."""
    file = GlassFile(directory / "glass", *SIZE)
    file.pixels[:] = pixel * (SIZE[0] * SIZE[1])
    file.tell([Rect(0, 0, *SIZE)])
    return file


def test_it_is_black_until_the_unit_shows_something(glass: Glass, tmp_path: Path, bell: Bell) -> None:
    glass.listen(lambda _rect: bell.ring())
    glass.open()
    assert glass.image().getpixel((3, 3)) == (0, 0, 0)
    unit = unit_shows(tmp_path, RED)
    bell.wait_for(lambda: glass.lit)
    assert glass.image().getpixel((3, 3)) == (255, 0, 0)
    assert glass.image().size == SIZE
    unit.close()


def test_it_is_black_again_without_power_and_comes_back(glass: Glass, tmp_path: Path) -> None:
    glass.open()
    unit_shows(tmp_path, RED).close()
    glass.wait_for(lambda image: image.getpixel((0, 0)) == (255, 0, 0))
    glass.darken()
    assert not glass.lit
    assert glass.image().getpixel((0, 0)) == (0, 0, 0)
    glass.open()
    glass.wait_for(lambda image: image.getpixel((0, 0)) == (255, 0, 0))


def test_touches_reach_the_unit_in_order(glass: Glass, tmp_path: Path) -> None:
    samples = [Sample(Phase.DOWN, 1, 2.5, 3, 4, 0.5), Sample(Phase.UP, 1, 2.5, 3, 5, 0.25)]
    assert not glass.send(samples), "without power nothing is felt"
    glass.open()
    unit = unit_shows(tmp_path, RED)
    glass.wait_for(lambda _image: glass.lit)
    assert glass.send(samples)
    assert unit.samples() == samples
    unit.close()


def test_what_does_not_come_is_said_to_be_missing(glass: Glass) -> None:
    with pytest.raises(TimeoutError):
        glass.wait_for(lambda _image: False, within_s=0.01)


def test_opened_and_darkened_again_and_again_it_leaves_no_thread(glass: Glass) -> None:
    before = threading.active_count()
    for _ in range(5):
        glass.open()
        glass.darken()
    assert threading.active_count() == before


def test_near_rectangles_go_together_and_far_ones_apart() -> None:
    near = [Rect(0, 0, 10, 10), Rect(8, 8, 10, 10)]
    assert merged(near, (100, 100)) == [Rect(0, 0, 18, 18)]
    far = [Rect(0, 0, 4, 4), Rect(90, 90, 4, 4)]
    assert merged(far, (100, 100)) == far
    assert merged([Rect(200, 0, 5, 5)], (100, 100)) == []
