"""What every receipt printer does: on the emulator, through the real python-escpos, over each wire."""

import select
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from drivers.errors import NotFound, Refused, TimedOut
from drivers.printer import Condition, Fault, Paper, Raster, ReceiptPrinter, from_image
from drivers.printer.emulator import PrinterEmulator

Opener = Callable[..., ReceiptPrinter]
Drawing = Callable[[int, int], Image.Image]
Same = Callable[[Image.Image, Image.Image], bool]


@pytest.fixture(params=["tcp", "serial", "file"])
def where(request: pytest.FixtureRequest, emulator: PrinterEmulator) -> str:
    if request.param == "tcp":
        return emulator.serve_tcp()
    line = emulator.serve_pty()
    return line if request.param == "serial" else "file://" + line.removeprefix("serial://").partition("?")[0]


@pytest.fixture
def printer(where: str, opened: Opener) -> ReceiptPrinter:
    return opened(where)


def test_what_goes_in_comes_out_to_the_dot(
    printer: ReceiptPrinter, emulator: PrinterEmulator, drawing: Drawing, same: Same
) -> None:
    picture = drawing(576, 700)
    printer.print_image(from_image(picture))
    assert same(emulator.strip, picture)
    assert emulator.unknown == []


def test_it_comes_back_when_all_is_on_paper_and_not_before(opened: Opener, drawing: Drawing) -> None:
    with PrinterEmulator(speed_mm_s=400) as slow:
        opened(slow.serve_tcp()).print_image(from_image(drawing(576, 300)))
        assert slow.strip.height == 300


def test_a_narrow_picture_stands_at_the_left(
    printer: ReceiptPrinter, emulator: PrinterEmulator, drawing: Drawing, same: Same
) -> None:
    picture = drawing(100, 90)
    printer.print_image(from_image(picture))
    assert same(emulator.strip.crop((0, 0, 100, 90)), picture)


def test_a_picture_wider_than_the_paper_is_refused_before_a_dot_is_printed(
    printer: ReceiptPrinter, emulator: PrinterEmulator
) -> None:
    with pytest.raises(ValueError, match="584 dots are wider"):
        printer.print_image(Raster(584, 1, bytes(73)))
    assert emulator.strip.height == 0


def test_progress_rises_to_one(printer: ReceiptPrinter, drawing: Drawing) -> None:
    parts: list[float] = []
    printer.print_image(from_image(drawing(576, 300)), parts.append)
    assert parts == sorted(parts)
    assert parts[-1] == 1.0
    assert len(parts) > 3


def test_the_cut_is_below_the_last_row(printer: ReceiptPrinter, emulator: PrinterEmulator) -> None:
    printer.print_image(Raster(8, 50, b"\xff" * 50))
    printer.cut()
    assert emulator.cuts == [50]


def test_without_a_cutter_the_slip_is_fed_past_the_tear_bar(
    where: str, opened: Opener, emulator: PrinterEmulator
) -> None:
    printer = opened(where, cutter=False)
    printer.print_image(Raster(8, 50, b"\xff" * 50))
    printer.cut()
    assert emulator.cuts == []
    assert emulator.strip.height == 50 + 160


def test_the_drawer_opens(printer: ReceiptPrinter, emulator: PrinterEmulator) -> None:
    printer.status()
    printer.open_drawer()
    assert emulator.drawer_opened == 1


def test_no_drawer_says_so(where: str, opened: Opener, emulator: PrinterEmulator) -> None:
    with pytest.raises(Refused, match="No cash drawer"):
        opened(where, drawer=False).open_drawer()
    assert emulator.drawer_opened == 0


def test_a_printer_that_is_well_is_ok(printer: ReceiptPrinter) -> None:
    found = printer.status()
    assert (found.condition, found.paper, found.cover_open, found.offline, found.fault, found.sentence) == (
        *(Condition.OK, Paper.OK),
        *(False, False, Fault.NONE, ""),
    )
    assert found.replies == (0x12, 0x12, 0x12, 0x12)


def test_thin_paper_is_ok_and_mentioned(printer: ReceiptPrinter, emulator: PrinterEmulator) -> None:
    emulator.near_end()
    found = printer.status()
    assert (found.condition, found.paper) == (Condition.OK, Paper.LOW)
    assert "running low" in found.sentence


