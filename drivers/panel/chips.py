"""Which of a computer's GPIO chips is the Raspberry Pi's header: by its label, for its number has moved.

The Pi 5's header was gpiochip4, and is gpiochip0 since Linux 6.6.45; gpiozero guesses by what files there are. A
wrong guess is no error: the pins of some other chip go up and down.
"""

import fcntl
import os
import struct
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

HEADERS = frozenset({"pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"})
"""The header's chip on the Pi 5, on the Pi 4 with its kin, and on all before (linux/drivers/pinctrl)."""

_CHIP_INFO = struct.Struct("32s32sI")
_GET_CHIP_INFO = 0x8044B401
"""GPIO_GET_CHIPINFO_IOCTL of linux/gpio.h: the chip's name, its label, and how many lines it has."""


def chip_labels(devices: Path = Path("/dev")) -> dict[int, str]:
    """Return the label of every GPIO chip that this user may open, by the number in its name."""
    labels: dict[int, str] = {}
    for file in sorted(devices.glob("gpiochip[0-9]*")):
        with suppress(OSError, ValueError):
            labels[int(file.name.removeprefix("gpiochip"))] = _label(file)
    return labels


def header_chip(labels: Mapping[int, str]) -> int | None:
    """Return the number of the header's chip, or None where there is no Pi's header.

    Some kernels have the same chip under two names; the lowest is the one that stays.
    """
    return min((number for number, label in labels.items() if label in HEADERS), default=None)


def _label(file: Path) -> str:
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        info = fcntl.ioctl(descriptor, _GET_CHIP_INFO, bytes(_CHIP_INFO.size))
    finally:
        os.close(descriptor)
    label: bytes = _CHIP_INFO.unpack(info)[1]
    return label.rstrip(b"\0").decode("ascii", "replace")
