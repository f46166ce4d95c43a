"""One device of each kind: emulated in ``make test``, a real one in ``make test-hardware``.

A real one is named by the environment: ``SIGNPOST_TEST_SENSOR=/dev/ttyAMA0``,
``SIGNPOST_TEST_PRINTER=usb://04b8:0202`` (with ``SIGNPOST_TEST_PRINTER_PROFILE``, else 80mm), and
``SIGNPOST_TEST_PANEL=gpio`` on the pins that the configuration names. A backlight is found by itself. What is
not named is skipped, and said so. Where a hand is needed, the test asks for one.
"""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from typing import Protocol

import pytest

from drivers.fingerprint import FingerprintReader, open_reader
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.fingers import FINGERS
from drivers.panel import Button, FrontPanel, PanelPins, PanelTraits, open_panel
from drivers.panel.backlight import SYSFS, Backlight, emulated_backlight, open_backlight
from drivers.panel.physical import EmulatedPanel
from drivers.printer import ReceiptPrinter, load_profile, open_printer
from drivers.printer.emulator import PrinterEmulator

PROFILES = [Path(__file__).parents[2] / "config" / "printers"]
REAL = os.environ.get("SIGNPOST_TEST_HARDWARE") == "1"
PATIENCE_S = 30.0 if REAL else 5.0
"""How long a person may take to do what a test asks for; an emulator takes no time."""

Asking = Callable[[str], None]
Until = Callable[[Callable[[], bool]], None]


class Hand(Protocol):
    """Who presses fingers on the sensor and buttons on the panel."""

    def press(self) -> None:
        """Press, or ask a person to."""

    def lift(self) -> None:
        """Let go, or ask a person to."""


class AskedHand:
    """A person in front of the device."""

    def __init__(self, ask: Asking, press: str, lift: str) -> None:
        self._ask, self._press, self._lift = ask, press, lift

    def press(self) -> None:
        """Ask for a press; the test then waits for it."""
        self._ask(self._press)

    def lift(self) -> None:
        """Ask to let go."""
        self._ask(self._lift)


class FingerOnEmulator:
    """A synthetic finger on an emulated sensor."""

    def __init__(self, sensor: SensorEmulator) -> None:
        self._sensor = sensor

    def press(self) -> None:
        """Press it."""
        self._sensor.press(FINGERS[0])

    def lift(self) -> None:
        """Lift it."""
        self._sensor.lift()


class ThumbOnPanel:
    """Presses the staff button of an emulated panel."""

    def __init__(self, panel: EmulatedPanel) -> None:
        self._panel = panel

    def press(self) -> None:
        """Push the button."""
        self._panel.press(Button.STAFF)

    def lift(self) -> None:
        """Let it go."""
        self._panel.release(Button.STAFF)


def named(variable: str, what: str) -> str:
    """Return which real device to test; where none is named, the test is skipped."""
    value = os.environ.get(variable, "")
    if not value:
        pytest.skip(f"no {what}: {variable} is not set")
    return value


@pytest.fixture
def ask(request: pytest.FixtureRequest) -> Asking:
    """Say something to the person at the keyboard, past pytest's capturing."""
    capturing = request.config.pluginmanager.getplugin("capturemanager")

    def say(sentence: str) -> None:
        if not REAL:
            return
        with capturing.global_and_fixture_disabled():
            print(f"\n>>> {sentence}", flush=True)  # noqa: T201 - a person is to read it

    return say


@pytest.fixture
def until() -> Until:
    """Wait until something is so that no event tells of."""

    def wait(true: Callable[[], bool]) -> None:
        pause = threading.Event()
        for _ in range(int(PATIENCE_S / 0.05)):
            if true():
                return
            pause.wait(0.05)
        raise AssertionError(f"not within {PATIENCE_S:g} s")

    return wait


@pytest.fixture
def sensor(ask: Asking) -> Iterator[tuple[str, Hand]]:
    """The sensor's port, and who presses a finger on it."""
    if REAL:
        port = named("SIGNPOST_TEST_SENSOR", "fingerprint sensor")
        yield port, AskedHand(ask, "Press a finger on the sensor, flat and still.", "Lift the finger.")
        return
    with SensorEmulator(pace=False) as emulator:
        yield emulator.path, FingerOnEmulator(emulator)


@pytest.fixture
def finger(sensor: tuple[str, Hand]) -> Hand:
    """Who presses a finger."""
    return sensor[1]


@pytest.fixture
def reader(sensor: tuple[str, Hand]) -> Iterator[FingerprintReader]:
    """The sensor under test."""
    opened = open_reader(sensor[0])
    yield opened
    opened.close()


@pytest.fixture
def printer() -> Iterator[ReceiptPrinter]:
    """The printer under test."""
    if REAL:
        where = named("SIGNPOST_TEST_PRINTER", "receipt printer")
        profile = load_profile(os.environ.get("SIGNPOST_TEST_PRINTER_PROFILE", "80mm"), PROFILES)
        opened = open_printer(where, profile)
        yield opened
        opened.close()
        return
    with PrinterEmulator(speed_mm_s=None) as emulator:
        opened = open_printer(emulator.serve_tcp(), load_profile("80mm", PROFILES), patience_s=1)
        yield opened
        opened.close()


@pytest.fixture
def pressed() -> Queue[Button]:
    """The buttons that the panel heard."""
    return Queue()


@pytest.fixture
def panel(pressed: Queue[Button], tmp_path: Path) -> Iterator[FrontPanel]:
    """The front panel under test."""
    if REAL:
        named("SIGNPOST_TEST_PANEL", "front panel")
        pins, traits = _wired()
        opened = open_panel(pins, pressed.put, traits=traits)
    else:
        opened = open_panel(PanelPins(), pressed.put, emulated_socket=tmp_path / "panel.sock")
    yield opened
    opened.close()


@pytest.fixture
def thumb(panel: FrontPanel, ask: Asking, until: Until, tmp_path: Path) -> Iterator[Hand]:
    """Who presses the staff button of ``panel``."""
    assert panel.describe()
    if REAL:
        yield AskedHand(ask, "Press the staff button.", "Let it go.")
        return
    physical = EmulatedPanel(tmp_path / "panel.sock")
    until(lambda: physical.state.powered)
    yield ThumbOnPanel(physical)
    physical.close()


@pytest.fixture
def backlight(tmp_path: Path) -> Iterator[Backlight]:
    """The screen's light under test; a real one is left as it was."""
    if not REAL:
        emulated_backlight(tmp_path)
        yield open_backlight(tmp_path)
        return
    before = {file: file.read_text(encoding="ascii") for file in SYSFS.glob("*/brightness")}
    if not before:
        pytest.skip(f"no backlight: nothing in {SYSFS}")
    yield open_backlight()
    for file, value in before.items():
        file.write_text(value, encoding="ascii")


def _wired() -> tuple[PanelPins, PanelTraits]:
    from terminal.config import load_config  # noqa: PLC0415 - the unit's own, only where there is one
    from terminal.wiring import panel_pins, panel_traits  # noqa: PLC0415

    wiring = load_config().panel
    return panel_pins(wiring), panel_traits(wiring)
