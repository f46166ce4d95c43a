"""Where a line of text may end, by the rules of Unicode (UAX #14), and a few that shops need besides.

Latin ends at spaces and hyphens; Chinese and Japanese almost anywhere, but never before closing marks nor after
opening ones; emoji that belong together stay together. Besides: a figure stays with the unit or the measure word
after it (``5 kg``, ``12 页``), a dash with the word before it, and a quotation mark beside an ideograph is an
opening or a closing one.
Thai and its kin, which want a dictionary, are broken at spaces alone.
"""

import re
from collections.abc import Iterator
from enum import IntEnum, auto
from functools import lru_cache
from unicodedata import category, east_asian_width


class Break(IntEnum):
    """The line breaking classes of UAX #14 that are told apart here, by their names there.

    ``OW`` is an opening mark in an ideograph's square, which UAX #14 tells from the other ``OP`` by its width.
    """

    AL = auto()
    B2 = auto()
    BA = auto()
    CL = auto()
    CM = auto()
    CP = auto()
    EM = auto()
    EX = auto()
    GL = auto()
    HY = auto()
    ID = auto()
    IN = auto()
    IS = auto()
    NS = auto()
    NU = auto()
    OP = auto()
    OW = auto()
    PF = auto()
    PI = auto()
    PO = auto()
    PR = auto()
    QU = auto()
    RI = auto()
    SP = auto()
    SY = auto()
    WJ = auto()
    ZW = auto()
    ZWJ = auto()


MARKS = {
    Break.B2: "—",
    Break.BA: "\u00ad‐‒–\t|",
    Break.CL: "}、。，．｡､︐︑︒",
    Break.CP: ")]",
    Break.EX: "!?！？\u061b\u061f\u06d4",
    Break.GL: "\u00a0\u2007\u202f\u2011",
    Break.HY: "-",
    Break.IN: "…‥",
    Break.IS: ",.:;\u060c",
    Break.NS: "·・：；‼⁇⁈⁉〜～ゝゞ々ーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ",
    Break.OP: "¡¿",
    Break.PF: "’”»›",
    Break.PI: "‘“«‹",
    Break.PO: "%‰¢°′″℃℉￠％\u066a",
    Break.PR: "+±−№\\",
    Break.QU: "\"'",
    Break.SY: "/",
    Break.WJ: "\u2060\ufeff",
    Break.ZW: "\u200b",
    Break.ZWJ: "\u200d",
}
_CLASS_OF = {mark: kind for kind, marks in MARKS.items() for mark in marks}
_BY_CATEGORY = {
    "Cf": Break.CM, "Mc": Break.CM, "Me": Break.CM, "Mn": Break.CM, "Nd": Break.NU, "Pe": Break.CL,
    "Pd": Break.BA, "Ps": Break.OP, "Sc": Break.PR, "Zs": Break.SP,
}  # fmt: skip

UNITS = re.compile(
    r"(?:[kcm]?m[²³]?|[kmµ]?g|[cm]?[lL]|t|[kMG]?W|kWh|[kMGT]?B|[kMG]Hz|min|Std|s|h|d|dpi|px|ct|oz|lb|ft|in"
    r"|°[CF]?|[A-Z]{3}|[€$£¥%])(?!\w)"
)
"""What a figure is not parted from by the end of a line: a short unit, or a currency."""

_GLUED_BEFORE = {Break.CL, Break.CP, Break.EX, Break.SY, Break.IS, Break.WJ, Break.ZW}
_GLUED_AFTER = {Break.OP, Break.OW, Break.WJ, Break.GL, Break.ZWJ}
_HELD = {Break.BA, Break.HY, Break.NS, Break.IN}
_WORD = {Break.AL, Break.NU}
_MARKS_ON_OTHERS = {Break.CM, Break.ZWJ}
_NU, _RI, _SP, _WJ, _ZWJ = Break.NU, Break.RI, Break.SP, Break.WJ, Break.ZWJ
_WIDE = {Break.ID, Break.EM, Break.NS, Break.CL, Break.OW}


