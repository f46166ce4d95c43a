"""Words on the grid of a printer's own characters: measured, broken and drawn as the printer will set them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from PIL import Image

from drivers.printer.native import CELL_DOTS, ROW_DOTS, Words, cells
from drivers.printer.profile import PrinterProfile
from terminal.linebreak import pieces
from terminal.typeset import Face, TextStyle, Typesetter

from .blocks import Piece
from .typecase import Native, Typecase

_LETTER_PX = 20
"""The size of the code face whose letters are as wide as a cell."""
_HAN_DARK_FROM, _LETTER_DARK_FROM = 100, 190
"""How dark a dot of a drawn character must be, of 255; the code face is heavier than letters in printers are."""


class CellCase(Typecase):
    """A case whose words stand on the printer's grid, where it has all their characters; others are drawn as ever."""

    least_share = 1.0

    def __init__(self, setter: Typesetter, printer: PrinterProfile) -> None:
        """Set words in the characters of ``printer``."""
        super().__init__(setter)
        self._printer = printer
        self._glyph = lru_cache(maxsize=512)(self._draw_glyph)

    def native(self, text: str, style: TextStyle) -> Native | None:
        """Return how the printer sets a line of text by itself; None where it is to be drawn."""
        scale, rest = divmod(int(style.size_px), ROW_DOTS)
        most = 2 if self._printer.double_size else 1
        if rest or not 1 <= scale <= most or cells(text, self._printer.code_page) is None:
            return None
        return Native(scale, style.face is not Face.PLAIN, (style.line_px - ROW_DOTS * scale) // 2, CELL_DOTS)

    def width(self, text: str, style: TextStyle) -> int:
        """Return how wide one line of text is."""
        native = self.native(text, style)
        if native is None:
            return super().width(text, style)
        return (cells(text, self._printer.code_page) or 0) * CELL_DOTS * native.scale

    def wrap(self, text: str, style: TextStyle, room: int) -> list[str]:
        """Break a text into lines no wider than ``room``; blank ones are left out."""
        return [
            line for paragraph in text.split("\n") for line in self._broken(paragraph, style, room) if line
        ]

    def balanced(self, text: str, style: TextStyle, room: int) -> list[str]:
        """Break a text into as few lines as ``room`` allows, all about as long as one another."""
        lines = self.wrap(text, style, room)
        if len(lines) < 2 or "\n" in text:
            return lines
        for narrower in range(self.width(text, style) // len(lines), room, CELL_DOTS):
            tried = self.wrap(text, style, narrower)
            if len(tried) == len(lines):
                return tried
        return lines

    def fitted(self, text: str, style: TextStyle, room: int) -> TextStyle:
        """Return the style, at half its size or drawn smaller where one line of the text would be too wide."""
        needed = self.width(text, style)
        if needed <= room:
            return style
        single = replace(style, size_px=ROW_DOTS)
        if style.size_px > ROW_DOTS and self.width(text, single) <= room:
            return single
        return replace(style, size_px=max(1, int(style.size_px * room / needed)))

    def _broken(self, paragraph: str, style: TextStyle, room: int) -> Iterator[str]:
        line = ""
        for piece in pieces(paragraph):
            if line and self.width((line + piece).rstrip(), style) > room:
                yield line.rstrip()
                line = ""
            while len(piece) > 1 and self.width(piece.rstrip(), style) > room:
                end = self._longest(piece, style, room)
                yield piece[:end]
                piece = piece[end:]  # noqa: PLW2901
            line += piece
        yield line.rstrip()

    def _longest(self, piece: str, style: TextStyle, room: int) -> int:
        """Return how many characters of a piece a line holds; one at the least."""
        end = 1
        while end < len(piece) and self.width(piece[: end + 1], style) <= room:
            end += 1
        return end

    def _cut(self, text: str, style: TextStyle) -> Image.Image:
        native = self.native(text, style)
        if native is None:
            return super()._cut(text, style)
        mask = Image.new("L", (max(1, self.width(text, style)), style.line_px))
        left = 0
        for character in text:
            glyph = self._glyph(character, native.scale, native.bold)
            mask.paste(glyph, (left, native.down))
            left += glyph.width
        return mask

    def _draw_glyph(self, character: str, scale: int, bold: bool) -> Image.Image:  # noqa: FBT001 (a cache's key)
        """Draw one character in its cell: a likeness of what is in the printer's memory."""
        wide = (cells(character, self._printer.code_page) or 1) * CELL_DOTS
        style, dark = TextStyle(Face.PLAIN, ROW_DOTS, 1.0), _HAN_DARK_FROM
        if wide == CELL_DOTS:
            style, dark = TextStyle(Face.CODE, _LETTER_PX, ROW_DOTS / _LETTER_PX), _LETTER_DARK_FROM
        drawn = self._setter.mask(character, style).point([0] * dark + [255] * (256 - dark))
        cell = Image.new("L", (wide, ROW_DOTS))
        for struck in range(1 + bold):
            cell.paste(255, ((wide - drawn.width) // 2 + struck, (ROW_DOTS - drawn.height) // 2), drawn)
        return cell.resize((wide * scale, ROW_DOTS * scale), Image.Resampling.NEAREST)


def own_words(pieces_laid: Iterable[Piece], left: int, top: int) -> tuple[list[Piece], list[Words]]:
    """Part what is drawn from what the printer sets by itself: words with rows of the paper for themselves.

    Args:
        pieces_laid: All pieces of a slip.
        left: Where the column they stand in begins.
        top: The same, downwards.
    """
    drawn, own = list[Piece](), list[tuple[Piece, Words]]()
    for piece in pieces_laid:
        if piece.native is None:
            drawn.append(piece)
        else:
            scale, bold, down, _cell = piece.native
            place = (piece.left + left, piece.top + down + top)
            own.append((piece, Words(*place, piece.text, scale, bold)))
    taken = [rows for piece in drawn if (rows := _inked_rows(piece, top))]
    while any(shared := [_is_beside(words, taken, own) for _, words in own]):
        beside = [each for each, shares in zip(own, shared, strict=True) if shares]
        own = [each for each, shares in zip(own, shared, strict=True) if not shares]
        drawn += (piece for piece, _ in beside)
        taken += ((words.top_dots, words.bottom_dots) for _, words in beside)
    return drawn, [words for _, words in own]


def _inked_rows(piece: Piece, top: int) -> tuple[int, int] | None:
    box = piece.mask.getbbox()
    return (piece.top + box[1] + top, piece.top + box[3] + top) if box else None


def _is_beside(words: Words, taken: Iterable[tuple[int, int]], own: Iterable[tuple[Piece, Words]]) -> bool:
    """Tell whether anything but words of the very same rows stands in the rows of some words."""
    first, end = words.top_dots, words.bottom_dots
    others = ((other.top_dots, other.bottom_dots) for _, other in own)
    apart = (rows for rows in others if rows != (first, end))
    return any(top < end and first < bottom for rows in (taken, apart) for top, bottom in rows)
