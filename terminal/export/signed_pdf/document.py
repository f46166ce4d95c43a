"""A till's own PDF: unchanged underneath, with the signature in its place and the page of proof behind its last."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject
from pyhanko.sign.fields import MDPPerm
from pyhanko.stamp.static import StaticStampStyle

from terminal.i18n import message
from terminal.model.document import Place

ENCRYPTED = message("The document is encrypted: it is attached to this file as it came.")
UNREADABLE = message("The document cannot be read: it is attached to this file as it came.")
LOCKED = message("The document’s own signature allows no other: it is attached to this file as it came.")
HARD = message("The document took too long to read: it is attached to this file as it came.")


class DocumentUnfit(ValueError):
    """A document cannot be signed itself. The message says why, in English, and is translated where it is shown."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a signature goes on a document: page from 0, rectangle in PDF's own corners, and the page's turn."""

    page: int
    box: tuple[int, int, int, int]
    turn: int

    @property
    def seen(self) -> tuple[float, float]:
        """Width and height as a reader sees it, the page turned."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (height, width) if self.turn % 180 else (width, height)


@dataclass(frozen=True, slots=True)
class Document:
    """A document that can be signed.

    Attributes:
        content: the file.
        reader: which has read it.
        pages: how many it has.
        signed: whether somebody signed it before.
        certified: whether who did so allows signatures, and none that is seen on its pages.
    """

    content: bytes
    reader: PdfFileReader
    pages: int
    signed: bool
    certified: bool

    def writer(self) -> IncrementalPdfFileWriter:
        """Return what adds to the document, and changes nothing in it."""
        return IncrementalPdfFileWriter(BytesIO(self.content), strict=False)


def open_document(content: bytes) -> Document:
    """Open a till's PDF.

    Raises:
        DocumentUnfit: it cannot be signed itself.
    """
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        encrypted = reader.encrypted
        signatures = () if encrypted else reader.embedded_signatures
        pages = 0 if encrypted else int(reader.root["/Pages"]["/Count"])
        levels = [each.docmdp_level for each in signatures]
        locked = MDPPerm.NO_CHANGES in levels
        if pages:
            _box(reader, pages - 1)
    except Exception as error:  # whatever a broken document does to a parser
        raise DocumentUnfit(UNREADABLE) from error
    if encrypted or locked or not pages:
        raise DocumentUnfit(ENCRYPTED if encrypted else LOCKED if locked else UNREADABLE)
    return Document(content, reader, pages, bool(signatures), certified=any(levels))


def spot_of(document: Document, place: Place | None) -> Spot | None:
    """Return where a till wants the signature; None where it does not say, names a page that is not there, or may not.

    A till's place is in parts of the page as it is seen, from its upper left corner.
    """
    if place is None or document.certified or not 1 <= place.page <= document.pages:
        return None
    page = place.page - 1
    left, bottom, right, top = _box(document.reader, page)
    x, x_end = (min(1.0, max(0.0, each)) for each in (place.x, place.x + place.width))
    y, y_end = (min(1.0, max(0.0, each)) for each in (place.y, place.y + place.height))
    turn = int(_inherited(document.reader, page, "/Rotate") or 0) // 90 * 90 % 360
    # The same rectangle on the page as it lies, before it is turned clockwise to be seen.
    u1, v1, u2, v2 = {
        0: (x, 1 - y_end, x_end, 1 - y),
        90: (y, x, y_end, x_end),
        180: (1 - x_end, y, 1 - x, y_end),
        270: (1 - y_end, 1 - x_end, 1 - y, 1 - x),
    }[turn]
    width, height = right - left, top - bottom
    corners = (left + u1 * width, bottom + v1 * height, left + u2 * width, bottom + v2 * height)
    x1, y1, x2, y2 = (round(each) for each in corners)
    return Spot(page, (x1, y1, x2, y2), turn) if x2 > x1 and y2 > y1 else None


def with_pages(writer: IncrementalPdfFileWriter, pages: bytes) -> IncrementalPdfFileWriter:
    """Add the pages of another PDF behind the last; returns the writer."""
    other = PdfFileReader(BytesIO(pages))
    for number in range(int(other.root["/Pages"]["/Count"])):
        drawn = writer.import_page_as_xobject(other, number)
        show = writer.add_object(StreamObject(stream_data=b"q /Proof Do Q"))
        resources = _dictionary({"/XObject": _dictionary({"/Proof": drawn})})
        page = PageObject(show, list(drawn.get_object()["/BBox"]), resources)  # type: ignore[no-untyped-call]
        # A turned or cropped document would hand both down to its new last page.
        page["/Rotate"], page["/CropBox"] = NumberObject(0), ArrayObject(page["/MediaBox"])  # type: ignore[no-untyped-call]
        writer.insert_page(page)  # type: ignore[no-untyped-call]
    return writer


def _dictionary(entries: Mapping[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): entry for name, entry in entries.items()})  # type: ignore[no-untyped-call]


def appearance(drawn: bytes, turn: int) -> StaticStampStyle:
    """Return what a signature's field shows: the one page of a PDF, turned back where its page is turned."""
    layout = SimpleBoxLayoutRule(
        AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins(0, 0, 0, 0), InnerScaling.SHRINK_TO_FIT
    )
    return StaticStampStyle(
        background=_Drawn(drawn, turn), background_layout=layout, border_width=0, background_opacity=1.0
    )


class _Drawn(PdfContent):
    """A page of another PDF, turned."""

    def __init__(self, drawn: bytes, turn: int) -> None:
        super().__init__()
        self._drawn, self._turn = drawn, turn

    def render(self) -> bytes:
        """Return the operators that draw it."""
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._drawn)))
        self.resources.xobject["/Signed"] = drawn
        _, _, width, height = (float(each) for each in drawn.get_object()["/BBox"])
        matrix = {
            0: "1 0 0 1 0 0",
            90: f"0 1 -1 0 {height:.2f} 0",
            180: f"-1 0 0 -1 {width:.2f} {height:.2f}",
            270: f"0 -1 1 0 0 {width:.2f}",
        }[self._turn]
        if self._turn % 180:
            width, height = height, width
        self.box = BoxConstraints(width=width, height=height)
        return f"q {matrix} cm /Signed Do Q".encode("ascii")


def _box(reader: PdfFileReader, page: int) -> tuple[float, float, float, float]:
    """Return the part of a page that is seen, in its own corners."""
    corners = _inherited(reader, page, "/CropBox") or _inherited(reader, page, "/MediaBox")
    x1, y1, x2, y2 = (float(each) for each in corners)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _inherited(reader: PdfFileReader, page: int, name: str) -> Any:  # noqa: ANN401 - whatever a PDF says
    node = reader.find_page_for_modification(page)[0].get_object()  # type: ignore[no-untyped-call]
    for _ in range(64):  # deeper trees are no accident
        if name in node:
            return node[name]
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    return None
