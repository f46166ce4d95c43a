"""From "where the printer is" to a printer that can be spoken to."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, urlsplit

from drivers.printer.driver import EscposPrinter, Wire
from drivers.printer.profile import PrinterProfile

if TYPE_CHECKING:
    from drivers.printer import ReceiptPrinter

_CAPABILITIES = Path(__file__).with_name("capabilities.json")
"""One printer with no peculiarities, instead of python-escpos' list of 35: what a model can do is in its
``PrinterProfile``. Reading the list takes 0.2 s and 4 MB at every start."""
_USB_IDS = re.compile("([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
_BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)


def open_printer(where: str, profile: PrinterProfile, *, patience_s: float = 5.0) -> ReceiptPrinter:
    """Make a printer from its address. Nothing is opened before it is first used.

    Args:
        where: ``tcp://host:9100``, ``serial:///dev/ttyUSB0?baud=115200``, ``usb://04b8:0202`` (vendor and
            product), or ``file:///dev/usb/lp0``.
        profile: What the model can do.
        patience_s: How long a printer that has answered before may be silent.

    Raises:
        ValueError: ``where`` is none of these.
    """
    return EscposPrinter(connector(where, profile, patience_s), profile, patience_s=patience_s)


def connector(where: str, profile: PrinterProfile, patience_s: float) -> Callable[[], Wire]:
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


def _library() -> ModuleType:
    """Import what stands on python-escpos: a tenth of a second on a desktop, a second on a small Pi."""
    os.environ.setdefault("ESCPOS_CAPABILITIES_FILE", str(_CAPABILITIES))
    root = logging.getLogger()
    before = list(root.handlers)
    from drivers.printer import escpos  # noqa: PLC0415

    # python-escpos configures the root logger when imported; that is the application's business.
    root.handlers[:] = before
    return escpos
