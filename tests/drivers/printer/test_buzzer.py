"""The printer's buzzer: each maker's command, heard by a printer; a number of times that none can do."""

import socket
from collections.abc import Callable

import pytest
from escpos.printer import Dummy

from drivers.errors import Refused
from drivers.printer import ReceiptPrinter
from drivers.printer.buzzer import MOST_BEEPS, beeps
from drivers.printer.emulator import PrinterEmulator

Opener = Callable[..., ReceiptPrinter]
COMMANDS = ("ESC B", "ESC ( A", "BEL")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("times", [1, MOST_BEEPS])
def test_it_is_heard_so_many_times(
    opened: Opener, emulator: PrinterEmulator, command: str, times: int
) -> None:
    printer = opened(emulator.serve_tcp(), buzzer=True, buzzer_command=command)
    printer.status()
    printer.beep(times)
    assert emulator.beeps == times
    assert emulator.unknown == []


def test_one_beep_is_the_default(opened: Opener, emulator: PrinterEmulator) -> None:
    printer = opened(emulator.serve_tcp(), buzzer=True)
    printer.status()
    printer.beep()
    assert emulator.beeps == 1


def test_a_printer_without_a_buzzer_says_so_in_words(opened: Opener, emulator: PrinterEmulator) -> None:
    with pytest.raises(Refused, match="has no buzzer"):
        opened(emulator.serve_tcp(), buzzer=False).beep()
    assert emulator.beeps == 0


@pytest.mark.parametrize("times", [0, -1, MOST_BEEPS + 1])
def test_what_no_printer_counts_to_is_a_mistake(
    opened: Opener, emulator: PrinterEmulator, times: int
) -> None:
    with pytest.raises(ValueError, match="1 to 9 times"):
        opened(emulator.serve_tcp(), buzzer=True).beep(times)


def test_the_command_of_chinese_models_is_the_librarys() -> None:
    theirs = Dummy()
    theirs.buzzer(3, 2)
    assert beeps("ESC B", 3) == theirs.output


@pytest.mark.parametrize(
    "command", [b"\x1b(A\x04\x00\x30\x33\x05\x0a", b"\x1b(A\x05\x00\x61\x64\x05\x02\x02"]
)
def test_the_emulated_printer_hears_epsons_other_forms(emulator: PrinterEmulator, command: bytes) -> None:
    host, _, port = emulator.serve_tcp().removeprefix("tcp://").partition(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(command + b"\x1b(A\x02\x00\x00\x02")
        line.shutdown(socket.SHUT_WR)
        line.recv(1)
    emulator.wait_until_idle()
    assert emulator.beeps == 5
