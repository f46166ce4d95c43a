"""A receipt's own proof: whoever has the terminal's certificate can check a line of text, and nothing else."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from terminal.evidence.keys import DeviceKey, open_device_key
from terminal.evidence.receipt import Receipt, ReceiptUnfit, check_receipt, sign_receipt

CAPITALS = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
RECEIPT = Receipt(
    record_id="019885f2-0000-7000-8000-00000000c41d",
    terminal_id="SP-0031",
    reference="INV-2041",
    amount="1280.00",
    currency="CNY",
    time="20261123T063107Z",
    match_code="557A8226",
    digest=sha256(b"seal").hexdigest(),
)


@pytest.fixture
def key(tmp_path: Path) -> DeviceKey:
    return open_device_key(tmp_path / "key.pem", tmp_path / "certificate.pem", "SP-0031")


@pytest.fixture
def certificate(key: DeviceKey, tmp_path: Path) -> bytes:
    assert key.thumbprint
    return (tmp_path / "certificate.pem").read_bytes()


@pytest.mark.parametrize(
    "receipt",
    [
        RECEIPT,
        replace(RECEIPT, amount="", currency=""),
        replace(RECEIPT, reference="订单 20% *7*\n第二行", terminal_id="收银台"),
        replace(RECEIPT, reference="inv-2041/ß"),
    ],
    ids=["sale", "document", "any letters", "small letters"],
)
def test_what_was_signed_is_read_back(receipt: Receipt, key: DeviceKey, certificate: bytes) -> None:
    line = sign_receipt(receipt, key)
    assert set(line) <= CAPITALS
    assert check_receipt(line, certificate) == receipt
    assert check_receipt(f"  {line}\n", certificate) == receipt


def test_no_change_of_a_receipt_passes(key: DeviceKey, certificate: bytes) -> None:
    line = sign_receipt(RECEIPT, key)
    base32_spare = len(line) - 1  # the last letter of the signature carries two bits of nothing
    for place in range(base32_spare):
        other = "A" if line[place] != "A" else "B"
        with pytest.raises(ReceiptUnfit):
            check_receipt(line[:place] + other + line[place + 1 :], certificate)


@pytest.mark.parametrize(
    "line", ["", "SIGNPOST2", "SIGNPOST1 A B C", "SIGNPOST2 1 2 3 4 5 6 7 8 ?!", "ß" * 40]
)
def test_what_is_no_receipt_is_refused_in_words(line: str, certificate: bytes) -> None:
    with pytest.raises(ReceiptUnfit, match="receipt"):
        check_receipt(line, certificate)


def test_another_terminals_receipt_is_refused(tmp_path: Path, certificate: bytes) -> None:
    other = open_device_key(tmp_path / "other.pem", tmp_path / "other-certificate.pem", "SP-0031")
    with pytest.raises(ReceiptUnfit, match="another terminal"):
        check_receipt(sign_receipt(RECEIPT, other), certificate)


def test_the_longest_claims_stay_below_600_bytes(key: DeviceKey, certificate: bytes) -> None:
    longest = replace(RECEIPT, terminal_id="终" * 64, reference="订" * 128, amount="9" * 80)
    line = sign_receipt(longest, key)
    assert len(line) < 600
    read = check_receipt(line, certificate)
    assert read.reference.endswith("…")
    assert read.reference.removesuffix("…")
    assert longest.reference.startswith(read.reference.removesuffix("…"))
