"""``signpost fingers``, as a technician types it, with a sensor on a wire."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.fingers import FINGERS, Finger
from terminal.staff_fingers import StaffFingers
from tests.terminal.cli.conftest import SIGNPOST

BREATHING = 1


@contextmanager
def hand(sensor: SensorEmulator, finger: Finger, changed: threading.Event) -> Iterator[None]:
    """Someone who presses while the ring breathes, and lifts when it does something else."""
    gone = threading.Event()

    def follow() -> None:
        while not gone.is_set():
            changed.wait()
            changed.clear()
            wanted = sensor.light.rhythm == BREATHING
            if wanted and sensor.finger is None:
                sensor.press(finger)
            elif not wanted and sensor.finger is not None:
                sensor.lift()

    follower = threading.Thread(target=follow)
    follower.start()
    try:
        yield
    finally:
        gone.set()
        changed.set()
        follower.join()
        sensor.lift()


@pytest.fixture
def changed() -> threading.Event:
    return threading.Event()


@pytest.fixture
def sensor(unit: Any, changed: threading.Event) -> Iterator[SensorEmulator]:
    """The unit's sensor."""
    with SensorEmulator(pace=False, on_change=changed.set) as emulator:
        settings = unit.config.read_text()
        unit.config.write_text(
            settings.replace('port = ""', f'port = "{emulator.path}"\ntimeout_s = 10.0', 1)
        )
        yield emulator


def fingers(unit: Any, *words: str, answer: str = "") -> tuple[int, str]:
    ended = subprocess.run(
        [SIGNPOST, "fingers", *words],
        input=answer,
        env={**os.environ, "SIGNPOST_CONFIG": str(unit.config), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_a_finger_from_consent_to_oblivion(
    unit: Any, sensor: SensorEmulator, changed: threading.Event
) -> None:
    thumb, index = FINGERS[:2]
    assert fingers(unit, "list") == (0, "0 of 200 places are taken.\n")
    with hand(sensor, thumb, changed):
        code, said = fingers(unit, "enrol", answer="y\n")
        assert code == 0
        assert "stays in the sensor" in said
        assert "Press the finger (6 of 6)." in said
        assert "enrolled at place 0" in said
        code, said = fingers(unit, "verify", "0")
        assert code == 0
        assert "It is the finger at place 0 (score 2" in said
        assert fingers(unit, "identify")[0] == 0
        code, said = fingers(unit, "enrol", "4", answer="y\n")
        assert code == 1
        assert "enrolled already, at place 0" in said
    with hand(sensor, index, changed):
        code, said = fingers(unit, "verify", "0")
        assert code == 1
        assert "It is not the finger at place 0 (score " in said
        code, said = fingers(unit, "identify")
        assert code == 1
        assert "none of the fingers" in said
    assert fingers(unit, "list") == (0, "1 of 200 places are taken.\n0\n")
    assert fingers(unit, "delete", "0", "1") == (0, "Place 0 is forgotten.\nPlace 1 held no finger.\n")
    assert sensor._sensor.library == {}


def test_without_consent_the_sensor_is_not_even_asked(unit: Any, sensor: SensorEmulator) -> None:
    sensor.power_off()
    code, said = fingers(unit, "enrol", answer="n\n")
    assert code == 1
    assert "nothing is kept" in said


def test_a_unit_without_a_sensor_says_so(unit: Any) -> None:
    code, said = fingers(unit, "list")
    assert code == 1
    assert "No fingerprint sensor is configured" in said


def test_a_finger_of_the_staff_s_is_named_until_it_is_forgotten(
    unit: Any, sensor: SensorEmulator, changed: threading.Event
) -> None:
    with hand(sensor, FINGERS[0], changed):
        code, said = fingers(unit, "enrol", "3", "--staff", "Li Na", answer="y\n")
    assert code == 0
    assert "keeps the name Li Na beside the finger's place" in said
    assert "The finger of Li Na is enrolled at place 3." in said
    assert 'unlock = ["pin", "finger"]' in said
    names = unit.folder / "data" / "staff-fingers.json"
    assert names.stat().st_mode & 0o077 == 0
    assert fingers(unit, "list")[1].endswith("3 (Li Na)\n")
    assert fingers(unit, "delete", "3")[0] == 0
    assert names.read_text() == "{}"


def test_a_place_that_another_finger_comes_to_is_not_the_staff_s_any_more(
    unit: Any, sensor: SensorEmulator, changed: threading.Event
) -> None:
    StaffFingers(unit.folder / "data").bind(3, "Li Na")
    with hand(sensor, FINGERS[1], changed):
        assert fingers(unit, "enrol", "3", answer="y\n")[0] == 0
    assert StaffFingers(unit.folder / "data").names() == {}
