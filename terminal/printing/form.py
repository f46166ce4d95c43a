"""How large everything on a slip is, by the width of the paper."""

from dataclasses import dataclass, fields, replace

from drivers.printer.native import CELL_DOTS, ROW_DOTS
from terminal.typeset import Face, TextStyle

from .blocks import Align

NARROWEST_DOTS = 320
"""Below 40 mm there is no room for a match code beside its QR code."""

_WIDE_FROM_DOTS = 500
"""80 mm paper has 576 or 512 dots across, 58 mm paper 384 or 360."""


@dataclass(frozen=True, slots=True)
class Form:
    """The sizes of a slip, in dots.

    Attributes:
        width: of the paper that can be printed on.
        margin: kept free at both sides.
        space: between two parts of the slip, and around a rule.
        signature: how high a signature may be.
        impression: how wide a fingerprint may be.
        qr_module: one square of a QR code; four dots, half a millimetre, is what phones read with ease.
        beside_qr: the room that words need beside a QR code; with less, they stand above it.
        qr_below: where it stands then; at the left on slow lines, as blank dots left of a picture are sent too.
        cell: what places and widths are whole multiples of; 1 where there is no grid.
    """

    width: int
    margin: int
    space: int
    shop: TextStyle
    body: TextStyle
    small: TextStyle
    total: TextStyle
    total_word: TextStyle
    code: TextStyle
    banner: TextStyle
    signature: int
    impression: int
    qr_module: int
    beside_qr: int
    qr_below: Align = Align.CENTRE
    cell: int = 1

    def read_from_right(self) -> "Form":
        """Return the form for a language that is read from the right."""
        styles = {
            entry.name: replace(style, right_to_left=True)
            for entry in fields(self)
            if isinstance(style := getattr(self, entry.name), TextStyle)
        }
        return replace(self, **styles)  # type: ignore[arg-type]  # only styles are among them

    @property
    def column(self) -> int:
        """The width between the margins."""
        return (self.width - 2 * self.margin) // self.cell * self.cell

    @property
    def quiet(self) -> int:
        """The blank paper that a QR code wants around it: four of its squares."""
        return 4 * self.qr_module


def form_in_cells(width_dots: int) -> Form:
    """Return the form for a printer that sets words by itself, on its grid of 12 by 24 dots.

    It has two sizes, 24 and 48 dots, and nothing stands beside a picture.

    Raises:
        ValueError: the paper is too narrow for a slip.
    """
    drawn = form_for(width_dots)
    wide = width_dots >= _WIDE_FROM_DOTS
    return replace(
        drawn,
        margin=2 * CELL_DOTS if wide else CELL_DOTS,
        shop=TextStyle(Face.HEAVY, 2 * ROW_DOTS, 1.2),
        body=TextStyle(Face.PLAIN, ROW_DOTS, 1.4),
        small=TextStyle(Face.PLAIN, ROW_DOTS, 1.25),
        total=TextStyle(Face.HEAVY, 2 * ROW_DOTS, 1.2),
        total_word=TextStyle(Face.HEAVY, 2 * ROW_DOTS, 1.2),
        code=TextStyle(Face.CODE, 2 * ROW_DOTS, 1.2),
        banner=TextStyle(Face.HEAVY, 26, 1.5),
        beside_qr=width_dots,
        qr_below=Align.LEFT,
        cell=CELL_DOTS,
    )


def form_for(width_dots: int) -> Form:
    """Return the form for a printer's width.

    Raises:
        ValueError: the paper is too narrow for a slip.
    """
    if width_dots < NARROWEST_DOTS:
        raise ValueError(f"a slip needs {NARROWEST_DOTS} dots across, and this printer has {width_dots}")
    if width_dots >= _WIDE_FROM_DOTS:
        return Form(
            width=width_dots,
            margin=24,
            space=14,
            shop=TextStyle(Face.HEAVY, 40, 1.3),
            body=TextStyle(Face.PLAIN, 26, 1.36),
            small=TextStyle(Face.PLAIN, 21, 1.36),
            total=TextStyle(Face.HEAVY, 50, 1.2),
            total_word=TextStyle(Face.HEAVY, 42, 1.2),
            code=TextStyle(Face.CODE, 46, 1.2),
            banner=TextStyle(Face.HEAVY, 26, 1.5),
            signature=168,
            impression=216,
            qr_module=4,
            beside_qr=250,
        )
    return Form(
        width=width_dots,
        margin=8,
        space=12,
        shop=TextStyle(Face.HEAVY, 34, 1.3),
        body=TextStyle(Face.PLAIN, 24, 1.36),
        small=TextStyle(Face.PLAIN, 20, 1.36),
        total=TextStyle(Face.HEAVY, 44, 1.2),
        total_word=TextStyle(Face.HEAVY, 36, 1.2),
        code=TextStyle(Face.CODE, 38, 1.2),
        banner=TextStyle(Face.HEAVY, 24, 1.5),
        signature=120,
        impression=200,
        qr_module=4,
        beside_qr=200,
    )
