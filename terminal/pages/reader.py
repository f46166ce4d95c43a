"""Reads a PDF with pdfium, in the child process and nowhere else.

pdfium's plain functions are used, whose memory is ours to count. Scripts and XFA forms are in no wheel of pypdfium2;
a document that needs them would look different elsewhere, so it is refused.
"""

import ctypes
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from math import sqrt
from typing import Any

import pypdfium2.raw as pdfium

from terminal.model.document import Region

from .wire import MAX_PAGES, MAX_PICTURE_PX

LEAST_PT, MOST_PT = 36.0, 14_400.0
"""A page's sides: half an inch, and what PDF 1.7 allows (ISO 32000-1, annex C)."""

_FLAGS = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER | pdfium.FPDF_RENDER_LIMITEDIMAGECACHE
_WHITE = 0xFFFF_FFFF
_PASSWORD, _SECURITY = pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY
_XFA = (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)


class Unsuitable(ValueError):
    """The document cannot be shown. The message says why, to whoever sent it."""


class Reader:
    """One PDF.

    Args:
        descriptor: of the file, which is read in place.
        size: of it, in bytes.

    Raises:
        Unsuitable: it cannot be read.
    """

    def __init__(self, descriptor: int, size: int) -> None:
        if not size:
            raise Unsuitable("The document is empty.")
        mapped = mmap.mmap(descriptor, size, access=mmap.ACCESS_COPY)
        self._content = (ctypes.c_char * size).from_buffer(mapped)
        self._document = pdfium.FPDF_LoadMemDocument64(self._content, size, None)
        if not self._document:
            if pdfium.FPDF_GetLastError() in {_PASSWORD, _SECURITY}:
                raise Unsuitable("The document is locked with a password. Send it without one.")
            raise Unsuitable("The document cannot be read as a PDF.")
        self._form = self._open_form()

    def examine(self) -> list[tuple[float, float]]:
        """Return the size of each page, as it is looked at, in points. Each page was read to its end.

        Raises:
            Unsuitable: the document is not one that can be shown and signed.
        """
        count = pdfium.FPDF_GetPageCount(self._document)
        if count < 1:
            raise Unsuitable("The document has no pages.")
        if count > MAX_PAGES:
            raise Unsuitable(f"The document has {count} pages; {MAX_PAGES} are the most.")
        if pdfium.FPDF_GetFormType(self._document) in _XFA:
            raise Unsuitable("The document is an XFA form, which few programs show. Send it as a plain PDF.")
        if pdfium.FPDFDoc_GetJavaScriptActionCount(self._document) > 0:
            raise Unsuitable(
                "The document contains scripts, which could change what it shows. Send it without."
            )
        return [self._size(number) for number in range(1, count + 1)]

    def draw(self, number: int, region: Region, width_px: int) -> tuple[int, int, memoryview]:
        """Return a picture of a part of a page: its width, its height, and its RGB bytes.

        It is made smaller where it would have more than ``MAX_PICTURE_PX`` pixels.

        Raises:
            Unsuitable: there is no such page, or no such part of it.
        """
        part_w, part_h = region.right - region.left, region.bottom - region.top
        inside = 0 <= region.left < region.right <= 1 and 0 <= region.top < region.bottom <= 1
        if not inside or width_px < 1:
            raise Unsuitable("There is no such part of a page.")
        with self._page(number) as page:
            page_w, page_h = _measured(page, number)
            shape = (page_h * part_h) / (page_w * part_w)
            wide = max(1.0, min(width_px, sqrt(MAX_PICTURE_PX / shape)))
            width, height = int(wide), max(1, int(wide * shape))
            whole_w, whole_h = round(wide / part_w), round(wide / part_w * page_h / page_w)
            where = (-round(region.left * whole_w), -round(region.top * whole_h), whole_w, whole_h)
            return width, height, self._drawn(page, width, height, where)

    def _drawn(self, page: Any, width: int, height: int, where: tuple[int, int, int, int]) -> memoryview:  # noqa: ANN401 - a handle
        pixels = (ctypes.c_ubyte * (width * height * 3))()
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, pixels, width * 3)
        if not bitmap:
            raise Unsuitable("The page is too large to be drawn.")
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, *where, 0, _FLAGS)
            if self._form:
                pdfium.FPDF_FFLDraw(self._form[0], bitmap, page, *where, 0, _FLAGS)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return memoryview(pixels).cast("B")

    def _size(self, number: int) -> tuple[float, float]:
        with self._page(number) as page:
            return _measured(page, number)

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        """Read a page to its end, and let it go again."""
        page = pdfium.FPDF_LoadPage(self._document, number - 1)
        if not page:
            raise Unsuitable(f"Page {number} of the document cannot be read.")
        try:
            yield page
        finally:
            pdfium.FPDF_ClosePage(page)

    def _open_form(self) -> tuple[Any, Any] | None:
        """Have what is filled in drawn, where there are fields; it must be done before a page is read."""
        if pdfium.FPDF_GetFormType(self._document) != pdfium.FORMTYPE_ACRO_FORM:
            return None
        callbacks = pdfium.FPDF_FORMFILLINFO(version=2)
        form = pdfium.FPDFDOC_InitFormFillEnvironment(self._document, callbacks)
        if not form:
            raise Unsuitable("The form in the document cannot be read.")
        pdfium.FPDF_SetFormFieldHighlightAlpha(form, 0)
        return form, callbacks  # pdfium keeps a pointer to them


def _measured(page: Any, number: int) -> tuple[float, float]:  # noqa: ANN401 - a handle
    """Return a page's width and height in points, as it is looked at.

    Raises:
        Unsuitable: it is smaller or larger than a page can be.
    """
    sides = float(pdfium.FPDF_GetPageWidthF(page)), float(pdfium.FPDF_GetPageHeightF(page))
    if not all(LEAST_PT <= side <= MOST_PT for side in sides):
        width_mm, height_mm = (side * 25.4 / 72 for side in sides)
        raise Unsuitable(
            f"Page {number} of the document is {width_mm:.0f} × {height_mm:.0f} mm: no page is that small or large."
        )
    return sides
