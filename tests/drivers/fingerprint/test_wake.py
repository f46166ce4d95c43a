"""The wake-up line: asked when it tells of a finger, and not believed where it proves wrong."""

import threading
from collections.abc import Callable, Iterator

import pytest
from gpiozero.pins.mock import MockFactory

from drivers.errors import NotFound
from drivers.fingerprint import FingerImage, FingerprintSensor, Progress, Stage
from drivers.fingerprint.codes import Op
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.fingers import FINGERS
from drivers.fingerprint.instructions import BASIC, Answer, Sensor, instructions
from drivers.fingerprint.personalities import AS608, R503, Personality
from drivers.fingerprint.wake import OpenWakeLine, WakeLine
from drivers.panel.line import InputLine

PIN = 5
Reading = Callable[..., FingerprintSensor]


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    factory = MockFactory()
    yield factory
    factory.close()


@pytest.fixture
def wake(pins: MockFactory) -> OpenWakeLine:
    return lambda high: InputLine(PIN, high=high, factory=pins)


class Counting:
    """A line that says how often somebody waited on it in vain."""

    def __init__(self, line: InputLine) -> None:
        self._line, self.waited = line, 0
        self.ten_times = threading.Event()

    @property
    def active(self) -> bool:
        return self._line.active

    def wait(self, seconds: float) -> bool:
        told = self._line.wait(seconds)
        self.waited += not told
        if self.waited == 10:
            self.ten_times.set()
        return told

    def close(self) -> None:
        self._line.close()


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A mark for each look at the glass that was asked for."""
    told: list[str] = []

    def look(sensor: Sensor, parameters: bytes) -> Answer:
        told.append("look")
        return Sensor.get_image(sensor, parameters)

    monkeypatch.setitem(BASIC, Op.GET_IMAGE, look)
    instructions.cache_clear()
    yield told
    monkeypatch.undo()
    instructions.cache_clear()


def taking(reader: FingerprintSensor) -> tuple[threading.Thread, threading.Event, list[FingerImage | None]]:
    """Somebody who waits for a finger, when they began, and what they got."""
    waiting = threading.Event()
    got: list[FingerImage | None] = []

    def report(progress: Progress) -> None:
        if progress.stage is Stage.WAITING:
            waiting.set()

    thread = threading.Thread(target=lambda: got.append(reader.capture(report, lambda: False, 60)))
    thread.start()
    assert waiting.wait(60)
    return thread, waiting, got


@pytest.mark.parametrize(("personality", "high"), [(R503, False), (AS608, True)], ids=["r503", "as608"])
def test_the_line_wakes_the_reader_at_the_model_s_own_level(
    emulated: Callable[..., SensorEmulator], reading: Reading, wake: OpenWakeLine, pins: MockFactory,
    personality: Personality, high: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    sensor = emulated(personality)
    reader = reading(sensor, wake=wake, profile="auto" if personality is R503 else "as608")
    pin = pins.pin(PIN)
    assert bool(pin.state) is not high  # at rest, by the pin's own resistor
    thread, _, got = taking(reader)
    sensor.press(FINGERS[0])
    (pin.drive_high if high else pin.drive_low)()
    thread.join(60)
    assert got[0] is not None
    assert reader._sensor.watch.trusted  # type: ignore[attr-defined]


def test_while_the_line_is_silent_the_sensor_is_hardly_asked(
    sensor: SensorEmulator, reading: Reading, pins: MockFactory, looks: list[str]
) -> None:
    line = Counting(InputLine(PIN, high=False, factory=pins))
    reader = reading(sensor, wake=lambda _high: line)
    thread, _, got = taking(reader)
    assert line.ten_times.wait(60)
    assert len(looks) <= 3  # it would be asked ten times
    sensor.press(FINGERS[0])
    pins.pin(PIN).drive_low()
    thread.join(60)
    assert got[0] is not None


def test_a_line_that_never_moves_is_not_waited_for_again(
    sensor: SensorEmulator, reading: Reading, wake: OpenWakeLine
) -> None:
    reader = reading(sensor, wake=wake)
    thread, _, got = taking(reader)
    sensor.press(FINGERS[0])
    thread.join(60)
    assert got[0] is not None
    assert not reader._sensor.watch.trusted  # type: ignore[attr-defined]


def test_a_line_that_tells_again_is_believed_again(
    sensor: SensorEmulator, reading: Reading, wake: OpenWakeLine, pins: MockFactory
) -> None:
    reader = reading(sensor, wake=wake)
    sensor.press(FINGERS[0])
    assert reader.capture(lambda _: None, lambda: False, 60)
    pins.pin(PIN).drive_low()
    assert reader.capture(lambda _: None, lambda: False, 60)
    assert reader._sensor.watch.trusted  # type: ignore[attr-defined]


def test_whoever_waits_on_the_line_can_be_told_to_stop(
    sensor: SensorEmulator, reading: Reading, wake: OpenWakeLine
) -> None:
    reader = reading(sensor, wake=wake)
    asked = iter([False] * 5)
    assert reader.capture(lambda _: None, lambda: next(asked, True), 30) is None


def test_a_line_that_cannot_be_had_is_said_and_the_sensor_asked_all_the_time(
    sensor: SensorEmulator, reading: Reading
) -> None:
    def none(_high: bool) -> WakeLine:  # noqa: FBT001
        raise NotFound("GPIO 5 cannot be read: this computer has no GPIO, or lgpio is missing.")

    reader = reading(sensor, wake=none)
    assert "The wake-up line is not used: GPIO 5" in reader.describe().notice
    sensor.press(FINGERS[0])
    assert reader.capture(lambda _: None, lambda: False, 60)


def test_the_pin_is_given_back(
    sensor: SensorEmulator, reading: Reading, wake: OpenWakeLine, pins: MockFactory
) -> None:
    reader = reading(sensor, wake=wake)
    reader.close()
    InputLine(PIN, high=True, factory=pins).close()  # a pin that is still held is refused
