"""The emulator with plain python-escpos, as any other program would use it."""

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import qrcode
from escpos.printer import Network, Serial
from PIL import Image

from drivers.printer.emulator import PrinterEmulator
from drivers.printer.glyphs import FONT_A, glyph

Drawing = Callable[[int, int], Image.Image]
Same = Callable[[Image.Image, Image.Image], bool]


def settle(library: Any, emulator: PrinterEmulator) -> None:
    """Wait until the printer has received and printed all: GS r is answered in its turn."""
    library._raw(b"\x1dr\x01")
    assert any(library._read() for _ in range(10))  # on a busy computer its time-out comes first
    assert emulator.wait_until_idle(60)


@pytest.fixture(params=["network", "serial"])
def library(request: pytest.FixtureRequest, emulator: PrinterEmulator) -> Iterator[Any]:
    if request.param == "network":
        printer = Network("127.0.0.1", urlsplit(emulator.serve_tcp()).port, timeout=60, profile="TM-T20II")
    else:
        printer = Serial(urlsplit(emulator.serve_pty()).path, timeout=0.1, profile="TM-T20II")
    yield printer
    printer.close()


def test_text(library: Any, emulator: PrinterEmulator, same: Same) -> None:
    library.set(align="center", bold=True, double_width=True, double_height=True)
    library.text("OK\n")
    settle(library, emulator)
    wanted = glyph("O", FONT_A, bold=True).resize((24, 48), Image.Resampling.NEAREST)
    ink = emulator.strip.point(lambda dot: 255 - dot)
    assert same(ink.crop((264, 0, 288, 48)), wanted)
    assert emulator.unknown == []


@pytest.mark.parametrize("impl", ["bitImageRaster", "graphics", "bitImageColumn"])
def test_images(impl: str, library: Any, emulator: PrinterEmulator, drawing: Drawing, same: Same) -> None:
    picture = drawing(512, 312)  # a multiple of 24 rows, of which columns are made
    library.image(picture, impl=impl)
    settle(library, emulator)
    assert same(emulator.strip.crop((0, 0, 512, 312)), picture)
    assert emulator.strip.height == 312


def test_a_tall_graphics_image_is_garbage_as_on_paper(
    library: Any, emulator: PrinterEmulator, drawing: Drawing, same: Same
) -> None:
    picture = drawing(576, 960)  # python-escpos 3.1 declares 3594 of its 69132 bytes
    library.image(picture, impl="graphics")
    settle(library, emulator)
    assert not same(emulator.strip.crop((0, 0, 576, 960)), picture)


def test_qr_codes(library: Any, emulator: PrinterEmulator) -> None:
    library.qr("https://example.com/r/557A8226", native=True, size=4)
    settle(library, emulator)
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_L, border=0)
    code.add_data(b"https://example.com/r/557A8226")
    code.make()
    modules = code.get_matrix()
    strip = emulator.strip
    assert strip.height >= 4 * len(modules)
    seen = [
        [strip.getpixel((4 * x + 1, 4 * y + 1)) == 0 for x in range(len(modules))]
        for y in range(len(modules))
    ]
    assert seen == modules
    emulator.tear()
    library.qr("https://example.com/r/557A8226")
    settle(library, emulator)
    assert emulator.strip.height > 60
    assert emulator.unknown == []


def test_cut_drawer_and_buzzer(library: Any, emulator: PrinterEmulator) -> None:
    library.text("a\n")
    library.cut()
    library.cashdraw(2)
    library.cashdraw(5)
    library.buzzer(times=3)
    settle(library, emulator)
    assert emulator.cuts == [30 + 6 * 30 - 96]
    assert emulator.drawer_opened == 2
    assert emulator.beeps == 3


def test_status_as_the_library_reads_it(library: Any, emulator: PrinterEmulator) -> None:
    assert library.is_online()
    assert library.paper_status() == 2
    emulator.near_end()
    assert library.paper_status() == 1
    emulator.paper_out()
    assert library.paper_status() == 0
    assert not library.is_online()
    emulator.load_paper()
    assert library.is_online()


def test_it_is_known_by_name(library: Any) -> None:
    library._raw(b"\x1dI\x43")
    assert library._read() == b"_EMULATOR\0"


def connect(where: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(where).port or 0), timeout=60)


def test_a_question_is_answered_while_it_prints_and_one_inside_a_picture_is_not() -> None:
    with PrinterEmulator(speed_mm_s=20) as slow, connect(slow.serve_tcp()) as host:
        host.sendall(b"\x1dv0\x00\x03\x00\x00\x01" + b"\x10\x04\x01" * 256 + b"\x10\x04\x04")
        assert host.recv(16) == b"\x12"
        assert slow.strip.height < 256
        host.settimeout(0.05)
        with pytest.raises(TimeoutError):
            host.recv(16)


