"""A till's own PDF: signed as it is, wherever that is possible, and never lost where it is not."""

import io
import unicodedata
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO

import pypdfium2
import pytest
from asn1crypto import x509
from PIL import Image, ImageChops
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import fields, signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from terminal.evidence.keys import open_device_key
from terminal.evidence.record import Sealer
from terminal.export.signed_pdf.check import check_signed_pdf
from terminal.export.signed_pdf.document import ENCRYPTED, HARD, LOCKED, UNREADABLE
from terminal.export.signed_pdf.key import pdf_signer
from terminal.export.signed_pdf.make import Press
from terminal.export.signed_pdf.told import Told
from terminal.i18n import Catalogue
from tests.terminal.export.signed_pdf.conftest import a_document

Tell = Callable[..., Told]

PLACE = {"page": 2, "x": 0.55, "y": 0.7, "w": 0.35, "h": 0.12}


@pytest.fixture(scope="session")
def notary(tmp_path_factory: pytest.TempPathFactory) -> signers.SimpleSigner:
    """Somebody else, who signed before."""
    folder = tmp_path_factory.mktemp("notary")
    return pdf_signer(open_device_key(folder / "key.pem", folder / "certificate.pem", "Notary"))


def signed_before(
    notary: signers.SimpleSigner, *, certify: bool, permits: fields.MDPPerm = fields.MDPPerm.FILL_FORMS
) -> bytes:
    metadata = signers.PdfSignatureMetadata(field_name="Notary", certify=certify, docmdp_permissions=permits)
    writer = IncrementalPdfFileWriter(BytesIO(a_document()))
    return bytes(signers.PdfSigner(metadata, notary).sign_pdf(writer, output=BytesIO()).getvalue())


def drawn(content: bytes, page: int) -> Image.Image:
    """Draw a page as a reader does, forms and all."""
    pdf = pypdfium2.PdfDocument(content)
    pdf.init_forms()
    picture: Image.Image = pdf[page].render(scale=1).to_pil().convert("L")
    pdf.close()
    return picture


def text_of(content: bytes, page: int) -> str:
    pdf = pypdfium2.PdfDocument(content)
    said = pdf[page].get_textpage().get_text_bounded()
    pdf.close()
    return unicodedata.normalize("NFKC", said)


def attachments(content: bytes) -> dict[str, bytes]:
    pdf = pypdfium2.PdfDocument(content)
    found = [pdf.get_attachment(number) for number in range(pdf.count_attachments())]
    named = {each.get_name(): bytes(each.get_data()) for each in found}
    pdf.close()
    return named


def statuses(content: bytes, *roots: x509.Certificate) -> list[PdfSignatureStatus]:
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False)
    return [
        validate_pdf_signature(each, context) for each in PdfFileReader(BytesIO(content)).embedded_signatures
    ]


def certificate(sealer: Sealer) -> x509.Certificate:
    return x509.Certificate.load(b64decode(sealer.key.x5c[-1]))


def test_it_is_unchanged_underneath_and_signed_in_its_place(press: Press, told: Tell, sealer: Sealer) -> None:
    document = a_document()
    made = press.make(told(pdf=document, kind="document", place=PLACE))
    assert made.note == ""
    assert made.content.startswith(document)
    (status,) = statuses(made.content, certificate(sealer))
    assert status.intact
    assert status.bottom_line
    before, after = drawn(document, 1), drawn(made.content, 1)
    assert before.size == after.size
    left, top, right, bottom = ImageChops.difference(before, after).getbbox() or (0, 0, 0, 0)
    width, height = before.size
    assert 0.55 * width - 1 <= left < right <= 0.9 * width + 1
    assert 0.7 * height - 1 <= top < bottom <= 0.82 * height + 1
    assert drawn(document, 0).tobytes() == drawn(made.content, 0).tobytes()


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_on_a_turned_page_it_stands_upright_where_it_is_seen(press: Press, told: Tell, turned: int) -> None:
    document = a_document(turned=turned, size=(400, 600))
    place = {"page": 1, "x": 0.1, "y": 0.6, "w": 0.6, "h": 0.3}
    upright = press.make(told(pdf=a_document(size=(400, 600)), kind="document", place=place))
    turned_one = press.make(told(pdf=document, kind="document", place=place))
    straight, made = drawn(upright.content, 0), drawn(turned_one.content, 0)
    assert straight.size == made.size
    width, height = made.size
    spot = (int(0.1 * width), int(0.6 * height), int(0.7 * width), int(0.9 * height))
    there, here = straight.crop(spot), made.crop(spot)
    assert min(here.tobytes()) < 100
    differ = sum(abs(a - b) > 96 for a, b in zip(there.tobytes(), here.tobytes(), strict=True))
    assert differ < 0.01 * len(here.tobytes())


