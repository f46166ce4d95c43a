"""One of the kernel's input devices: what it is, and what it says. Its bytes are read as they are."""

import errno
import fcntl
import os
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, Protocol

from . import codes
from .traits import Axis, Kind, Traits, kind_of

_EVIOCSCLOCKID = 0x400445A0
_CLOCK_MONOTONIC = array("i", [time.CLOCK_MONOTONIC])
_AT_ONCE = 256
"""How many events one read may bring; the kernel keeps 64 or more for a device."""
_STATEFUL_KEYS = (
    codes.BTN_TOUCH, codes.BTN_TOOL_PEN, codes.BTN_TOOL_RUBBER,
    codes.BTN_TOOL_BRUSH, codes.BTN_TOOL_PENCIL, codes.BTN_TOOL_AIRBRUSH,
)  # fmt: skip

Ioctl = Callable[[int, int, "array[int]"], object]
"""``fcntl.ioctl``, as far as it is used here: it fills, or reads, an array of C ints."""


class Device(Protocol):
    """What the reader needs of a device."""

    @property
    def path(self) -> str:
        """Where it is."""

    @property
    def traits(self) -> Traits:
        """What it is."""

    def fileno(self) -> int:
        """Return what to wait on."""

    def read(self) -> list[codes.Event]:
        """Return the events that have come, whole in themselves: see ``KernelDevice.read``.

        Raises:
            OSError: the device is gone.
        """

    def state(self) -> list[codes.Event]:
        """Return what the device would say if it told all that it knows now."""

    def close(self) -> None:
        """Let go of it."""


class KernelDevice:
    """An input device, by evdev."""

    def __init__(self, device: Any, ioctl: Ioctl = fcntl.ioctl) -> None:  # noqa: ANN401 - evdev may be missing
        """Take over an ``evdev.InputDevice``, whose events get the monotonic clock's time.

        Raises:
            ValueError: it is nothing to sign with.
            OSError: it does not let itself be asked.
        """
        said = device.capabilities(absinfo=True)
        axes = {code: Axis(info.min, info.max, info.resolution) for code, info in said.get(codes.EV_ABS, ())}
        kind = kind_of(said.get(codes.EV_KEY, ()), axes, device.input_props())
        if kind is None:
            raise ValueError(f"{device.path} ({device.name}) is no touchscreen and no pen")
        self._device = device
        self._ioctl = ioctl
        self._traits = Traits(device.name, kind, axes)
        ioctl(device.fd, _EVIOCSCLOCKID, _CLOCK_MONOTONIC)

    @property
    def path(self) -> str:
        """Where it is."""
        return str(self._device.path)

    @property
    def traits(self) -> Traits:
        """What it is."""
        return self._traits

    def fileno(self) -> int:
        """Return the device's file."""
        return int(self._device.fd)

    def grab(self) -> None:
        """Let no other program, and no console, see what is written.

        Raises:
            OSError: another program has grabbed it.
        """
        self._device.grab()

    def read(self) -> list[codes.Event]:
        """Return the events that have come.

        Where the kernel's buffer ran over it says SYN_DROPPED. What it still holds is then thrown away, and what
        the device knows now comes in its place, so that whoever decodes the events needs to ask nobody.

        Raises:
            OSError: the device is gone.
        """
        events = self._pending()
        for place, event in enumerate(events):
            if (event.type, event.code) == (codes.EV_SYN, codes.SYN_DROPPED):
                while self._pending():
                    pass
                end = codes.at(event.t_ns, codes.EV_SYN, codes.SYN_REPORT, 0)
                return [*events[: place + 1], end, *self.state()]
        return events

    def state(self) -> list[codes.Event]:
        """Return what the device would say if it told all that it knows now.

        The kernel says only what changes: without this, a first touch on the same row as the last one before would
        come without its row.
        """
        now_ns = time.monotonic_ns()
        touchscreen = self._traits.kind is Kind.TOUCHSCREEN
        values = chain(self._slots() if touchscreen else self._axes_and_keys(), [(codes.EV_SYN, 0, 0)])
        return [codes.at(now_ns, kind, code, value) for kind, code, value in values]

    def close(self) -> None:
        """Let go of it."""
        with suppress(OSError):
            self._device.close()

    def _pending(self) -> list[codes.Event]:
        try:
            data = os.read(self.fileno(), _AT_ONCE * codes.EVENT.size)
        except BlockingIOError:
            return []
        if not data:
            raise OSError(errno.ENODEV, "the input device is gone")
        return codes.events_of(data)

    def _slots(self) -> Iterator[tuple[int, int, int]]:
        """Yield every slot's values, and last which slot is current."""
        count = self._traits.axes[codes.ABS_MT_SLOT].maximum + 1
        wanted = [
            code for code in sorted(self._traits.axes) if codes.ABS_MT_SLOT < code <= codes.ABS_MT_PRESSURE
        ]
        known = {code: self._slot_values(code, count) for code in wanted}
        for slot in range(count):
            yield codes.EV_ABS, codes.ABS_MT_SLOT, slot
            for code, values in known.items():
                yield codes.EV_ABS, code, values[slot]
        yield codes.EV_ABS, codes.ABS_MT_SLOT, self._device.absinfo(codes.ABS_MT_SLOT).value

    def _slot_values(self, code: int, count: int) -> Sequence[int]:
        """Ask for one axis of all slots (EVIOCGMTSLOTS): an array of its code, then the values."""
        asked = array("i", [code, *[0] * count])
        self._ioctl(self.fileno(), 2 << 30 | len(asked) * asked.itemsize << 16 | ord("E") << 8 | 0x0A, asked)
        return asked[1:]

    def _axes_and_keys(self) -> Iterator[tuple[int, int, int]]:
        for code in self._traits.axes:
            yield codes.EV_ABS, code, self._device.absinfo(code).value
        pressed = self._device.active_keys()
        for code in _STATEFUL_KEYS:
            yield codes.EV_KEY, code, int(code in pressed)
