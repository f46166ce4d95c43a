from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from terminal.ui.input import codes
from terminal.ui.input.arbiter import Arbiter, PalmLimits
from terminal.ui.input.calibration import INSET, calibration, corners
from terminal.ui.input.codes import Event, at
from terminal.ui.input.crosses import touched_crosses
from terminal.ui.input.finder import Finder
from terminal.ui.input.mapping import Mapping
from terminal.ui.input.reader import Reader
from terminal.ui.palette import LIGHT
from terminal.ui.rect import Rect
from terminal.ui.slate import Slate
from terminal.ui.theme import Colour


class Technician(Slate):
    """A window before which somebody touches each cross that is shown, on a panel that is mirrored and too small."""

    def __init__(self, pen: Any) -> None:
        super().__init__()
        self._pen = pen
        self._now_ns = 1_000_000_000

    def present(self, rects: Iterable[Rect]) -> bool:
        super().present(rects)
        x, y = next(place for place in corners(INSET) if self._is_cross(place))
        self._touch(round(1000 * (1 - x)), round(1000 * (0.1 + 0.8 * y)))
        return False

    def _is_cross(self, place: tuple[float, float]) -> bool:
        pixel = self.surface.get_at((round(place[0] * 800), round(place[1] * 480)))
        return "#{:02X}{:02X}{:02X}".format(*pixel[:3]) == LIGHT[Colour.PRIMARY]

    def _touch(self, x: int, y: int) -> None:
        """Touch a place, not quite steadily."""
        self._now_ns += 500_000_000
        self._pen.say(*self._events([(3, codes.ABS_X, x - 40), (3, codes.ABS_Y, y), (1, codes.BTN_TOUCH, 1)]))
        for beside in (x + 60, x - 10):
            self._pen.say(*self._events([(3, codes.ABS_X, beside)]))
        self._pen.say(*self._events([(1, codes.BTN_TOUCH, 0)]))

    def _events(self, values: list[tuple[int, int, int]]) -> Iterator[Event]:
        yield from (at(self._now_ns, *value) for value in values)
        yield at(self._now_ns, codes.EV_SYN, codes.SYN_REPORT, 0)


@pytest.fixture
def reader(shop: Any, pen: Any) -> Iterator[Reader]:
    shop.plug("event1", pen)
    finder = Finder(folder=shop.folder, opened=shop.opened)
    made = Reader(finder, Mapping(1, 1), Arbiter(PalmLimits(0, 0, 0, 0), 100))
    yield made
    made.close()


def test_touching_the_crosses_mends_the_panel(reader: Reader, pen: Any) -> None:
    touched = touched_crosses(Technician(pen), reader)
    mended = calibration(touched, corners(INSET))
    assert mended == pytest.approx((-1, 0, 1, 0, 1.25, -0.125), abs=0.005)
