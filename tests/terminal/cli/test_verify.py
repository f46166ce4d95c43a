"""``signpost verify`` as somebody types it, on a computer that was never a terminal."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from terminal.cli import app
from terminal.evidence.bundle import make_bundle
from terminal.model.record import SealedRecord

SIGNPOST = Path(sys.executable).with_name("signpost")


@pytest.fixture
def bundle(tmp_path: Path, signed: SealedRecord) -> Path:
    file = tmp_path / f"{signed.id}.signpost"
    file.write_bytes(make_bundle(signed.jws, signed.parts))
    return file


def verify(*words: object) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SIGNPOST")}
    environment |= {"COLUMNS": "200", "NO_COLOR": "1", "SIGNPOST_CONFIG": "nowhere.toml"}
    return subprocess.run(
        [SIGNPOST, "verify", *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_it_says_of_a_bundle_what_holds(bundle: Path, unit: Any) -> None:
    said = verify(bundle, "--certificate", unit.folder / "data" / "device-certificate.pem")
    assert (said.returncode, said.stderr) == (0, "")
    assert "INV-2041" in said.stdout
    assert "sealed by the given certificate's key" in said.stdout
    assert said.stdout.endswith("1 record: it holds.\n")


def test_it_says_what_does_not_and_exits_with_one(bundle: Path, signed: SealedRecord) -> None:
    content = bytearray(bundle.read_bytes())
    content[content.index(b"PNG") + 40] ^= 1
    bundle.write_bytes(content)
    said = verify(bundle, "--json")
    assert said.returncode == 1
    report = json.loads(said.stdout)
    assert report["holds"] is False
    [record] = report["records"]
    assert record["record_id"] == signed.id or not record["record_id"]
    assert {each["outcome"] for each in record["findings"]} >= {"does not hold"}


def test_what_cannot_be_read_exits_with_two(tmp_path: Path, bundle: Path) -> None:
    said = verify(bundle, tmp_path / "nowhere")
    assert said.returncode == 2
    assert "Could not be read" in said.stdout
    assert said.stderr == ""
    for words in (
        [tmp_path / "nowhere"],
        [SIGNPOST],
        [bundle, "--head", "what"],
        [bundle, "--certificate", SIGNPOST],
    ):
        answer = CliRunner().invoke(app, ["verify", *map(str, words)])
        assert answer.exit_code == 2, words
        assert isinstance(answer.exception, SystemExit)


def test_a_store_is_verified_with_the_head_of_its_last_record(unit: Any, signed: SealedRecord) -> None:
    store = str(unit.folder / "data" / "store.sqlite")
    runner = CliRunner()
    assert runner.invoke(app, ["verify", store, "--head", f"1:{signed.jws_sha256}"]).exit_code == 0
    said = runner.invoke(app, ["verify", store, "--head", f"2:{signed.jws_sha256}"])
    assert said.exit_code == 1
    assert "the end is cut off" in said.stdout
