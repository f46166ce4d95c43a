"""What the doctor says of sensor, printer and panel: one test for each way in which they fail."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import serial
from gpiozero import Device, OutputDevice
from gpiozero.pins.mock import MockFactory, MockPWMPin

from drivers.fingerprint.diagnosis import SHAKE, diagnose, explain
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.faults import Faults
from drivers.fingerprint.line import SerialLine
from drivers.printer.emulator import PrinterEmulator
from terminal.cli import attached
from terminal.cli.finding import Check, Finding
from terminal.cli.holding import holder_of, running
from terminal.cli.seeing import seen
from terminal.clock import Clock
from terminal.config import Config, FingerprintConfig, PanelConfig, Paths, PrinterConfig
from terminal.model.status import Health
from terminal.store import Store

HOLD = """\
import serial, sys
port = serial.Serial(sys.argv[1], exclusive=True)
print("has it", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by(folder: Path, name: str, port: str) -> Iterator[int]:
    """Have another program, of this name, hold a port; its process's number."""
    script = folder / name
    script.write_text(HOLD, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), port], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout
        assert program.stdin
        assert program.stdout.readline() == "has it\n"
        yield program.pid
        program.stdin.close()


def sensor_at(port: str) -> Check:
    [found] = attached.sensor(Config(fingerprint=FingerprintConfig(port=port)))
    return found


def printer_at(port: str) -> Check:
    [found] = attached.printer(Config(printer=PrinterConfig(port=port)))
    return found


@pytest.fixture
def sensor() -> Iterator[SensorEmulator]:
    with SensorEmulator(pace=False) as emulator:
        yield emulator


@pytest.fixture
def line() -> Iterator[Callable[[Callable[[bytes], bytes]], str]]:
    """Makes lines with something other than a sensor at their end; gives the port to open."""
    with ExitStack() as stack:

        def make(answer: Callable[[bytes], bytes]) -> str:
            ends: list[SerialLine] = []
            ends.append(SerialLine(lambda heard: ends[0].send(answer(heard), None)))
            stack.callback(ends[0].close)
            return ends[0].path

        yield make


@pytest.fixture
def printer() -> Iterator[PrinterEmulator]:
    with PrinterEmulator(speed_mm_s=None) as emulator:
        yield emulator


def test_a_sensor_that_is_well_is_named(sensor: SensorEmulator) -> None:
    found = sensor_at(sensor.path)
    assert found.finding is Finding.WELL
    assert "192×192 px" in found.sentence


def test_a_sensor_that_the_terminal_has_is_at_work(sensor: SensorEmulator, tmp_path: Path) -> None:
    with held_by(tmp_path, "signpost-terminal", sensor.path):
        found = sensor_at(sensor.path)
    assert found.finding is Finding.NOTE
    assert "signpost-terminal runs" in found.sentence


def test_a_program_that_took_the_sensor_is_named(sensor: SensorEmulator, tmp_path: Path) -> None:
    with held_by(tmp_path, "minicom", sensor.path) as pid:
        found = sensor_at(sensor.path)
    assert found.finding is Finding.TROUBLE
    assert f"minicom (process {pid})" in found.sentence


def test_a_login_console_that_took_the_sensor_is_named(sensor: SensorEmulator, tmp_path: Path) -> None:
    with held_by(tmp_path, "agetty", sensor.path):
        found = sensor_at(sensor.path)
    assert (found.finding, "login console" in found.sentence) == (Finding.TROUBLE, True)


def test_a_port_that_is_not_there(tmp_path: Path) -> None:
    found = sensor_at(str(tmp_path / "ttyUSB9"))
    assert (found.finding, "Is it plugged in" in found.sentence) == (Finding.TROUBLE, True)


def test_nothing_at_all_arrives(sensor: SensorEmulator) -> None:
    sensor.power_off()
    found = sensor_at(sensor.path)
    assert found.finding is Finding.TROUBLE
    assert "Nothing at all arrives" in found.sentence


def test_bytes_arrive_but_no_ef01(line: Callable[[Callable[[bytes], bytes]], str]) -> None:
    found = sensor_at(line(lambda _heard: b"\x80\x00\xf8\x07"))
    assert found.finding is Finding.TROUBLE
    assert "no EF01: another baud rate than 57600, swapped TX and RX" in found.sentence


