"""The till API's manual: its examples run, and it names every error there is."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import httpx
import pytest

from terminal.clock import Clock
from terminal.model.status import Health
from terminal.till.problems import FAILURES, KINDS
from terminal.till.serve import TillServer
from terminal.till.wire import SigningDocument
from tests.terminal.till.conftest import SALE, Shop

MANUAL = (Path(__file__).parents[3] / "docs" / "till-api.md").read_text(encoding="utf-8")
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*(?:\\\n.*|\n +.*)*)", re.MULTILINE)


def test_every_example_works(server: TillServer, till: httpx.Client, shop: Shop, tmp_path: Path) -> None:
    signed = till.post("/v1/requests", json=SALE, headers={"Idempotency-Key": "earlier"}).json()["id"]
    record = shop.sign(signed)
    waiting = till.post("/v1/requests", json=SALE | {"queue": True}, headers={"Idempotency-Key": "later"})
    shop.store.devices.note("sensor", Health.OK, "R503", Clock().now(), (7,))
    code = shop.store.pairings.offer(Clock().now()).code
    values = {
        "CODE": code,
        "TILL": server.url,
        "TOKEN": shop.token,
        "REQUEST": waiting.json()["id"],
        "RECORD": record.id,
    }
    commands = [command for block in CONSOLE.findall(MANUAL) for command in COMMAND.findall(block)]
    assert len(commands) >= 10
    for command in commands:
        if "INV-2041" in command and "-d" in shlex.split(command):
            till.post(f"/v1/requests/{values['REQUEST']}/cancel")  # the example begins with a free terminal
        ran = subprocess.run(
            ["bash", "-c", command],  # noqa: S607 - the reader's own shell
            env=os.environ | values,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
    assert (tmp_path / "signature.png").read_bytes() == b"PNG"
    assert (tmp_path / "record.signpost").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("code", KINDS)
def test_every_problem_is_in_the_manual(code: str) -> None:
    assert f"| {KINDS[code].status} | `{code}` |" in MANUAL


def test_the_manual_names_no_problem_that_there_is_not() -> None:
    named = re.findall(r"^\| \d{3} \| `(\w+)` \|", MANUAL, re.MULTILINE)
    assert sorted(named) == sorted(KINDS)


def test_every_field_and_every_failure_is_in_the_manual() -> None:
    for name in [*SigningDocument.model_fields, *FAILURES]:
        assert f"`{name}`" in MANUAL, name
