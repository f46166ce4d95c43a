"""Hands on emulated panels: the events that the kernel would write, made here instead of kept as files."""

import errno
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import cos, sin
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

import pytest

from terminal.model.ink import Sample
from terminal.ui.input import codes
from terminal.ui.input.arbiter import Arbiter, PalmLimits
from terminal.ui.input.codes import Event, bytes_of
from terminal.ui.input.decoder import Decoder
from terminal.ui.input.device import KernelDevice
from terminal.ui.input.emulator import Contact, EmulatedPanel
from terminal.ui.input.mapping import Mapping
from terminal.ui.input.traits import Traits

SECOND_NS = 1_000_000_000
DOTS_PER_MM = 5.2
GMTSLOTS, CLOCK = 0x0A, 0xA0
GLASS = Mapping(800, 480)

Decode = Callable[[Traits, Iterable[Event]], list[Sample]]


@pytest.fixture
def decode() -> Decode:
    """Decode events of one device on a glass of 800×480."""
    return lambda traits, events: list(Decoder(traits, GLASS, 1000).take(events))


@pytest.fixture
def arbiter() -> Arbiter:
    return Arbiter(PalmLimits(), DOTS_PER_MM)


def curl(number: int, rate_hz: int) -> tuple[int, int]:
    """Return where a writing finger is at a reading, in a 4096-unit panel's units: no two readings alike."""
    s = number / rate_hz
    return round(600 + 900 * s + 250 * sin(17 * s)), round(2000 + 600 * cos(13 * s) + 40 * s)


@pytest.fixture
def stroke() -> Callable[..., Iterator[Event]]:
    """Return what a panel says during one stroke of so many readings."""

    def said(
        rate_hz: int, count: int, *, panel: EmulatedPanel | None = None, slot: int = 0
    ) -> Iterator[Event]:
        panel = panel or EmulatedPanel()
        for number in range(count):
            x, y = curl(number, rate_hz)
            t_ns = SECOND_NS + number * SECOND_NS // rate_hz
            yield from panel.frame(t_ns, {slot: Contact(x, y, 60 + number % 90)})
        yield from panel.frame(SECOND_NS + count * SECOND_NS // rate_hz, {})

    return said


class AbsInfo(NamedTuple):
    """What evdev says of an axis."""

    value: int
    min: int
    max: int
    fuzz: int = 0
    flat: int = 0
    resolution: int = 0


PANEL_AXES = {
    codes.ABS_MT_SLOT: AbsInfo(1, 0, 1),
    codes.ABS_MT_POSITION_X: AbsInfo(0, 0, 799),
    codes.ABS_MT_POSITION_Y: AbsInfo(0, 0, 479),
    codes.ABS_MT_TRACKING_ID: AbsInfo(0, 0, 65535),
}
PEN_AXES = {0: AbsInfo(111, 0, 999, resolution=10), 1: AbsInfo(222, 0, 999), 0x18: AbsInfo(33, 0, 2047)}


class EvdevDevice:
    """What ``evdev.InputDevice`` is here: a real descriptor, and the kernel's answers about it."""

    def __init__(
        self,
        axes: dict[int, AbsInfo],
        keys: Sequence[int],
        *,
        path: str = "/dev/input/event0",
        name: str = "A panel",
        pressed: Sequence[int] = (),
    ) -> None:
        self.path, self.name = path, name
        self.axes, self.keys, self._pressed = axes, keys, pressed
        self.fd, self.kernel = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.grabbed = False

    def capabilities(self, *, absinfo: bool) -> dict[int, object]:
        assert absinfo
        return {codes.EV_KEY: list(self.keys), codes.EV_ABS: list(self.axes.items())}

    def input_props(self) -> list[int]:
        return [codes.INPUT_PROP_DIRECT]

    def absinfo(self, code: int) -> AbsInfo:
        return self.axes[code]

    def active_keys(self) -> list[int]:
        return list(self._pressed)

    def grab(self) -> None:
        if self.grabbed:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        self.grabbed = True

    def unplug(self) -> None:
        kernel, self.kernel = self.kernel, -1
        os.close(kernel)

    def close(self) -> None:
        for fd in {self.fd, self.kernel} - {-1}:
            os.close(fd)
        self.fd = self.kernel = -1

    def say(self, *events: Event) -> None:
        os.write(self.kernel, bytes_of(events))


SLOTS = {
    codes.ABS_MT_TRACKING_ID: (-1, 4),
    codes.ABS_MT_POSITION_X: (7, 8),
    codes.ABS_MT_POSITION_Y: (9, 10),
}


class Ioctls:
    """The two questions that evdev cannot ask, answered as a kernel does."""

    def __init__(self) -> None:
        self.clocks: list[int] = []

    def __call__(self, _fd: int, request: int, asked: "array[int]") -> int:
        number, length = request & 0xFF, request >> 16 & 0x3FFF
        assert (request >> 8 & 0xFF, length) == (ord("E"), len(asked) * asked.itemsize)
        if number == CLOCK:
            self.clocks.append(asked[0])
        else:
            assert (number, request >> 30) == (GMTSLOTS, 2)
            asked[1:] = array("i", SLOTS[asked[0]])
        return 0


@pytest.fixture
def ioctl() -> Ioctls:
    return Ioctls()


@pytest.fixture
def panel() -> Iterator[EvdevDevice]:
    made = EvdevDevice(PANEL_AXES, [codes.BTN_TOUCH])
    yield made
    made.close()


@pytest.fixture
def keyboard() -> Iterator[EvdevDevice]:
    made = EvdevDevice({}, [30])
    yield made
    made.close()


@pytest.fixture
def pen() -> Iterator[EvdevDevice]:
    made = EvdevDevice(
        PEN_AXES, [codes.BTN_TOOL_PEN, codes.BTN_TOUCH], pressed=[codes.BTN_TOOL_PEN], name="A pen"
    )
    yield made
    made.close()


class Shop:
    """A folder of device files, and what is behind each of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.behind: dict[str, EvdevDevice | Exception] = {}
        self.tried: SimpleQueue[str] = SimpleQueue()

    def plug(self, name: str, behind: EvdevDevice | Exception) -> None:
        self.behind[str(self.folder / name)] = behind
        if isinstance(behind, EvdevDevice):
            behind.path = str(self.folder / name)
        (self.folder / name).touch()

    def opened(self, path: str) -> KernelDevice:
        behind = self.behind[path]
        self.tried.put(path)
        if isinstance(behind, Exception):
            raise behind
        return KernelDevice(behind, Ioctls())


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)
