"""Slips of a request that was not signed on the glass: one that was cancelled, and one to be signed on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageDraw

from terminal.i18n import message
from terminal.model.request import Kind, SigningRequest, in_language
from terminal.model.status import CancelReason

from .blocks import Align, Beside, Block, Gap, Picture, Rule, Text
from .pictures import qr_picture
from .writing import Writer

PAPER_CODE = "SIGNPOST-PAPER"
"""What the QR code of a slip to be signed on paper begins with; its code follows."""

AGREEMENT_ON_PAPER = message("I confirm this transaction.")
DOCUMENT_AGREEMENT_ON_PAPER = message("I have read this document and agree to it.")

_BY = {
    CancelReason.CUSTOMER: message("the customer"),
    CancelReason.TILL: message("the till"),
    CancelReason.DEADLINE: message("the time limit"),
}

_CROSS_DOTS = 4
"""How broad the cross is where a pen begins."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A request that ended without a signature.

    Attributes:
        reason: who cancelled it, or None where nobody did.
        paper_code: by which staff close it once it is signed on paper.
    """

    request: SigningRequest
    terminal_id: str
    ended: datetime
    reason: CancelReason | None = None
    paper_code: str = ""


class UnsignedWriter(Writer):
    """Writes what is printed where nobody signed on the glass."""

    __slots__ = ()

    def cancelled(self, unsigned: Unsigned, *, again: bool = False) -> Iterator[Block]:
        """Yield the slip of a request that was cancelled, from top to bottom."""
        words, form = self.words, self.form
        yield from self.mark(words("Cancelled · not signed"), words("may be a duplicate") if again else "")
        yield from self._head(unsigned)
        yield self.fact(words("Reference"), unsigned.request.reference)
        yield self.fact(words("Cancelled at"), self.time(unsigned.ended))
        if unsigned.reason:
            yield self.fact(words("Cancelled by"), words(_BY[unsigned.reason]))
        yield self.fact(words("Terminal"), unsigned.terminal_id)
        yield self.dashes
        yield Text(words("Nothing was signed, and no signature was kept."), form.small, Align.CENTRE)

    def paper(self, unsigned: Unsigned, *, again: bool = False) -> Iterator[Block]:
        """Yield the slip that a customer signs with a pen of their own, from top to bottom."""
        words, form = self.words, self.form
        yield from self.mark(words("To be signed on paper"), words("may be a duplicate") if again else "")
        yield from self._head(unsigned)
        yield self.fact(words("Reference"), unsigned.request.reference)
        yield self.fact(words("Printed at"), self.time(unsigned.ended))
        yield self.fact(words("Terminal"), unsigned.terminal_id)
        yield self.dashes
        yield Text(words("Customer's signature"), form.body)
        yield Gap(form.signature - form.code.line_px)
        yield Picture(cross(form.code.line_px), Align.LEFT)
        yield Rule(form.space // 2)
        document = unsigned.request.kind is Kind.DOCUMENT
        agreed = DOCUMENT_AGREEMENT_ON_PAPER if document else AGREEMENT_ON_PAPER
        yield Text(words(agreed), form.small, Align.CENTRE)
        yield Gap(form.quiet)
        yield self.dashes
        yield Gap(max(0, form.quiet - form.space))
        left = (
            Text(words("For the shop: paper code"), form.small),
            Text(unsigned.paper_code, form.code),
            Gap(form.space // 2),
            Text(words("With it, the sale is closed as signed on paper."), form.small),
        )
        qr = qr_picture(f"{PAPER_CODE} {unsigned.paper_code}".upper(), form.qr_module)
        yield Beside(left, qr, form.quiet, least=form.beside_qr, below=form.qr_below)
        yield Gap(form.quiet)

    def _head(self, unsigned: Unsigned) -> Iterator[Block]:
        request = unsigned.request
        yield from self.shop(request)
        yield self.solid
        title = in_language(request.title, self.words.language)
        if title:
            yield Text(title, self.form.total_word)
            yield self.dashes
        yield from self.sale(request)


def cross(size: int) -> Image.Image:
    """Draw the cross that says where to sign, ``size`` dots high."""
    mask = Image.new("L", (size, size))
    drawing = ImageDraw.Draw(mask)
    first, last = size // 4, size - size // 4
    drawing.line((first, first, last, last), 255, _CROSS_DOTS)
    drawing.line((first, last, last, first), 255, _CROSS_DOTS)
    return mask
