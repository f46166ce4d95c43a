"""A made-up shop's contract as a PDF, and its pages as pictures: what the screens show a document with.

Two pages of A4, made and drawn by the same means as a till's own. Not imported where the terminal runs.
"""

import os
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from terminal.export.signed_pdf.faces import MUTED, PRIMARY, TINT, Faces, Type
from terminal.export.signed_pdf.sheet import A4, MARGIN, At, Sheet
from terminal.i18n import Catalogue
from terminal.model.document import WHOLE_PAGE, Document, PagePicture, PageSize, Place, Region
from terminal.model.request import in_language
from terminal.typeset import Face

from .samples import BODY, LINES, SHOPS, TITLE

if TYPE_CHECKING:
    from terminal.pages.child import Child
    from terminal.pages.wire import Asked

LABELS = {
    "zh": ("协议编号 AGR-2041", "商品", "数量", "金额", "商家（盖章）", "顾客（签名）"),
    "en": ("Agreement AGR-2041", "Goods", "Quantity", "Amount", "For the shop", "The customer"),
    "de": ("Vereinbarung AGR-2041", "Ware", "Menge", "Betrag", "Für das Geschäft", "Kundin oder Kunde"),
    "ar": ("الاتفاقية AGR-2041", "السلعة", "الكمية", "المبلغ", "عن المتجر", "العميل"),
}
HEADING, SMALL, TEXT = Type(20, Face.HEAVY), Type(9.5, colour=MUTED), Type(13)
STRONG = Type(12.5, Face.HEAVY)
BOX_TOP, BOX_HEIGHT, BOX_GAP = 310.0, 104.0, 18.0
FIRST_PAGE = 5
"""So many of the contract's paragraphs are on its first page."""
KEPT = 32
"""So many pictures of it are kept: those of two languages on every glass."""


def contract_of(language: str) -> Document:
    """Return what is known of the contract in a language, as a request has it."""
    width, height = A4
    box = _box_width()
    left = MARGIN if language.startswith("ar") else MARGIN + box + BOX_GAP
    place = Place(2, left / width, BOX_TOP / height, box / width, BOX_HEIGHT / height)
    return Document("2f" * 32, 48_213, (PageSize(*A4),) * 2, place)


@cache
def contract_pdf(language: str) -> bytes:
    """Return the contract in a language."""
    short = language.partition("-")[0]
    short = short if short in LABELS else "en"
    spoken = "zh-CN" if short == "zh" else short
    sheet = Sheet(Faces(), Catalogue().words(spoken), lambda page: _foot(page, short), title=TITLE[short])
    _head(sheet, short)
    _goods(sheet, short)
    paragraphs = in_language(BODY, short).split("\n\n")
    _paragraphs(sheet, paragraphs[:FIRST_PAGE])
    sheet.next_page()
    _paragraphs(sheet, paragraphs[FIRST_PAGE:])
    for label, left in zip(LABELS[short][4:], (MARGIN, MARGIN + _box_width() + BOX_GAP), strict=True):
        sheet.box(sheet.place(left, BOX_TOP, _box_width(), BOX_HEIGHT), radius=4)
        sheet.line(label, SMALL, left, BOX_TOP + BOX_HEIGHT + 16)
    return sheet.finish()


@dataclass(unsafe_hash=True)
class ContractPages:
    """Draws the contract in a language as the terminal draws a till's; starts what draws when it is first wanted."""

    language: str
    _child: "Child | None" = field(default=None, init=False, compare=False)

    def picture(self, page: int, width_px: int, region: Region = WHOLE_PAGE) -> PagePicture:
        """Return a page, 1 for the first, or a part of it; one that was drawn before comes at once."""
        return _drawn(self, page, width_px, region)

    def draw(self, asked: "Asked") -> PagePicture:
        """Draw a page."""
        from terminal.pages.child import Child, lay_down  # noqa: PLC0415 - for pictures only

        if self._child is None:
            descriptor, size = lay_down((contract_pdf(self.language),))
            try:
                self._child = Child(descriptor, size)
            finally:
                os.close(descriptor)
        return self._child.draw(asked)

    def close(self) -> None:
        """End what draws."""
        if self._child:
            self._child.close()
            self._child = None


@lru_cache(maxsize=KEPT)
def _drawn(pages: ContractPages, page: int, width_px: int, region: Region) -> PagePicture:
    from terminal.pages.wire import Ask, Asked  # noqa: PLC0415 - for pictures only

    return pages.draw(Asked(Ask.DRAW, page, width_px, region))


def _box_width() -> float:
    return (A4[0] - 2 * MARGIN - BOX_GAP) / 2


def _head(sheet: Sheet, short: str) -> None:
    """Write whose contract it is, its title and its number."""
    sheet.line(SHOPS[short], Type(11.5, Face.HEAVY, PRIMARY), MARGIN, sheet.y)
    sheet.line(LABELS[short][0], SMALL, sheet.width - MARGIN, sheet.y, At.END)
    sheet.y += 14
    sheet.rule()
    sheet.y += 40
    sheet.line(TITLE[short], HEADING, MARGIN, sheet.y)
    sheet.y += 22


def _goods(sheet: Sheet, short: str) -> None:
    """Write what was bought as a table."""
    columns = (MARGIN + 10, sheet.width - MARGIN - 130, sheet.width - MARGIN - 10)
    sides = (At.START, At.END, At.END)
    sheet.box(sheet.place(MARGIN, sheet.y, sheet.column, 24), fill=TINT, stroke=TINT, radius=4)
    rows = [LABELS[short][1:4], *((each.text, each.quantity, each.amount) for each in LINES[short])]
    for number, row in enumerate(rows):
        for text, x, side in zip(row, columns, sides, strict=True):
            sheet.line(text, STRONG if number == 0 else TEXT, x, sheet.y + 16, side)
        sheet.y += 24
        sheet.rule()
    sheet.y += 18


def _paragraphs(sheet: Sheet, paragraphs: list[str]) -> None:
    for text in paragraphs:
        sheet.paragraph(text, TEXT)
        sheet.y += 9


def _foot(sheet: Sheet, short: str) -> None:
    sheet.line(f"{sheet.page} / 2", SMALL, sheet.width / 2, sheet.height - 36, At.MIDDLE)
    sheet.line(SHOPS[short], SMALL, MARGIN, sheet.height - 36)
