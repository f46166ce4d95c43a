"""The pages of a signed PDF while they are written: what stands where, from the top down.

Everything is placed from the side on which reading begins, and mirrored here for a language read from the right.
Lengths are points, 1/72 of an inch; heights are measured from the top of the page.
"""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from terminal.export.pdf import Place
from terminal.i18n import Words

from .faces import LINE, Faces, Type

if TYPE_CHECKING:
    from PIL import Image

A4 = (595.28, 841.89)
MARGIN = 56.0
FOOT = 64.0
"""The room at the foot of a page that belongs to its number."""

_FILLED, _FILLED_AND_LINED = 0, 2
"""Text rendering modes (ISO 32000-1, table 106)."""

_DARK = re.compile(rb"\x00+")


class At(StrEnum):
    """On which side of its place a line stands, as the language is read."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Sheet:
    """Pages, one after the other.

    Args:
        faces: the fonts.
        words: the language; decides from which side is read.
        foot: draws the foot of a page, given the sheet, as each page ends.
        title: the file's.
        first: the number of the first page.
        size: of a page; A4.
    """

    def __init__(
        self,
        faces: Faces,
        words: Words,
        foot: Callable[["Sheet"], None],
        *,
        title: str = "",
        first: int = 1,
        size: tuple[float, float] = A4,
    ) -> None:
        from reportlab import rl_config  # noqa: PLC0415 - in the process that makes pages
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

        rl_config.useA85 = 0  # streams as bytes: a fifth smaller, and much faster, than as letters

        self.faces, self.words, self._foot = faces, words, foot
        self.width, self.height = size
        self.mirrored = words.right_to_left
        self.page, self.y = first, MARGIN
        self._content = BytesIO()
        self.canvas: Canvas = Canvas(self._content, pagesize=size, pageCompression=1, lang=words.language)
        self.canvas.setTitle(title)
        self.canvas.setCreator("Signpost")

    @property
    def column(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def left_over(self) -> float:
        """How much room is left above the foot of this page."""
        return self.height - FOOT - self.y

    def room(self, height: float) -> None:
        """Go to the next page if this one has less room than that."""
        if height > self.left_over:
            self.next_page()

    def next_page(self) -> None:
        """End this page, and begin another."""
        self._foot(self)
        self.canvas.showPage()
        self.page, self.y = self.page + 1, MARGIN

    def finish(self) -> bytes:
        """End the last page; returns the file."""
        self._foot(self)
        self.canvas.showPage()
        self.canvas.save()
        return self._content.getvalue()

    def line(self, text: str, style: Type, x: float, y: float, at: At = At.START) -> float:
        """Set one line with its baseline at ``y``; ``x`` is its beginning, its middle or its end. Returns its width."""
        width = self.faces.width(text, style, right_to_left=self.mirrored)
        start = {At.START: x, At.MIDDLE: x - width / 2, At.END: x - width}[at]
        left = self.width - start - width if self.mirrored else start
        runs = self.faces.runs(text, style, right_to_left=self.mirrored)
        for run in runs:
            self.canvas.saveState()
            self.canvas.setFillColor(_colour(style.colour))
            if run.stroke:
                self.canvas.setStrokeColor(_colour(style.colour))
                self.canvas.setLineWidth(2 * run.stroke)
            self.canvas.setFont(run.font, style.size)
            mode = _FILLED_AND_LINED if run.stroke else _FILLED
            self.canvas.drawString(left + run.stroke + run.shift, self.height - y, run.text, mode=mode)
            self.canvas.restoreState()
            left += self.canvas.stringWidth(run.text, run.font, style.size) + 2 * run.stroke
        return width

    def paragraph(
        self, text: str, style: Type, *, x: float = MARGIN, width: float = 0.0, leading: float = 0.0
    ) -> None:
        """Set a text in lines from here on down, over as many pages as it takes."""
        leading = leading or style.size * self.words.line_height
        lines = self.faces.wrap(text, style, width or self.column, right_to_left=self.mirrored)
        for each in lines:
            self.room(leading)
            self.line(each, style, x, self.y + leading * 0.5 + style.size * 0.36)
            self.y += leading

    def rule(
        self, *, x: float = MARGIN, width: float = 0.0, dashed: bool = False, weight: float = 0.75
    ) -> None:
        """Draw a hairline across the column, here."""
        width = width or self.column
        left = self.width - x - width if self.mirrored else x
        self.canvas.saveState()
        self.canvas.setStrokeColor(_colour(LINE))
        self.canvas.setLineWidth(weight)
        if dashed:
            self.canvas.setDash(2.5, 2.5)
        self.canvas.line(left, self.height - self.y, left + width, self.height - self.y)
        self.canvas.restoreState()

    def place(self, x: float, y: float, width: float, height: float) -> Place:
        """Return a rectangle, given by its upper corner on the reading side, as a place on the page."""
        left = self.width - x - width if self.mirrored else x
        return Place(left, self.height - y - height, width, height)

    def box(self, place: Place, *, fill: str = "", stroke: str = LINE, radius: float = 8.0) -> None:
        """Draw a rectangle with round corners."""
        self.canvas.saveState()
        if stroke:
            self.canvas.setStrokeColor(_colour(stroke))
            self.canvas.setLineWidth(0.75)
        if fill:
            self.canvas.setFillColor(_colour(fill))
        self.canvas.roundRect(*place, radius, stroke=int(bool(stroke)), fill=int(bool(fill)))
        self.canvas.restoreState()

    def picture(self, image: "Image.Image", place: Place) -> None:
        """Show a picture in a place."""
        from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - where there is one

        self.canvas.drawImage(ImageReader(image), *place)

    def squares(self, rows: Sequence[bytes], place: Place) -> None:
        """Draw a code of squares, row by row, dark where a byte is 0, as vectors."""
        step, drawn = place.width / len(rows), []
        for down, row in enumerate(rows):
            bottom = place.bottom + place.height - (down + 1) * step
            for dark in _DARK.finditer(row):
                x, width = place.left + dark.start() * step, len(dark.group()) * step
                drawn.append(f"{x:.3f} {bottom:.3f} {width:.3f} {step:.3f} re")
        self.canvas.saveState()
        self.canvas.setFillColor("#000000")
        self.canvas.addLiteral(" ".join([*drawn, "f"]))
        self.canvas.restoreState()


@cache
def _colour(name: str) -> object:
    """Return a colour as reportlab takes it fastest."""
    from reportlab.lib.colors import HexColor  # noqa: PLC0415 - in the process that makes pages

    return HexColor(name)
