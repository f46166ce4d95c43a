"""What a shop does with slips later: closing its day, closing a sale signed on paper, judging a receipt."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from terminal.model.record import Confirmation, SealedRecord
from terminal.model.status import RequestState
from terminal.store import Store
from terminal.store.requests import paper_code
from terminal.store.slips import SlipKind


@pytest.fixture
def store(unit: Any, signed: SealedRecord) -> Iterator[Store]:
    """The unit's store, with one sale signed."""
    assert signed.seq == 1
    with Store(unit.folder / "data" / "store.sqlite") as store:
        yield store


def fail(store: Store, signing: Confirmation, request_id: str) -> str:
    """Let a sale come that the terminal cannot take, and return its paper code."""
    request = replace(signing.request, id=request_id)
    store.requests.accept(request, key=request_id, body_sha256="0", queue=True)
    assert store.requests.report(request.id, RequestState.FAILED, code="store_full", slip=SlipKind.PAPER)
    return paper_code(request.id)


def test_a_day_is_closed_and_its_slip_waits(unit: Any, signed: SealedRecord, store: Store) -> None:
    closed = unit.run("day-close")
    assert closed.returncode == 0, closed.stderr
    assert f"1 {signed.jws_sha256}" in closed.stdout
    assert "1 to 1" in closed.stdout
    (slip,) = (each for each in store.slips.all() if each.kind is SlipKind.CLOSE)
    assert signed.jws_sha256 in slip.about
    assert "close slip" in unit.run("queue").stdout


def test_a_close_begins_where_the_last_one_ended(unit: Any, store: Store) -> None:
    assert unit.run("day-close").returncode == 0
    assert unit.run("day-close").returncode == 0
    last = store.closing.last()
    assert last is not None
    assert (last.number, last.signed, last.sums, last.first_seq, last.head_seq) == (2, 0, (), 0, 1)
    assert last.since_utc


def test_sales_without_a_signature_are_named(
    unit: Any, signing: Confirmation, store: Store, tmp_path: Path
) -> None:
    sales = tmp_path / "sales.txt"
    sales.write_text(f"{signing.request.reference}\n\nINV-9\n", encoding="utf-8")
    shown = unit.run("day-close", "--sales", str(sales)).stdout
    assert "INV-9" in shown
    assert signing.request.reference not in shown
    last = store.closing.last()
    assert last is not None
    assert last.unsigned == ("INV-9",)


@pytest.mark.parametrize("spoken", ["{code}", "SIGNPOST-PAPER {code}", "{small}"])
def test_a_sale_signed_on_paper_is_closed_by_its_code(
    unit: Any, signing: Confirmation, store: Store, spoken: str
) -> None:
    request_id = "019885f2-0000-7000-8000-0000abcd1234"
    code = fail(store, signing, request_id)
    assert code == "ABCD 1234"
    closed = unit.run("paper", "close", spoken.format(code=code, small=code.lower().replace(" ", "")))
    assert closed.returncode == 0, closed.stderr
    assert signing.request.reference in closed.stdout
    stored = store.requests.get(request_id)
    assert (stored.state, stored.code) == (RequestState.FAILED, "paper")
    assert unit.run("paper", "close", code).returncode == 1
    close = store.closing.close("SP-0031")
    assert (close.paper, close.failed) == (1, 0)


def test_what_cannot_be_printed_is_reported_all_the_same(store: Store, signing: Confirmation) -> None:
    fail(store, signing, "019885f2-0000-7000-8000-0000abcd9999")
    assert not store.requests.report(
        "019885f2-0000-7000-8000-0000abcd9999", RequestState.FAILED, slip=SlipKind.PAPER
    )
    assert [slip.kind for slip in store.slips.all()].count(SlipKind.PAPER) == 1  # an ending is printed once


def test_a_receipt_is_judged(unit: Any, signed: SealedRecord, store: Store) -> None:
    assert store.records.receipt(signed.id) == signed.receipt
    genuine = unit.run("receipt", signed.receipt)
    assert genuine.returncode == 0, genuine.stderr
    assert signed.jws_sha256 in genuine.stdout
    assert "in this terminal's store, unchanged" in genuine.stdout
    forged = unit.run("receipt", signed.receipt.replace(signed.match_code, "00000000"))
    assert forged.returncode == 1
    assert "was changed" in forged.stderr


def test_a_genuine_receipt_without_its_record_is_told(unit: Any, signed: SealedRecord) -> None:
    unit.break_store("UPDATE records SET jws = ? WHERE id = ?", signed.jws + b" ", signed.id)
    missing = unit.run("receipt", signed.receipt)
    assert missing.returncode == 1
    assert "not in this terminal's store" in missing.stdout
    certificate = unit.folder / "data" / "device-certificate.pem"
    assert unit.run("receipt", signed.receipt, "--certificate", str(certificate)).returncode == 0
