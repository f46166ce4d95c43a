"""From a device's descriptor to a stroke in the session: the whole way of a reading."""

import os
import select
from collections.abc import Iterator
from typing import Any

import pytest

from terminal.i18n import Catalogue
from terminal.session.events import Drew, Touch, UndidStroke
from terminal.session.states import State
from terminal.typeset import Typesetter
from terminal.ui.glass import Glass
from terminal.ui.input import codes
from terminal.ui.input.arbiter import Arbiter
from terminal.ui.input.codes import Event, at, bytes_of
from terminal.ui.input.finder import Finder
from terminal.ui.input.mapping import Mapping
from terminal.ui.input.reader import Reader
from terminal.ui.slate import Slate
from terminal.ui.theme import BASE_DOTS_PER_MM

PATIENCE_S = 60.0
MS = 1_000_000


@pytest.fixture
def touched(
    shop: Any,
    pen: Any,
    arbiter: Arbiter,
    typesetter: Typesetter,
    catalogue: Catalogue,
    states: dict[str, State],
) -> Iterator[Glass]:
    shop.plug("event1", pen)
    reader = Reader(Finder(folder=shop.folder, opened=shop.opened), Mapping(800, 480), arbiter)
    glass = Glass([Slate()], typesetter, catalogue, BASE_DOTS_PER_MM, [reader])
    glass.show(states["signing"])
    yield glass
    glass.close()


def patiently_say(kernel: int, events: list[Event]) -> None:
    """Write events into a device whose buffer is small, as fast as they are read; never a part of one."""
    data = bytes_of(events)
    at_once = select.PIPE_BUF - select.PIPE_BUF % codes.EVENT.size
    for start in range(0, len(data), at_once):
        assert select.select([], [kernel], [], PATIENCE_S)[1], "nobody reads"
        os.write(kernel, data[start : start + at_once])


def done(glass: Glass) -> list[Touch]:
    """Return what was done on the glass, once something was."""
    (source,) = glass.filenos()
    while not (touches := glass.touches()):
        assert select.select([source], [], [], PATIENCE_S)[0], "nothing was touched"
    return touches


def readings(count: int, step_ns: int) -> list[Event]:
    events = [at(step_ns, codes.EV_KEY, codes.BTN_TOUCH, 1)]
    for number in range(1, count + 1):
        t_ns = number * step_ns
        values = (
            (codes.ABS_X, 300 + number % 400),
            (codes.ABS_Y, 500 + number % 30),
            (codes.ABS_PRESSURE, number % 2000),
        )
        events += [at(t_ns, codes.EV_ABS, code, value) for code, value in values]
        events.append(at(t_ns, codes.EV_SYN, codes.SYN_REPORT, 0))
    end_ns = (count + 1) * step_ns
    return [*events, at(end_ns, codes.EV_KEY, codes.BTN_TOUCH, 0), at(end_ns, codes.EV_SYN, 0, 0)]


@pytest.mark.parametrize("rate_hz", [120, 200, 500])
def test_all_readings_of_a_pen_are_in_the_stroke(touched: Glass, pen: Any, rate_hz: int) -> None:
    count, step_ns = rate_hz * 4, 1_000_000_000 // rate_hz // 1000 * 1000
    patiently_say(pen.kernel, readings(count, step_ns))
    (drew,) = done(touched)
    assert isinstance(drew, Drew)
    points = drew.stroke.points
    assert [point.t_ns for point in points] == [step_ns * number for number in range(1, count + 2)]
    assert [point.pressure for point in points[:count]] == [n % 2000 / 2047 for n in range(1, count + 1)]


def test_nothing_is_lost_while_the_main_thread_is_busy(touched: Glass, pen: Any) -> None:
    """Ten seconds at 1,000 Hz are read before anyone asks for them; the buffer alone would hold less than one."""
    patiently_say(pen.kernel, readings(10_000, MS))
    (drew,) = done(touched)
    assert isinstance(drew, Drew)
    assert len(drew.stroke.points) == 10_001


def test_the_eraser_takes_a_stroke_back(touched: Glass, pen: Any) -> None:
    turned = [(codes.BTN_TOOL_PEN, 0), (codes.BTN_TOOL_RUBBER, 1), (codes.BTN_TOUCH, 1)]
    events = [at(MS, codes.EV_ABS, code, value) for code, value in ((codes.ABS_X, 500), (codes.ABS_Y, 500))]
    events += [at(MS, codes.EV_KEY, code, value) for code, value in turned]
    patiently_say(pen.kernel, [*events, at(MS, codes.EV_SYN, 0, 0)])
    assert done(touched) == [UndidStroke()]


def test_a_pen_whose_readings_were_lost_leaves_a_broken_stroke(touched: Glass, pen: Any) -> None:
    patiently_say(pen.kernel, [*readings(50, 5 * MS)[:-2], at(300 * MS, codes.EV_SYN, codes.SYN_DROPPED, 0)])
    (drew,) = done(touched)
    assert isinstance(drew, Drew)
    assert (len(drew.stroke.points), drew.stroke.broken) == (50, True)
