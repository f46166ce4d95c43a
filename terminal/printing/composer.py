"""From a sealed record to the picture that the printer prints."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo

from PIL import Image

from terminal.i18n import Catalogue, Words
from terminal.model.record import Part
from terminal.typeset import Typesetter

from .blocks import Block, Laid, draw, stack
from .form import Form, form_for
from .signed import Signed, read_signed
from .slip import Printing, SlipWriter
from .trial import Bench, TrialWriter
from .typecase import Typecase

Write = Callable[[Form, Words, tzinfo | None], Iterable[Block]]
"""Words a slip, in a size, a language and a time zone: a writer's method."""

_INK_FROM = 128
"""Masks are black from their middle level on: a dot that the head prints is as large as it is drawn."""
_DOTS = [0 if level >= _INK_FROM else 255 for level in range(256)]


class Composer:
    """Composes slips of one width. Keeps what it has drawn of the fonts; it belongs to one thread."""

    def __init__(
        self, width_dots: int, catalogue: Catalogue, setter: Typesetter, zone: tzinfo | None = None
    ) -> None:
        """Compose for a printer of ``width_dots``, with times in ``zone``: None is the computer's own.

        Raises:
            ValueError: the paper is too narrow for a slip.
        """
        self._form = form_for(width_dots)
        self._catalogue = catalogue
        self._case = Typecase(setter)
        self._zone = zone

    def compose(
        self, jws: bytes, parts: tuple[Part, ...], copy: int = 1, *, again: bool = False, receipt: str = ""
    ) -> Image.Image:
        """Return a record's slip as the paper will look: mode "1", black on white, as wide as the paper.

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
        return self.draw(self.lay(signed, printing))

    def compose_written(self, language: str, write: Write) -> Image.Image:
        """Return a slip in a language, as ``write`` words it."""
        return self.draw(self.lay_written(language, write))

    def compose_trial(self, bench: Bench, languages: Sequence[str], when: datetime) -> Image.Image:
        """Return a test slip in the languages of a shop, printed at ``when``."""
        words = [self._catalogue.words(language) for language in languages]
        writer = TrialWriter(self._form, words, bench, self._case)
        return self.draw(stack(writer.write(when.astimezone(self._zone)), self._case, self._form.column))

    def lay(self, signed: Signed, printing: Printing) -> Laid:
        """Put everything in its place, from the top left corner of the column between the margins."""
        return self.lay_written(
            signed.language,
            lambda form, words, zone: SlipWriter(form, words, zone).write(signed, printing),
        )

    def lay_written(self, language: str, write: Write) -> Laid:
        """Put everything of a slip in its place, in the direction that its language is read in."""
        words = self._catalogue.words(language)
        form = self._form.read_from_right() if words.right_to_left else self._form
        laid = stack(write(form, words, self._zone), self._case, form.column)
        return laid.mirrored(form.column) if words.right_to_left else laid

    def draw(self, laid: Laid) -> Image.Image:
        """Draw what is laid out, with blank paper round it."""
        form = self._form
        column = draw(laid, form.column)
        paper = Image.new("1", (form.width, laid.height + 2 * form.space), 1)
        paper.paste(column.point(_DOTS, "1"), (form.margin, form.space))
        return paper
