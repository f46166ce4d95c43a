"""The examples in the documents, executed."""

import base64
import json
import os
import re
import shutil
import ssl
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from terminal.cli import app
from terminal.evidence.bundle import make_bundle
from terminal.evidence.record import Sealer
from terminal.export.parts import parts_of
from terminal.model.record import NO_PREVIOUS, Confirmation, Part, match_code
from terminal.store import Store

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MAKE = re.compile(r"^(?:\$ )?(?:sudo )?make\b(.*)$", re.MULTILINE)


def blocks(document: Path, language: str) -> list[str]:
    found = BLOCK.findall(document.read_text(encoding="utf-8"))
    return [body for name, body in found if name == language]


def test_a_bundle_is_checked_by_hand_as_the_evidence_page_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    signing: Confirmation,
    sealer: Sealer,
    parts: tuple[Part, ...],
) -> None:
    record = sealer.seal(signing, parts, 1, NO_PREVIOUS)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "018f.signpost").write_bytes(make_bundle(record.jws, parts))
    _, example = blocks(ROOT / "docs" / "evidence.md", "python")
    exec(compile(example, "docs/evidence.md", "exec"), {})  # noqa: S102 - the page's own lines
    assert capsys.readouterr().out.split() == [record.match_code, sealer.key.thumbprint]


def test_records_are_verified_as_the_evidence_page_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    signing: Confirmation,
    sealer: Sealer,
    parts: tuple[Part, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exports").mkdir()
    certificate = ssl.DER_cert_to_PEM_cert(base64.b64decode(sealer.key.x5c[0]))
    (tmp_path / "device-certificate.pem").write_text(certificate)
    with Store(tmp_path / "store.sqlite") as store:
        store.requests.accept(signing.request, key="k", body_sha256="0", queue=False)
        record = store.records.keep(
            signing, lambda *place: sealer.seal(signing, parts, *place), sinks=[], copies=0
        )
    for name in ("018f.signpost", "exports/018f.signpost"):
        (tmp_path / name).write_bytes(make_bundle(record.jws, parts))
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    alone, together = re.findall(r"^\$ signpost (verify .*)$", page, re.MULTILINE)
    shown = CliRunner().invoke(app, alone.split())
    assert (shown.exit_code, "1 record: it holds." in shown.stdout) == (0, True)
    said = json.loads(CliRunner().invoke(app, together.split()).stdout)
    assert [each["reference"] for each in said["records"]] == ["INV-2041"] * 2
    outcomes = {finding["outcome"] for each in said["records"] for finding in each["findings"]}
    assert outcomes == {"holds", "not checked"}


def test_records_are_exported_as_the_evidence_page_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    signing: Confirmation,
    sealer: Sealer,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIGNPOST_CONFIG", str(tmp_path / "signpost.toml"))
    (tmp_path / "signpost.toml").write_text('[paths]\ndata = "."\n[site]\ntimezone = "Asia/Shanghai"\n')
    code = match_code(signing.record_id, signing.shown.text_sha256, "0302", "123456789012")
    received = json.loads(signing.request.received) | {"settle_date": "0302", "ref_no": "123456789012"}
    coded = replace(signing, request=replace(signing.request, received=json.dumps(received)), match_code=code)
    parts = parts_of(coded)
    with Store(tmp_path / "store.sqlite") as store:
        store.requests.accept(coded.request, key="k", body_sha256="0", queue=False)
        store.records.keep(coded, lambda *place: sealer.seal(coded, parts, *place), sinks=[], copies=0)
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    examples = re.findall(r"^\$ signpost ((?:export|dispute) .*)$", page, re.MULTILINE)
    assert len(examples) == 4
    for example in examples:
        done = CliRunner().invoke(app, example.split())
        assert done.exit_code == 0, done.output
    name = "2026-11-23_INV-2041_557A8226"
    suffixes = {".signpost", ".inkml", ".png", "_dispute.zip"}
    assert {file.name for file in (tmp_path / "exports").iterdir()} == {
        f"{name}{suffix}" for suffix in suffixes
    }
    assert {file.suffix for file in (tmp_path / "november").iterdir()} == {".signpost", ".csv"}


def test_a_slip_is_checked_as_the_evidence_page_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    signing: Confirmation,
    sealer: Sealer,
    parts: tuple[Part, ...],
) -> None:
    record = sealer.seal(signing, parts, 1, NO_PREVIOUS)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "slip.txt").write_text(record.receipt)
    (tmp_path / "device-certificate.pem").write_text(
        ssl.DER_cert_to_PEM_cert(base64.b64decode(sealer.key.x5c[0]))
    )
    example, _ = blocks(ROOT / "docs" / "evidence.md", "python")
    exec(compile(example, "docs/evidence.md", "exec"), {})  # noqa: S102 - the page's own lines
    asked = signing.request
    said = capsys.readouterr().out.split()
    assert said == [asked.reference, asked.amount, asked.currency, record.jws_sha256]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    for name in ("console", "sh", "bash"):
        for block in blocks(document, name):
            for words in MAKE.findall(block):
                plan = subprocess.run(
                    ["make", "--dry-run", *words.partition("#")[0].split()],  # noqa: S607 - the system's make
                    cwd=ROOT,
                    capture_output=True,
                    text=True,
                    check=False,
                    env=dict(os.environ),
                )
                assert plan.returncode == 0, f"make{words}: {plan.stderr}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_signpost_command_that_is_named_exists(document: Path, tmp_path: Path) -> None:
    program = shutil.which("signpost", path=str(ROOT / ".venv" / "bin")) or shutil.which("signpost")
    assert program
    text = document.read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:sudo )?(?:\.venv/bin/)?signpost ([a-z-]+(?: [a-z]+)?)[^`\n]*`", text))
    for words in named:
        first = words.split()[0]
        shown = subprocess.run(
            [program, first, "--help"], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert shown.returncode == 0, f"{document.name} names `signpost {words}`"
