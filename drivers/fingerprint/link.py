"""Adafruit's sensor library on a line that loses bytes.

The library asks the right questions in the right order, but reads answers by their expected length alone:
one stray byte puts it off for good, checksums are never looked at, a refusal becomes a time-out or an
UnboundLocalError, and a picture is read by recursion. Here its three reading and sending methods are
replaced by framed ones, and what goes wrong has a type and a sentence.
"""

import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import serial
from adafruit_fingerprint import Adafruit_Fingerprint

from drivers.errors import Garbled, NotFound, Refused, TimedOut
from drivers.fingerprint import FACTORY_ADDRESS, never
from drivers.fingerprint.codes import PACKET_BYTES, Code, Op, sentence
from drivers.fingerprint.packets import BROADCAST, HEADER_BYTES, Framer, Kind, Packet, data_packets

T = TypeVar("T")

TICK_S = 0.05
"""The port's read time-out: how late a cancellation may be noticed."""
QUIET_S = 0.05
"""A line without a byte for so long has come to the end of what it was sending."""
LONGEST_STREAM_BITS = 1.3 * 10 * 40_100
"""An AS608's picture with its packets' frames, and a third for the pauses between them."""
READY = b"\x55"
"""The bare byte of a sensor that has started."""
LARGEST_STREAM = 1 << 18
ATTEMPTS = 3

OUTCOMES = {
    Op.GET_IMAGE: {Code.NO_FINGER, Code.CAPTURE_FAILED},
    Op.MATCH: {Code.NO_MATCH},
    Op.EXTRACT: {Code.IMAGE_MESSY, Code.TOO_FEW_POINTS},
    Op.SEARCH: {Code.NOT_FOUND, Code.LIBRARY_EMPTY},
    Op.FAST_SEARCH: {Code.NOT_FOUND},
    Op.ECHO: {Code.ALIVE},
}
"""Answers other than OK that are news and no faults, by instruction."""


class Abandoned(Exception):
    """Whoever waits no longer wants the answer. Never leaves this package."""


class NeverQuiet(TimedOut):
    """Bytes come and come: whatever the speed, no question can be asked."""


@contextmanager
def port_errors(device: str) -> Iterator[None]:
    """Turn what pyserial and the kernel raise when a port goes away into ``NotFound``."""
    try:
        yield
    except serial.SerialTimeoutException as fault:
        raise TimedOut(f"{device} takes no more bytes. Unplug the sensor and plug it in again.") from fault
    except (OSError, termios.error) as fault:  # SerialException is an OSError; tcflush raises its own
        raise NotFound(
            f"The fingerprint sensor's port {device} went away. Is its cable plugged in?"
        ) from fault


def retrying(ask: Callable[[], T]) -> T:
    """Ask up to three times while the answer is garbled. A refusal or a silence is not asked again."""
    for _ in range(ATTEMPTS - 1):
        try:
            return ask()
        except Garbled:
            continue
    return ask()


