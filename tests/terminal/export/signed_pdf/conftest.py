"""Records signed in every way, the press that makes PDFs of them, a time-stamp service, and other people's readers."""

import asyncio
import http.server
import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from reportlab.pdfgen.canvas import Canvas

from terminal.clock import Clock
from terminal.evidence.record import Sealer
from terminal.export.parts import parts_of
from terminal.export.signed_pdf.faces import Faces
from terminal.export.signed_pdf.key import pdf_signer
from terminal.export.signed_pdf.make import Press
from terminal.export.signed_pdf.told import Told, tell
from terminal.i18n import Catalogue
from terminal.model.document import DOCUMENT_PART
from terminal.model.impression import Impression, PressQuality
from terminal.model.match import Match
from terminal.model.record import NO_PREVIOUS, Confirmation, Part, SealedRecord, Shown, Signature, match_code
from terminal.model.request import Method, request_from_json
from terminal.session.shown import text_shown

ROOT = Path(__file__).parents[4]

Sign = Callable[..., SealedRecord]


@pytest.fixture(autouse=True)
def no_loop() -> Iterator[None]:
    """A browser of another test leaves its event loop running in this thread; pyHanko wants to run one of its own."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.fixture
def sign(signing: Confirmation, sealer: Sealer) -> Sign:
    """Have a record sealed: of the usual sale, or with something asked or given otherwise."""

    def signed(
        given: Signature | None = None,
        method: Method | None = None,
        pdf: bytes = b"",
        language: str = "zh-CN",
        ticked: tuple[str, ...] = (),
        **asked: Any,
    ) -> SealedRecord:
        said = {**json.loads(signing.request.received), **asked}
        if pdf:
            place = said.pop("place", None)
            said["document"] = {
                "sha256": sha256(pdf).hexdigest(),
                "size": len(pdf),
                "pages": [[595, 842]],
                "place": place,
            }
        request = request_from_json("0198-request", "3", json.dumps(said, ensure_ascii=False))
        shown = Shown(language, text_shown(request, language), signing.shown.pages, 1.0)
        confirmation = replace(
            signing,
            request=request,
            shown=shown,
            signature=given or signing.signature,
            method=method or signing.method,
            consents=ticked,
            match_code=match_code(signing.record_id, shown.text_sha256),
        )
        parts = parts_of(confirmation)
        record = sealer.seal(confirmation, parts, 1, NO_PREVIOUS)
        document = (Part(DOCUMENT_PART, "application/pdf", pdf),) if pdf else ()
        return replace(record, parts=(*parts, *document))

    return signed


@pytest.fixture
def told(sign: Sign) -> Callable[..., Told]:
    """Tell of a record that was signed so."""

    def of(*given: Any, **asked: Any) -> Told:
        record = sign(*given, **asked)
        return tell(record.jws, record.parts, record.receipt)

    return of


@pytest.fixture(scope="session")
def press(sealer: Sealer) -> Press:
    return Press(Faces(), Catalogue(), pdf_signer(sealer.key), Clock.zone("Asia/Shanghai"))


def impression() -> Impression:
    """A pressed finger, as far as a gradient is one."""
    pixels = bytes((x * y) % 256 for y in range(240) for x in range(208))
    quality = PressQuality("good", 1, 150.0, 1.2, 0.5, 120.0, 0.9, 140.0)
    return Impression(208, 240, 508, pixels, "R503", 3_000_000_000, quality)


def match() -> Match:
    return Match(4, 118, 3, "R503", 3_000_000_000)


def a_document(pages: int = 2, turned: int = 0, size: tuple[float, float] = (595, 842)) -> bytes:
    """Return a till's PDF: a contract of some pages, which are seen in that size however they lie."""
    content = BytesIO()
    canvas = Canvas(content, pagesize=size, invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(72, size[1] - 72, f"Rental agreement, page {number}")
        if turned:
            canvas.setPageRotation(turned)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def run(program: str, *arguments: str | Path) -> str:
    """Return what a program of poppler's says; Debian's poppler-utils has them."""
    return subprocess.run([program, *arguments], capture_output=True, check=False, text=True).stdout


@dataclass
class Tsa:
    """A time-stamp service as pyHanko knows how to be one, over HTTP; ``mood`` says how it answers."""

    url: str
    certificate: bytes
    mood: str = "well"
    asked: int = 0


@pytest.fixture
def tsa() -> Iterator[Tsa]:
    key = rsa.generate_private_key(65537, 2048)
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificate = _tsa_certificate(key)
    service = DummyTimeStamper(asn1_x509.Certificate.load(certificate), keys.PrivateKeyInfo.load(der))
    released = threading.Event()

    class Exchange(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.asked += 1
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            if state.mood == "silent":
                released.wait(20)
                return
            answer = service.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            if state.mood == "of something else":
                other = tsp.TimeStampReq.load(asked).copy()
                other["message_imprint"]["hashed_message"] = bytes(32)
                answer = service.request_tsa_response(other).dump()
            self.send_response(503 if state.mood == "ill" else 200)
            html = state.mood == "a portal"
            self.send_header("Content-Type", "text/html" if html else "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(b"<h1>Welcome</h1>" if html else answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Exchange) as server:
        state = Tsa(f"http://127.0.0.1:{server.server_port}/tsa", certificate)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield state
        released.set()
        server.shutdown()
        thread.join()


def _tsa_certificate(key: rsa.RSAPrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A time-stamp service")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.DER)
