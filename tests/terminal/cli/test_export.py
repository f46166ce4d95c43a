"""``signpost export`` and ``signpost dispute``, as they are typed."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from terminal.cli import app
from terminal.evidence.bundle import open_bundle
from terminal.model.record import SealedRecord

from .conftest import Unit

pytestmark = pytest.mark.usefixtures("signed")


class Typed(NamedTuple):
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Typed]


@pytest.fixture
def run(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process: each of its own takes seconds to start."""
    monkeypatch.setenv("SIGNPOST_CONFIG", str(unit.config))
    monkeypatch.setenv("COLUMNS", "200")

    def typed(*words: str) -> Typed:
        done = CliRunner().invoke(app, list(words))
        return Typed(done.exit_code, done.stdout, done.stderr)

    return typed


def test_all_records_go_to_a_folder_and_programs_are_told(unit: Unit, run: Run, signed: SealedRecord) -> None:
    out = unit.folder / "out"
    done = unit.run("export", "--to", str(out), "--format", "bundle", "--format", "csv", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["records"], said["wanting"]) == (1, [])
    bundle, index = said["files"]
    assert (bundle["record"], bundle["new"], bundle["trouble"]) == (signed.id, True, "")
    assert open_bundle((out / bundle["file"]).read_bytes()).record["id"] == signed.id
    assert index["file"].endswith(".csv")
    again = run("export", "--to", str(out), "--format", "bundle", "--format", "csv")
    assert "0 files" in again.stdout
    assert "2 were there already" in again.stdout


def test_a_missing_pdf_is_said_and_is_no_success(unit: Unit, run: Run) -> None:
    done = run("export", "INV-2041", "--to", str(unit.folder / "out"), "--format", "pdf")
    assert done.returncode == 1
    assert "INV-2041, pdf: its signed PDF is not made yet" in done.stdout


def test_what_cannot_be_is_said_in_words(unit: Unit, run: Run) -> None:
    out = str(unit.folder / "out")
    for words, code, sentence in (
        (("INV-9", "--to", out), 2, "no record here is called 'INV-9'"),
        (("--to", f"{out}/a/b"), 2, "plugged in"),
        (("--to", out, "--since", "yesterday"), 2, "'yesterday' is no day"),
        (("--to", out, "--jbig-size", "huge"), 2, "240x120"),
        (("--to", out, "--state", "voided"), 1, "No record fits."),
    ):
        done = run("export", *words)
        assert (done.returncode, sentence in done.stdout + done.stderr) == (code, True), done


def test_days_are_the_shop_s_own(unit: Unit, run: Run) -> None:
    unit.write('[site]\ntimezone = "Asia/Shanghai"\n')  # it was signed on 2026-11-23 at 14:31 there

    def exported(since: str, until: str) -> int:
        done = run("export", "--to", str(unit.folder / "out"), "--since", since, "--until", until, "--json")
        return int(json.loads(done.stdout)["records"])

    assert exported("2026-11-23", "2026-11-23") == 1
    assert exported("2026-11-24", "2026-11-30") == 0


def test_a_dispute_s_packet_lies_in_the_terminal_unless_told_otherwise(
    unit: Unit, run: Run, signed: SealedRecord
) -> None:
    done = run("dispute", "INV-2041", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    file = Path(said["file"])
    assert file.parent == unit.folder / "data" / "disputes"
    assert said["holds"]
    with zipfile.ZipFile(file) as packed:
        assert f"{signed.id}.signpost" in packed.namelist()
    elsewhere = run("dispute", signed.match_code, "--to", str(unit.folder / "there"))
    assert elsewhere.returncode == 0
    assert list((unit.folder / "there").glob("*_dispute.zip"))
    told = run("journal", "--record", "INV-2041").stdout
    assert "Exported (dispute): " in told


def test_a_packet_of_a_record_that_does_not_hold_says_so(unit: Unit, run: Run) -> None:
    unit.break_store("UPDATE parts SET content = x'00' WHERE name = 'ink.json'")
    done = run("dispute", "INV-2041")
    assert done.returncode == 1
    assert "ink.json is not the file that was sealed" in done.stderr
