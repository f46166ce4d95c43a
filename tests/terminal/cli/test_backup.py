"""Backup, restore and rescue as they are typed, and as the technician's page says."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519

from terminal.model.journal import Happening
from terminal.model.record import SealedRecord
from terminal.store import Store
from terminal.store.journal import Sought

ROOT = Path(__file__).parents[3]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_a_backup_is_told_in_the_journal_and_by_the_doctor(
    unit: Any, signed: SealedRecord, stick: Path
) -> None:
    unit.write(f'[backup]\nto = "{stick}"\n')
    assert "none was made yet" in unit.run("doctor").stdout
    said = json.loads(unit.run("backup", "--json").stdout)
    assert (said["records"], said["seq"]) == (1, 1)
    with Store(unit.folder / "data" / "store.sqlite") as store:
        (line,) = store.journal.latest(Sought(happening=Happening.BACKED_UP.value))
    assert (line.facts["sha256"], line.facts["file"]) == (said["sha256"], Path(said["path"]).name)
    assert "on the same card as the store" in unit.run("doctor").stdout
    assert unit.run("backup", "--scheduled").stdout == ""
    assert len(list(stick.iterdir())) == 1
    assert signed.seq == 1


def test_nothing_is_due_where_no_folder_is_configured(unit: Any, signed: SealedRecord) -> None:
    assert (unit.run("backup", "--scheduled").returncode, signed.seq) == (0, 1)
    refused = unit.run("backup")
    assert (refused.returncode, "say where to" in refused.stderr) == (1, True)


def test_an_encrypted_backup_makes_another_unit_the_same_terminal(
    unit: Any, signed: SealedRecord, stick: Path, tmp_path: Path
) -> None:
    owner = x25519.Identity.generate()
    key = tmp_path / "key.txt"
    key.write_text(f"{owner}\n")
    path = json.loads(unit.run("backup", str(stick), "--recipient", str(owner.to_public()), "--json").stdout)[
        "path"
    ]
    (tmp_path / "new").mkdir()
    new = type(unit)(tmp_path / "new")
    refused = new.run("restore", path)
    assert (refused.returncode, "--identity" in refused.stderr) == (1, True)
    done = new.run("restore", path, "--identity", str(key))
    assert (done.returncode, "1 put back" in done.stdout) == (0, True), done.stderr
    assert "sealed as those before" in done.stdout
    assert new.run("records", "show", signed.id).returncode == 0


def test_a_rescue_names_what_is_damaged_and_exits_with_1(
    unit: Any, signed: SealedRecord, tmp_path: Path
) -> None:
    unit.break_store("UPDATE parts SET content = x'00' WHERE name = 'signature.png'")
    done = unit.run("rescue", str(unit.folder / "data"), "--out", str(tmp_path / "out"), "--json")
    (line,) = json.loads(done.stdout)["records"]
    assert (done.returncode, line["fate"], line["id"]) == (1, "damaged", signed.id)
    assert Path(line["file"]).parent.name == "damaged"
    assert "signature.png is not the file" in unit.run("rescue", str(unit.folder / "data")).stdout


def test_the_pages_steps_work_as_they_are_written(
    unit: Any, signed: SealedRecord, stick: Path, tmp_path: Path
) -> None:
    """Every line of the section that begins with ``signpost`` or ``sudo signpost``, in its order."""
    page = (ROOT / "docs" / "technician.md").read_text(encoding="utf-8").partition("## 9. ")[2]
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    steps = [line.removeprefix("sudo ") for line in "".join(blocks).splitlines()]
    typed = [step for step in steps if step.startswith("signpost ")]
    assert [step.split()[1] for step in typed] == ["backup", "verify", "restore", "rescue"]
    environment = {
        **os.environ,
        "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
        "SIGNPOST_CONFIG": str(unit.config),
    }
    for step in typed:
        command = step.replace("/mnt/signpost-backup", str(stick)).replace(
            "/mnt/card", str(unit.folder / "data")
        )
        command = re.sub(r"signpost-SP-0007-\w+Z\.backup", "*.backup", command)
        done = subprocess.run(
            ["bash", "-c", command],  # noqa: S607 - the system's shell
            env=environment, cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{step}: {done.stdout}{done.stderr}"
    assert (tmp_path / "rescued" / f"{signed.id}.signpost").exists()
