"""A picture in printer's dots, and the bytes that make a receipt printer print it.

python-escpos can send pictures too; this encoder exists because that one dithers thin strokes, sends
blank paper as data, and declares a wrong length for tall pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

RESET = b"\x1b@"  # ESC @: left-aligned, no margins, whatever the last user of the printer left behind
_RASTER = b"\x1dv0\x00"  # GS v 0, normal density, then width in bytes and height in dots, low byte first
_FEED = b"\x1bJ"  # ESC J n: feed n motion units
_HEADER_BYTES = 8
# Blank rows are fed instead of sent from here on: 8 rows are one millimetre, and 576 bytes saved.
_WORTH_FEEDING_DOTS = 8
# A band of its own has a header of its own, and some printers halt for a moment at each: that is worth four headers.
_WORTH_PARTING_BYTES = 32
_LIGHT = [0 if level < 128 else 255 for level in range(256)]


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
    """A piece of a picture that the printer can take at once, stretches of blank paper with it.

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
    dots = image if image.mode == "1" else image.point(_LIGHT, "1")
    return Raster(image.width, image.height, dots.tobytes("raw", "1;I"))


def strips(
    raster: Raster, *, strip_bytes: int = 4096, feed_dpi: int = 203, dpi: int = 203
) -> Iterator[Strip]:
    """Cut a picture into bands of ``GS v 0``, each cropped at its right to the ink; blank rows are fed.

    The left is never cropped: the commands that would move a picture (ESC $, GS L) are honoured before
    ``GS v 0`` by some printers and ignored by others.

    Args:
        raster: The picture.
        strip_bytes: The most bytes a strip may have; as many bands as that holds go into one. At least one row
            is sent whatever this says.
        feed_dpi: Motion units an inch of this printer's ``ESC J``.
        dpi: Dots an inch of its head.
    """
    code, reached = b"", 0
    for command in _commands(raster, strip_bytes, feed_dpi, dpi):
        if code and len(code) + len(command.code) > strip_bytes:
            yield Strip(code, reached)
            code = b""
        code, reached = code + command.code, command.end_dots
    if reached:
        yield Strip(code, reached)


def _commands(raster: Raster, most_bytes: int, feed_dpi: int, dpi: int) -> Iterator[Strip]:
    """Yield the commands that print a picture, none of them longer than ``most_bytes`` if it is of many rows."""
    width, rows = raster.row_bytes, raster.rows
    rest = 0
    for band in _bands([len(rows[at : at + width].rstrip(b"\0")) for at in range(0, len(rows), width)]):
        if band.is_fed:
            units, rest = divmod(band.rows * feed_dpi + rest, dpi)
            yield Strip(feed(units), band.end)
            continue
        wide = max(1, band.wide)
        step = max(1, (most_bytes - _HEADER_BYTES) // wide)
        for top in range(band.start, band.end, step):
            bottom = min(top + step, band.end)
            header = _RASTER + wide.to_bytes(2, "little") + (bottom - top).to_bytes(2, "little")
            body = b"".join(rows[at : at + wide] for at in range(top * width, bottom * width, width))
            yield Strip(header + body, bottom)


def feed(units: int) -> bytes:
    """Return the command that moves the paper on by so many motion units."""
    whole, rest = divmod(units, 255)
    return (_FEED + b"\xff") * whole + (_FEED + bytes((rest,)) if rest else b"")


class _Band(NamedTuple):
    """Rows that are sent at one width, in bytes: from ``start`` to before ``end``."""

    start: int
    end: int
    wide: int

    @property
    def rows(self) -> int:
        return self.end - self.start

    @property
    def is_fed(self) -> bool:
        return not self.wide and self.rows >= _WORTH_FEEDING_DOTS

    def with_next(self, band: _Band) -> _Band:
        return _Band(self.start, band.end, max(self.wide, band.wide))

    def is_worth_parting(self, band: _Band) -> bool:
        """Return whether it is cheaper to send this and the next band each at its own width."""
        if self.is_fed or band.is_fed:
            return True
        narrower = min(self, band, key=lambda each: each.wide)
        return abs(self.wide - band.wide) * narrower.rows > _WORTH_PARTING_BYTES


def _bands(inked: list[int]) -> list[_Band]:
    """Part the rows, of which so many bytes have ink, into bands."""
    bands: list[_Band] = []
    end = 0
    for wide, group in groupby(inked):
        start, end = end, end + len(list(group))
        band = _Band(start, end, wide)
        while bands and not bands[-1].is_worth_parting(band):
            band = bands.pop().with_next(band)
        bands.append(band)
    return bands
