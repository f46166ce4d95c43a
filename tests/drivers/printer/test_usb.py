"""The USB wire: real pyusb and real python-escpos, on a backend whose only device is the emulator."""

# ruff: noqa: ARG002  pyusb says what a backend is given, needed or not

import array
from collections import deque
from types import SimpleNamespace
from typing import Any

import pytest
import usb.core
from PIL import Image
from usb.backend import IBackend

from drivers.errors import NotFound
from drivers.printer import Condition, PrinterProfile, from_image
from drivers.printer.driver import EscposPrinter
from drivers.printer.emulator import PrinterEmulator
from drivers.printer.escpos import UsbWire
from drivers.printer.parser import Parser

_IN, _OUT = 0x81, 0x03  # neither is what python-escpos takes for granted
_BULK = 2


class Bus(IBackend):  # type: ignore[misc]
    """A USB bus with one printer; ``unplug()`` takes it away."""

    def __init__(self, printer: PrinterEmulator) -> None:
        self._printer = printer
        self._parser = Parser()
        self._replies: deque[bytes] = deque()
        self.plugged = True

    def unplug(self) -> None:
        self.plugged = False

    def enumerate_devices(self) -> Any:
        return iter(["printer"] if self.plugged else [])

    def get_device_descriptor(self, dev: Any) -> Any:
        names = "bLength bDescriptorType bcdUSB bDeviceClass bDeviceSubClass bDeviceProtocol bMaxPacketSize0"
        more = "bcdDevice iManufacturer iProduct iSerialNumber address bus port_number port_numbers speed"
        zeros = dict.fromkeys([*names.split(), *more.split()], 0)
        return SimpleNamespace(**zeros, idVendor=0x04B8, idProduct=0x0202, bNumConfigurations=1)

    def get_configuration_descriptor(self, dev: Any, config: int) -> Any:
        if config:
            raise IndexError
        zeros = dict.fromkeys(
            ["bLength", "bDescriptorType", "wTotalLength", "iConfiguration", "bMaxPower"], 0
        )
        return SimpleNamespace(
            **zeros, bNumInterfaces=1, bConfigurationValue=1, bmAttributes=0, extra_descriptors=[]
        )

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError
        zeros = dict.fromkeys(
            ["bLength", "bDescriptorType", "bInterfaceNumber", "bAlternateSetting", "iInterface"], 0
        )
        classes = {"bInterfaceClass": 7, "bInterfaceSubClass": 1, "bInterfaceProtocol": 2}
        return SimpleNamespace(**zeros, **classes, bNumEndpoints=2, extra_descriptors=[])

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> Any:
        zeros = dict.fromkeys(["bLength", "bDescriptorType", "bInterval", "bRefresh", "bSynchAddress"], 0)
        return SimpleNamespace(
            **zeros,
            bEndpointAddress=(_IN, _OUT)[ep],
            bmAttributes=_BULK,
            wMaxPacketSize=64,
            extra_descriptors=[],
        )

    def open_device(self, dev: Any) -> Any:
        return dev

    def close_device(self, dev_handle: Any) -> None:
        pass

    def set_configuration(self, dev_handle: Any, config_value: int) -> None:
        pass

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        pass

    def release_interface(self, dev_handle: Any, intf: int) -> None:
        pass

    def reset_device(self, dev_handle: Any) -> None:
        pass

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert ep == _OUT
        assert timeout > 0
        self._on_bus()
        self._printer.receive(self._parser, bytes(data), self._replies.append)
        return len(data)

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: Any, timeout: int) -> int:
        assert ep == _IN
        self._on_bus()
        self._printer.wait_until_idle()
        if not self._replies:
            raise usb.core.USBTimeoutError("timed out", errno=110)
        packet = self._replies.popleft()
        assert len(packet) <= len(buff)
        buff[: len(packet)] = array.array("B", packet)
        return len(packet)

    def _on_bus(self) -> None:
        if not self.plugged:
            raise usb.core.USBError("No such device", errno=19)


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
    bus.plugged = True
    assert printer.status().condition is Condition.OK
    printer.close()
