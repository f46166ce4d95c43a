"""Pictures of every slip, in every language and on both papers, to look at: nobody signed what is on them."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from drivers.printer import PrinterProfile
from terminal.i18n import Catalogue
from terminal.model.dayclose import DayClose
from terminal.model.document import Document, PageSize
from terminal.model.ink import Ink, Tool
from terminal.model.moment import ClockState
from terminal.model.request import Kind, Line, Method, SigningRequest, in_language
from terminal.model.status import CancelReason
from terminal.printing import Bench, Composed, Composer
from terminal.printing.closing import ClosingWriter
from terminal.printing.privacy import PrivacyWriter
from terminal.printing.signed import Signed
from terminal.printing.slip import Copy, Printing
from terminal.printing.unsigned import Unsigned, UnsignedWriter
from terminal.printing.voiding import Void, VoidWriter
from terminal.pseudo import with_pseudo
from terminal.typeset import Typesetter
from terminal.ui.handwriting import HAN_NAME, LATIN_NAME, write
from terminal.ui.samples import BODY, CONSENTS, LINES, SHOPS, TILLS, TITLE
from terminal.ui.storyboard import fingerprint

PAPERS = {"80mm": 576, "58mm": 384}
"""The papers there are, and the dots across each."""

_TERMINAL, _MATCH_CODE, _SEQ = "SP-0031", "557A8226", 10482
_WHEN = datetime(2026, 11, 23, 6, 31, 7, tzinfo=UTC)
_VOIDED = datetime(2026, 11, 23, 9, 2, 40, tzinfo=UTC)
_DIGEST = hashlib.sha256(b"a slip to look at").hexdigest()
_UNTIL = date(2027, 11, 23)
_PAD = (14174.0, 6300.0)
"""The pad of the 7-inch panel, 0.01 mm."""
_FINGER = (192, 192)


def render_slips(directory: Path, papers: Iterable[str], languages: Iterable[str]) -> list[Path]:
    """Draw slips to PNG files, ``<directory>/slips/<language>/<paper>/<name>.png``; return the files.

    Those whose name ends in ``-own`` are set in the grid of a printer's own characters, which look a little different
    on each model.
    """
    catalogue, setter, zone = with_pseudo(Catalogue()), Typesetter(), ZoneInfo("Asia/Shanghai")
    papers, written = tuple(papers), list[Path]()
    for paper in papers:
        width = PAPERS[paper]
        drawn = Composer(width, catalogue, setter, zone)
        own = Composer(width, catalogue, setter, zone, PrinterProfile(paper, width, cjk="gb18030"))
        for language in languages:
            folder = directory / "slips" / language / paper
            folder.mkdir(parents=True, exist_ok=True)
            slips = [
                *_slips(drawn, language, paper),
                *((f"{name}-own", slip) for name, slip in _sales(own, language)),
            ]
            for name, slip in slips:
                slip.picture.save(folder / f"{name}.png")
                written.append(folder / f"{name}.png")
    return written


def _slips(composer: Composer, language: str, paper: str) -> Iterator[tuple[str, Composed]]:
    """Yield a slip of every kind, by name."""
    yield from _sales(composer, language)
    document = _document(language)
    yield "document", _printed(composer, document, Printing())
    pdf = Document(_DIGEST, 84_211, (PageSize(595, 842),) * 7)
    brought = replace(document, request=replace(document.request, document=pdf, body={}))
    yield "document-pdf", _printed(composer, brought, Printing())
    finger = replace(document, method=Method.FINGERPRINT, ink=None, picture=_finger())
    yield "document-finger", _printed(composer, finger, Printing())
    privacy = replace(finger, finger_consents=(f"signpost.fingerprint/1; destroyed before {_UNTIL}",))
    yield "privacy", composer.compose_written(language, lambda *how: PrivacyWriter(*how).write(privacy))
    ended = Unsigned(_sale(language), _TERMINAL, _WHEN, CancelReason.CUSTOMER, "4F2A 91C7")
    yield "cancelled", composer.compose_written(language, lambda *how: UnsignedWriter(*how).cancelled(ended))
    yield "paper", composer.compose_written(language, lambda *how: UnsignedWriter(*how).paper(ended))
    sale, void = _signed(_sale(language)), Void(_VOIDED, "returned")
    yield "void", composer.compose_written(language, lambda *how: VoidWriter(*how).write(sale, void))
    close, shop = _close(), _sale(language).merchant
    yield "day-close", composer.compose_written(language, lambda *how: ClosingWriter(*how).write(close, shop))
    bench = Bench(shop, _TERMINAL, paper, 203)
    yield "test", composer.compose_trial(bench, (language,), _WHEN)


def _sales(composer: Composer, language: str) -> Iterator[tuple[str, Composed]]:
    """Yield the slips of a sale: the shop's, the customer's, and those that were printed again."""
    sale = _signed(_sale(language))
    for name, printing in (
        ("sale", Printing()),
        ("sale-customer", Printing(Copy.CUSTOMER)),
        ("sale-reprint", Printing(number=2)),
        ("sale-broke-off", Printing(again=True)),
    ):
        yield name, _printed(composer, sale, printing)


def _printed(composer: Composer, signed: Signed, printing: Printing) -> Composed:
    return composer.compose_laid(composer.lay(signed, printing))


def _sale(language: str) -> SigningRequest:
    short = _short(language)
    return SigningRequest(
        "0193a5c2-7d10-7c3e-9b1a-2f60c41d0001",
        TILLS[short],
        "{}",
        "INV-2041",
        amount="1280.00",
        operator="07",
        merchant=SHOPS[short],
        lines=LINES[short],
        language=language,
        settle_date="0302",
        ref_no="123456789012",
    )


def _document(language: str) -> Signed:
    agreement = replace(
        _sale(language),
        kind=Kind.DOCUMENT,
        reference="AGR-2041",
        amount="",
        lines=tuple[Line, ...](),
        title=TITLE,
        body=BODY,
        consents=CONSENTS,
        settle_date="",
        ref_no="",
    )
    agreed = tuple(in_language(each.text, language) for each in CONSENTS)
    return replace(_signed(agreement), pages=4, agreed=agreed)


def _signed(request: SigningRequest) -> Signed:
    """Return what a slip tells of a request that somebody signed."""
    ways = HAN_NAME if _short(request.language) == "zh" else LATIN_NAME
    strokes = write(ways, _PAD[0] * 0.2, _PAD[1] * 0.2, _PAD[0] * 0.58, Tool.PEN)
    return Signed(
        id="0193a5c2-7d10-7c3e-9b1a-2f60c41dc41d",
        seq=_SEQ,
        jws_sha256=_DIGEST,
        match_code=_MATCH_CODE,
        terminal_id=_TERMINAL,
        request=request,
        language=request.language,
        text_sha256=_DIGEST,
        pages=1,
        agreed=(),
        method=Method.STYLUS,
        confirmed=_WHEN,
        clock=ClockState.SYNCHRONISED,
        ink=Ink(*_PAD, strokes),
        picture=None,
        receipt=_receipt(request),
    )


def _receipt(request: SigningRequest) -> str:
    """Return a line as long as a receipt's, for a code of the right size; its signature is none."""
    nobody = base64.b32encode(hashlib.sha512(b"nobody").digest()).decode("ascii").rstrip("=")
    claims = (
        request.id,
        _TERMINAL,
        request.reference,
        request.amount or "*",
        "CNY",
        f"{_WHEN:%Y%m%dT%H%M%SZ}",
    )
    return " ".join(("SIGNPOST2", *claims, _MATCH_CODE, _DIGEST, nobody)).upper()


def _finger() -> bytes:
    out = BytesIO()
    Image.frombytes("L", _FINGER, fingerprint(*_FINGER)).save(out, "PNG")
    return out.getvalue()


def _close() -> DayClose:
    return DayClose(
        number=12,
        terminal_id=_TERMINAL,
        since_utc="2026-11-22T13:02:11.000Z",
        until_utc="2026-11-23T13:00:40.000Z",
        signed=84,
        cancelled=3,
        paper=1,
        failed=2,
        waiting=0,
        sums=(("CNY", "48210.50"), ("USD", "120.00")),
        first_seq=10399,
        last_seq=_SEQ,
        head_seq=_SEQ,
        head_sha256=_DIGEST,
        unsigned=("INV-2038", "INV-2040"),
    )


def _short(language: str) -> str:
    short = language.partition("-")[0]
    return short if short in SHOPS else "en"
