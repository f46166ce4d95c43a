"""What docs/archive.md tells people to type works as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archive.main import main
from archive.routes import bundles
from tests.archive.conftest import Terminal, Visit

PAGE = (Path(__file__).parents[2] / "docs" / "archive.md").read_text()
LINES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]


def test_the_commands_for_tokens_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = os.umask(0o022)
    try:
        for line in LINES:
            words = line.split()
            if words[0] == "signpost-archive" and "token" in words:
                monkeypatch.setattr(sys, "argv", words)
                main()
    finally:
        os.umask(before)
    assert (tmp_path / "archive-data" / "tokens.json").exists()


def test_the_calls_work(visit: Visit, terminal: Terminal) -> None:
    visit.upload(terminal.sign())
    for line in LINES:
        if line.startswith("curl"):
            command = line.replace("http://127.0.0.1:8480", str(visit.http.base_url).rstrip("/"))
            environment = {**os.environ, "TOKEN": visit.reader_token}
            said = subprocess.run(
                ["/bin/sh", "-c", command], env=environment, capture_output=True, text=True, check=True
            )
            assert "INV-2041" in said.stdout or said.stdout == '{"status":"ok"}'


def test_every_code_is_explained() -> None:
    package = Path(bundles.__file__).parents[1]
    files = ["digests.py", "receiving.py", "terminals.py", "routes/bundles.py"]
    codes = {
        code
        for file in files
        for code in re.findall(r"Problem\(\s*\d{3},\s*\"([a-z-]+)\"", (package / file).read_text())
    }
    assert len(codes) > 8
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()
