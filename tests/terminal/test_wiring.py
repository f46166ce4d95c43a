"""The sensor as it is configured: its address, its password in a file of its own, its wake-up line."""

from contextlib import closing
from pathlib import Path

import pytest

from drivers.errors import Refused, TimedOut
from drivers.fingerprint.emulator import SensorEmulator
from terminal.cli import attached
from terminal.cli.finding import Check, Finding
from terminal.config import Config, FingerprintConfig
from terminal.wiring import open_sensor, read_password

PASSWORD, ADDRESS = 0x12AB34CD, "0A0B0C0D"


def written(folder: Path, text: str, mode: int = 0o600) -> str:
    file = folder / "sensor.password"
    file.write_text(text, encoding="ascii")
    file.chmod(mode)
    return str(file)


def found(sensor: FingerprintConfig) -> Check:
    return next(attached.sensor(Config(fingerprint=sensor)))


def test_a_sensor_with_a_password_and_an_address_of_its_own_is_opened(tmp_path: Path) -> None:
    with SensorEmulator(pace=False, password=PASSWORD, address=int(ADDRESS, 16)) as sensor:
        settings = FingerprintConfig(
            sensor.path, address=ADDRESS, password_file=written(tmp_path, "12ab34cd\n")
        )
        with closing(open_sensor(settings)) as reader:
            assert reader.describe().model == "R503"
            assert reader.list() == ()
        assert found(settings).finding is Finding.WELL
        assert sensor._sensor.password == PASSWORD


@pytest.mark.parametrize("text", ["", "12ab34cd0", "zzzzzzzz", "12 ab 34 cd", "passwort", "-1234567", "12_4_678"])
def test_a_password_file_that_holds_something_else_is_named_and_its_content_is_not(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(Refused, match="eight hex digits") as refused:
        read_password(written(tmp_path, text))
    assert not text or text not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_password_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="chmod 600"):
        read_password(written(tmp_path, "12ab34cd", 0o640))


def test_a_password_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"There is no .*sensor\.password"):
        read_password(str(tmp_path / "sensor.password"))
    assert read_password("") == 0


def test_a_wrong_password_is_diagnosed_and_the_key_named() -> None:
    with SensorEmulator(pace=False, password=PASSWORD) as sensor:
        check = found(FingerprintConfig(sensor.path))
    assert check.finding is Finding.TROUBLE
    assert "0x13" in check.sentence
    assert "password_file" in check.sentence


def test_a_sensor_that_has_the_factory_s_address_after_all_is_diagnosed() -> None:
    with SensorEmulator(pace=False) as sensor:
        check = found(FingerprintConfig(sensor.path, address=ADDRESS))
    assert check.finding is Finding.TROUBLE
    assert f"answers at the factory's address, not at {ADDRESS}" in check.sentence


def test_a_sensor_with_an_address_nobody_knows_is_silent_and_the_key_named() -> None:
    with SensorEmulator(pace=False, address=int(ADDRESS, 16)) as sensor:
        check = found(FingerprintConfig(sensor.path))
        assert "silent at any other: set address under [fingerprint]" in check.sentence
        with pytest.raises(TimedOut, match="Is 01020304 its address"):
            open_sensor(FingerprintConfig(sensor.path, address="01020304"))
