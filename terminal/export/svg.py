"""A signature as a vector drawing, in millimetres."""

from collections.abc import Iterator

from terminal.inkline import Nib, dabs, outlines
from terminal.model.ink import Ink, Stroke

from .png import INK_COLOUR

STEP_MM = 0.2
"""How far apart an outline's corners are: in a bend of a millimetre that is right to five thousandths of one."""


def signature_svg(ink: Ink, colour: str = INK_COLOUR) -> bytes:
    """Return the pad's ink as SVG: a filled path a stroke, as wide as the line was. Same ink, same bytes."""
    width, height = f"{ink.width / 100:.2f}", f"{ink.height / 100:.2f}"
    size = f'width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
        f'<g fill="{colour}" fill-rule="nonzero">',
        *(f'<path d="{_path(stroke)}"/>' for stroke in ink.strokes),
        "</g>",
        "</svg>",
        "",
    ]
    return "\n".join(lines).encode()


def _path(stroke: Stroke) -> str:
    """Return the outline of one stroke, in millimetres to a hundredth."""
    line = dabs(stroke, Nib(unit_per_mm=1, step=STEP_MM))
    return "".join(f"M{'L'.join(_pairs(outline))}Z" for outline in outlines(line))


def _pairs(outline: list[tuple[float, float]]) -> Iterator[str]:
    return (f"{x:.2f} {y:.2f}" for x, y in outline)
