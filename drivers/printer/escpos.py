"""The wires to real printers: python-escpos' own Serial, Network, Usb and File, with their weak spots held.

What is held: writes without a time limit, reads that wait for sixteen bytes, an answer that is never
flushed before the next question, a file that cannot be read back, exceptions of four libraries.
"""

import contextlib
import errno
import fcntl
import os
import select
import shutil
import socket
import termios
import time
from collections.abc import Iterator
from typing import Any

import serial
import usb.core
import usb.util
from escpos import capabilities
from escpos.exceptions import Error as EscposError
from escpos.printer import File, Network, Serial, Usb

from drivers.errors import DriverError, NotFound, Refused, TimedOut
from drivers.printer.profile import PrinterProfile

# A UART's driver takes a page, and USB adapters hold less, before the first byte is out.
_KERNEL_BYTES = 4096
_USB_MS = 5000
_GLANCE_S = 0.01
_SLOW = (TimeoutError, serial.SerialTimeoutException, usb.core.USBTimeoutError)
_LOST = (OSError, termios.error, EscposError, usb.core.NoBackendError)

if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
    # Nobody would ever read the pickle that was just written to a new directory of its own.
    shutil.rmtree(capabilities.pickle_dir)


class _KnownWidth(capabilities.Profile):  # type: ignore[misc]
    """A library profile that knows its width: the default one prints a complaint to stdout."""

    def __init__(self, profile: PrinterProfile) -> None:
        super().__init__()
        width = {"pixels": profile.width_dots, "mm": profile.width_dots * 25.4 / profile.dpi}
        self.profile_data: dict[str, Any] = {
            **capabilities.get_profile().profile_data,
            "media": {"dpi": profile.dpi, "width": width},
        }


class _Held:
    """What all wires share: faults in words, and a lag of none."""

    where: str
    lag_s = 0.0
    _device: Any = False

    def write(self, data: bytes) -> None:
        """Send bytes, in a time in proportion to their number."""
        self._raw(data)

    def _raw(self, msg: bytes) -> None:
        """Send what python-escpos' own methods, such as ``cut()``, have composed."""
        with self._in_words():
            self._put(msg)

    def _put(self, msg: bytes) -> None:
        super()._raw(msg)  # type: ignore[misc]

    def _take(self, file: int) -> None:
        """Have a line to ourselves: what another program writes in the middle of a picture becomes its dots."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._device.close()
            self._device = False
            raise self._in_use() from None

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except DriverError:
            raise
        except _SLOW as error:
            raise TimedOut(
                f"The printer at {self.where} takes no more data. Has it paper, and is its cover closed?"
            ) from error
        except _LOST as error:
            raise self._lost(error) from error

    def _lost(self, error: BaseException) -> DriverError:
        """Say what a lost or unreachable printer comes from, by what the system said below the library."""
        while isinstance(error, EscposError) and error.__context__:
            error = error.__context__
        number = getattr(error, "errno", None)
        if number == errno.EBUSY:
            self._let_go()
            return self._in_use()
        if number in (errno.EACCES, errno.EPERM):
            self._let_go()
            return Refused(
                f"The printer at {self.where} may not be opened. Is this user in the groups dialout and lp?"
            )
        if isinstance(error, usb.core.NoBackendError):
            return NotFound(f"No printer at {self.where}: libusb is not installed (Debian's libusb-1.0-0).")
        said = "" if isinstance(error, AssertionError) else f" ({error})"  # the library's own "not found"
        return NotFound(f"No printer at {self.where}. Is it switched on and plugged in?{said}")

    def _let_go(self) -> None:
        """Close, so that the next call opens again: after an opening that failed the library never would."""
        self.close()  # type: ignore[attr-defined]
        self._device = False

    def _in_use(self) -> Refused:
        return Refused(
            f"The printer at {self.where} is being used by another program. Try again when it has printed."
        )


class SerialWire(_Held, Serial):  # type: ignore[misc]
    """A printer on a serial line."""

    def __init__(self, where: str, device: str, baud: int, profile: PrinterProfile, timeout_s: float) -> None:
        self.where = where
        self.timeout_s = timeout_s
        self.lag_s = _KERNEL_BYTES * 10 / baud
        self._rtscts = profile.flow == "rtscts"
        super().__init__(
            devfile=device, baudrate=baud, xonxoff=profile.flow == "xonxoff", profile=_KnownWidth(profile)
        )

    def open(self, raise_not_found: bool = True) -> None:  # noqa: FBT001, FBT002
        """Open the line, with the flow control that python-escpos has no argument for."""
        super().open(raise_not_found)
        self._take(self._device.fileno())
        if self._rtscts:
            self.device.rtscts = True

    def _put(self, msg: bytes) -> None:
        self.device.write_timeout = len(msg) * 10 / self.baudrate * 1.5 + self.lag_s + self.timeout_s
        super()._put(msg)

    def read_byte(self, within_s: float) -> int | None:
        """Wait for one byte. None when none came."""
        with self._in_words():
            self.device.timeout = within_s
            read: bytes = self.device.read(1)
            return read[0] if read else None

    def forget(self) -> None:
        """Throw away what was received and not read."""
        with self._in_words():
            self.device.reset_input_buffer()

    def close(self) -> None:
        """Close the line. A printer that takes nothing more must not hold up the close for ever."""
        if not self._device:
            return
        with contextlib.suppress(*_LOST):
            self._drain()
        self._device.close()
        self._device = False

    def _drain(self) -> None:
        until = time.monotonic() + self.lag_s + 1
        while self._device.out_waiting and time.monotonic() < until:
            time.sleep(_GLANCE_S)
        if self._device.out_waiting:
            self._device.reset_output_buffer()


class NetworkWire(_Held, Network):  # type: ignore[misc]
    """A printer on the network. Most serve one client at a time: close after a slip."""

    def __init__(self, where: str, host: str, port: int, profile: PrinterProfile, timeout_s: float) -> None:
        self.where = where
        super().__init__(host=host, port=port, timeout=timeout_s, profile=_KnownWidth(profile))

    def open(self, raise_not_found: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002
        """Connect; by name or IPv6 too, and without holding back a three-byte question (Nagle)."""
        self.device = socket.create_connection((self.host, self.port), self.timeout)
        self.device.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _put(self, msg: bytes) -> None:
        self.device.settimeout(self.timeout)
        super()._put(msg)

    def read_byte(self, within_s: float) -> int | None:
        """Wait for one byte. None when none came."""
        with self._in_words():
            self.device.settimeout(max(within_s, 0.001))
            try:
                return self._received(self.device.recv(1))[0]
            except TimeoutError:
                return None

    def forget(self) -> None:
        """Throw away what was received and not read."""
        with self._in_words():
            self.device.setblocking(False)
            try:
                while self._received(self.device.recv(4096)):
                    pass
            except BlockingIOError:
                return

    @staticmethod
    def _received(data: bytes) -> bytes:
        if not data:
            raise ConnectionResetError("the printer closed the connection")
        return data


class UsbWire(_Held, Usb):  # type: ignore[misc]
    """A printer on USB, without the kernel's usblp."""

    def __init__(
        self,
        where: str,
        vendor: int,
        product: int,
        profile: PrinterProfile,
        usb_args: dict[str, Any] | None = None,
    ) -> None:
        self.where = where
        self._unread = bytearray()
        super().__init__(vendor, product, dict(usb_args or {}), _USB_MS, profile=_KnownWidth(profile))

    def _configure_usb(self) -> None:
        """Set the printer up, and take its endpoints from its own description: they differ by maker."""
        super()._configure_usb()
        interface = self.device.get_active_configuration()[0, 0]
        for endpoint in interface:
            address = endpoint.bEndpointAddress
            if usb.util.endpoint_type(endpoint.bmAttributes) != usb.util.ENDPOINT_TYPE_BULK:
                continue
            if usb.util.endpoint_direction(address) == usb.util.ENDPOINT_IN:
                self.in_ep = address
            else:
                self.out_ep = address

    def read_byte(self, within_s: float) -> int | None:
        """Wait for one byte. None when none came."""
        due = time.monotonic() + within_s
        while not self._unread and (left := due - time.monotonic()) > 0:
            self._fill(left)
        return self._unread.pop(0) if self._unread else None

    def forget(self) -> None:
        """Throw away what was received and not read."""
        while self._fill(0.001):
            pass
        self._unread.clear()

    def _fill(self, within_s: float) -> bool:
        """Take in a whole packet: asking USB for less than was sent is an error."""
        with self._in_words():
            try:
                self._unread += bytes(self.device.read(self.in_ep, 64, max(1, int(within_s * 1000))))
            except usb.core.USBTimeoutError:
                return False
            return bool(self._unread)


