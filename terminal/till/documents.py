"""PDFs that tills send: taken out of the call, and looked at in a child process before a request is accepted."""

import asyncio
import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from terminal.config import TillConfig
from terminal.model.document import Document, PageSize, Place
from terminal.pages.checking import check_document
from terminal.pages.child import PagesError
from terminal.store import Store

from .problems import Problem
from .wire import DocumentIn

AT_ONCE = 2
"""Checks that run at the same time: each may need a core, and as much memory as a child is allowed."""
MOST_WAITING = 8
_DOCUMENTS_KEPT = 8
"""Room in the store for documents that wait to be signed, in documents of the largest size."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF as it was posted, and the hex digest of it."""

    content: bytes
    sha256: str


def take_pdf(said: object, most_bytes: int) -> Pdf | None:
    """Take the PDF out of a posted document, leaving its digest in its place; None where there is none.

    Args:
        said: the body's JSON; changed in place.
        most_bytes: how large a PDF may be.

    Raises:
        Problem: ``too_large``, or ``invalid`` where it is no base64.
    """
    document = said.get("document") if isinstance(said, dict) else None
    encoded = document.get("pdf") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(encoded, str):
        return None  # what is wrong with that, the document's own description says
    if len(encoded) > (most_bytes + 2) // 3 * 4:
        raise Problem("too_large", f"A document may have at most {most_bytes} bytes.")
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _mistake("pdf", "should be the PDF in base64, without line breaks") from error
    digest = sha256(content).hexdigest()
    document["pdf"] = f"sha256:{digest}"
    return Pdf(content, digest)


class Documents:
    """Looks at the PDFs that tills send, a few at a time."""

    def __init__(self, config: TillConfig) -> None:
        self._most_bytes = config.max_document_bytes
        self._room = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def examine(self, posted: DocumentIn, pdf: Pdf) -> Document:
        """Return what is known of a PDF once every page of it was read.

        Raises:
            Problem: ``document_unsupported`` with the reason, ``invalid``, ``too_many_documents``.
        """
        if posted.sha256.lower() != pdf.sha256:
            raise _mistake("sha256", f"is not the PDF's, whose SHA-256 is {pdf.sha256}")
        pages = await self._pages(pdf.content)
        place = posted.place
        if place and place.page > len(pages):
            raise _mistake("place.page", f"should be at most {len(pages)}, the document's last page")
        where = Place(place.page, place.x, place.y, place.w, place.h) if place else None
        return Document(pdf.sha256, len(pdf.content), pages, where)

    def make_room(self, store: Store, pdf: Pdf) -> None:
        """Refuse a document while too many wait to be signed: a crowd of them must not fill the disk.

        Raises:
            Problem: ``too_many_documents``.
        """
        store.documents.sweep()
        if store.documents.bytes_waiting() + len(pdf.content) > _DOCUMENTS_KEPT * self._most_bytes:
            raise Problem("too_many_documents", "Too many documents wait to be signed. Send this one later.")

    async def _pages(self, content: bytes) -> tuple[PageSize, ...]:
        if self._waiting >= MOST_WAITING:
            raise Problem(
                "too_many_documents", "The terminal is looking at other documents. Send this one later."
            )
        self._waiting += 1
        try:
            async with self._room:
                return await asyncio.to_thread(check_document, content)
        except PagesError as error:
            raise Problem("document_unsupported", str(error)) from error
        finally:
            self._waiting -= 1


def as_received(document: Document) -> dict[str, Any]:
    """Return what a request says of its document for ever: all but the PDF itself, which the store has."""
    said: dict[str, Any] = {
        "sha256": document.sha256,
        "size": document.size,
        "pages": [[page.width_pt, page.height_pt] for page in document.pages],
    }
    if place := document.place:
        said["place"] = {"page": place.page, "x": place.x, "y": place.y, "w": place.width, "h": place.height}
    return said


def _mistake(field: str, detail: str) -> Problem:
    """Return the problem that names one field of the document."""
    name = f"document.{field}"
    return Problem(
        "invalid",
        f"The request is not as it should be: {name}: {detail}.",
        errors=[{"field": name, "detail": detail}],
    )