@lru_cache(maxsize=8192)
def class_of(character: str) -> Break:
    """Return a character's line breaking class."""
    if (known := _CLASS_OF.get(character)) is not None:
        return known
    if 0x1F1E6 <= ord(character) <= 0x1F1FF:
        return Break.RI
    if 0x1F3FB <= ord(character) <= 0x1F3FF:
        return Break.EM
    kind, wide = category(character), east_asian_width(character) in {"W", "F"}
    if kind == "Nd":
        return Break.ID if wide else Break.NU
    if kind == "Ps" and wide:
        return Break.OW
    return _BY_CATEGORY.get(kind) or (Break.ID if wide or kind == "So" else Break.AL)


def pieces(paragraph: str) -> Iterator[str]:
    """Yield the smallest parts of a paragraph that a line may end after; joined, they are the paragraph."""
    start = 0
    before, last = _SP, _WJ  # no line ends before the first character
    spaced, odd = False, False
    for at, character in enumerate(paragraph):
        kind = class_of(character)
        if kind is _SP:
            spaced = True
            continue
        if kind in _MARKS_ON_OTHERS and at and not spaced:
            last = kind if kind is _ZWJ else last
            continue
        if _may_break(before, last, kind, spaced, odd) and not (
            spaced and last is _NU and _belongs(paragraph, at, kind)
        ):
            yield paragraph[start:at]
            start = at
        odd = kind is _RI and not odd
        before, last, spaced = (_SP if spaced else last), kind, False
    if start < len(paragraph):
        yield paragraph[start:]


@lru_cache(maxsize=8192)
def _may_break(before: Break, last: Break, kind: Break, spaced: bool, odd: bool) -> bool:  # noqa: FBT001 (a cache's key)
    """Return whether a line may end before a character of ``kind``.

    Args:
        before: what stands before ``last``.
        last: what stands before the character, spaces left out.
        kind: the character itself.
        spaced: whether there are spaces between the two.
        odd: whether ``last`` is the first half of a flag.
    """
    kind = Break.AL if kind in _MARKS_ON_OTHERS else kind
    return _after_space(last, kind) if spaced else _between(before, last, kind, odd=odd)


def _belongs(text: str, at: int, kind: Break) -> bool:
    """Return whether what follows a figure and a space is the figure's unit or measure word."""
    return kind is Break.ID or UNITS.match(text, at) is not None


def _after_space(last: Break, kind: Break) -> bool:
    """Return whether a line may end at the spaces between two characters (LB7-LB18)."""
    if last is Break.ZW:
        return True
    if kind in _GLUED_BEFORE - {Break.IS} or kind is Break.PF:
        return False
    if last in {Break.OP, Break.OW, Break.PI, Break.WJ} or (last is Break.B2 and kind is Break.B2):
        return False
    return not (last in {Break.CL, Break.CP} and kind is Break.NS)


def _between(before: Break, last: Break, kind: Break, *, odd: bool) -> bool:
    """Return whether a line may end between two neighbours (LB11-LB31); ``odd``: ``last`` opens a flag."""
    if last is Break.ZW:
        return True
    if (
        kind in _GLUED_BEFORE
        or last in _GLUED_AFTER
        or (kind is Break.GL and last not in {Break.BA, Break.HY})
    ):
        return False
    if Break.B2 in {kind, last}:
        return kind is not Break.B2
    if Break.QU in {last, kind} or last is Break.PI or kind is Break.PF:
        return False
    if kind is Break.PI:
        return last in _WIDE
    if last is Break.PF:
        return kind in _WIDE
    if kind in _HELD:
        return False
    if kind is Break.EM or (kind is Break.RI and last is Break.RI):
        return kind is Break.RI and not odd
    return _among_words(before, last, kind)


def _among_words(before: Break, last: Break, kind: Break) -> bool:
    """Return whether a line may end between two characters of words, figures, units and ideographs."""
    if last is Break.HY:
        return kind is not Break.NU and before in _WORD
    if last is Break.NU and kind is Break.ID:
        return False  # 3件, 12月
    if kind is Break.NU:
        return last not in {*_WORD, Break.PO, Break.PR, Break.SY, Break.IS}
    if kind is Break.AL:
        return last not in {*_WORD, Break.PO, Break.PR, Break.IS, Break.CP}
    if kind in {Break.PO, Break.PR}:
        if last in {Break.CL, Break.CP}:
            return before is not Break.NU
        return last not in _WORD and not (kind is Break.PO and last is Break.ID)
    if kind is Break.OP:
        return last not in {*_WORD, Break.PO, Break.PR}
    return not (last is Break.PR and kind is Break.ID)
