"""A slip, written down: which blocks a signed record is printed as, and in which words.

The order is the glass's: shop, lines, total, facts, signature, match code, the sentence agreed to. Rules
between the parts of a sale are solid, between the parts of its proof dashed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from terminal.export.agreement import agreement
from terminal.i18n import message
from terminal.model.codes import spaced
from terminal.model.ink import Tool
from terminal.model.moment import ClockState
from terminal.model.request import Kind, Method, in_language

from .blocks import Align, Beside, Block, Gap, Joined, Picture, Row, Text, Total
from .pictures import flat_picture, impression_picture, ink_picture, qr_picture
from .signed import Signed
from .writing import Writer

_WRITTEN_WITH = {
    Tool.FINGER: message("Handwritten (finger)"),
    Tool.PEN: message("Handwritten (pen)"),
    Tool.MOUSE: message("Handwritten (mouse)"),
}


class Copy(StrEnum):
    """Whom a slip is for."""

    MERCHANT = "merchant"
    CUSTOMER = "customer"


_FOR = {Copy.MERCHANT: message("Merchant copy"), Copy.CUSTOMER: message("Customer copy")}


@dataclass(frozen=True, slots=True)
class Printing:
    """Which printing of a record a slip is.

    Attributes:
        copy: whom it is for.
        number: 1 when it was first printed, more for each time it was asked for again.
        again: whether it broke off before, so that there may be two of it.
    """

    copy: Copy = Copy.MERCHANT
    number: int = 1
    again: bool = False

    @classmethod
    def of(cls, copy: int, copies: int, *, again: bool) -> "Printing":
        """Return what the journal's ``copy`` is, of a record with ``copies`` slips from the first.

        The first is the shop's, the others the customer's. Whatever is printed later is the shop's again.
        """
        if copy > max(1, copies):
            return cls(Copy.MERCHANT, copy - max(1, copies) + 1, again)
        return cls(Copy.MERCHANT if copy == 1 else Copy.CUSTOMER, 1, again)


class SlipWriter(Writer):
    """Writes the slips of records."""

    __slots__ = ()

    def write(self, signed: Signed, printing: Printing) -> tuple[Block, ...]:
        """Return the blocks of a record's slip, from top to bottom."""
        return (
            *self._marks(printing),
            *self._top(signed, printing),
            *self._asked(signed),
            *self._facts(signed),
            self.dashes,
            *self._signature(signed, printing),
            Gap(self.form.quiet),
            self._proof(signed, printing),
            Gap(max(0, self.form.quiet - self.form.space)),
            self.dashes,
            *(Text(sentence, self.form.small, Align.CENTRE) for sentence in self._agreed(signed)),
        )

    def _marks(self, printing: Printing) -> Iterator[Block]:
        """Say at the very top what makes this slip different from the one first printed."""
        words = self.words
        if printing.again:
            yield from self.mark(words("Reprint · may be a duplicate"))
        elif printing.number > 1:
            yield from self.mark(words("Reprint"), words("print {number}", number=printing.number))

    def _top(self, signed: Signed, printing: Printing) -> Iterator[Block]:
        """Name the shop, and whom the slip is for."""
        yield from self.shop(signed.request)
        yield Text(self.words(_FOR[printing.copy]), self.form.body, Align.CENTRE)
        yield self.solid

    def _asked(self, signed: Signed) -> Iterator[Block]:
        """Yield what was signed: a document, or a sale, which may have brought a document along."""
        request = signed.request
        if request.kind is Kind.DOCUMENT:
            yield from self._document(signed)
            return
        yield from self.sale(request)
        if request.document:
            title = in_language(request.title, signed.language)
            if title:
                yield Text(title, self.form.body)
            yield from self._read(signed)
            yield self.dashes

    def _document(self, signed: Signed) -> Iterator[Block]:
        """Yield the document's title and what tells its text from any other; its body is not printed."""
        request = signed.request
        yield Text(in_language(request.title, signed.language) or request.reference, self.form.total_word)
        if request.amount:
            yield Gap(self.form.space // 2)
            amount = self.words.money(request.amount, request.currency)
            yield Total(self.words("Amount"), amount, self.form.body, self.form.total_word)
        yield self.dashes
        yield from self._read(signed)

    def _read(self, signed: Signed) -> Iterator[Row]:
        """Say how many pages were read, and what tells the words, or the PDF, from any other."""
        if document := signed.request.document:
            yield self.fact(self.words("Pages"), str(len(document.pages)))
            yield self.fact(self.words("PDF digest"), _short(document.sha256, 6))
        else:
            yield self.fact(self.words("Pages"), str(signed.pages))
            yield self.fact(self.words("Text digest"), _short(signed.text_sha256, 6))

    def _facts(self, signed: Signed) -> Iterator[Row]:
        yield self.fact(self.words("Reference"), signed.request.reference)
        yield self.fact(self.words("Signed at"), self.time(signed.confirmed))
        if signed.clock is ClockState.UNSYNCHRONISED:
            yield self.fact(self.words("Clock"), self.words("not synchronised"))
        yield self.fact(self.words("Method"), self._method(signed))
        yield self.fact(self.words("Terminal"), signed.terminal_id)

    def _method(self, signed: Signed) -> str:
        if signed.method is Method.FINGERPRINT:
            return self.words("Fingerprint")
        return self.words(_WRITTEN_WITH[signed.tool])

    def _signature(self, signed: Signed, printing: Printing) -> Iterator[Block]:
        """Show the signature, but not on the customer's copy: slips are thrown away where others find them."""
        form = self.form
        if signed.method is Method.FINGERPRINT:
            yield Text(self.words("Customer's fingerprint"), form.body)
        elif signed.request.settle_date and signed.request.ref_no:
            yield Text(self.words("Cardholder's signature"), form.body)
        else:
            yield Text(self.words("Customer's signature"), form.body)
        yield Gap(form.space // 2)
        if signed.score is not None:
            matched = self.words(
                "Matched the finger enrolled (score {score}). No image was taken.", score=signed.score
            )
            yield Text(matched, form.small)
        elif printing.copy is Copy.CUSTOMER:
            yield Text(self.words("Signed electronically. The shop keeps the signature."), form.small)
        elif signed.ink is not None:
            yield Picture(ink_picture(signed.ink, form.column, form.signature), Align.LEFT)
        elif signed.picture is None:
            yield Text(self.words("Kept sealed, and not printed."), form.small)
        elif signed.method is Method.FINGERPRINT:
            yield Picture(impression_picture(signed.picture, form.impression), Align.LEFT)
        else:
            yield Picture(flat_picture(signed.picture, form.column, form.signature), Align.LEFT)

    def _proof(self, signed: Signed, printing: Printing) -> Beside:
        """Put the match code beside a QR code of the same claims."""
        words, form = self.words, self.form
        code = spaced(signed.match_code)
        copy = words(_FOR[printing.copy])
        nth = words("print {number}", number=printing.number)
        record = words("Record {record}", record=_short(signed.id, 4))
        chain = words("chain {seq}", seq=signed.seq)
        left = (
            Text(words("Match code (on screen)"), form.small),
            Text(code, form.code),
            Gap(form.space // 2),
            Joined((copy, nth), form.small),
            Joined((record, chain), form.small),
            *((Text(words("Key {key}", key=signed.key), form.small),) if signed.key else ()),
        )
        qr = qr_picture(signed.receipt or claims(signed), form.qr_module)
        return Beside(left, qr, form.quiet, least=form.beside_qr, below=form.qr_below)

    def _agreed(self, signed: Signed) -> tuple[str, ...]:
        if signed.agreed:
            return signed.agreed
        return (self.words(agreement(signed.request.kind)),)


def claims(signed: Signed) -> str:
    """Return what the QR code of an old record says: record, match code, digest (16 digits), amount, currency.

    Nobody signed it: it only helps to find the record.

    Capitals throughout: QR codes have a denser alphabet for them.
    """
    said = ["SIGNPOST1", signed.id, signed.match_code, signed.jws_sha256[:16]]
    if signed.request.amount:
        said += [signed.request.amount, signed.request.currency]
    return " ".join(said).upper()


def _short(digits: str, keep: int) -> str:
    """Return the two ends of something too long for a slip."""
    return f"{digits[:keep]}…{digits[-keep:]}"
