"""What a slip is built from: blocks that stand below one another, each as wide as the column.

A block is a value. Laid out in a width it says how high it is and where its pieces go; what is drawn is
only ever a mask, 255 where the paper turns black. Lengths are dots.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from PIL import Image, ImageChops, ImageDraw

from terminal.typeset import TextStyle

from .typecase import Native, Typecase

RULE_DOTS = 2
_DASH_DOTS, _DASH_GAP_DOTS = 6, 4
_BETWEEN_DOTS = 16
"""The least room between two texts that share a line."""


class Align(StrEnum):
    """Where in the column something stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"

    def at(self, width: int, column: int) -> int:
        """Return how far from the column's left something of ``width`` begins."""
        return {Align.LEFT: 0, Align.CENTRE: (column - width) // 2, Align.RIGHT: column - width}[self]


class Piece(NamedTuple):
    """One mask at its place; ``text`` where it is writing, ``native`` where the printer may set it by itself."""

    left: int
    top: int
    mask: Image.Image
    text: str = ""
    native: Native | None = None

    def moved(self, right: int, down: int) -> "Piece":
        """Return the piece elsewhere."""
        return self._replace(left=self.left + right, top=self.top + down)


class Laid(NamedTuple):
    """A block that has its pieces in place, from its own top left corner."""

    height: int
    pieces: tuple[Piece, ...] = ()

    def mirrored(self, width: int) -> "Laid":
        """Return it as one who reads from the right has it, in a column so wide: places change sides, masks stay."""
        pieces = (piece._replace(left=width - piece.left - piece.mask.width) for piece in self.pieces)
        return Laid(self.height, tuple(pieces))


class Block(Protocol):
    """One thing on a slip."""

    def lay(self, case: Typecase, width: int) -> Laid:
        """Put the pieces in their places, in a column so wide."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Blank paper."""

    height: int

    def lay(self, case: Typecase, width: int) -> Laid:  # noqa: ARG002
        """Leave room."""
        return Laid(self.height)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across, with blank paper of ``space`` above and below."""

    space: int
    dashed: bool = False

    def lay(self, case: Typecase, width: int) -> Laid:  # noqa: ARG002
        """Draw the line."""
        mask = Image.new("L", (width, RULE_DOTS), 0 if self.dashed else 255)
        if self.dashed:
            draw = ImageDraw.Draw(mask)
            for left in range(0, width, _DASH_DOTS + _DASH_GAP_DOTS):
                draw.rectangle((left, 0, left + _DASH_DOTS - 1, RULE_DOTS), 255)
        return Laid(RULE_DOTS + 2 * self.space, (Piece(0, self.space, mask),))


@dataclass(frozen=True, slots=True)
class Text:
    """Words, on as many lines as they need."""

    text: str
    style: TextStyle
    align: Align = Align.LEFT

    def lay(self, case: Typecase, width: int) -> Laid:
        """Break the words into lines."""
        broken = case.balanced if self.align is Align.CENTRE else case.wrap
        return _lines(case, broken(self.text, self.style, width), self.style, self.align, width)


@dataclass(frozen=True, slots=True)
class Joined:
    """Short facts with dots between them, none of them broken over two lines where that can be helped."""

    facts: tuple[str, ...]
    style: TextStyle
    align: Align = Align.LEFT

    def lay(self, case: Typecase, width: int) -> Laid:
        """Put as many on each line as fit."""
        facts = [fact for fact in self.facts if fact]
        whole = " · ".join(facts)
        if whole and "\n" not in whole and case.width(whole, self.style) <= width:
            return _lines(case, [whole], self.style, self.align, width)
        lines = list[str]()
        for fact in facts:
            longer = f"{lines[-1]} · {fact}" if lines else fact
            if lines and case.width(longer, self.style) <= width:
                lines[-1] = longer
            else:
                lines += case.wrap(fact, self.style, width)
        return _lines(case, lines, self.style, self.align, width)


@dataclass(frozen=True, slots=True)
class Row:
    """Two texts on one line, the second at the right: a thing and its amount, or a fact's name and the fact.

    Where both do not fit, an amount stays whole and the thing is broken into lines. With ``whole`` "left" the
    fact is set a little smaller to fit, or else below its name.
    """

    left: str
    right: str
    style: TextStyle
    whole: Align = Align.RIGHT

    def lay(self, case: Typecase, width: int) -> Laid:
        """Share the width between both."""
        right_style = self.style
        if self.whole is Align.LEFT:
            room = width - _BETWEEN_DOTS - case.width(self.left, self.style)
            right_style = case.fitted(self.right, self.style, room) if room > 0 else self.style
            if room <= 0 or right_style.size_px < case.least_share * self.style.size_px:
                below = Text(self.right, self.style, Align.RIGHT)
                return stack((Text(self.left, self.style), below), case, width)
        right = _line(case, self.right, right_style, Align.RIGHT, width)
        right = right.moved(0, self.style.baseline_px - right_style.baseline_px)
        left = Text(self.left, self.style).lay(case, right.left - _BETWEEN_DOTS)
        return Laid(max(left.height, self.style.line_px), (*left.pieces, right))


@dataclass(frozen=True, slots=True)
class Total:
    """A word and an amount, as large as the column lets them be; the amount below where it is very long."""

    word: str
    amount: str
    word_style: TextStyle
    amount_style: TextStyle

    def lay(self, case: Typecase, width: int) -> Laid:
        """Put both on one baseline, or below one another."""
        word = case.width(self.word, self.word_style)
        amount = case.width(self.amount, self.amount_style)
        if word + _BETWEEN_DOTS + amount > width:
            style = case.fitted(self.amount, self.amount_style, width)
            return stack(
                (Text(self.word, self.word_style), Text(self.amount, style, Align.RIGHT)), case, width
            )
        baseline = max(self.word_style.baseline_px, self.amount_style.baseline_px)
        left = _line(case, self.word, self.word_style, Align.LEFT, width)
        right = _line(case, self.amount, self.amount_style, Align.RIGHT, width)
        pieces = (
            left.moved(0, baseline - self.word_style.baseline_px),
            right.moved(0, baseline - self.amount_style.baseline_px),
        )
        return Laid(max(piece.top + piece.mask.height for piece in pieces), pieces)


@dataclass(frozen=True, slots=True)
class Picture:
    """A mask to be printed as it is."""

    mask: Image.Image
    align: Align = Align.CENTRE

    def lay(self, case: Typecase, width: int) -> Laid:  # noqa: ARG002
        """Place the mask."""
        return Laid(self.mask.height, (Piece(self.align.at(self.mask.width, width), 0, self.mask),))


@dataclass(frozen=True, slots=True)
class Banner:
    """Words in white on a black bar, for what nobody may overlook."""

    text: str
    style: TextStyle

    def lay(self, case: Typecase, width: int) -> Laid:
        """Draw the bar, and take the words out of it."""
        room = width - self.style.line_px
        words = Text(self.text, self.style, Align.CENTRE).lay(case, room)
        height = words.height + self.style.line_px // 4
        bar = Image.new("L", (width, height))
        ImageDraw.Draw(bar).rounded_rectangle((0, 0, width - 1, height - 1), self.style.line_px // 5, 255)
        drawn = draw(Laid(height, words.pieces), width, (width - room) // 2, (height - words.height) // 2)
        return Laid(height, (Piece(0, 0, ImageChops.subtract(bar, drawn), self.text),))


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks at the left, and a picture at the right of them; the lower one stands in the other's middle.

    ``quiet`` dots stay blank between them. Where less than ``least`` were left for the blocks, the picture stands
    below them, where ``below`` says.
    """

    blocks: tuple[Block, ...]
    mask: Image.Image
    quiet: int
    least: int = 0
    below: Align = Align.CENTRE

    def lay(self, case: Typecase, width: int) -> Laid:
        """Give the picture its width, and the blocks the rest."""
        room = width - self.mask.width - self.quiet
        if room < self.least:
            return stack((*self.blocks, Gap(self.quiet), Picture(self.mask, self.below)), case, width)
        left = stack(self.blocks, case, room)
        height = max(left.height, self.mask.height)
        right = Piece(width - self.mask.width, (height - self.mask.height) // 2, self.mask)
        down = (height - left.height) // 2
        return Laid(height, (*(piece.moved(0, down) for piece in left.pieces), right))


def stack(blocks: Iterable[Block], case: Typecase, width: int) -> Laid:
    """Lay blocks below one another."""
    height, pieces = 0, list[Piece]()
    for block in blocks:
        laid = block.lay(case, width)
        pieces += (piece.moved(0, height) for piece in laid.pieces)
        height += laid.height
    return Laid(height, tuple(pieces))


def draw(laid: Laid, width: int, left: int = 0, top: int = 0) -> Image.Image:
    """Draw all pieces into one mask of ``width``, moved by ``left`` and ``top``."""
    mask = Image.new("L", (width, max(1, laid.height)))
    for piece in laid.pieces:
        mask.paste(255, (piece.left + left, piece.top + top), piece.mask)
    return mask


def _lines(case: Typecase, lines: list[str], style: TextStyle, align: Align, width: int) -> Laid:
    pieces = [
        _line(case, text, style, align, width).moved(0, number * style.line_px)
        for number, text in enumerate(lines)
    ]
    return Laid(len(lines) * style.line_px, tuple(pieces))


def _line(case: Typecase, text: str, style: TextStyle, align: Align, width: int) -> Piece:
    mask = case.mask(text, style)
    native = case.native(text, style)
    if native:
        left = align.at(mask.width, width)
        return Piece(left - left % native.cell, 0, mask, text, native)
    if align is Align.RIGHT and (box := mask.getbbox()):
        # A closing bracket in Chinese carries half a square of air with it: the ink is what aligns.
        mask = mask.crop((0, 0, box[2], mask.height))
    return Piece(align.at(mask.width, width), 0, mask, text)
