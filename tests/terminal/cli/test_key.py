"""What a technician does with the terminal's key, and what the journal and the doctor say of it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from terminal.config import load_config
from terminal.evidence.key_change import check_key_change
from terminal.evidence.keys import read_device_key
from terminal.evidence.record import Sealer
from terminal.model.record import SealedRecord
from terminal.store import Store
from tests.terminal.evidence.authority import Authority, pem

SOON = datetime.now(UTC) + timedelta(days=30, hours=1)


def facts(unit: Any) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(unit.run("key", "show", "--json").stdout)
    return said


def journal(unit: Any, what: str) -> list[dict[str, Any]]:
    with Store(unit.folder / "data" / "store.sqlite") as store:
        return [line.facts for line in reversed(store.journal.latest()) if line.happening == what]


def test_the_key_is_shown_with_its_certificate_and_heads(
    unit: Any, own: Sealer, signed: SealedRecord
) -> None:
    said = facts(unit)
    assert (said["key"], said["certificate"]) == (own.key.thumbprint, "self-signed")
    assert said["short"].replace(" ", "") == own.key.thumbprint[:12]
    assert said["chain_head"] == f"1 {signed.jws_sha256}"
    shown = unit.run("key", "show").stdout
    assert own.key.thumbprint in shown
    assert "CN=SP-0031" in shown


def test_without_a_key_that_is_said(unit: Any) -> None:
    for words in (("show",), ("csr",), ("renew",)):
        ran = unit.run("key", *words)
        assert (ran.returncode, "made at the terminal's first start" in ran.stderr) == (1, True)


@pytest.mark.usefixtures("own")
def test_a_certificate_is_asked_for_installed_and_watched(unit: Any) -> None:
    unit.write('[site]\nterminal_id = "SP-0031"\n')
    request, chain = unit.folder / "terminal.csr", unit.folder / "chain.pem"
    assert unit.run("key", "csr").stdout.startswith("-----BEGIN CERTIFICATE REQUEST-----")
    assert unit.run("key", "csr", "--out", str(request)).returncode == 0
    root = Authority("Tea Chain Root")
    chain.write_bytes(pem(Authority("Other").certificate))
    refused = unit.run("key", "install", str(chain))
    assert (refused.returncode, "is not for this terminal's key" in refused.stderr) == (1, True)
    chain.write_bytes(pem(root.issue(request.read_bytes(), ends=SOON), root.certificate))
    ran = unit.run("key", "install", str(chain))
    assert "issued by CN=Tea Chain Root" in ran.stdout
    assert "systemctl restart signpost-terminal" in ran.stderr
    assert "in 30 days. Get another: signpost key csr" in unit.run("doctor").stdout
    unit.run("key", "renew")
    (installed, renewed) = journal(unit, "key.certificate")
    assert (installed["issuer"], installed["ends"]) == ("CN=Tea Chain Root", f"{SOON:%Y-%m-%d}")
    assert renewed["sha256"] == facts(unit)["certificate_sha256"]


def test_a_key_is_replaced_only_by_whoever_says_which(unit: Any, own: Sealer, signed: SealedRecord) -> None:
    unit.write('[site]\nterminal_id = "SP-0031"\n')
    refused = unit.run("key", "replace", "--sure", "SP-0032")
    assert (refused.returncode, facts(unit)["key"]) == (2, own.key.thumbprint)
    assert unit.run("key", "replace", "--sure", "SP-0031").returncode == 0
    paths = load_config(unit.config).paths
    new = read_device_key(paths.device_key, paths.device_certificate).thumbprint
    (told,) = journal(unit, "key.replaced")
    change = check_key_change(str(told["statement"]))
    assert (change.old, change.new) == (own.key.thumbprint, new) == (told["old"], told["new"])
    assert unit.run("records", "show", signed.id).returncode == 0, (
        "what the old key sealed is still this terminal's"
    )
    assert "the chain of the last 1 holds" in unit.run("doctor").stdout
    assert facts(unit)["older_certificates"] == 1
    receipt = signed.receipt
    assert "The signature holds" in unit.run("receipt", receipt).stdout
