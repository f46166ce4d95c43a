"""What is found out about a signed PDF that somebody tampered with."""

import asyncio
import random
from base64 import b64decode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.generic import ArrayObject, FloatObject, NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from terminal.evidence.bundle import SEAL_NAME, SIGNED_PDF
from terminal.evidence.finding import Finding, Outcome, PdfReport, wrong
from terminal.evidence.keys import open_device_key
from terminal.evidence.record import Sealer
from terminal.evidence.verify import Found, judge
from terminal.export.signed_pdf.check import check_signed_pdf
from terminal.export.signed_pdf.key import pdf_signer
from terminal.export.signed_pdf.make import Press
from terminal.export.signed_pdf.told import Told, tell
from terminal.upload import StampServer
from tests.terminal.export.signed_pdf.conftest import Sign, Tsa, a_document

Tell = Callable[..., Told]


@pytest.fixture
def content(press: Press, told: Tell) -> bytes:
    return press.make(told()).content


def spoken(findings: tuple[Finding, ...]) -> str:
    return "; ".join(wrong(findings))


def added_to(content: bytes, *, page: bool = False) -> bytes:
    """Return a PDF that somebody added something to: a note in its properties, or a smaller page."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    if page:
        first = writer.root["/Pages"]["/Kids"][0]
        first["/MediaBox"] = ArrayObject(map(FloatObject, (0, 0, 100, 100)))
        writer.update_container(first)
    else:
        writer.root["/Lang"] = NameObject("/xx")
        writer.update_root()  # type: ignore[no-untyped-call]
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def test_what_holds_is_said_to_hold(content: bytes, told: Tell) -> None:
    report = check_signed_pdf(content)
    assert [each.outcome for each in report.findings] == [Outcome.HOLDS]
    assert report.attached["ink.json"] == told().parts["ink.json"].content
    assert set(report.attached) == {SEAL_NAME, "ink.json"}


def test_any_changed_byte_is_found(content: bytes) -> None:
    chance = random.Random(7)
    unfound = []
    for _ in range(60):
        at = chance.randrange(len(content))
        forged = bytearray(content)
        forged[at] ^= 1 << chance.randrange(8)
        if not wrong(check_signed_pdf(bytes(forged)).findings):
            unfound.append(at)
    # Within the signature's own frame a hex digit may change its case, and its padding nobody reads.
    frame = range(content.rfind(b"/Contents <"), content.rfind(b"/Contents <") + 2 * 4096 * 3)
    assert [at for at in unfound if at not in frame] == []


@pytest.mark.parametrize("page", [False, True])
def test_what_was_added_later_is_found(content: bytes, *, page: bool) -> None:
    said = spoken(check_signed_pdf(added_to(content, page=page)).findings)
    assert said == "the PDF was added to in ways that its signature forbids"


def test_a_page_of_a_document_that_was_changed_later_is_found(press: Press, told: Tell) -> None:
    content = press.make(told(pdf=a_document(), kind="document")).content
    assert wrong(check_signed_pdf(content).findings) == ()
    assert wrong(check_signed_pdf(added_to(content, page=True)).findings)


def test_a_pdf_signed_with_another_key_than_its_record_is_found(
    press: Press, told: Tell, tmp_path: Path
) -> None:
    other = open_device_key(tmp_path / "key.pem", tmp_path / "certificate.pem", "SP-0031")
    content = replace(press, signer=pdf_signer(other)).make(told()).content
    said = spoken(check_signed_pdf(content).findings)
    assert said == "the PDF was signed with another key than its record was sealed with"


@pytest.mark.parametrize(
    "forged", [b"", b"%PDF-1.7", a_document(), b"\x00" * 1000], ids=["nothing", "begun", "unsigned", "zeros"]
)
def test_what_no_terminal_signed_is_no_signed_pdf(forged: bytes) -> None:
    assert wrong(check_signed_pdf(forged).findings)


def test_the_judge_of_records_asks_for_this_record(press: Press, sign: Sign) -> None:
    one, other = sign(), sign(reference="INV-2042")
    pdf = press.make(tell(one.jws, one.parts, one.receipt)).content
    own = {SEAL_NAME: one.jws, SIGNED_PDF: pdf, **{part.name: part.content for part in one.parts}}
    assert judge(Found("here", own), check_pdf=check_signed_pdf).holds
    swapped = {**own, SEAL_NAME: other.jws, **{part.name: part.content for part in other.parts}}
    verdict = judge(Found("here", swapped), check_pdf=check_signed_pdf)
    assert "signed.pdf carries another seal than this record's" in verdict.wrong


def test_the_document_underneath_is_compared_with_the_sealed_one(press: Press, sign: Sign) -> None:
    document = a_document()
    record = sign(pdf=document, kind="document")
    pdf = press.make(tell(record.jws, record.parts, record.receipt)).content
    assert check_signed_pdf(pdf).attached["document.pdf"] == document


@pytest.fixture
def server(tsa: Tsa) -> Iterator[StampServer]:
    server = StampServer(tsa.url, timeout_s=60)
    yield server
    server.close()


def test_a_time_stamp_is_judged_by_whom_one_believes(
    press: Press, told: Tell, tsa: Tsa, server: StampServer, sealer: Sealer
) -> None:
    made = replace(press, stamp=server).make(told())
    assert made.stamped
    unsure = check_signed_pdf(made.content).findings
    assert [each.outcome for each in unsure] == [Outcome.HOLDS, Outcome.UNKNOWN]
    sure = check_signed_pdf(made.content, (tsa.certificate,)).findings
    assert [(each.what, each.outcome) for each in sure] == [
        ("pdf", Outcome.HOLDS),
        ("time stamp", Outcome.HOLDS),
    ]
    assert "A time-stamp service" in sure[1].sentence
    others = check_signed_pdf(made.content, (b64decode(sealer.key.x5c[0]),)).findings
    assert "not one of those that are believed" in spoken(others)


def test_a_time_stamp_of_something_else_is_not_taken(
    press: Press, told: Tell, tsa: Tsa, server: StampServer
) -> None:
    tsa.mood = "of something else"
    made = replace(press, stamp=server).make(told())
    assert not made.stamped
    assert made.note == "No time stamp: the time-stamp server stamped something else"
    assert [each.outcome for each in check_signed_pdf(made.content).findings] == [Outcome.HOLDS]


def test_whoever_runs_an_event_loop_may_ask_too(content: bytes) -> None:
    async def ask() -> PdfReport:
        return check_signed_pdf(content)

    with ThreadPoolExecutor(1) as aside:  # where no browser's loop runs already
        assert aside.submit(lambda: asyncio.run(ask())).result() == check_signed_pdf(content)
