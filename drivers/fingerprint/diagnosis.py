"""Why no sensor is understood on a port: listens to the bare line, and says it as someone with a scope would."""

import time
from pathlib import Path

import serial

from drivers.errors import DriverError
from drivers.fingerprint import FACTORY_ADDRESS
from drivers.fingerprint.codes import Op
from drivers.fingerprint.link import port_errors
from drivers.fingerprint.opening import open_port
from drivers.fingerprint.packets import START, Kind, Packet

LISTEN_S = 0.5
"""After a question: an answer at 9,600 baud takes 13 ms, a login console half as long as its prompt."""
MOST_BYTES = 4096
TEXT_SHARE = 0.9
SHAKE = Packet(Kind.COMMAND, bytes([Op.VERIFY_PASSWORD, 0, 0, 0, 0])).encode()
"""A question to the factory's address. A sensor with a password says that it is wrong; one that is silent says more."""


def diagnose(
    device: str,
    baud: int,
    *,
    address: int = FACTORY_ADDRESS,
    listen_s: float = LISTEN_S,
    boot: Path = Path("/proc/cmdline"),
) -> str:
    """Ask on a bare line, look at what comes back, and return what that means and what to do.

    Args:
        device: the port, which nobody else may hold.
        baud: the speed to listen at, in bits a second.
        address: at which the sensor was asked before, in vain.
        listen_s: how long.
        boot: where Linux tells what it was started with.

    Raises:
        NotFound, Refused: the port itself cannot be had, or went away.
    """
    with open_port(device, baud) as port:
        heard = _heard(port, listen_s)
    if address != FACTORY_ADDRESS and START in heard and SHAKE not in heard:
        return (
            f"A sensor on {device} answers at the factory's address, not at {address:08X}: take address out of "
            "[fingerprint], or set it to FFFFFFFF."
        )
    return explain(heard, device, baud, console=_is_console(device, boot))


def explain(heard: bytes, device: str, baud: int, *, console: bool) -> str:
    """Say what bytes on a line mean where a sensor should have answered."""
    arrive = "1 byte arrives" if len(heard) == 1 else f"{len(heard)} bytes arrive"
    if console or _is_text(heard):
        return (
            f"Linux has its console on {device}: take console=… for this port out of cmdline.txt and switch off its "
            "login shell (raspi-config, Interface, Serial Port), then boot."
        )
    if not heard:
        return (
            f"Nothing at all arrives on {device}. Does the sensor have its 3.3 V, does its TX go to RX here and its "
            "RX to TX, is this the right port? A sensor with an address of its own is silent at any other: set address "
            "under [fingerprint]."
        )
    if SHAKE in heard:
        return f"What is sent on {device} comes straight back: TX and RX touch each other, and no sensor is in between."
    if START in heard:
        return (
            f"{arrive} on {device} with EF01 among them, but no whole packet: a loose or long cable, a missing "
            "ground, or two programs on one line."
        )
    return (
        f"{arrive} on {device} but no EF01: another baud rate than {baud}, swapped TX and RX, or no "
        "fingerprint sensor at all."
    )


def _heard(port: serial.Serial, listen_s: float) -> bytes:
    heard = bytearray()
    try:
        with port_errors(port.port):
            port.reset_input_buffer()
            port.write(SHAKE)
            until = time.monotonic() + listen_s
            while time.monotonic() < until and len(heard) < MOST_BYTES:
                heard += port.read(256)
    except DriverError:
        if not heard:
            raise
    return bytes(heard)


def _is_text(heard: bytes) -> bool:
    """Whether this reads like a login prompt or a kernel's messages."""
    readable = sum(0x20 <= byte < 0x7F or byte in b"\r\n\t\x1b" for byte in heard)
    return len(heard) >= len(b"login:") and readable >= TEXT_SHARE * len(heard)


def _is_console(device: str, boot: Path) -> bool:
    """Whether Linux was told to write its messages to this port."""
    try:
        words = boot.read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return False
    names = {Path(device).name, Path(device).resolve().name}
    return any(
        word.startswith("console=") and word.removeprefix("console=").split(",")[0] in names for word in words
    )