class SensorLink(Adafruit_Fingerprint):  # type: ignore[misc]  # the library has no types
    """The library's sensor with framed, checked, patient and interruptible reading.

    Attributes:
        cancelled: asked about every 50 ms while waiting; when it says yes, ``Abandoned`` is raised.
        progress: told how many bytes of a picture have arrived, after each packet.
        alive: whether the sensor answered when it was last asked.
        reply_timeout_s: how long it may take to answer or to go on sending.
    """

    def __init__(
        self,
        port: serial.Serial,
        password: int,
        reply_timeout_s: float,
        cancelled: Callable[[], bool] = never,
        address: int = FACTORY_ADDRESS,
    ) -> None:
        self.cancelled = cancelled
        self.address = list(address.to_bytes(4, "big"))
        self.progress: Callable[[int], None] = lambda _: None
        self.alive = False
        self._framer = Framer()
        self.reply_timeout_s = reply_timeout_s
        self._asked = Op.VERIFY_PASSWORD
        self._due = 0.0  # by when the answer to what was asked must have come
        self._unsettled = True  # whoever used the port before may have left mid-picture
        super().__init__(port, tuple(password.to_bytes(4, "big")))

    def settle(self, limit_s: float) -> bool:
        """Wait until the line is quiet, and say whether it is.

        A sensor cannot be interrupted: whoever stops listening must let an answer come and a picture run
        out, or would take it for the answer to the next question.
        """
        now = quiet_since = time.monotonic()
        deadline = now + limit_s
        while self._unsettled and now < deadline:
            if self.cancelled():
                raise Abandoned
            heard = self._read(4096)
            now = time.monotonic()
            if heard:
                quiet_since, self._due = now, now
            self._unsettled = now - quiet_since < QUIET_S or now < self._due
        return not self._unsettled

    def product_info(self) -> bytes:
        """What the sensor says of its making, from its 16 letters of model name on (46 or 50 bytes)."""
        return self.ask(Op.PRODUCT_INFO)[1:]

    def ask(self, instruction: Op, *parameters: int, content: int = 0) -> bytes:
        """Give an instruction that the library has no method for; return the code and what follows it.

        Args:
            instruction: what is asked.
            parameters: the bytes behind it.
            content: how many bytes stand behind the answer's code, at least.
        """
        self._send_packet([instruction, *parameters])
        return bytes(self._get_packet(HEADER_BYTES + 1 + content + 2))

    def soft_reset(self) -> None:
        """Let the sensor start anew, and wait until it says that it has.

        Raises:
            TimedOut: it did not come back.
        """
        self.ask(Op.SOFT_RESET)
        deadline = time.monotonic() + self.reply_timeout_s
        while READY not in self._read(1):
            if self.cancelled():
                raise Abandoned
            if time.monotonic() >= deadline:
                self.alive = False
                raise TimedOut(
                    "The fingerprint sensor was restarted and did not come back. Switch it off and on."
                )

    def idle(self, seconds: float) -> None:
        """Wait on the line, throwing away what comes, such as the 55 of a sensor that was just powered."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._read(64)

    def _send_packet(self, data: list[int]) -> None:
        """Send an instruction on a line that is quiet and empty."""
        if not self.settle(LONGEST_STREAM_BITS / self._uart.baudrate):
            raise NeverQuiet(
                f"The line on {self._uart.port} is never quiet: wrong baud rate or a short circuit."
            )
        with port_errors(self._uart.port):
            self._uart.reset_input_buffer()
        self._framer.clear()
        self._asked = Op(data[0])
        self._unsettled = True
        with port_errors(self._uart.port):
            super()._send_packet(data)
        self._due = time.monotonic() + self.reply_timeout_s

    def _get_packet(self, expected: int) -> list[int]:
        """The answer's code and what follows it, as many bytes as the library will look at."""
        packet = self._receive()
        if packet.kind != Kind.ACK:
            raise Garbled("The fingerprint sensor sent data where an answer was due.")
        code = packet.content[0]
        self._unsettled, self._due = False, 0.0
        if code == Code.PACKET_ERROR:
            raise Garbled(sentence(self._asked, code))
        fine = code == Code.OK
        if not fine and code not in OUTCOMES.get(self._asked, ()):
            raise Refused(sentence(self._asked, code), code)
        wanted = expected - HEADER_BYTES - 2
        if fine and len(packet.content) < wanted:
            raise Garbled("The fingerprint sensor's answer is shorter than its manual says.")
        return list(packet.content.ljust(wanted, b"\0"))

    def _get_data(self, _expected: int) -> bytes:
        """All data packets up to the end packet, joined."""
        self._unsettled = True
        received = bytearray()
        while len(received) <= LARGEST_STREAM:
            packet = self._receive()
            if packet.kind not in (Kind.DATA, Kind.END):
                raise Garbled("The fingerprint sensor sent an answer in the middle of a picture.")
            received += packet.content
            self.progress(len(received))
            if packet.kind == Kind.END:
                self._unsettled = False
                return bytes(received)
        raise Garbled("The fingerprint sensor's picture never ends.")

    def _send_data(self, data: bytes) -> None:
        """Send what an instruction announced, whatever its length; its last packet is an end packet."""
        address = bytes(self.address)
        for packet in data_packets(bytes(data), PACKET_BYTES[self.data_packet_size & 3], address):
            if self.cancelled():
                raise Abandoned
            with port_errors(self._uart.port):
                self._uart.write(packet.encode())

    def _receive(self) -> Packet:
        """The next packet, waited for no longer than the reply time-out."""
        deadline = time.monotonic() + self.reply_timeout_s
        while (packet := self._framer.next()) is None:
            if self.cancelled():
                raise Abandoned
            if time.monotonic() >= deadline:
                raise self._late()
            self._framer.feed(self._read(self._framer.wanted))
            if self._framer.begun:
                self._due = 0.0
        if list(packet.address) != self.address:
            raise Garbled(f"The fingerprint sensor answered from address {packet.address.hex()}.")
        self.alive = True
        return packet

    def _late(self) -> Exception:
        port = self._uart.port
        if self._framer.begun:
            return Garbled(
                f"The fingerprint sensor on {port} broke off in the middle of a packet: a loose cable."
            )
        if self._framer.heard:
            return Garbled(f"Bytes arrive on {port} but no packet: wrong baud rate, or not a sensor.")
        self.alive = False
        address = bytes(self.address).hex().upper()
        of_its_own = f" Is {address} its address?" if self.address != list(BROADCAST) else ""
        return TimedOut(
            f"The fingerprint sensor on {port} does not answer. Is it powered, and are TX and RX crossed?{of_its_own}"
        )

    def _read(self, count: int) -> bytes:
        with port_errors(self._uart.port):
            return bytes(self._uart.read(count))
