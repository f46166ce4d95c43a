"""A signature as vectors on a PDF page: sharp at every size, a few kilobytes, and no picture that could be lifted.

reportlab is imported by whoever makes the page; here its canvas is only drawn on, except for ``signature_pdf``.
"""

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from terminal.inkline import Dab, Nib, bends, box, outlines
from terminal.model.ink import Ink

from .png import INK_COLOUR

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

POINTS_PER_MM = 72 / 25.4
"""PDF's unit is 1/72 of an inch (ISO 32000-1, 8.3.2.3)."""

_OFF_MM = 0.005
"""How far beside its line ink may be drawn: a printer of 1200 dpi has dots four times as large."""

_FILL = "f"
"""Fills a path by the nonzero rule, which outlines are made for (8.5.3.3.2). Operators are written as they are:
reportlab takes five times as long over a path of thousands of corners."""


class Place(NamedTuple):
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float


def draw_signature(page: "Canvas", ink: Ink, place: Place, colour: str = INK_COLOUR) -> None:
    """Draw a signature on a page, in the middle of a place; smaller where it must be, never larger than it was.

    Args:
        page: is left as it was, but for the drawing.
        ink: the signature; an empty one draws nothing.
        place: what the ink fits into, without the empty rest of its pad.
        colour: of the line, ``#rrggbb``.
    """
    lines = _lines(ink)
    left, top, right, bottom = box([dab for line in lines for dab in line])
    if right <= left:
        return
    across, down = (right - left) * POINTS_PER_MM, (bottom - top) * POINTS_PER_MM
    smaller = min(1.0, place.width / across, place.height / down)
    scale = smaller * POINTS_PER_MM
    x = place.left + place.width / 2 - (left + right) / 2 * scale
    y = place.bottom + place.height / 2 + (top + bottom) / 2 * scale
    _draw(page, lines, scale, (x, y), colour)


def signature_pdf(ink: Ink) -> bytes:
    """Return the pad with its ink as a PDF of one page, as large as the pad was. Same ink, same bytes."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - 57 ms, for those who want a PDF alone

    content = BytesIO()
    width, height = ink.width / 100 * POINTS_PER_MM, ink.height / 100 * POINTS_PER_MM
    page = Canvas(content, pagesize=(width, height), invariant=1, pageCompression=1)
    _draw(page, _lines(ink), POINTS_PER_MM, (0, height), INK_COLOUR)
    page.showPage()
    page.save()
    return content.getvalue()


def _lines(ink: Ink) -> list[list[Dab]]:
    """Return each stroke as the fewest discs that its line can be drawn with."""
    return [bends(stroke, Nib(1), _OFF_MM) for stroke in ink.strokes]


def _draw(
    page: "Canvas", lines: list[list[Dab]], scale: float, origin: tuple[float, float], colour: str
) -> None:
    """Draw lines with their pad's upper left corner at ``origin``; ``scale`` is points per millimetre."""
    x, y = origin
    page.saveState()
    page.setFillColor(colour)
    for line in lines:
        drawn = []
        for outline in outlines(line):
            places = [f"{x + across * scale:.2f} {y - down * scale:.2f}" for across, down in outline]
            drawn.append(f"{places[0]} m {' l '.join(places[1:])} l h")
        page.addLiteral(" ".join([*drawn, _FILL]))
    page.restoreState()
