"""A sale's signed PDF: what any reader shows of it, and what anybody's verifier says."""

import unicodedata
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from terminal.evidence.errors import SealError
from terminal.evidence.receipt import check_receipt
from terminal.evidence.record import Sealer
from terminal.export.agreement import AGREEMENT
from terminal.export.signed_pdf.make import Press
from terminal.export.signed_pdf.told import Told, tell
from terminal.i18n import Catalogue
from terminal.model.codes import spaced
from terminal.model.record import Part
from terminal.model.request import Method
from tests.terminal.export.signed_pdf.conftest import Sign, impression, match, run

Tell = Callable[..., Told]


def text_of(content: bytes) -> str:
    """Return a PDF's words as they are copied, as a search would compare them."""
    pdf = pypdfium2.PdfDocument(content)
    said = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return unicodedata.normalize("NFKC", said)


def spoken(message: str, language: str = "zh-CN") -> str:
    """Return a message in a language, as a search would compare it."""
    return unicodedata.normalize("NFKC", Catalogue().words(language)(message))


def pages_of(content: bytes) -> int:
    pdf = pypdfium2.PdfDocument(content)
    count = len(pdf)
    pdf.close()
    return count


def status_of(content: bytes, sealer: Sealer) -> PdfSignatureStatus:
    """Have pyHanko judge the last signature, with the terminal's certificate as the one that is believed."""
    root = x509.Certificate.load(b64decode(sealer.key.x5c[-1]))
    signature = PdfFileReader(BytesIO(content)).embedded_signatures[-1]
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[root], allow_fetching=False))


def test_pyhanko_and_poppler_verify_it(press: Press, told: Tell, sealer: Sealer, tmp_path: Path) -> None:
    made = press.make(told())
    assert (made.stamped, made.note) == (False, "")
    status = status_of(made.content, sealer)
    assert status.intact
    assert status.bottom_line
    assert status.docmdp_ok
    (tmp_path / "signed.pdf").write_bytes(made.content)
    said = run("pdfsig", tmp_path / "signed.pdf")
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "CN=SP-0031,O=Signpost" in said


def test_nothing_may_be_changed_in_it_later(press: Press, told: Tell) -> None:
    (signature,) = PdfFileReader(BytesIO(press.make(told()).content)).embedded_signatures
    assert signature.docmdp_level is MDPPerm.NO_CHANGES


def test_chinese_is_text_in_it(press: Press, told: Tell, tmp_path: Path) -> None:
    content = press.make(told()).content
    (tmp_path / "signed.pdf").write_bytes(content)
    for said in (text_of(content), run("pdftotext", tmp_path / "signed.pdf", "-")):
        for words in ("晨光超市", "东北大米 10kg ×2", "合计", "¥1,280.00", "INV-2041", "客户签名"):
            assert words in said
    fonts = run("pdffonts", tmp_path / "signed.pdf").splitlines()[2:]
    assert any("WenQuanYiMicroHei" in font for font in fonts)
    used = [font for font in fonts if "Helvetica" not in font]  # which reportlab names, and nothing is set in
    assert all(" yes yes yes " in font for font in used), "embedded, a subset, and known to Unicode"


@pytest.mark.parametrize("language", ["zh-CN", "en", "de", "ar"])
def test_it_speaks_the_language_that_was_on_the_glass(language: str, press: Press, told: Tell) -> None:
    said = text_of(press.make(told(language=language)).content)
    for sentence in ("How this was signed", "Confirmed", "Record before it", "Handwritten (pen)", "Total"):
        assert spoken(sentence, language) in said, sentence
    assert "晨光超市" in said


def test_what_the_record_knows_is_on_the_page_of_proof(press: Press, told: Tell) -> None:
    one = told()
    said, record = text_of(press.make(one).content), one.record
    for fact in (
        record["id"],
        spaced(record["match_code"]),
        record["shown"]["text_sha256"],
        record["device"]["key_thumbprint"],
        record["chain"]["previous"],
        one.jws_sha256,
        *(part["sha256"] for part in record["parts"]),
        "2026-11-23 14:31:07 UTC+08:00",
        "第 1 页:3.0 秒",
        "已同步",
        "Raspberry Pi 4",
    ):
        assert fact in said, fact


def test_a_phone_reads_its_code_and_the_code_holds(press: Press, told: Tell, sealer: Sealer) -> None:
    one = told()
    pdf = pypdfium2.PdfDocument(press.make(one).content)
    picture = pdf[0].render(scale=3).to_pil()
    pdf.close()
    (code,) = zxingcpp.read_barcodes(picture)
    pem = "-----BEGIN CERTIFICATE-----\n" + sealer.key.x5c[0] + "\n-----END CERTIFICATE-----\n"
    assert check_receipt(code.text, pem.encode()).record_id == one.record["id"]


