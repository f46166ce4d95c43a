import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory, MockPWMPin

from drivers.fingerprint.emulator import SensorEmulator
from drivers.panel.backlight import emulated_backlight
from drivers.panel.emulator import WatchedFactory
from terminal.cli import attached
from terminal.cli.doctor import file_system
from terminal.cli.finding import Finding
from terminal.cli.readable import documents
from terminal.config import Config, FingerprintConfig, GlassConfig, PanelConfig, TillConfig, UploadConfig
from terminal.evidence.record import Sealer
from terminal.model.record import Confirmation, SealedRecord
from terminal.store import Store


def test_doctor_names_what_is_not_well_and_what_to_do(unit: Any) -> None:
    unit.write('[printer]\nport = "tcp://127.0.0.1:1"\n[upload]\narchive = "http://127.0.0.1:1"\n')
    found = unit.run("doctor")
    assert found.returncode == 1
    assert "no token in" in found.stdout
    assert "does not answer" in found.stdout
    assert "Chinese among them" in found.stdout
    assert found.stderr == ""


def test_doctor_is_content_with_a_unit_that_is_well(unit: Any, signed: SealedRecord) -> None:
    found = unit.run("doctor")
    assert found.returncode == 0, found.stdout
    assert f"{signed.seq} records" in found.stdout


def test_doctor_finds_a_key_that_others_may_read(unit: Any) -> None:
    key = unit.folder / "data" / "device-key.pem"
    key.parent.mkdir()
    key.touch(mode=0o644)
    key.chmod(0o644)
    found = unit.run("doctor")
    assert found.returncode == 1
    assert "chmod 600" in found.stdout


@pytest.mark.usefixtures("signed")
def test_doctor_finds_a_key_that_is_gone(unit: Any) -> None:
    key = unit.folder / "data" / "device-key.pem"
    key.unlink()
    found = unit.run("doctor")
    assert found.returncode == 1
    assert "device-key.pem is gone. Put the file back from the backup" in " ".join(found.stdout.split())
    assert not key.exists()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE records SET jws = x'00' WHERE seq = 2", "record 2 does not hold: record.jws is not a seal"),
        ("DELETE FROM records WHERE seq = 1", "record 1 should come here, and 2 does"),
        ("UPDATE records SET jws_sha256 = '' WHERE seq = 3", "record 3 is not the one that was noted"),
    ],
)
def test_doctor_checks_the_chain(
    unit: Any, signing: Confirmation, own: Sealer, damage: str, said: str
) -> None:
    with Store(unit.folder / "data" / "store.sqlite") as store:
        for number in range(1, 4):
            request = replace(signing.request, id=f"request-{number}")
            given = replace(signing, record_id=f"record-{number}", request=request)
            store.requests.accept(request, key=str(number), body_sha256="0", queue=False)
            store.records.keep(given, partial(own.seal, given, ()), sinks=[], copies=0)
    assert "the chain of the last 3 holds" in unit.run("doctor").stdout
    unit.break_store(damage)
    found = unit.run("doctor")
    assert found.returncode == 1
    assert said in found.stdout


MOUNTS = """\
/dev/root / ext4 rw 0 0
overlay /data overlay rw 0 0
/dev/sda1 /data/kept ext4 rw 0 0
tmpfs /with\\040space tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/data", "overlay"),
        ("/data/store", "overlay"),
        ("/database/store", "ext4"),
        ("/data/kept/store", "ext4"),
        ("/data/keptnot", "overlay"),
        ("/with space/x", "tmpfs"),
    ],
)
def test_a_path_lies_on_the_file_system_that_holds_it(path: str, kind: str) -> None:
    assert file_system(Path(path), MOUNTS) == kind


def sensor_at(port: str) -> Config:
    return Config(fingerprint=FingerprintConfig(port=port))


def test_a_sensor_that_says_no_is_trouble() -> None:
    with SensorEmulator(password=5, pace=False) as sensor:
        [found] = attached.sensor(sensor_at(str(sensor.path)))
    assert found.finding is Finding.TROUBLE


def test_the_panel_is_opened_on_the_configured_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    factory = MockFactory(pin_class=MockPWMPin)
    monkeypatch.setattr(Device, "pin_factory", factory)
    pins = PanelConfig("gpio", 5, 6, 12, 13, 16, 19)
    [found] = attached.panel(Config(panel=pins))
    assert found.finding is Finding.WELL
    assert {pin.info.name for pin in factory.pins.values()} == {f"GPIO{n}" for n in (5, 6, 12, 13, 16, 19)}


def test_a_computer_without_a_header_has_no_panel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Device, "pin_factory", None)
    monkeypatch.setenv("GPIOZERO_PIN_FACTORY", "no-such-library")
    [found] = attached.panel(Config())
    assert (found.finding, "no GPIO" in found.sentence) == (Finding.NOTE, True)


@pytest.mark.parametrize(
    ("level", "sentence"),
    [("low", "the mains are gone"), ("high", "the case is open, and the mains are gone")],
)
def test_an_open_case_and_lost_mains_are_trouble(
    monkeypatch: pytest.MonkeyPatch, level: str, sentence: str
) -> None:
    factory = WatchedFactory(on_change=lambda: None)
    factory.pin(25).hold(high=level == "high")
    factory.pin(26).hold(high=level == "high")
    monkeypatch.setattr(Device, "pin_factory", factory)
    [found] = attached.panel(Config(panel=PanelConfig(tamper=25, power_fail=26, power_fail_level=level)))
    assert (found.finding, found.sentence.endswith(f"; {sentence}")) == (Finding.TROUBLE, True)


def test_a_backlight_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    config = Config(glass=GlassConfig(backlight=tmp_path))
    [found] = attached.backlight(config)
    assert found.finding is Finding.NOTE
    light = emulated_backlight(tmp_path)
    (light / "brightness").write_text("77")
    [found] = attached.backlight(config)
    assert (found.finding, found.sentence) == (Finding.WELL, "backlight rpi_backlight, 255 steps")
    assert (light / "brightness").read_text() == "77"


def test_an_address_that_is_none_does_not_answer(tmp_path: Path) -> None:
    config = Config(upload=UploadConfig("https://exa mple\x00", str(tmp_path)))
    assert "does not answer" in list(attached.archive(config))[-1].sentence


def test_a_document_is_read_to_see_whether_one_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    (well,) = documents(Config())
    assert (well.finding, well.sentence) == (Finding.WELL, "PDFs of up to 10 MB can be read and signed")
    (none,) = documents(Config(till=TillConfig(max_document_mb=0)))
    assert none.finding is Finding.NOTE
    monkeypatch.setattr(sys, "executable", "/bin/false")
    (trouble,) = documents(Config())
    assert trouble.finding is Finding.TROUBLE
    assert "no PDF can be read here" in trouble.sentence
