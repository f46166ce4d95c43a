"""The USB wire: real pyusb and real python-escpos, on a backend whose only device is the emulator."""

import errno
from typing import Any

import pytest
import usb.core
from PIL import Image

from drivers.errors import NotFound, Refused
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


def test_a_printer_that_is_not_there_is_said_in_one_line(printer: EscposPrinter, bus: Bus) -> None:
    bus.unplug()
    with pytest.raises(NotFound) as lost:
        printer.status()
    assert str(lost.value) == "No printer at usb://04b8:0202. Is it switched on and plugged in?"


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EBUSY, "used by another program"), (errno.EACCES, "groups dialout and lp")]
)
def test_a_printer_that_is_had_or_forbidden_is_not_called_absent(
    printer: EscposPrinter, bus: Bus, number: int, words: str
) -> None:
    """CUPS or the kernel's usblp has it, or the udev rule is missing: nobody need look at its plug."""
    bus.refuse(number)
    with pytest.raises(Refused, match=words):
        printer.status()
    bus.refuse()
    assert printer.status().condition is Condition.OK
    printer.close()


def test_a_computer_without_libusb_says_what_to_install(
    emulator: PrinterEmulator, profile: PrinterProfile
) -> None:
    class Missing(Bus):
        def enumerate_devices(self) -> Any:
            raise usb.core.NoBackendError("No backend available")

    missing = {"backend": Missing(emulator)}
    printer = EscposPrinter(
        lambda: UsbWire("usb://04b8:0202", 0x04B8, 0x0202, profile, missing), profile, patience_s=0.4
    )
    with pytest.raises(NotFound, match="libusb is not installed"):
        printer.status()