def test_no_paper_is_a_problem(printer: ReceiptPrinter, emulator: PrinterEmulator) -> None:
    emulator.paper_out()
    found = printer.status()
    assert (found.condition, found.paper, found.offline) == (Condition.PROBLEM, Paper.OUT, True)
    assert "new roll" in found.sentence


def test_an_open_cover_is_a_problem(printer: ReceiptPrinter, emulator: PrinterEmulator) -> None:
    emulator.open_cover()
    found = printer.status()
    assert (found.condition, found.cover_open) == (Condition.PROBLEM, True)
    assert "Close it" in found.sentence
    emulator.close_cover()
    assert printer.status().condition is Condition.OK


def test_a_stuck_cutter_is_a_problem(printer: ReceiptPrinter, emulator: PrinterEmulator) -> None:
    emulator.jam_cutter()
    found = printer.status()
    assert (found.condition, found.fault) == (Condition.PROBLEM, Fault.CUTTER)
    emulator.clear_cutter()
    assert printer.status().condition is Condition.OK


def test_a_silent_printer_is_unknown_and_never_ok(printer: ReceiptPrinter, emulator: PrinterEmulator) -> None:
    emulator.go_silent()
    found = printer.status()
    assert (found.condition, found.paper, found.cover_open) == (Condition.UNKNOWN, Paper.UNKNOWN, None)
    assert found.sentence


def test_a_silent_printer_prints_all_the_same(
    printer: ReceiptPrinter, emulator: PrinterEmulator, drawing: Drawing, same: Same
) -> None:
    picture = drawing(576, 200)
    emulator.go_silent()
    printer.print_image(from_image(picture))
    emulator.recover()
    assert printer.status().condition is Condition.OK
    printer.cut()
    assert same(emulator.tear(), picture)


def test_a_model_that_cannot_say_how_it_is_is_not_asked(where: str, opened: Opener) -> None:
    assert opened(where, status=False).status().condition is Condition.UNKNOWN


def test_without_paper_nothing_is_sent(
    printer: ReceiptPrinter, emulator: PrinterEmulator, drawing: Drawing
) -> None:
    emulator.paper_out()
    with pytest.raises(Refused, match="out of paper"):
        printer.print_image(from_image(drawing(576, 200)))
    emulator.load_paper()
    assert emulator.wait_until_idle()
    assert emulator.strip.height == 0


def test_paper_that_ends_in_the_middle_is_noticed_and_the_slip_then_printed_whole(
    printer: ReceiptPrinter, emulator: PrinterEmulator, drawing: Drawing, same: Same
) -> None:
    picture = drawing(576, 700)
    emulator.paper_out(after_dots=333)
    with pytest.raises(Refused, match="out of paper") as refused:
        printer.print_image(from_image(picture))
    assert refused.value.code is not None
    assert refused.value.code & 0x20
    assert emulator.strip.height == 333

    emulator.load_paper()
    printer.print_image(from_image(picture))
    printer.cut()
    torn_off, whole = emulator.cuts
    blank = 96  # between the head and the blade, there at the top of every slip
    assert same(emulator.strip.crop((0, torn_off + blank, 576, whole)), picture)


def test_paper_that_ends_after_all_was_sent_is_noticed(opened: Opener, drawing: Drawing) -> None:
    with PrinterEmulator(speed_mm_s=400) as slow:
        printer = opened(slow.serve_tcp())
        slow.paper_out(after_dots=290)
        sent: list[float] = []
        with pytest.raises(Refused, match="out of paper"):
            printer.print_image(from_image(drawing(576, 300)), sent.append)
        assert sent[-1] == 1.0


def test_a_printer_that_falls_silent_in_the_middle_is_not_believed(
    printer: ReceiptPrinter, emulator: PrinterEmulator, drawing: Drawing
) -> None:
    with pytest.raises(TimedOut, match="stopped answering"):
        printer.print_image(from_image(drawing(576, 300)), lambda _: emulator.go_silent())


