"""The commands as a technician types them: the real program, its output and its exit code."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from terminal.evidence.record import Sealer
from terminal.export.parts import parts_of
from terminal.model.record import NO_PREVIOUS, Confirmation, SealedRecord
from terminal.model.request import request_from_json
from terminal.store import Store

SIGNPOST = Path(sys.executable).with_name("signpost")


def test_records_are_listed_with_what_people_look_for(unit: Any, signed: SealedRecord) -> None:
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


def test_records_are_listed_for_programs(unit: Any, signed: SealedRecord) -> None:
    [record] = json.loads(unit.run("records", "list", "--json").stdout)
    assert (record["id"], record["seq"], record["uploaded"]) == (signed.id, 1, "waiting")


def test_a_record_is_shown_with_what_its_seal_says(unit: Any, signed: SealedRecord, own: Sealer) -> None:
    shown = unit.run("records", "show", signed.match_code).stdout
    assert "holds" in shown
    assert "does not hold" not in shown
    assert own.key.thumbprint in shown
    assert json.loads(unit.run("records", "show", signed.id, "--json").stdout)["id"] == signed.id


def test_a_document_is_shown_by_its_pages_and_digest(unit: Any, signing: Confirmation, own: Sealer) -> None:
    digest = sha256(b"%PDF").hexdigest()
    said = json.loads(signing.request.received) | {
        "document": {"sha256": digest, "size": 4, "pages": [[595, 842], [595, 842]]}
    }
    request = request_from_json("0198-contract", "till-3", json.dumps(said))
    with Store(unit.folder / "data" / "store.sqlite") as store:
        store.requests.accept(request, key="c", body_sha256="0", queue=False, pdf=b"%PDF")
        given = replace(signing, request=request, shown=replace(signing.shown, document_sha256=digest))
        store.records.keep(given, lambda *place: own.seal(given, (), *place), sinks=[], copies=0)
    shown = unit.run("records", "show", "INV-2041").stdout
    assert f"2 pages, SHA-256 {digest}" in shown
    assert "document.pdf (4 bytes)" in shown


def test_a_whole_reference_is_meant_before_a_part_of_one(
    unit: Any, signed: SealedRecord, signing: Confirmation, own: Sealer
) -> None:
    longer = replace(signing.request, id="0198-longer", reference="INV-20410")
    with Store(unit.folder / "data" / "store.sqlite") as store:
        store.requests.accept(longer, key="l", body_sha256="0", queue=False)
        other = replace(signing, record_id="0198-other", request=longer)
        store.records.keep(other, lambda *place: own.seal(other, (), *place), sinks=[], copies=0)
    assert signed.id in unit.run("records", "show", "INV-2041").stdout
    assert "More than one record matches 'INV-204'" in unit.run("records", "show", "INV-204").stdout


@pytest.mark.usefixtures("signed")
def test_a_reference_is_shown_as_it_is(unit: Any) -> None:
    unit.break_store("UPDATE requests SET reference = '[red] :smile: [/x]'")
    listed = unit.run("records", "list")
    assert "[red] :smile: [/x]" in listed.stdout, listed.stderr


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("DELETE FROM parts WHERE name = 'ink.json'", "ink.json is missing"),
        ("UPDATE records SET jws = x'ff00'", "record.jws is not a seal"),
    ],
)
def test_a_record_that_does_not_hold_is_said_so(
    unit: Any, signed: SealedRecord, damage: str, said: str
) -> None:
    unit.break_store(damage)
    shown = unit.run("records", "show", signed.id)
    assert shown.returncode == 1
    assert f"The record does not hold: {said}" in shown.stderr
    assert "does not hold" in shown.stdout
    assert "Traceback" not in shown.stderr
    assert unit.run("records", "show", signed.id, "--json").returncode == 1


def test_a_record_of_another_key_is_told_apart(
    unit: Any, signed: SealedRecord, signing: Confirmation, sealer: Sealer
) -> None:
    forged = sealer.seal(signing, parts_of(signing), 1, NO_PREVIOUS)
    unit.break_store("UPDATE records SET jws = ?, jws_sha256 = ?", forged.jws, forged.jws_sha256)
    shown = unit.run("records", "show", signed.id)
    assert shown.returncode == 1
    assert "sealed by another key than this terminal's" in shown.stderr
    told = unit.run("doctor")
    assert told.returncode == 1
    assert "record 1 was sealed by another key than this terminal's" in told.stdout


def test_a_damaged_certificate_is_a_sentence(unit: Any, signed: SealedRecord) -> None:
    certificate = unit.folder / "data" / "device-certificate.pem"
    certificate.write_text("nothing", encoding="ascii")
    said = unit.run("records", "show", signed.id)
    assert said.returncode == 1
    assert said.stderr == (
        f"signpost: {certificate} is damaged: it holds no certificate. Put the file back from the backup.\n"
    )


def test_the_queue_says_what_waits_and_why(unit: Any, signed: SealedRecord) -> None:
    with Store(unit.folder / "data" / "store.sqlite") as store:
        store.outbox.tried(store.outbox.unsent("archive")[0].id, "no answer from the archive")
    shown = unit.run("queue").stdout
    assert "For the archive: 1 to send, 0 refused" in shown
    assert "no answer from the archive" in shown
    assert "For the printer: 1 to print, 0 failed" in shown
    assert signed.id in shown


def test_the_queue_says_how_far_a_slip_has_come(unit: Any, signed: SealedRecord) -> None:
    with Store(unit.folder / "data" / "store.sqlite") as store:
        slip = store.slips.next_unprinted()
        assert slip
        assert "waiting  " in unit.run("queue").stdout
        store.slips.printing(slip.id)
        store.slips.sent(slip.id, 40)
        assert "printing, 40 % sent" in unit.run("queue").stdout
        store.slips.interrupted(slip.id, "The printer is out of paper.")
        assert "waiting, stopped at 40 %" in unit.run("queue").stdout
        store.slips.failed(slip.id, "It broke off 5 times.")
        shown = unit.run("queue").stdout
    assert "failed, stopped at 40 %" in shown
    assert signed.id in shown


def test_what_is_stuck_is_in_the_queue_behind_any_number_of_others(unit: Any, signed: SealedRecord) -> None:
    with Store(unit.folder / "data" / "store.sqlite") as store:
        store.outbox.refused(store.outbox.unsent("archive")[0].id, "409 [other] content")
        for _ in range(250):
            store.slips.ask_again(signed.id)
        first, *others = reversed(store.slips.all(300))
        store.slips.failed(first.id, "no such picture")
        for slip in others:
            store.slips.printed(slip.id, b"PNG")
    shown = unit.run("queue").stdout
    assert "For the archive: 0 to send, 1 refused" in shown
    assert "409 [other] content" in shown
    assert "For the printer: 0 to print, 1 failed" in shown
    assert "no such picture" in shown


def test_tills_come_and_go(unit: Any) -> None:
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


@pytest.mark.parametrize("words", [("records", "list"), ("doctor",), ("queue",), ("run",)])
def test_a_mistake_in_the_configuration_is_a_sentence(unit: Any, words: tuple[str, ...]) -> None:
    unit.write("[till]\nlisten = 3\n")
    said = unit.run(*words)
    assert said.returncode == 1
    assert f"{unit.config}: till.listen = 3 should be a text in quotes" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("program", ["terminal", "till", "printer", "uploader"])
def test_each_process_says_a_mistake_in_a_sentence(unit: Any, program: str) -> None:
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
