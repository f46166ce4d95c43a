"""A picture in printer's dots, and the bytes that make a receipt printer print it.

python-escpos can send pictures too; this encoder exists because that one dithers thin strokes, sends
blank paper as data, and declares a wrong length for tall pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

RESET = b"\x1b@"  # ESC @: left-aligned, no margins, whatever the last user of the printer left behind
_RASTER = b"\x1dv0\x00"  # GS v 0, normal density, then width in bytes and height in dots, low byte first
_FEED = b"\x1bJ"  # ESC J n: feed n motion units
_HEADER_BYTES = 8
# Blank rows are fed instead of sent from here on: 8 rows are one millimetre, and 576 bytes saved.
_WORTH_FEEDING_DOTS = 8
_DARK = [255 if level < 128 else 0 for level in range(256)]


@dataclass(frozen=True, slots=True)
class Raster:
    """A black-and-white picture, one bit a dot, ready for the print head.

    Attributes:
        width_dots: Dots in a row.
        height_dots: Rows.
        rows: The rows, top first, padded to whole bytes; the leftmost dot is the highest bit; 1 is black.
    """

    width_dots: int
    height_dots: int
    rows: bytes

    def __post_init__(self) -> None:
        if self.width_dots < 1 or self.height_dots < 0:
            raise ValueError(f"a raster of {self.width_dots} by {self.height_dots} dots cannot be printed")
        needed = self.row_bytes * self.height_dots
        if len(self.rows) != needed:
            raise ValueError(
                f"{self.width_dots} by {self.height_dots} dots are {needed} bytes, not {len(self.rows)}"
            )

    @property
    def row_bytes(self) -> int:
        """Bytes in a row."""
        return (self.width_dots + 7) // 8

    def part(self, top: int, bottom: int) -> Raster:
        """Return the rows from ``top`` to above ``bottom``."""
        wide = self.row_bytes
        return Raster(self.width_dots, bottom - top, self.rows[top * wide : bottom * wide])

    def blank_from(self, top: int, most: int) -> int:
        """Return how many rows from ``top`` on have no ink, up to ``most``."""
        wide = self.row_bytes
        inked = self.rows[top * wide : (top + most) * wide].lstrip(b"\0")
        return most - (len(inked) + wide - 1) // wide


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a picture that the printer can take at once, or a stretch of blank paper.

    Attributes:
        code: The ESC/POS commands.
        end_dots: The row of the picture that it reaches to.
    """

    code: bytes
    end_dots: int


def from_image(image: Image) -> Raster:
    """Turn a picture into dots: darker than the middle grey is black. Never dithers.

    Args:
        image: A Pillow image of mode "1" or "L".
    """
    if image.mode not in {"1", "L"}:
        raise ValueError(f"a picture to print is black and white or grey, not {image.mode}")
    dots = image.convert("L").point(_DARK, "1")
    return Raster(image.width, image.height, dots.tobytes())


def strips(
    raster: Raster, *, strip_bytes: int = 4096, feed_dpi: int = 203, dpi: int = 203
) -> Iterator[Strip]:
    """Cut a picture into strips of ``GS v 0``, each cropped at its right to the ink; blank rows are fed.

    The left is never cropped: the commands that would move a picture (ESC $, GS L) are honoured before
    ``GS v 0`` by some printers and ignored by others.

    Args:
        raster: The picture.
        strip_bytes: The most bytes a strip may have. At least one row is sent whatever this says.
        feed_dpi: Motion units an inch of this printer's ``ESC J``.
        dpi: Dots an inch of its head.
    """
    width, rows = raster.row_bytes, raster.rows
    inked = [len(rows[at : at + width].rstrip(b"\0")) for at in range(0, len(rows), width)]
    for start, end, blank in _runs(inked):
        if blank:
            yield Strip(feed((end - start) * feed_dpi // dpi), end)
            continue
        widest = max(inked[start:end])
        step = max(1, (strip_bytes - _HEADER_BYTES) // widest)
        for top in range(start, end, step):
            bottom = min(top + step, end)
            wide = max(1, *inked[top:bottom])
            header = _RASTER + wide.to_bytes(2, "little") + (bottom - top).to_bytes(2, "little")
            body = b"".join(rows[row * width : row * width + wide] for row in range(top, bottom))
            yield Strip(header + body, bottom)


def feed(units: int) -> bytes:
    """Return the command that moves the paper on by so many motion units."""
    whole, rest = divmod(units, 255)
    return (_FEED + b"\xff") * whole + (_FEED + bytes((rest,)) if rest else b"")


def _runs(inked: list[int]) -> Iterator[tuple[int, int, bool]]:
    """Split the rows into (start, end, blank), short blank stretches staying with the ink around them."""
    start = row = 0
    for blank, group in groupby(inked, key=lambda extent: extent == 0):
        end = row + len(list(group))
        if blank and end - row >= _WORTH_FEEDING_DOTS:
            if start < row:
                yield start, row, False
            yield row, end, True
            start = end
        row = end
    if start < row:
        yield start, row, not any(inked[start:row])
