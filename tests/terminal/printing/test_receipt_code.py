"""The QR code of a slip, read back from its dots as a phone would, and checked as anybody can."""

import base64
import ssl
from dataclasses import replace
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageOps

from terminal.evidence.receipt import check_receipt
from terminal.model.record import SealedRecord
from terminal.printing import Composer


def read_codes(slip: Image.Image) -> list[str]:
    """Return what the QR codes on a slip say."""
    paper = ImageOps.expand(slip.convert("L"), 40, 255)
    return [
        code.text
        for code in zxingcpp.read_barcodes(paper, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    ]


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("said", ["sale", "document"])
def test_a_slips_code_proves_itself(
    composers: dict[int, Composer], counter: Any, width: int, said: str
) -> None:
    sealed: SealedRecord = counter.seal(counter.sign(said=getattr(counter, said)))
    slip = composers[width].compose(sealed.jws, sealed.parts, receipt=sealed.receipt).picture
    (line,) = read_codes(slip)
    certificate = ssl.DER_cert_to_PEM_cert(base64.b64decode(counter.sealer.key.x5c[0]))
    receipt = check_receipt(line, certificate.encode())
    asked = getattr(counter, said)
    assert receipt.record_id == sealed.id
    assert receipt.digest == sealed.jws_sha256
    assert receipt.match_code == sealed.match_code
    assert receipt.reference == asked["reference"]
    assert (receipt.amount, receipt.currency) == (asked.get("amount", ""), asked.get("currency", ""))
    assert receipt.time == "20261123T063107Z"


@pytest.mark.parametrize("width", [576, 384])
def test_the_longest_code_still_fits_and_reads(
    composers: dict[int, Composer], counter: Any, width: int
) -> None:
    said = {**counter.sale, "reference": "订单" * 60}
    sealed: SealedRecord = counter.seal(counter.sign(said=said))
    slip = composers[width].compose(sealed.jws, sealed.parts, receipt=sealed.receipt).picture
    assert read_codes(slip) == [sealed.receipt]


def test_a_record_from_before_there_were_receipts_has_a_code_to_find_it_by(
    composers: dict[int, Composer], counter: Any
) -> None:
    sealed = replace(counter.seal(counter.sign()), receipt="")
    (line,) = read_codes(composers[576].compose(sealed.jws, sealed.parts).picture)
    assert line.startswith(f"SIGNPOST1 {sealed.id.upper()} {sealed.match_code}")
