"""From "where the printer is" to a printer that can be spoken to."""

from __future__ import annotations

import logging
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, urlsplit

from drivers.errors import Refused
from drivers.printer.driver import EscposPrinter, Wire
from drivers.printer.profile import PrinterProfile

if TYPE_CHECKING:
    from drivers.printer import ReceiptPrinter

_PICKLES = "ESCPOS_CAPABILITIES_PICKLE_DIR"
_USB_IDS = re.compile("([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
_BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)


def open_printer(
    where: str, profile: PrinterProfile, *, patience_s: float = 5.0, cache: Path | None = None
) -> ReceiptPrinter:
    """Make a printer from its address. Nothing is opened before it is first used.

    Args:
        where: ``tcp://host:9100``, ``serial:///dev/ttyUSB0?baud=115200``, ``usb://04b8:0202`` (vendor and
            product), or ``file:///dev/usb/lp0``.
        profile: What the model can do.
        patience_s: How long a printer that has answered before may be silent.
        cache: A directory in which python-escpos keeps its parsed list of printers, which makes every start
            but the first faster. It is unpickled, so it must be writable by this user alone.

    Raises:
        ValueError: ``where`` is none of these.
        Refused: ``cache`` can be written by others.
    """
    connect = _connector(where, profile, patience_s)
    if cache is None and _PICKLES in os.environ:
        cache = Path(os.environ[_PICKLES])
    if cache is not None:
        os.environ[_PICKLES] = str(_private(cache))
    return EscposPrinter(connect, profile, patience_s=patience_s)


def _connector(where: str, profile: PrinterProfile, patience_s: float) -> Callable[[], Wire]:
    """Choose the wire by the address; python-escpos is imported when it is first made."""
    parts = urlsplit(where)
    device = parts.path
    if parts.scheme == "tcp" and parts.hostname:
        host, port = parts.hostname, parts.port or 9100
        return lambda: _library().NetworkWire(where, host, port, profile, patience_s)
    if parts.scheme == "serial" and device:
        baud = _baud(parts)
        return lambda: _library().SerialWire(where, device, baud, profile, patience_s)
    if parts.scheme == "usb" and (ids := _USB_IDS.fullmatch(parts.netloc)):
        vendor, product = (int(part, 16) for part in ids.groups())
        return lambda: _library().UsbWire(where, vendor, product, profile)
    if parts.scheme == "file" and device:
        return lambda: _library().FileWire(where, device, profile, patience_s)
    raise ValueError(
        f"{where!r} is no place of a printer; try tcp://host:9100, serial:///dev/ttyUSB0?baud=115200, "
        "usb://04b8:0202 or file:///dev/usb/lp0"
    )


def _baud(parts: SplitResult) -> int:
    options = dict(parse_qsl(parts.query))
    baud = options.pop("baud", "9600")
    if options or not baud.isdecimal() or int(baud) not in _BAUDS:
        raise ValueError(f"{parts.query!r}: a serial printer takes baud={'|'.join(map(str, _BAUDS))}")
    return int(baud)


def _private(directory: Path) -> Path:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = directory.stat()
    if found.st_uid not in {0, os.geteuid()} or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise Refused(f"{directory} can be written by others. Make it this user's own: chmod 700 {directory}")
    return directory


def _library() -> ModuleType:
    """Import what stands on python-escpos: a third of a second on a desktop, seconds on a small Pi."""
    root = logging.getLogger()
    before = list(root.handlers)
    from drivers.printer import escpos  # noqa: PLC0415

    # python-escpos configures the root logger when imported; that is the application's business.
    root.handlers[:] = before
    return escpos
