"""What is said between a process that wants pages and the child that draws them: a few bytes each way.

The child is not trusted: it has read a stranger's document. What it answers is checked for what it claims to be.
"""

import json
import struct
from dataclasses import dataclass
from enum import IntEnum

from terminal.model.document import Region

MAX_PAGES = 200
"""Nobody reads more at a counter, and each page is asked for by the customer's own hand."""
MAX_PICTURE_PX = 6_000_000
"""Twice a 1280-pixel-wide A4 page; 18 MB as RGB."""
MAX_WORDS = 16 * 1024


class Ask(IntEnum):
    """What the child can be asked for."""

    EXAMINE = 1
    DRAW = 2


class Answer(IntEnum):
    """What it answers with."""

    EXAMINED = 1
    DRAWN = 2
    REFUSED = 3


_ASK = struct.Struct("!BIIdddd")
_HEAD = struct.Struct("!BIII")
ASK_BYTES = _ASK.size
HEAD_BYTES = _HEAD.size


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; all but an ``EXAMINE`` names a page (1 is the first), a region of it, and its width in pixels."""

    ask: Ask
    page: int = 0
    width_px: int = 0
    region: Region = Region()  # noqa: RUF009 - a value, frozen

    def pack(self) -> bytes:
        """Return it as it goes to the child."""
        area = self.region
        return _ASK.pack(self.ask, self.page, self.width_px, area.left, area.top, area.right, area.bottom)

    @classmethod
    def unpack(cls, said: bytes) -> "Asked":
        """Return the question that was packed."""
        ask, page, width_px, *edges = _ASK.unpack(said)
        return cls(Ask(ask), page, width_px, Region(*edges))


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before an answer's bytes: what they are, a picture's size, and how many there are."""

    answer: Answer
    width_px: int
    height_px: int
    length: int

    def pack(self) -> bytes:
        """Return it as it comes from the child."""
        return _HEAD.pack(self.answer, self.width_px, self.height_px, self.length)

    @classmethod
    def unpack(cls, said: bytes) -> "Head":
        """Return a head that can be true.

        Raises:
            ValueError: it cannot.
        """
        kind, width_px, height_px, length = _HEAD.unpack(said)
        head = cls(Answer(kind), width_px, height_px, length)
        most = MAX_PICTURE_PX * 3 if head.answer is Answer.DRAWN else MAX_WORDS
        picture_fits = head.answer is not Answer.DRAWN or 0 < width_px * height_px * 3 == length
        if length > most or not picture_fits:
            raise ValueError("an answer of a size that none has")
        return head


def pack_sizes(sizes: list[tuple[float, float]]) -> bytes:
    """Return the pages' sizes as an examination's answer."""
    return json.dumps([[round(side, 2) for side in size] for size in sizes]).encode()


def unpack_sizes(said: bytes) -> list[tuple[float, float]]:
    """Return the pages' sizes of an examination's answer.

    Raises:
        ValueError: that is no such answer.
    """
    sizes = json.loads(said)
    if not isinstance(sizes, list) or not 0 < len(sizes) <= MAX_PAGES:
        raise ValueError("no list of pages")
    return [(float(width), float(height)) for width, height in sizes]
