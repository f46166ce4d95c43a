"""A receipt printer on a USB bus that is not there: a backend for pyusb whose only device is the emulator.

The real pyusb and whatever stands on it run unchanged, python-escpos included::

    with PrinterEmulator() as printer:
        escpos.printer.Usb(0x04B8, 0x0202, {"backend": Bus(printer)}, timeout=5000, in_ep=0x81, out_ep=0x03)
"""

# ruff: noqa: ANN401, ARG002, D102  pyusb says what a backend is given and what it gives: all of any kind

import array
import errno
import os
from collections import deque
from types import SimpleNamespace
from typing import Any

import usb.core
from usb.backend import IBackend

from drivers.printer.emulator import PrinterEmulator
from drivers.printer.parser import Parser

_IN, _OUT = 0x81, 0x03  # neither is what python-escpos takes for granted
_BULK = 2


class Bus(IBackend):  # type: ignore[misc]
    """A USB bus with one printer on it; ``unplug()`` takes it away.

    Args:
        printer: The printer at the end of the cable.
        vendor: Its USB vendor id.
        product: Its USB product id.
    """

    def __init__(self, printer: PrinterEmulator, vendor: int = 0x04B8, product: int = 0x0202) -> None:
        self._ids = {"idVendor": vendor, "idProduct": product}
        self._printer = printer
        self._parser = Parser()
        self._replies: deque[bytes] = deque()
        self._refusal = 0
        self.plugged = True

    def refuse(self, number: int = 0) -> None:
        """Let nobody have the printer, for a reason in errno's numbers: EBUSY, EACCES. 0 lets them again."""
        self._refusal = number

    def unplug(self) -> None:
        """Pull the cable out."""
        self.plugged = False

    def plug_in(self) -> None:
        """Put the cable in again."""
        self.plugged = True

    def enumerate_devices(self) -> Any:
        return iter(["printer"] if self.plugged else [])

    def get_device_descriptor(self, dev: Any) -> Any:
        names = "bLength bDescriptorType bcdUSB bDeviceClass bDeviceSubClass bDeviceProtocol bMaxPacketSize0"
        more = "bcdDevice iManufacturer iProduct iSerialNumber address bus port_number port_numbers speed"
        zeros = dict.fromkeys([*names.split(), *more.split()], 0)
        return SimpleNamespace(**zeros, **self._ids, bNumConfigurations=1)

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
        self._allow(errno.EACCES)
        return dev

    def close_device(self, dev_handle: Any) -> None:
        pass

    def set_configuration(self, dev_handle: Any, config_value: int) -> None:
        pass

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        self._allow(errno.EBUSY)

    def release_interface(self, dev_handle: Any, intf: int) -> None:
        pass

    def reset_device(self, dev_handle: Any) -> None:
        pass

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        self._expect(ep, _OUT, timeout)
        self._on_bus()
        self._printer.receive(self._parser, bytes(data), self._replies.append)
        return len(data)

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: Any, timeout: int) -> int:
        self._expect(ep, _IN, timeout)
        self._on_bus()
        self._printer.wait_until_idle()
        if not self._replies:
            raise usb.core.USBTimeoutError("timed out", errno=110)
        packet = self._replies.popleft()
        if len(packet) > len(buff):
            raise usb.core.USBError("Overflow", errno=75)
        buff[: len(packet)] = array.array("B", packet)
        return len(packet)

    def _expect(self, endpoint: int, wanted: int, timeout_ms: int) -> None:
        """Refuse what a real bus would stall on: an endpoint that is not there, or a wait without end."""
        if endpoint != wanted or timeout_ms <= 0:
            raise usb.core.USBError("Pipe error", errno=32)

    def _allow(self, number: int) -> None:
        """Refuse where a real bus does: the device itself to who may not, its interface to who comes second."""
        if self._refusal == number:
            raise usb.core.USBError(os.strerror(number), errno=number)

    def _on_bus(self) -> None:
        if not self.plugged:
            raise usb.core.USBError("No such device", errno=19)