def test_the_sealed_record_and_the_ink_are_inside(press: Press, told: Tell, tmp_path: Path) -> None:
    one = told()
    (tmp_path / "signed.pdf").write_bytes(press.make(one).content)
    run("pdfdetach", "-saveall", "-o", tmp_path, tmp_path / "signed.pdf")
    assert (tmp_path / "record.jws").read_bytes() == one.jws
    assert (tmp_path / "ink.json").read_bytes() == one.parts["ink.json"].content
    content = (tmp_path / "signed.pdf").read_bytes()
    assert content.count(b"/AFRelationship /Data") == 1
    assert content.count(b"/AFRelationship /Supplement") == 1


def test_the_ink_is_lines_and_not_a_picture(press: Press, told: Tell) -> None:
    pdf = pypdfium2.PdfDocument(press.make(told()).content)
    kinds = {each.type for each in pdf[0].get_objects()}
    pdf.close()
    assert pypdfium2.raw.FPDF_PAGEOBJ_PATH in kinds
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds


def test_a_finger_is_shown_and_a_match_is_told(press: Press, told: Tell) -> None:
    finger = press.make(told(impression(), Method.FINGERPRINT)).content
    assert "客户指纹" in text_of(finger)
    assert "清晰 · 清晰面积 140 mm2" in text_of(finger)
    pdf = pypdfium2.PdfDocument(finger)
    assert [each for each in pdf[0].get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    pdf.close()
    matched = text_of(press.make(told(match(), Method.FINGERPRINT)).content)
    assert spoken("It matched the one enrolled. No image was taken.") in matched
    assert "118" in matched


def test_ink_that_only_its_owner_reads_is_shown_flat_and_attached_as_it_is(press: Press, sign: Sign) -> None:
    record = sign()
    sealed = Part("ink.json.age", "application/age", b"age-encryption.org/v1\n...")
    parts = tuple(each for each in record.parts if each.name != "ink.json")
    content = press.make(tell(record.jws, (*parts, sealed), record.receipt)).content
    pdf = pypdfium2.PdfDocument(content)
    assert [each for each in pdf[0].get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert [pdf.get_attachment(number).get_name() for number in range(pdf.count_attachments())] == [
        "record.jws",
        "ink.json.age",
    ]
    pdf.close()
    nothing = press.make(tell(record.jws, (sealed,), record.receipt)).content
    assert spoken("Kept sealed, and not printed.") in text_of(nothing)


def test_a_long_sale_goes_on_over_the_page(press: Press, told: Tell, sealer: Sealer) -> None:
    lines = [
        {"text": f"茶礼盒 {number} " + "特别版 " * (number % 9), "quantity": "1", "amount": "9.50"}
        for number in range(70)
    ]
    content = press.make(told(lines=lines)).content
    said = text_of(content)
    assert pages_of(content) == 5
    assert all(f"茶礼盒 {number} " in said for number in range(70))
    assert status_of(content, sealer).bottom_line


def test_a_text_is_there_word_for_word(press: Press, told: Tell) -> None:
    body = "本合同一式两份。\n" + "甲方应当按期付款，乙方应当按期交货。" * 160
    content = press.make(
        told(kind="document", title={"zh": "租赁合同"}, body={"zh": body}, amount="", lines=[])
    ).content
    said = text_of(content).replace("\r\n", "").replace("\n", "")
    assert "租赁合同" in said
    assert said.count("甲方应当按期付款") + said.count("甲方应当按期付") >= 160
    assert pages_of(content) >= 4


def test_a_part_that_was_changed_makes_no_pdf(sign: Sign) -> None:
    record = sign()
    forged = tuple(
        replace(part, content=part.content + b" ") if part.name == "ink.json" else part
        for part in record.parts
    )
    with pytest.raises(SealError, match=r"ink\.json is not the file that was sealed"):
        tell(record.jws, forged)


def test_the_agreement_is_the_tills_own_where_it_has_one(press: Press, told: Tell) -> None:
    said = text_of(press.make(told()).content)
    assert spoken(AGREEMENT) in said
    asked = [{"id": "terms", "text": {"zh": "我同意七天无理由退货规则"}, "required": True}]
    own = text_of(press.make(told(consents=asked, ticked=("terms",))).content)
    assert "我同意七天无理由退货规则" in own
    assert spoken(AGREEMENT) not in own
