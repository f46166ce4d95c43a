"""A printer that was told to (``GS a``) says by itself when something changes."""

import socket
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import serial
from escpos.printer import Usb

from drivers.printer.emulator import PrinterEmulator
from drivers.printer.status import is_reply
from drivers.printer.usb_emulator import Bus

ALL = b"\x1da\x0f"
DRAWER, ONLINE, ERRORS, ROLL = (b"\x1da" + bytes((bit,)) for bit in (1, 2, 4, 8))
WELL = bytes((0x10, 0, 0, 0x0F))
ASK_PAPER = b"\x1dr\x01"
FULL = b"\0"


class Line:
    """A program's end of a wire."""

    def __init__(self, write: Callable[[bytes], object], read: Callable[[int], bytes]) -> None:
        self.write, self.read = write, read


@pytest.fixture(params=["network", "serial"])
def line(request: pytest.FixtureRequest, emulator: PrinterEmulator) -> Iterator[Line]:
    if request.param == "network":
        port = urlsplit(emulator.serve_tcp()).port
        with socket.create_connection(("127.0.0.1", port or 0), timeout=60) as client:
            yield Line(client.sendall, lambda count: client.recv(count, socket.MSG_WAITALL))
    else:
        with serial.Serial(urlsplit(emulator.serve_pty()).path, timeout=60) as uart:
            yield Line(uart.write, uart.read)


def test_it_says_how_it_is_at_once_and_then_at_each_change(line: Line, emulator: PrinterEmulator) -> None:
    line.write(ALL)
    assert line.read(4) == WELL
    for happen, told in (
        (emulator.near_end, (0x10, 0, 0x03, 0x0F)),
        (emulator.open_cover, (0x38, 0, 0x03, 0x0F)),
        (emulator.paper_out, (0x38, 0, 0x0F, 0x0F)),
        (emulator.load_paper, (0x38, 0, 0, 0x0F)),
        (emulator.close_cover, (0x10, 0, 0, 0x0F)),
        (emulator.jam_cutter, (0x18, 0x08, 0, 0x0F)),
        (emulator.clear_cutter, (0x10, 0, 0, 0x0F)),
        (emulator.go_offline, (0x18, 0, 0, 0x0F)),
    ):
        happen()
        said = line.read(4)
        assert said == bytes(told)
        assert not is_reply(said[0]), "it could be taken for the answer to a question"


def test_a_roll_that_ends_while_it_prints_is_told(line: Line, emulator: PrinterEmulator) -> None:
    emulator.paper_out(after_dots=50)
    line.write(ROLL + b"\n" * 20)
    assert line.read(4) == WELL
    assert line.read(4) == bytes((0x18, 0, 0x0F, 0x0F))


@pytest.mark.parametrize("enabled", [DRAWER, ONLINE, ERRORS])
def test_what_was_not_asked_for_and_what_did_not_change_is_not_told(
    enabled: bytes, line: Line, emulator: PrinterEmulator
) -> None:
    line.write(enabled)
    assert line.read(4) == WELL
    emulator.near_end()
    emulator.close_cover()
    line.write(ASK_PAPER)
    assert line.read(1) == b"\x03"


@pytest.mark.parametrize(
    "ended", [b"\x1da\x00", b"\x1da\xf0", b"\x1b@"], ids=["0", "undefined bits", "ESC @"]
)
def test_it_ends_when_told_to_and_with_a_reset(ended: bytes, line: Line, emulator: PrinterEmulator) -> None:
    line.write(ALL)
    assert line.read(4) == WELL
    line.write(ended + ASK_PAPER)
    assert line.read(1) == FULL
    emulator.near_end()
    line.write(ASK_PAPER)
    assert line.read(1) == b"\x03"


def test_it_ends_with_the_power(emulator: PrinterEmulator) -> None:
    with serial.Serial(urlsplit(emulator.serve_pty()).path, timeout=60) as uart:
        uart.write(ALL)
        assert uart.read(4) == WELL
        emulator.power_off()
        emulator.power_on()
        emulator.near_end()
        uart.write(ASK_PAPER)
        assert uart.read(1) == b"\x03"


def test_it_ends_with_a_dip_of_the_power_that_no_cable_notices(line: Line, emulator: PrinterEmulator) -> None:
    line.write(ALL)
    assert line.read(4) == WELL
    ask_now = b"\x10\x04\x01"
    emulator.power_cycle_after(len(ask_now), dark_s=0)
    line.write(ask_now)
    assert is_reply(line.read(1)[0])
    line.write(ASK_PAPER)
    assert line.read(1) == FULL
    emulator.near_end()
    line.write(ASK_PAPER)
    assert line.read(1) == b"\x03"


def test_a_printer_that_went_silent_tells_nothing(line: Line, emulator: PrinterEmulator) -> None:
    line.write(ALL)
    assert line.read(4) == WELL
    emulator.go_silent()
    emulator.near_end()
    emulator.recover()
    line.write(ASK_PAPER)
    assert line.read(1) == b"\x03"


def test_it_comes_through_usb_as_a_packet_of_its_own(emulator: PrinterEmulator) -> None:
    printer = Usb(0x04B8, 0x0202, {"backend": Bus(emulator)}, timeout=5000, in_ep=0x81, out_ep=0x03)
    printer._raw(ALL)
    assert bytes(printer._read()) == WELL
    emulator.near_end()
    assert bytes(printer._read()) == bytes((0x10, 0, 0x03, 0x0F))
    printer.close()