def test_the_page_of_proof_comes_last_and_shows_what_has_no_place(press: Press, told: Tell) -> None:
    document = a_document(turned=90)
    content = press.make(told(pdf=document, kind="document")).content
    said = text_of(content, 2)
    words = Catalogue().words("zh-CN")
    assert unicodedata.normalize("NFKC", words("How this was signed")) in said
    assert unicodedata.normalize("NFKC", words("Customer's signature")) in said
    assert "第 3 页" in said
    assert drawn(content, 2).size == (596, 842)
    placed = press.make(told(pdf=document, kind="document", place=PLACE)).content
    assert unicodedata.normalize("NFKC", words("Customer's signature")) not in text_of(placed, 2)


def test_a_place_on_a_page_that_is_not_there_is_none(press: Press, told: Tell) -> None:
    content = press.make(told(pdf=a_document(), kind="document", place={**PLACE, "page": 9})).content
    assert "签名" in text_of(content, 2)
    assert check_signed_pdf(content).findings[0].outcome.value == "holds"


def encrypted() -> bytes:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(a_document())))
    writer.encrypt("owner", "user")  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


@pytest.mark.parametrize(
    ("document", "note"),
    [
        (encrypted(), ENCRYPTED),
        (b"%PDF-1.7\nthis goes no further", UNREADABLE),
        (b"\x00" * 5000, UNREADABLE),
        (a_document()[:700], UNREADABLE),
    ],
    ids=["encrypted", "no end", "no PDF", "torn"],
)
def test_what_cannot_be_signed_itself_is_attached(
    document: bytes, note: str, press: Press, told: Tell, sealer: Sealer
) -> None:
    made = press.make(told(pdf=document, kind="document"))
    assert made.note == note
    assert attachments(made.content)["document.pdf"] == document
    (status,) = statuses(made.content, certificate(sealer))
    assert status.bottom_line
    said = text_of(made.content, 1)
    assert unicodedata.normalize("NFKC", Catalogue().words("zh-CN")(note))[:10] in said


@pytest.mark.parametrize("certify", [False, True])
def test_one_that_was_signed_before_stays_so_and_is_signed_once_more(
    press: Press, told: Tell, sealer: Sealer, notary: signers.SimpleSigner, *, certify: bool
) -> None:
    document = signed_before(notary, certify=certify)
    made = press.make(told(pdf=document, kind="document", place=PLACE))
    assert made.content.startswith(document)
    theirs, ours = statuses(made.content, certificate(sealer), notary.signing_cert)
    assert theirs.bottom_line
    assert theirs.modification_level is ModificationLevel.FORM_FILLING
    seen = drawn(document, 1).tobytes() != drawn(made.content, 1).tobytes()
    assert seen is not certify, "who certified it allows no signature that is seen"
    assert ours.bottom_line
    report = check_signed_pdf(made.content)
    assert [each.outcome.value for each in report.findings] == ["holds"]
    assert set(report.attached) == {"record.jws", "ink.json", "proof.pdf", "document.pdf"}
    assert report.attached["document.pdf"] == document
    assert "签名过程与凭证" in text_of(report.attached["proof.pdf"], 0)


def test_one_whose_signature_allows_no_other_is_attached(
    press: Press, told: Tell, notary: signers.SimpleSigner
) -> None:
    document = signed_before(notary, certify=True, permits=fields.MDPPerm.NO_CHANGES)
    made = press.make(told(pdf=document, kind="document", place=PLACE))
    assert made.note == LOCKED
    assert attachments(made.content)["document.pdf"] == document


def test_one_that_was_too_much_before_is_not_read_again(press: Press, told: Tell) -> None:
    document = a_document()
    made = press.make(told(pdf=document, kind="document"), spare_document=True)
    assert made.note == HARD
    assert attachments(made.content)["document.pdf"] == document


def test_the_shop_may_sign_it_after_the_customer(
    press: Press, told: Tell, sealer: Sealer, notary: signers.SimpleSigner
) -> None:
    content = press.make(told(pdf=a_document(), kind="document", place=PLACE)).content
    metadata = signers.PdfSignatureMetadata(field_name="Shop")
    spec = fields.SigFieldSpec("Shop", on_page=0, box=(72, 72, 272, 132))
    shop = signers.PdfSigner(metadata, notary, new_field_spec=spec)
    twice = shop.sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), output=BytesIO())
    ours, shops = statuses(twice.getvalue(), certificate(sealer), notary.signing_cert)
    assert ours.bottom_line
    assert shops.bottom_line
    assert check_signed_pdf(twice.getvalue()).findings[0].outcome.value == "holds"
