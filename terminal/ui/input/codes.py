"""The kernel's input events: their bytes, and the codes that panels and pens use (linux/input-event-codes.h)."""

from collections.abc import Iterable
from struct import Struct
from typing import NamedTuple

EV_SYN, EV_KEY, EV_ABS = 0x00, 0x01, 0x03
SYN_REPORT, SYN_DROPPED = 0, 3

BTN_LEFT = 0x110
BTN_TOOL_PEN, BTN_TOOL_RUBBER, BTN_TOOL_BRUSH, BTN_TOOL_PENCIL, BTN_TOOL_AIRBRUSH = range(0x140, 0x145)
BTN_TOOL_FINGER = 0x145
BTN_TOUCH, BTN_STYLUS = 0x14A, 0x14B

ABS_X, ABS_Y = 0x00, 0x01
ABS_PRESSURE, ABS_DISTANCE, ABS_TILT_X, ABS_TILT_Y = range(0x18, 0x1C)
ABS_MT_SLOT, ABS_MT_TOUCH_MAJOR = 0x2F, 0x30
ABS_MT_POSITION_X, ABS_MT_POSITION_Y, ABS_MT_TOOL_TYPE = 0x35, 0x36, 0x37
ABS_MT_TRACKING_ID, ABS_MT_PRESSURE = 0x39, 0x3A

MT_TOOL_FINGER, MT_TOOL_PEN, MT_TOOL_PALM = 0, 1, 2

INPUT_PROP_POINTER, INPUT_PROP_DIRECT = 0, 1

NO_CONTACT = -1
"""The tracking id of a slot in which nothing touches."""

EVENT = Struct("<qqHHi")
"""``struct input_event`` as 64-bit kernels have it, on a Pi and on a PC."""


class Event(NamedTuple):
    """One event of an input device, as the kernel gives it."""

    sec: int
    usec: int
    type: int
    code: int
    value: int

    @property
    def t_ns(self) -> int:
        """When it happened, on the clock that the device was told to use."""
        return self.sec * 1_000_000_000 + self.usec * 1000


def at(t_ns: int, kind: int, code: int, value: int) -> Event:
    """Return an event of a time, which the kernel counts in whole microseconds."""
    return Event(t_ns // 1_000_000_000, t_ns // 1000 % 1_000_000, kind, code, value)


def events_of(data: bytes) -> list[Event]:
    """Return the events of bytes as the kernel writes them; a part of one at the end is left out."""
    whole = len(data) - len(data) % EVENT.size
    return list(map(Event._make, EVENT.iter_unpack(data[:whole])))


def bytes_of(events: Iterable[Event]) -> bytes:
    """Return events as the bytes that the kernel would have written."""
    return b"".join(EVENT.pack(*event) for event in events)