def test_a_sensor_at_a_speed_that_nobody_tries_is_told_from_silence() -> None:
    with SensorEmulator(baud=48_000, pace=False, strict_baud=True, answers_noise=True) as sensor:
        found = sensor_at(sensor.path)
    assert found.finding is Finding.TROUBLE
    assert "arrive on" in found.sentence
    assert "no EF01: another baud rate than 57600" in found.sentence


def test_a_line_whose_ends_touch(line: Callable[[Callable[[bytes], bytes]], str]) -> None:
    assert "TX and RX touch" in diagnose(line(lambda heard: heard), 57_600)


def test_a_login_console_on_the_line(line: Callable[[Callable[[bytes], bytes]], str]) -> None:
    said = diagnose(
        line(lambda _heard: b"\r\nRaspbian GNU/Linux 12 shop ttyAMA0\r\n\r\nshop login: "), 57_600
    )
    assert "take console=" in said


def test_a_port_that_linux_writes_its_messages_to(tmp_path: Path) -> None:
    boot = tmp_path / "cmdline"
    boot.write_text("console=tty1 console=ttyAMA0,115200 root=/dev/mmcblk0p2", encoding="ascii")
    with SensorEmulator(pace=False, path=tmp_path / "ttyAMA0") as emulator:
        assert "take console=" in diagnose(emulator.path, 57_600, listen_s=0.01, boot=boot)


def test_damaged_packets(sensor: SensorEmulator) -> None:
    sensor.spoil(Faults(flip_byte=10))
    found = sensor_at(sensor.path)
    assert (found.finding, "EF01 among them" in found.sentence) == (Finding.TROUBLE, True)


def test_one_byte_is_no_text() -> None:
    assert explain(b"U", "/dev/ttyUSB0", 57_600, console=False).startswith("1 byte arrives on")
    assert SHAKE.hex() == "ef01ffffffff010007130000000000" + "1b"


def test_a_wrong_password_is_said() -> None:
    with SensorEmulator(password=5, pace=False) as locked:
        found = sensor_at(locked.path)
    assert (found.finding, "password" in found.sentence) == (Finding.TROUBLE, True)


def test_who_holds_a_file_is_seen_and_nobody_where_nobody_does(tmp_path: Path) -> None:
    file = tmp_path / "held"
    file.touch()
    assert holder_of(str(file)) is None
    with file.open() as handle, subprocess.Popen(["/bin/sleep", "60"], stdin=handle) as sleeper:
        holder = holder_of(str(file))
        assert holder
        assert (holder.name, holder.pid, holder.ours) == ("sleep", sleeper.pid, False)
        assert running("sleep")
        sleeper.kill()
    assert not running("no-such-program")


def test_a_printer_that_is_well(printer: PrinterEmulator) -> None:
    assert printer_at(printer.serve_tcp()).finding is Finding.WELL


@pytest.mark.parametrize(
    ("happens", "said"),
    [(PrinterEmulator.paper_out, "out of paper"), (PrinterEmulator.open_cover, "cover is open")],
)
def test_a_printer_that_cannot_print_says_why(
    printer: PrinterEmulator, happens: Callable[[PrinterEmulator], None], said: str
) -> None:
    where = printer.serve_tcp()
    happens(printer)
    found = printer_at(where)
    assert (found.finding, said in found.sentence) == (Finding.TROUBLE, True)


def test_nothing_listens_where_the_printer_should_be() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    found = printer_at(f"tcp://127.0.0.1:{port}")
    assert found.finding is Finding.TROUBLE
    assert f"nothing listens on its port {port}" in found.sentence


def test_a_name_that_no_computer_has() -> None:
    assert "no address is known" in printer_at("tcp://printer.invalid:9100").sentence


def test_a_printer_that_says_nothing_may_speak_at_another_speed(printer: PrinterEmulator) -> None:
    where = printer.serve_pty()
    printer.go_silent()
    found = printer_at(where)
    assert found.finding is Finding.NOTE
    assert "If it prints garbage" in found.sentence


