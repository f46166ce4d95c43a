"""The USB wire: real pyusb and real python-escpos, on a backend whose only device is the emulator."""

from typing import Any

import pytest
from PIL import Image

from drivers.errors import NotFound
from drivers.printer import Condition, PrinterProfile, from_image
from drivers.printer.driver import EscposPrinter
from drivers.printer.emulator import PrinterEmulator
from drivers.printer.escpos import UsbWire
from drivers.printer.usb_emulator import Bus


@pytest.fixture
def bus(emulator: PrinterEmulator) -> Bus:
    return Bus(emulator)


@pytest.fixture
def printer(bus: Bus, profile: PrinterProfile) -> EscposPrinter:
    return EscposPrinter(
        lambda: UsbWire("usb://04b8:0202", 0x04B8, 0x0202, profile, {"backend": bus}), profile, patience_s=0.4
    )


def test_it_prints_on_the_endpoints_that_the_printer_names(
    printer: EscposPrinter, emulator: PrinterEmulator, drawing: Any, same: Any
) -> None:
    picture: Image.Image = drawing(576, 300)
    printer.print_image(from_image(picture))
    assert same(emulator.strip, picture)
    printer.close()


def test_status(printer: EscposPrinter, emulator: PrinterEmulator) -> None:
    assert printer.status().condition is Condition.OK
    emulator.open_cover()
    assert printer.status().cover_open is True
    printer.close()


def test_unplugged_and_plugged_in_again(printer: EscposPrinter, bus: Bus) -> None:
    assert printer.status().condition is Condition.OK
    bus.unplug()
    with pytest.raises(NotFound, match="Is it switched on and plugged in"):
        printer.status()
    bus.plug_in()
    assert printer.status().condition is Condition.OK
    printer.close()
