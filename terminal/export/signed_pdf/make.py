"""Makes the signed PDF of a record, whatever was signed."""

import logging
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import partial
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import SimpleSigner

from terminal.export.pdf import Place
from terminal.i18n import Catalogue
from terminal.model.document import DOCUMENT_PART

from .audit import write_audit
from .document import (
    HARD,
    UNREADABLE,
    Document,
    DocumentUnfit,
    Spot,
    appearance,
    open_document,
    spot_of,
    with_pages,
)
from .exchange import Made, Stamp
from .faces import Faces
from .page import Foot, draw_given, signature_name, write_pages
from .sheet import Sheet
from .sign import Attachment, Signing, sign
from .told import Told

log = logging.getLogger(__name__)

PROOF = "proof.pdf"
"""The page of proof as a file, where a document's earlier signature allows no more pages."""


@dataclass(frozen=True, slots=True)
class Press:
    """Everything that making signed PDFs needs, kept warm.

    Attributes:
        faces: the fonts.
        catalogue: the words.
        signer: the terminal's key.
        zone: the shop's clock.
        stamp: asks for time stamps; None where none are wanted.
    """

    faces: Faces
    catalogue: Catalogue
    signer: SimpleSigner = field(repr=False)
    zone: tzinfo | None = None
    stamp: Stamp | None = None

    def make(self, told: Told, *, spare_document: bool = False) -> Made:
        """Return the signed PDF of a record.

        Args:
            told: the record.
            spare_document: do not read the till's PDF, only attach it; it was too much once.
        """
        note = HARD if spare_document and told.document else ""
        if told.document and not note:
            try:
                return self._document(told, open_document(told.document))
            except DocumentUnfit as error:
                note = str(error)
            except MemoryError:
                raise
            except Exception:
                log.warning("a document could not be signed itself", exc_info=True)
                note = UNREADABLE
        sheet = self._sheet(told)
        place = write_pages(sheet, told, self.zone)
        page = sheet.page - 1
        sheet.next_page()
        write_audit(sheet, told, self.zone, sheet.words(note) if note else "")
        pages = sheet.finish()
        where = self._field(told, page, _corners(place))
        signing = Signing(lambda: IncrementalPdfFileWriter(BytesIO(pages)), where, certify=True)
        return self._sign(signing, _attachments(told, document=bool(note)), note)

    def _document(self, told: Told, document: Document) -> Made:
        """Sign a till's own PDF."""
        asked = told.request.document
        spot = spot_of(document, asked.place if asked else None)
        sheet = self._sheet(told, first=1 if document.signed else document.pages + 1)
        card = write_audit(sheet, told, self.zone, card=spot is None)
        proof, attachments = sheet.finish(), _attachments(told)
        field = self._field(told, spot.page, spot.box) if spot else None
        shown = partial(appearance, self._given(told, spot), spot.turn) if spot else None
        if document.signed:
            attachments.append(
                Attachment(PROOF, "application/pdf", proof, "Supplement", "How this was signed")
            )
            where = field or self._field(told, 0, None)
            signing = Signing(document.writer, where, shown, hung=True)
            return self._sign(signing, attachments)
        where = field or self._field(told, document.pages, _corners(card))
        signing = Signing(lambda: with_pages(document.writer(), proof), where, shown)
        return self._sign(signing, attachments)

    def _sign(self, signing: Signing, attachments: list[Attachment], note: str = "") -> Made:
        content, trouble = sign(signing, attachments, self.signer, self.stamp)
        unstamped = f"No time stamp: {trouble}" if trouble else ""
        return Made(content, bool(self.stamp and not trouble), " ".join(filter(None, (note, unstamped))))

    def _sheet(self, told: Told, first: int = 1) -> Sheet:
        title = f"{told.request.merchant} {told.request.reference}".strip()
        return Sheet(self.faces, self.catalogue.words(told.language), Foot(told), title=title, first=first)

    def _given(self, told: Told, spot: Spot) -> bytes:
        """Draw the signature as large as its spot."""
        width, height = spot.seen
        sheet = Sheet(self.faces, self.catalogue.words(told.language), lambda _: None, size=spot.seen)
        draw_given(sheet, told, Place(0, 0, width, height), behind=False)
        return sheet.finish()

    def _field(self, told: Told, page: int, box: tuple[int, int, int, int] | None) -> SigFieldSpec:
        words = self.catalogue.words(told.language)
        return SigFieldSpec(
            f"Signpost-{told.record['id']}",
            on_page=page,
            box=box,
            readable_field_name=words(signature_name(told)),
        )


def _corners(place: Place) -> tuple[int, int, int, int]:
    right, top = place.left + place.width, place.bottom + place.height
    return round(place.left), round(place.bottom), round(right), round(top)


def _attachments(told: Told, *, document: bool = False) -> list[Attachment]:
    """Return the sealed record, the ink, and the till's document where the PDF is not that itself."""
    attached = [Attachment("record.jws", "application/jose+json", told.jws, "Data", "The sealed record")]
    for name, part in told.parts.items():
        if name.startswith("ink.json"):
            attached.append(
                Attachment(name, part.media_type, part.content, "Supplement", "The ink, point by point")
            )
        elif name == DOCUMENT_PART and document:
            attached.append(
                Attachment(name, part.media_type, part.content, "Source", "The document that was signed")
            )
    return attached
