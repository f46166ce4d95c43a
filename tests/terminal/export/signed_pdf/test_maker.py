"""The process that makes signed PDFs: asked through pipes, within limits, and it can be lost."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from terminal.evidence.keys import open_device_key
from terminal.export.signed_pdf.check import check_signed_pdf
from terminal.export.signed_pdf.document import HARD
from terminal.export.signed_pdf.exchange import Frame, Frames, Job, Made, PdfFailed, frame_of, job_of
from terminal.export.signed_pdf.limits import MEMORY_BYTES
from terminal.export.signed_pdf.maker import PdfMaker
from terminal.model.record import Part, SealedRecord
from terminal.upload import StampServer
from tests.terminal.export.signed_pdf.conftest import Sign, Tsa

Maker = Callable[..., PdfMaker]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unit")
    open_device_key(folder / "key.pem", folder / "certificate.pem", "SP-0031")
    return folder


@pytest.fixture
def maker(keys: Path) -> Iterator[PdfMaker]:
    maker = PdfMaker(keys / "key.pem", keys / "certificate.pem", "Asia/Shanghai")
    yield maker
    maker.close()


def job_for(record: SealedRecord, **how: bool) -> Job:
    return Job(record.jws, record.parts, record.receipt, **how)


def hostile() -> bytes:
    """Return a document whose form says "both of these" thirty times over: a thousand million fields."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *(b"<< /T (f) /Kids [%d 0 R %d 0 R] >>" % (number + 1, number + 1) for number in range(4, 34)),
        b"<< /T (f) /FT /Sig >>",
    ]
    content, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(content),
    )
    return content + head + table + trailer


def test_it_stays_warm_and_makes_one_after_the_other(maker: PdfMaker, sign: Sign) -> None:
    first = maker.make(job_for(sign()))
    pid = maker.pid
    second = maker.make(job_for(sign(reference="INV-2042")))
    assert maker.pid == pid
    assert first.content != second.content
    assert set(check_signed_pdf(first.content).attached) == {"record.jws", "ink.json"}


def test_it_is_limited(maker: PdfMaker, sign: Sign) -> None:
    maker.make(job_for(sign()))
    limits = {
        line[:26].strip(): line[26:].split()[0]
        for line in Path(f"/proc/{maker.pid}/limits").read_text(encoding="ascii").splitlines()
    }
    assert limits["Max address space"] == str(MEMORY_BYTES)
    assert limits["Max file size"] == limits["Max core file size"] == "0"
    assert int(limits["Max cpu time"]) <= 30
    held = Path(f"/proc/{maker.pid}/maps").read_text(encoding="utf-8")
    assert "aiohttp" not in held
    assert "_http_parser" not in held


def test_one_that_was_killed_is_replaced(maker: PdfMaker, sign: Sign) -> None:
    maker.make(job_for(sign()))
    assert maker.pid
    os.kill(maker.pid, signal.SIGKILL)
    assert maker.make(job_for(sign())).content.startswith(b"%PDF-")


class SoonTired(PdfMaker):
    """Loses patience with a document soon, and with nothing else."""

    def _make(self, job: Job) -> Made:
        self._timeout_s = 60 if job.spare_document else 4
        return super()._make(job)


def test_a_document_that_never_ends_is_attached_instead(keys: Path, sign: Sign) -> None:
    maker = SoonTired(keys / "key.pem", keys / "certificate.pem")
    try:
        made = maker.make(job_for(sign(pdf=hostile(), kind="document")))
    finally:
        maker.close()
    assert made.note == HARD
    assert check_signed_pdf(made.content).attached["document.pdf"] == hostile()


def test_what_cannot_be_made_is_said_in_words(maker: PdfMaker, sign: Sign) -> None:
    record = sign()
    forged = replace(record, parts=(Part("ink.json", "application/json", b"[]"),))
    with pytest.raises(PdfFailed, match=r"ink\.json is not the file that was sealed"):
        maker.make(job_for(forged))
    assert maker.make(job_for(record)).content, "and the next goes well"


def test_a_key_that_is_lost_is_named(tmp_path: Path, sign: Sign) -> None:
    maker = PdfMaker(tmp_path / "key.pem", tmp_path / "certificate.pem")
    with pytest.raises(PdfFailed, match=r"key\.pem is gone"):
        maker.make(job_for(sign()))
    maker.close()


def test_it_says_so_when_it_takes_too_long(keys: Path, sign: Sign) -> None:
    maker = PdfMaker(keys / "key.pem", keys / "certificate.pem", timeout_s=0.05)
    with pytest.raises(PdfFailed, match="was not made within"):
        maker.make(job_for(sign()))
    assert maker.pid is None
    maker.close()


def test_a_time_stamp_is_asked_for_by_who_has_a_network(keys: Path, sign: Sign, tsa: Tsa) -> None:
    server = StampServer(tsa.url, timeout_s=60)
    maker = PdfMaker(keys / "key.pem", keys / "certificate.pem", stamp=server)
    try:
        assert maker.make(job_for(sign())).stamped
        assert tsa.asked == 1
    finally:
        maker.close()
        server.close()


@pytest.mark.parametrize(
    ("mood", "why"),
    [
        ("silent", "the time-stamp server cannot be reached: no answer within 2 s"),
        ("ill", "the time-stamp server answered 503"),
        ("a portal", "what answered is no time-stamp server"),
    ],
)
def test_without_a_time_stamp_it_is_signed_all_the_same(
    mood: str, why: str, keys: Path, sign: Sign, tsa: Tsa
) -> None:
    tsa.mood, now_s = mood, [100.0]
    server = StampServer(tsa.url, timeout_s=2, rest_s=60, now_s=lambda: now_s[0])
    maker = PdfMaker(keys / "key.pem", keys / "certificate.pem", stamp=server)
    try:
        made = [maker.make(job_for(sign())), maker.make(job_for(sign()))]
        assert [(each.stamped, each.note) for each in made] == [(False, f"No time stamp: {why}")] * 2
        assert tsa.asked == 1, "a server that is down is let rest"
        tsa.mood, now_s[0] = "well", 161.0
        assert maker.make(job_for(sign())).stamped
    finally:
        maker.close()
        server.close()


def test_a_frame_arrives_in_whatever_pieces() -> None:
    parts = (Part("ink.json", "application/json", b"[]"), Part("a.png", "image/png", bytes(range(256))))
    job = Job(b"jws", parts, "receipt", stamped=True)
    written = frame_of(job).written() + Frame({"made": True}).written()
    frames, found = Frames(), []
    for byte in written:
        frames.feed(bytes((byte,)))
        while frame := frames.next():
            found.append(frame)
    assert job_of(found[0]) == job
    assert found[1] == Frame({"made": True})


def test_a_frame_without_end_is_refused() -> None:
    frames = Frames()
    frames.feed(b"\xff\xff\xff\xff")
    with pytest.raises(ValueError, match="too long"):
        frames.next()
