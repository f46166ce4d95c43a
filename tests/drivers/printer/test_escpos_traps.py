"""The traps of python-escpos 3.1: each shown in the plain library, and what this driver does instead."""

import os
import termios
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import usb.core
from escpos.printer import Dummy, File, Network, Serial, Usb
from PIL import Image, ImageDraw

from drivers.errors import NotFound, Refused, TimedOut
from drivers.printer import Condition, Paper, PrinterProfile, Raster, ReceiptPrinter, from_image
from drivers.printer.driver import EscposPrinter
from drivers.printer.emulator import PrinterEmulator
from drivers.printer.escpos import UsbWire
from drivers.printer.raster import strips
from drivers.printer.usb_emulator import Bus

Opener = Callable[..., ReceiptPrinter]
Same = Callable[[Image.Image, Image.Image], bool]
HOURS = 3600.0


def device(where: str) -> str:
    return urlsplit(where).path


def grey(level: int, width: int = 64, height: int = 64) -> Image.Image:
    return Image.new("L", (width, height), level)


def plain_rows(picture: Image.Image) -> bytes:
    """The dots of the only ``GS v 0`` that the plain library sends for a picture."""
    plain = Dummy()
    plain.image(picture)
    return bytes(plain.output[8:])


# Pictures


def test_grey_is_not_dithered() -> None:
    assert any(plain_rows(grey(200)))
    assert not any(from_image(grey(200)).rows)
    assert set(from_image(grey(100)).rows) == {0xFF}


def test_nothing_is_printed_to_stdout(
    opened: Opener, emulator: PrinterEmulator, capsys: pytest.CaptureFixture[str]
) -> None:
    plain_rows(grey(0))
    assert "media.width.pixel" in capsys.readouterr().out
    opened(emulator.serve_tcp()).print_image(from_image(grey(0)))
    assert capsys.readouterr() == ("", "")


def test_a_tall_picture_declares_its_true_length(emulator: PrinterEmulator, opened: Opener) -> None:
    plain = Dummy()
    plain.image(grey(0, 576, 960), impl="graphics")
    assert int.from_bytes(plain.output[3:5], "little") == 3594  # of 69,132: the rest comes out as letters
    tall = grey(0, 576, 2400)
    opened(emulator.serve_tcp()).print_image(from_image(tall))
    assert emulator.strip.size == (576, 2400)
    assert emulator.strip.getextrema() == (0, 0)
    assert emulator.unknown == []


def test_no_fragment_of_a_picture_gets_a_black_bar(
    emulator: PrinterEmulator, opened: Opener, drawing: Callable[[int, int], Image.Image], same: Same
) -> None:
    white = Image.new("L", (200, 1200), 255)
    plain = Dummy(profile=None)
    plain.profile.profile_data = {
        **plain.profile.profile_data,
        "media": {"dpi": 203, "width": {"mm": 72, "pixels": 576}},
    }
    plain.image(white, center=True)
    assert b"\xff" * 20 in plain.output
    picture = drawing(576, 1500)
    opened(emulator.serve_tcp()).print_image(from_image(picture))
    assert same(emulator.strip, picture)


def test_blank_paper_is_not_sent_as_dots() -> None:
    picture = Image.new("1", (576, 300), 1)
    ImageDraw.Draw(picture).line((20, 150, 200, 170), fill=0, width=2)
    ours = b"".join(strip.code for strip in strips(from_image(picture)))
    assert len(plain_rows(picture)) == 72 * 300
    assert len(ours) < 1000


def test_dots_that_look_like_a_question_do_not_break_a_slip_off(opened: Opener) -> None:
    raster = Raster(576, 200, b"\x10\x04\x04" * 24 * 200)
    with PrinterEmulator(speed_mm_s=None, hears_dots=True) as confused:
        confused.near_end()
        opened(confused.serve_pty()).print_image(raster)
        assert confused.wait_until_idle()
        assert confused.strip.tobytes("raw", "1;I") == raster.rows


# Chinese


def test_a_euro_beside_chinese_is_no_garbage(emulator: PrinterEmulator, opened: Opener) -> None:
    """One hanzi makes the plain library send all as GB18030, four bytes for what GBK printers do not know."""
    plain = Dummy()
    plain.text("签名 Ä")
    assert "Ä".encode("gb18030") in plain.output
    sent = b"".join(strip.code for strip in strips(from_image(grey(0))))
    assert sent.startswith(b"\x1dv0")  # text goes as a picture, whatever its language
    opened(emulator.serve_tcp()).print_image(from_image(grey(0)))
    assert emulator.unknown == []


# How it is


def test_an_answer_is_one_byte_and_not_waited_for_longer(emulator: PrinterEmulator, opened: Opener) -> None:
    """The plain library asks for 16 bytes, so each question costs its whole time-out."""
    printer = opened(emulator.serve_pty(), patience_s=HOURS)
    assert printer.status().condition is Condition.OK


