"""The emulators on their own, as any program meets them."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import adafruit_fingerprint
import serial
from escpos.printer import Network
from PIL import Image

SIGNPOST = Path(sys.executable).with_name("signpost")


@contextmanager
def emulated(folder: Path, *words: str) -> Iterator[str]:
    """Run an emulator, and yield the line in which it says where it is."""
    with subprocess.Popen(
        [SIGNPOST, "emulate", *words],
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout
        try:
            yield process.stdout.readline()
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0


def test_the_plain_library_finds_a_finger_on_the_sensor(tmp_path: Path) -> None:
    with emulated(tmp_path, "fingerprint", "--no-pace") as said:
        port = said.split(" on ")[1].split(". Ctrl-C")[0]
        with serial.Serial(port, 57600, timeout=60) as uart:
            finger = adafruit_fingerprint.Adafruit_Fingerprint(uart)
            assert finger.get_image() == adafruit_fingerprint.OK


def test_the_sensor_may_be_another_and_its_line_bad(tmp_path: Path) -> None:
    line = ["--refuse", "01:19", "--stray", "EF55", "--only", "01", "--times", "1", "--packet-bytes", "256"]
    with emulated(tmp_path, "fingerprint", "--no-pace", "--model", "as608", "--finger", "0", *line) as said:
        port = said.split(" on ")[1].split(". Ctrl-C")[0]
        with serial.Serial(port, 57600, timeout=60) as uart:
            for answer in (
                "EF55 EF01FFFFFFFF 07 0003 19 0023",
                "EF01FFFFFFFF 07 0003 02 000C",
            ):
                uart.write(bytes.fromhex("EF01FFFFFFFF 01 0003 01 0005"))
                assert uart.read(len(bytes.fromhex(answer))) == bytes.fromhex(answer)
            finger = adafruit_fingerprint.Adafruit_Fingerprint(uart)
            assert (finger.library_size, finger.data_packet_size) == (300, 3)


def test_a_finger_that_taps_is_there_and_gone_in_turn(tmp_path: Path) -> None:
    """Whoever enrols wants it lifted between two presses."""
    with emulated(tmp_path, "fingerprint", "--no-pace", "--tap-s", "0.05") as said:
        port = said.split(" on ")[1].split(". Ctrl-C")[0]
        with serial.Serial(port, 57600, timeout=60) as uart:
            finger = adafruit_fingerprint.Adafruit_Fingerprint(uart)
            for wanted in (adafruit_fingerprint.OK, adafruit_fingerprint.NOFINGER) * 2:
                while finger.get_image() != wanted:
                    pass


def test_a_sensor_that_nobody_makes_is_refused_with_those_there_are() -> None:
    for words in (
        ["--model", "r9"],
        ["--baud", "300"],
        ["--finger", "6"],
        ["--finger", "-1"],
        ["--refuse", "x"],
    ):
        ended = subprocess.run(
            [SIGNPOST, "emulate", "fingerprint", *words], capture_output=True, text=True, check=False
        )
        assert ended.returncode == 2
        assert "r503, r502, as608, zfm20" in ended.stdout


def test_the_plain_library_prints_on_the_paper(tmp_path: Path) -> None:
    with emulated(tmp_path, "printer", "--port", "0") as said:
        found = re.search(r"tcp://127\.0\.0\.1:(\d+)", said)
        assert found
        printer = Network("127.0.0.1", int(found[1]), timeout=60, profile="TM-T20II")
        printer.text("Signpost\n")
        printer.cut()
        assert printer.is_online()
        printer.close()
    with Image.open(tmp_path / "paper.png") as paper:
        assert paper.width == 576
        assert paper.convert("L").getextrema()[0] == 0


def test_a_printer_misbehaves_as_it_is_told(tmp_path: Path) -> None:
    with emulated(tmp_path, "printer", "--port", "0", "--cover-open", "--near-end") as said:
        found = re.search(r"tcp://127\.0\.0\.1:(\d+)", said)
        assert found
        printer = Network("127.0.0.1", int(found[1]), timeout=60, profile="TM-T20II")
        assert not printer.is_online()
        assert printer.paper_status() == 1
        printer.close()


def test_a_printer_loses_its_power_at_the_byte_that_was_named(tmp_path: Path) -> None:
    with emulated(tmp_path, "printer", "--port", "0", "--power-cycle-after", "10") as said:
        found = re.search(r"tcp://127\.0\.0\.1:(\d+)", said)
        assert found
        printer = Network("127.0.0.1", int(found[1]), timeout=60)
        printer._raw(b"SIGNPOST\n" * 20)
        assert printer.device.recv(1) == b""
        printer.close()


def test_a_roll_ends_where_it_was_told_to(tmp_path: Path) -> None:
    with emulated(tmp_path, "printer", "--port", "0", "--paper-dots", "50", "--no-cutter") as said:
        found = re.search(r"tcp://127\.0\.0\.1:(\d+)", said)
        assert found
        printer = Network("127.0.0.1", int(found[1]), timeout=60)
        printer._raw(b"\n" * 20)
        while printer.is_online():
            pass
        assert printer.paper_status() == 0
        printer.close()
    with Image.open(tmp_path / "paper.png") as paper:
        assert paper.height <= 60


def test_a_cutter_is_jammed_on_a_line_that_is_as_slow_as_its_speed(tmp_path: Path) -> None:
    with emulated(tmp_path, "printer", "--serial", "--baud", "9600", "--jammed") as said:
        assert "?baud=9600" in said
        with serial.Serial(said.split("serial://")[1].split("?")[0], 9600, timeout=60) as uart:
            uart.write(b"\x10\x04\x03")
            assert uart.read(1) == b"\x1a"


def test_a_speed_without_a_line_is_refused() -> None:
    ended = subprocess.run(
        [SIGNPOST, "emulate", "printer", "--baud", "9600"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "--serial" in ended.stderr