def test_a_printer_that_the_printing_process_has_is_at_work(printer: PrinterEmulator, tmp_path: Path) -> None:
    where = printer.serve_pty()
    port = where.removeprefix("serial://").partition("?")[0]
    with held_by(tmp_path, "signpost-printer", port):
        found = printer_at(where)
    assert (found.finding, "signpost-printer runs" in found.sentence) == (Finding.NOTE, True)


def test_a_pin_that_something_else_uses_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    factory = MockFactory(pin_class=MockPWMPin)
    monkeypatch.setattr(Device, "pin_factory", factory)
    # Whoever runs a terminal of their own beside the tests has none here.
    monkeypatch.setattr(attached, "running", lambda _name: False)
    with OutputDevice(17, pin_factory=factory):
        [found] = attached.panel(Config(panel=PanelConfig()))
    assert (found.finding, "17" in found.sentence) == (Finding.TROUBLE, True)


def card(folder: Path, connector: str = "", status: str = "", modes: str = "") -> tuple[Path, Path]:
    devices, connectors = folder / "dri", folder / "drm"
    devices.mkdir()
    (devices / "card1").touch()
    if connector:
        (connectors / f"card1-{connector}").mkdir(parents=True)
        (connectors / f"card1-{connector}" / "status").write_text(status + "\n")
        (connectors / f"card1-{connector}" / "modes").write_text(modes)
    return devices, connectors


@pytest.mark.parametrize(
    ("noted", "finding"),
    [(None, Finding.NOTE), (Health.OK, Finding.NOTE), (Health.PROBLEM, Finding.TROUBLE)],
)
def test_pins_are_the_terminals_unless_it_says_that_it_has_them_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noted: Health | None, finding: Finding
) -> None:
    header = MockFactory(pin_class=MockPWMPin)
    monkeypatch.setattr(Device, "pin_factory", header)
    config = Config(paths=Paths(tmp_path, tmp_path), panel=PanelConfig())
    if noted:
        with Store(config.paths.store) as store:
            store.devices.note("panel", noted, "", Clock().now())
    script = tmp_path / "signpost-terminal"
    script.write_text("import sys\nprint('runs', flush=True)\nsys.stdin.read()\n", encoding="utf-8")
    with (
        OutputDevice(24, pin_factory=header),
        subprocess.Popen(
            [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as terminal,
    ):
        assert terminal.stdout
        assert terminal.stdin
        assert terminal.stdout.readline() == "runs\n"
        [found] = attached.panel(config)
        terminal.stdin.close()
    assert found.finding is finding
    assert ("GPIO24 is already in use" in found.sentence) is (finding is Finding.TROUBLE)


def test_a_panel_that_is_plugged_in_is_named(tmp_path: Path) -> None:
    found = seen(*card(tmp_path, "DSI-1", "connected", "800x480\n640x480\n"), {}, is_a_pi=True)
    assert (found.finding, found.sentence) == (Finding.WELL, "DSI-1 800x480")


def test_a_panel_that_is_not_plugged_in(tmp_path: Path) -> None:
    found = seen(*card(tmp_path, "HDMI-A-1", "disconnected"), {}, is_a_pi=True)
    assert (found.finding, "no panel is connected" in found.sentence) == (Finding.TROUBLE, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_graphics_card_that_may_not_be_opened(tmp_path: Path) -> None:
    devices, connectors = card(tmp_path)
    (devices / "card1").chmod(0)
    assert "group video" in seen(devices, connectors, {}, is_a_pi=True).sentence


def test_only_a_unit_must_have_a_screen(tmp_path: Path) -> None:
    assert seen(tmp_path, tmp_path, {}, is_a_pi=True).finding is Finding.TROUBLE
    assert seen(tmp_path, tmp_path, {}, is_a_pi=False).finding is Finding.NOTE
    assert seen(tmp_path, tmp_path, {"DISPLAY": ":0"}, is_a_pi=True).sentence.endswith(":0")


def test_a_port_is_free_again_after_a_look(sensor: SensorEmulator) -> None:
    sensor_at(sensor.path)
    with serial.Serial(sensor.path, exclusive=True) as port:
        assert port.is_open
