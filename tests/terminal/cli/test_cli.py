"""The commands as a technician types them: the real program, its output and its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from terminal.evidence.record import Sealer
from terminal.export.parts import parts_of
from terminal.model.record import SealedRecord, Signing
from terminal.store import Store

SIGNPOST = Path(sys.executable).with_name("signpost")


class Unit:
    """A configured unit in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "signpost.toml"
        self.write("")

    def write(self, more: str) -> None:
        self.config.write_text(
            f'[paths]\ndata = "{self.folder}/data"\nruntime = "{self.folder}/run"\n'
            f'[fingerprint]\nport = ""\n[panel]\npins = "none"\n{more}',
            encoding="utf-8",
        )

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "SIGNPOST_CONFIG": str(self.config), "COLUMNS": "200", "NO_COLOR": "1"}
        return subprocess.run(
            [SIGNPOST, *words], env=environment, capture_output=True, text=True, check=False, timeout=60
        )


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return Unit(tmp_path)


@pytest.fixture
def signed(unit: Unit, signing: Signing, sealer: Sealer) -> SealedRecord:
    """A record in the unit's store."""
    with Store(unit.folder / "data" / "store.sqlite") as store:
        store.requests.accept(signing.request, key="k", body_sha256="0", queue=False)
        parts = parts_of(signing)
        return store.records.keep(
            signing,
            lambda seq, previous: sealer.seal(signing, parts, seq, previous),
            sinks=["archive"],
            copies=1,
        )


def test_records_are_listed_with_what_people_look_for(unit: Unit, signed: SealedRecord) -> None:
    shown = unit.run("records", "list").stdout
    for fact in (
        "INV-2041",
        "CNY 1280.00",
        f"{signed.match_code[:4]} {signed.match_code[4:]}",
        "waiting",
        signed.id,
    ):
        assert fact in shown
    assert "Nothing matches 'INV-9'" in unit.run("records", "list", "INV-9").stdout


def test_records_are_listed_for_programs(unit: Unit, signed: SealedRecord) -> None:
    [record] = json.loads(unit.run("records", "list", "--json").stdout)
    assert (record["id"], record["seq"], record["uploaded"]) == (signed.id, 1, "waiting")


def test_a_record_is_shown_with_what_its_seal_says(unit: Unit, signed: SealedRecord, sealer: Sealer) -> None:
    shown = unit.run("records", "show", signed.match_code).stdout
    assert "holds" in shown
    assert "does not hold" not in shown
    assert sealer.key.thumbprint in shown
    assert json.loads(unit.run("records", "show", signed.id, "--json").stdout)["id"] == signed.id


def test_a_part_that_was_changed_is_named(unit: Unit, signed: SealedRecord) -> None:
    with Store(unit.folder / "data" / "store.sqlite") as store:
        store._connection.execute("UPDATE parts SET content = x'00' WHERE name = 'signature.png'")
    shown = unit.run("records", "show", signed.id).stdout
    assert "does not hold: signature.png changed" in shown


def test_the_queue_says_what_waits_and_why(unit: Unit, signed: SealedRecord) -> None:
    with Store(unit.folder / "data" / "store.sqlite") as store:
        store.outbox.tried(store.outbox.unsent("archive")[0].id, "no answer from the archive")
    shown = unit.run("queue").stdout
    assert "For the archive: 1 to send" in shown
    assert "no answer from the archive" in shown
    assert "For the printer: 1" in shown
    assert signed.id in shown


def test_tills_come_and_go(unit: Unit) -> None:
    token = unit.run("tills", "add", "till-3").stdout.strip()
    with Store(unit.folder / "data" / "store.sqlite") as store:
        assert store.tills.whose(token) == "till-3"
    listed = unit.run("tills", "list").stdout
    assert "till-3" in listed
    assert token not in listed
    assert unit.run("tills", "revoke", "till-3").returncode == 0
    nobody = unit.run("tills", "revoke", "till-9")
    assert nobody.returncode == 1
    assert "no till 'till-9'" in nobody.stdout


def test_doctor_names_what_is_not_well_and_what_to_do(unit: Unit) -> None:
    unit.write('[printer]\nport = "tcp://127.0.0.1:1"\n[upload]\narchive = "http://127.0.0.1:1"\n')
    found = unit.run("doctor")
    assert found.returncode == 1
    assert "no token in" in found.stdout
    assert "does not answer" in found.stdout
    assert "Chinese among them" in found.stdout
    assert found.stderr == ""


def test_doctor_is_content_with_a_unit_that_is_well(unit: Unit, signed: SealedRecord) -> None:
    found = unit.run("doctor")
    assert found.returncode == 0, found.stdout
    assert f"{signed.seq} records" in found.stdout


def test_doctor_finds_a_key_that_others_may_read(unit: Unit) -> None:
    key = unit.folder / "data" / "device-key.pem"
    key.parent.mkdir()
    key.touch(mode=0o644)
    key.chmod(0o644)
    found = unit.run("doctor")
    assert found.returncode == 1
    assert "chmod 600" in found.stdout


@pytest.mark.parametrize("words", [("records", "list"), ("doctor",), ("queue",), ("run",)])
def test_a_mistake_in_the_configuration_is_a_sentence(unit: Unit, words: tuple[str, ...]) -> None:
    unit.write("[till]\nlisten = 3\n")
    said = unit.run(*words)
    assert said.returncode == 1
    assert f"{unit.config}: till.listen = 3 should be a text in quotes" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("program", ["terminal", "till", "printer", "uploader"])
def test_each_process_says_a_mistake_in_a_sentence(unit: Unit, program: str) -> None:
    unit.write("[glas]\nwidth = 3\n")
    said = subprocess.run(
        [SIGNPOST.with_name(f"signpost-{program}")],
        env={**os.environ, "SIGNPOST_CONFIG": str(unit.config)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert said.returncode == 1
    assert "unknown key glas" in said.stderr
    assert "Traceback" not in said.stderr