def test_a_silent_printer_has_not_plenty_of_paper(emulator: PrinterEmulator, opened: Opener) -> None:
    where = emulator.serve_pty()
    emulator.go_silent()
    plain = Serial(device(where), baudrate=115_200, timeout=0.05)
    assert plain.paper_status() == 2
    plain.close()
    found = opened(where).status()
    assert (found.condition, found.paper) == (Condition.UNKNOWN, Paper.UNKNOWN)


def test_a_silent_network_printer_is_an_answer_too(emulator: PrinterEmulator, opened: Opener) -> None:
    where = emulator.serve_tcp()
    emulator.go_silent()
    parts = urlsplit(where)
    plain = Network(parts.hostname, parts.port, timeout=0.05)
    with pytest.raises(TimeoutError):
        plain.is_online()
    plain.close()
    assert opened(where).status().condition is Condition.UNKNOWN


def test_a_device_file_is_read_back(emulator: PrinterEmulator, opened: Opener) -> None:
    path = device(emulator.serve_pty())
    plain = File(path)
    with pytest.raises(NotImplementedError):
        plain.is_online()
    plain.close()
    assert opened(f"file://{path}").status().condition is Condition.OK


def test_a_device_file_that_is_not_there_is_not_made(tmp_path: Path, opened: Opener) -> None:
    ours, theirs = tmp_path / "lp0", tmp_path / "lp1"
    File(str(theirs)).open()
    assert theirs.exists()
    with pytest.raises(NotFound):
        opened(f"file://{ours}").status()
    assert not ours.exists()


# Stuck and gone


def test_a_stalled_line_ends_the_write(emulator: PrinterEmulator, opened: Opener) -> None:
    where = emulator.serve_pty()
    emulator.stall()
    plain = Serial(device(where), baudrate=115_200)
    stuck = threading.Thread(target=lambda: plain._raw(bytes(200_000)), daemon=True)
    stuck.start()
    stuck.join(timeout=1)
    assert stuck.is_alive()
    emulator.recover()
    stuck.join(timeout=60)
    plain.close()
    emulator.stall()
    with pytest.raises(TimedOut, match="takes no more data"):
        opened(where, patience_s=0.1, status=False).print_image(Raster(576, 1000, b"\xff" * 72_000))


@pytest.mark.parametrize(
    ("flow", "hardware", "software"),
    [("none", False, False), ("rtscts", True, False), ("xonxoff", False, True)],
)
def test_a_serial_line_has_the_flow_control_of_its_profile(
    emulator: PrinterEmulator, opened: Opener, flow: str, *, hardware: bool, software: bool
) -> None:
    """The plain library's ``dsrdtr`` is none on Linux, and it has no argument for RTS/CTS."""
    where = emulator.serve_pty()
    printer = opened(where, flow=flow)
    assert printer.status().condition is Condition.OK
    line = os.open(device(where), os.O_RDONLY | os.O_NOCTTY)
    try:
        taken, _, control, *_ = termios.tcgetattr(line)
    finally:
        os.close(line)
    assert bool(control & termios.CRTSCTS) is hardware
    assert bool(taken & termios.IXON) is software


def test_on_usb_no_write_waits_without_end_and_endpoints_are_asked_for(
    emulator: PrinterEmulator, profile: PrinterProfile
) -> None:
    bus = Bus(emulator)
    plain = Usb(0x04B8, 0x0202, {"backend": bus})
    assert (plain.timeout, plain.in_ep, plain.out_ep) == (0, 0x82, 0x01)  # no end; and this one has 81 and 03
    with pytest.raises((usb.core.USBError, ValueError)):
        plain._raw(b"\n")
    printer = on_bus(bus, profile)
    assert printer.status().condition is Condition.OK
    printer.close()


def test_after_a_usb_printer_was_switched_off_and_on_it_is_found_again(
    emulator: PrinterEmulator, profile: PrinterProfile
) -> None:
    bus = Bus(emulator)
    printer = on_bus(bus, profile)
    assert printer.status().condition is Condition.OK
    bus.unplug()
    with pytest.raises(NotFound):
        printer.print_image(from_image(grey(0)))
    bus.plug_in()
    printer.print_image(from_image(grey(0)))
    assert emulator.strip.height == 64
    printer.close()


def on_bus(bus: Any, profile: PrinterProfile) -> EscposPrinter:
    return EscposPrinter(
        lambda: UsbWire("usb://04b8:0202", 0x04B8, 0x0202, profile, {"backend": bus}), profile, patience_s=0.4
    )


def test_a_line_is_had_by_one_program_at_a_time(emulator: PrinterEmulator, opened: Opener) -> None:
    """The plain library opens it twice, and what one writes lands in the other's picture."""
    where = emulator.serve_pty()
    both = [Serial(device(where), baudrate=115_200) for _ in range(2)]
    for plain in both:
        plain._raw(b"\n")
        plain.close()
    first, second = opened(where), opened(where)
    first.status()
    with pytest.raises(Refused, match="used by another program"):
        second.status()
    first.close()
    assert second.status().condition is Condition.OK
