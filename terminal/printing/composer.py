"""From a sealed record to the picture that the printer prints."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PIL import Image

from drivers.printer.native import Words as OwnWords
from drivers.printer.profile import PrinterProfile
from terminal.i18n import Catalogue, Words
from terminal.model.record import Part
from terminal.typeset import Typesetter

from .blocks import Block, Laid, draw, stack
from .cells import CellCase, own_words
from .form import Form, form_for, form_in_cells
from .signed import Signed, read_signed
from .slip import Printing, SlipWriter
from .trial import Bench, TrialWriter
from .typecase import Typecase

Write = Callable[[Form, Words, tzinfo | None], Iterable[Block]]
"""Words a slip, in a size, a language and a time zone: a writer's method."""

_INK_FROM = 128
"""Masks are black from their middle level on: a dot that the head prints is as large as it is drawn."""
_DOTS = [0 if level >= _INK_FROM else 255 for level in range(256)]


@dataclass(frozen=True, slots=True)
class Composed:
    """A slip that is ready for the printer.

    Attributes:
        picture: as the paper will look: mode "1", black on white, as wide as the paper.
        drawn: what of it goes to the printer as dots; all of it, but for printers that set words by themselves.
        words: what the printer sets by itself.
    """

    picture: Image.Image
    drawn: Image.Image
    words: tuple[OwnWords, ...] = ()


class Composer:
    """Composes slips of one width. Keeps what it has drawn of the fonts; it belongs to one thread."""

    def __init__(
        self,
        width_dots: int,
        catalogue: Catalogue,
        setter: Typesetter,
        zone: tzinfo | None = None,
        printer: PrinterProfile | None = None,
    ) -> None:
        """Compose for a printer of ``width_dots``, with times in ``zone``: None is the computer's own.

        Words go in the characters of ``printer`` itself where its profile says so, and not in a language that is
        read from the right, which no printer shapes.

        Raises:
            ValueError: the paper is too narrow for a slip.
        """
        self._form = form_for(width_dots)
        self._case = self._drawn = Typecase(setter)
        if printer and printer.cjk != "raster":
            self._form, self._case = form_in_cells(width_dots), CellCase(setter, printer)
        self._catalogue = catalogue
        self._zone = zone

    def compose(
        self, jws: bytes, parts: tuple[Part, ...], copy: int = 1, *, again: bool = False, receipt: str = ""
    ) -> Composed:
        """Return a record's slip.

        Args:
            jws: the record's seal.
            parts: its parts.
            copy: which slip of the record it is, as the print journal counts.
            again: it broke off before; the slip then says so.
            receipt: what the terminal signed of it, for the QR code.

        Raises:
            Exception: of whatever kind, where the record is not as it should be.
        """
        signed = read_signed(jws, parts, receipt)
        printing = Printing.of(copy, signed.request.copies, again=again)
        return self.compose_laid(self.lay(signed, printing))

    def compose_written(self, language: str, write: Write) -> Composed:
        """Return a slip in a language, as ``write`` words it."""
        return self.compose_laid(self.lay_written(language, write))

    def compose_trial(self, bench: Bench, languages: Sequence[str], when: datetime) -> Composed:
        """Return a test slip in the languages of a shop, printed at ``when``."""
        words = [self._catalogue.words(language) for language in languages]
        writer = TrialWriter(self._form, words, bench, self._case)
        laid = stack(writer.write(when.astimezone(self._zone)), self._case, self._form.column)
        return self.compose_laid(laid)

    def lay(self, signed: Signed, printing: Printing) -> Laid:
        """Put everything in its place, from the top left corner of the column between the margins."""
        return self.lay_written(
            signed.language,
            lambda form, words, zone: SlipWriter(form, words, zone).write(signed, printing),
        )

    def lay_written(self, language: str, write: Write) -> Laid:
        """Put everything of a slip in its place, in the direction that its language is read in."""
        words = self._catalogue.words(language)
        form, case = self._form, self._case
        if not words.right_to_left:
            return stack(write(form, words, self._zone), case, form.column)
        laid = stack(write(form.read_from_right(), words, self._zone), self._drawn, form.column)
        return laid.mirrored(form.column)

    def compose_laid(self, laid: Laid) -> Composed:
        """Draw what is laid out, and part from it what the printer sets by itself."""
        picture = self.draw(laid)
        if not any(piece.native for piece in laid.pieces):
            return Composed(picture, picture)
        drawn, words = own_words(laid.pieces, self._form.margin, self._form.space)
        return Composed(picture, self.draw(Laid(laid.height, tuple(drawn))), tuple(words))

    def draw(self, laid: Laid) -> Image.Image:
        """Draw what is laid out as the paper will look, with blank paper round it: mode "1", black on white."""
        form = self._form
        column = draw(laid, form.column)
        paper = Image.new("1", (form.width, laid.height + 2 * form.space), 1)
        paper.paste(column.point(_DOTS, "1"), (form.margin, form.space))
        return paper