def test_a_printer_that_stalls_does_not_hold_us_for_ever_and_prints_whole_later(
    printer: ReceiptPrinter, emulator: PrinterEmulator, drawing: Drawing, same: Same
) -> None:
    picture = drawing(576, 300)
    with pytest.raises(TimedOut):
        printer.print_image(from_image(picture), lambda _: emulator.stall())
    emulator.recover()
    printer.print_image(from_image(picture))
    assert same(emulator.strip.crop((0, emulator.strip.height - 300, 576, emulator.strip.height)), picture)


def test_nothing_there_is_said_in_words(opened: Opener) -> None:
    for where in ("tcp://127.0.0.1:9", "serial:///dev/no-such-port", "file:///dev/no-such-printer"):
        with pytest.raises(NotFound, match="Is it switched on and plugged in"):
            opened(where).status()


def test_a_cable_that_is_pulled_is_a_printer_not_found(
    printer: ReceiptPrinter, emulator: PrinterEmulator, drawing: Drawing
) -> None:
    printer.status()
    emulator.close()
    with pytest.raises(NotFound, match="Is it switched on"):
        printer.print_image(from_image(drawing(576, 100)))


def test_a_power_cycle_between_slips_is_not_even_noticed(
    printer: ReceiptPrinter, emulator: PrinterEmulator, drawing: Drawing, same: Same
) -> None:
    picture = drawing(576, 100)
    printer.print_image(from_image(picture))
    emulator.power_off()
    emulator.power_on()
    emulator.tear()
    printer.print_image(from_image(picture))
    assert same(emulator.strip, picture)


def test_a_power_cut_in_the_middle_is_noticed(
    printer: ReceiptPrinter, emulator: PrinterEmulator, drawing: Drawing, same: Same
) -> None:
    picture = drawing(576, 300)
    with pytest.raises((NotFound, TimedOut)):
        printer.print_image(from_image(picture), lambda _: emulator.power_off())
    emulator.power_on()
    printer.print_image(from_image(picture))
    assert same(emulator.strip.crop((0, emulator.strip.height - 300, 576, emulator.strip.height)), picture)


def test_after_close_it_opens_again(printer: ReceiptPrinter) -> None:
    printer.status()
    printer.close()
    printer.close()
    assert printer.status().condition is Condition.OK