def test_the_strip_grows_while_it_prints() -> None:
    heights: list[int] = []
    grown = threading.Event()

    def look() -> None:
        heights.append(printer.strip.height)
        if heights[-1] == 200:
            grown.set()

    with PrinterEmulator(speed_mm_s=250, on_change=look) as printer, connect(printer.serve_tcp()) as host:
        host.sendall(b"\x1dv0\x00\x01\x00\xc8\x00" + b"\xff" * 200)
        assert grown.wait(60)
    assert len(set(heights)) >= 4
    assert heights == sorted(heights)


def test_a_full_buffer_makes_the_host_wait_until_there_is_paper() -> None:
    rows = 200_000
    with PrinterEmulator(speed_mm_s=None, buffer_bytes=4096) as printer:
        printer.paper_out()
        host = connect(printer.serve_tcp())
        host.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
        data = b"".join(b"\x1dv0\x00\x48\x00\x00\x04" + b"\x01" * 72 * 1024 for _ in range(rows // 1024))
        host.settimeout(0.2)
        with pytest.raises(TimeoutError):
            host.sendall(data)
        assert printer._queued_bytes <= 4096 + 77
        assert printer.strip.height == 0
        printer.load_paper()
        assert printer.wait_until_idle(60)
        assert printer.strip.height > 0
        host.close()


def test_one_client_at_a_time(emulator: PrinterEmulator) -> None:
    where = emulator.serve_tcp()
    with connect(where) as second, connect(where) as waiting:
        second.sendall(b"\x10\x04\x01")
        assert second.recv(1) == b"\x12"
        waiting.sendall(b"\x10\x04\x01")
        waiting.settimeout(0.05)
        with pytest.raises(TimeoutError):
            waiting.recv(1)
        second.close()
        waiting.settimeout(60)
        assert waiting.recv(1) == b"\x12"


def test_power_off_forgets_the_buffer_and_refuses_connections(emulator: PrinterEmulator) -> None:
    where = emulator.serve_tcp()
    emulator.open_cover()
    host = connect(where)
    host.sendall(b"hello\n\x10\x04\x01")
    assert host.recv(1) == b"\x1a"
    emulator.power_off()
    assert host.recv(1) == b""
    host.close()
    with pytest.raises(ConnectionRefusedError):
        connect(where)
    emulator.power_on()
    emulator.close_cover()
    assert emulator.wait_until_idle(60)
    assert emulator.strip.height == 0
    connect(where).close()


def test_the_buffer_can_be_cleared_in_real_time(emulator: PrinterEmulator) -> None:
    emulator.open_cover()
    with connect(emulator.serve_tcp()) as host:
        host.sendall(b"hello\n" + b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08" + b"\x10\x04\x02")
        assert host.recv(1) == b"\x16"
        emulator.close_cover()
        assert emulator.wait_until_idle(60)
    assert emulator.strip.height == 0


def test_tearing_takes_what_is_above_the_last_cut(emulator: PrinterEmulator) -> None:
    with connect(emulator.serve_tcp()) as host:
        host.sendall(b"one\n\x1dV\x42\x00two\n\x1dr\x01")
        assert host.recv(1) == b"\x00"
    assert emulator.tear().height == 30
    assert emulator.cuts == []
    assert emulator.strip.height == 96 + 30
    assert emulator.tear().height == 126
    assert emulator.strip.height == 0


def test_memory_is_bounded_on_a_roll_without_end(emulator: PrinterEmulator) -> None:
    with connect(emulator.serve_tcp()) as host:
        host.sendall(b"\x1bd\xff" * 20 + b"\x1dr\x01")
        assert host.recv(1) == b"\x00"
    assert emulator.strip.height == 60_000


def test_a_serial_line_is_as_slow_as_its_baud(emulator: PrinterEmulator, opened: Callable[..., Any]) -> None:
    where = emulator.serve_pty(baud=9600)
    assert where.endswith("?baud=9600")
    assert opened(where, patience_s=20).status().sentence == ""


def test_what_is_unknown_is_listed_and_the_rest_is_printed(emulator: PrinterEmulator) -> None:
    with connect(emulator.serve_tcp()) as host:
        host.sendall(b"\x1b\x99a\n\x1dk\x04ABC\x00\x1dr\x01")
        assert host.recv(1) == b"\x00"
    assert emulator.unknown == [b"\x1b\x99", b"\x1dk\x04ABC\x00"]
    assert emulator.strip.height == 30