class FileWire(_Held, File):  # type: ignore[misc]
    """A printer behind a device file, such as the kernel's ``/dev/usb/lp0``; it can be read back from."""

    def __init__(self, where: str, device: str, profile: PrinterProfile, timeout_s: float) -> None:
        self.where = where
        self.timeout_s = timeout_s
        super().__init__(devfile=device, profile=_KnownWidth(profile))

    def open(self, raise_not_found: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002
        """Open the file both ways. One that is not there is not made: that would fill /dev with files."""
        flags = os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY
        self.device = os.fdopen(os.open(self.devfile, flags), "r+b", buffering=0)
        self._take(self._device.fileno())

    def _put(self, msg: bytes) -> None:
        due = time.monotonic() + self.timeout_s
        left = memoryview(msg)
        while left:
            if not self._ready(select.POLLOUT, due - time.monotonic()):
                raise TimeoutError
            left = left[os.write(self.device.fileno(), left) :]

    def read_byte(self, within_s: float) -> int | None:
        """Wait for one byte. None when none came."""
        due = time.monotonic() + within_s
        with self._in_words():
            while self._ready(select.POLLIN, due - time.monotonic()):
                if read := os.read(self.device.fileno(), 1):
                    return read[0]
                time.sleep(_GLANCE_S)  # at its end: an ordinary file, or a printer with nothing to say
                if time.monotonic() > due:
                    break
        return None

    def forget(self) -> None:
        """Throw away what was received and not read."""
        with self._in_words():
            while self._ready(select.POLLIN, 0) and os.read(self.device.fileno(), 4096):
                pass

    def _ready(self, event: int, within_s: float) -> bool:
        waiting = select.poll()
        waiting.register(self.device.fileno(), event)
        return bool(waiting.poll(max(0, int(within_s * 1000))))