def test_noise_and_unasked_status_are_not_taken_for_answers(
    emulator: PrinterEmulator, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = opened(emulator.serve_pty())
    answer = emulator._sensors.__class__.real_time
    monkeypatch.setattr(
        emulator._sensors.__class__, "real_time", lambda self, n: b"\x10\x00\xff" + answer(self, n)
    )
    assert printer.status().replies == (0x12, 0x12, 0x12, 0x12)


def test_paper_that_ends_is_noticed_before_the_rest_is_sent(
    emulator: PrinterEmulator, opened: Opener, drawing: Drawing
) -> None:
    printer = opened(emulator.serve_pty(baud=115_200), patience_s=2)
    emulator.paper_out(after_dots=50)
    sent: list[float] = []
    with pytest.raises(Refused, match="out of paper"):
        printer.print_image(from_image(drawing(576, 700)), sent.append)
    assert all(part < 1 for part in sent)


def test_half_a_strip_in_the_printer_does_not_spoil_the_next_slip(
    emulator: PrinterEmulator, opened: Opener, drawing: Drawing, same: Same
) -> None:
    picture, where = drawing(576, 300), emulator.serve_pty()
    printer = opened(where)
    with pytest.raises(TimedOut):
        printer.print_image(from_image(picture), lambda _: emulator.stall())
    with Path(urlsplit(where).path).open("wb", buffering=0) as line:
        line.write(b"\x1dv0\x00\x48\x00\x10\x00" + b"\xaa" * 100)
    emulator.recover()
    printer.print_image(from_image(picture))
    assert same(emulator.strip.crop((0, emulator.strip.height - 300, 576, emulator.strip.height)), picture)


def test_an_answer_that_is_late_is_not_taken_for_the_next(emulator: PrinterEmulator, opened: Opener) -> None:
    where = emulator.serve_pty()
    printer = opened(where)
    printer.status()
    emulator.open_cover()
    with Path(urlsplit(where).path).open("r+b", buffering=0) as line:
        line.write(b"\x10\x04\x01")
        assert select.select([line], [], [], 60)[0]
        emulator.close_cover()
        assert printer.status().replies == (0x12, 0x12, 0x12, 0x12)


def test_a_line_that_is_stuck_ends_the_write(where: str, opened: Opener, emulator: PrinterEmulator) -> None:
    if where.startswith("tcp"):
        pytest.skip("the kernel keeps megabytes of a TCP connection")
    printer = opened(where, patience_s=0.1, status=False)
    emulator.stall()
    ended: list[Exception] = []

    def write() -> None:
        try:
            printer.print_image(Raster(576, 1000, b"\xff" * 72_000))
        except TimedOut as error:
            ended.append(error)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    writer.join(timeout=60)
    assert "takes no more data" in str(ended[0])


def test_a_model_without_gs_r_is_watched_as_long_as_it_needs(where: str, opened: Opener) -> None:
    printer = opened(where, confirm=False)
    started = time.monotonic()
    printer.print_image(Raster(8, 100, b"\xff" * 100))
    assert time.monotonic() - started >= 100 / 400


def test_a_model_without_gs_r_that_loses_its_paper_is_noticed(opened: Opener) -> None:
    with PrinterEmulator(speed_mm_s=100) as slow:
        slow.paper_out(after_dots=80)
        with pytest.raises(Refused, match="out of paper"):
            opened(slow.serve_tcp(), confirm=False).print_image(Raster(8, 100, b"\xff" * 100))


def test_a_slip_that_is_not_confirmed_is_not_called_printed(
    printer: ReceiptPrinter, emulator: PrinterEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(emulator._sensors), "in_turn", lambda *_: b"")
    with pytest.raises(TimedOut, match="confirm = false"):
        printer.print_image(Raster(8, 10, b"\xff" * 10))


def test_a_clone_that_answers_half_the_questions_is_asked_those_only_once(
    printer: ReceiptPrinter, emulator: PrinterEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def answer(_: object, question: int) -> bytes:
        asked.append(question)
        return b"\x12" if question in {1, 4} else b""

    monkeypatch.setattr(type(emulator._sensors), "real_time", answer)
    for _ in range(2):
        found = printer.status()
        assert (found.condition, found.paper, found.cover_open, found.fault) == (
            *(Condition.OK, Paper.OK),
            *(None, Fault.UNKNOWN),
        )
    assert asked == [1, 2, 3, 4, 1, 4]


@pytest.mark.parametrize("count", [100, 3000, 9000])
def test_a_power_cycle_at_any_byte_is_noticed_and_the_slip_then_printed_whole(
    where: str, opened: Opener, emulator: PrinterEmulator, drawing: Drawing, same: Same, count: int
) -> None:
    picture = drawing(576, 700)
    printer = opened(where)
    if where.startswith("file"):
        pytest.skip("the kernel takes the device away with its power")
    printer.status()
    emulator.power_cycle_after(count, dark_s=0.7)
    with pytest.raises((NotFound, TimedOut)):
        printer.print_image(from_image(picture))
    while True:
        try:
            printer.print_image(from_image(picture))
            break
        except NotFound:
            continue
    assert same(emulator.strip.crop((0, emulator.strip.height - 700, 576, emulator.strip.height)), picture)


def test_a_printer_that_starts_in_no_time_is_found_out_by_what_it_forgot(
    opened: Opener, drawing: Drawing
) -> None:
    with PrinterEmulator(speed_mm_s=100) as slow:
        printer = opened(slow.serve_pty())
        printer.status()
        slow.power_cycle_after(8000, dark_s=0)
        with pytest.raises(TimedOut, match="did not confirm"):
            printer.print_image(from_image(drawing(576, 700)))


def test_offline_without_a_reason_is_a_problem_too(
    printer: ReceiptPrinter, emulator: PrinterEmulator, drawing: Drawing
) -> None:
    emulator.go_offline()
    with pytest.raises(Refused, match="The printer is offline"):
        printer.print_image(from_image(drawing(576, 100)))
    emulator.go_online()
    assert printer.status().condition is Condition.OK
