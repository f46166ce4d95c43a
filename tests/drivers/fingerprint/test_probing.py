"""A sensor is found at whatever speed it speaks, and no change of speed locks anyone out."""

from collections.abc import Callable

import pytest
from serial import Serial

from drivers.errors import NotFound, Refused, TimedOut
from drivers.fingerprint import FingerprintReader, Progress, probing
from drivers.fingerprint.codes import Op
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.faults import Faults
from drivers.fingerprint.fingers import FINGERS
from drivers.fingerprint.personalities import AS608, R503, Personality
from drivers.fingerprint.profiles import PROFILES, Lamp, by_model

Reading = Callable[..., FingerprintReader]
Emulated = Callable[..., SensorEmulator]


def ignore(_: Progress) -> None:
    """Nobody watches."""


@pytest.mark.parametrize("baud", [9_600, 19_200, 38_400, 115_200])
def test_a_sensor_at_another_speed_is_found_and_said_to_be(
    emulated: Emulated, reading: Reading, baud: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "PROBE_S", 1.5)  # a busy computer takes longer to answer than a sensor
    info = reading(emulated(baud=baud, strict_baud=True), reply_timeout_s=1.5).describe()
    assert info.baud == baud
    assert f"answers at {baud} baud, not at the 57600" in info.notice


def test_a_sensor_at_the_configured_speed_is_found_at_once_and_nothing_is_said(
    emulated: Emulated, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    turn_to = probing.turn_to

    def told(port: Serial, speed: int) -> None:
        tried.append(speed)
        turn_to(port, speed)

    monkeypatch.setattr(probing, "turn_to", told)
    info = reading(emulated(baud=19_200, strict_baud=True), baud=19_200, reply_timeout_s=60).describe()
    assert (info.baud, info.notice) == (19_200, "")
    assert tried == []


def test_silence_at_every_speed_names_the_speeds(sensor: SensorEmulator, reading: Reading) -> None:
    sensor.power_off()
    with pytest.raises(TimedOut, match=r"Is it powered.*57600, 115200, 9600, 19200, 38400, 28800 baud"):
        reading(sensor, reply_timeout_s=0.1)


def test_a_refusal_at_another_speed_is_the_sensors_and_no_silence(
    emulated: Emulated, reading: Reading
) -> None:
    with pytest.raises(Refused, match="password is wrong"):
        reading(emulated(baud=115_200, strict_baud=True, password=9))


def test_an_as608_is_faster_at_once(emulated: Emulated, reading: Reading) -> None:
    reader = reading(emulated(AS608, strict_baud=True), raise_baud=True)
    info = reader.describe()
    assert (info.baud, info.notice) == (115_200, "")
    assert reader.lifted()


def test_an_r503_is_faster_after_its_next_power_cycle_and_is_found_there(
    emulated: Emulated, reading: Reading
) -> None:
    sensor = emulated(R503, strict_baud=True)
    reader = reading(sensor, raise_baud=True)
    assert reader.describe().baud == 57_600
    assert "115200 once it was switched off and on" in reader.describe().notice
    assert reader.lifted()
    sensor.unplug()
    with pytest.raises(NotFound):
        reader.lifted()
    sensor.plug()
    assert reader.describe().baud == 115_200
    assert reader.describe().notice == ""


def test_a_sensor_that_was_restarted_behind_its_cable_is_asked_at_its_new_speed(
    emulated: Emulated, reading: Reading
) -> None:
    sensor = emulated(R503, strict_baud=True)
    reader = reading(sensor, raise_baud=True)
    sensor.power_off()
    sensor.power_on()
    with pytest.raises(TimedOut):
        reader.lifted()
    assert reader.lifted()
    assert reader.describe().baud == 115_200


def test_nobody_who_did_not_ask_for_it_gets_another_speed(emulated: Emulated, reading: Reading) -> None:
    sensor = emulated(AS608, strict_baud=True)
    reading(sensor).close()
    assert sensor._sensor.baud == 57_600


def test_a_sensor_that_will_not_be_faster_stays_as_it_is(emulated: Emulated, reading: Reading) -> None:
    sensor = emulated(AS608, strict_baud=True)
    sensor.spoil(Faults(refusals={Op.SET_PARAMETER: 0x1A}))
    assert reading(sensor, raise_baud=True).describe().baud == 57_600


@pytest.mark.parametrize("personality", [R503, AS608], ids=["R503", "AS608"])
def test_the_light_is_on_for_a_finger_whichever_kind_it_is(
    emulated: Emulated, reading: Reading, personality: Personality
) -> None:
    sensor = emulated(personality)
    seen: list[bool] = []

    def cancelled() -> bool:
        seen.append(sensor.light.lit)
        return seen.count(True) > 1

    reading(sensor).capture(ignore, cancelled, 1)
    assert any(seen)
    assert not sensor.light.lit


def test_a_sensor_that_has_no_light_is_not_asked_for_any(emulated: Emulated, reading: Reading) -> None:
    sensor = emulated(AS608)
    sensor.press(FINGERS[0])
    lit: list[bool] = []
    reading(sensor, profile="zfm20").capture(lambda _: lit.append(sensor.light.lit), lambda: False, 1)
    assert not any(lit)


def test_a_name_that_a_sensor_gives_itself_is_known_by_its_beginning() -> None:
    assert by_model("R503-M22") is PROFILES["r503"]
    assert by_model("r502-a") is PROFILES["r502"]
    assert by_model("R307S") is PROFILES["r30x"]
    assert by_model("X1") is None
    assert {profile.lamp for profile in PROFILES.values()} == set(Lamp)
    assert {name for name, profile in PROFILES.items() if profile.wake_high} == {"as608", "zfm20", "r30x"}
