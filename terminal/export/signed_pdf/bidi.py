"""Words from the right, put in the order in which they stand, with their letters joined: by FriBidi.

reportlab sets one character after the other, from the left. FriBidi, which Pillow's shaper needs as well, gives
it a line in that order, and Arabic letters as Unicode's presentation forms, which the fonts used here have.
"""

import ctypes
from functools import cache

from terminal.script import is_from_right

LIBRARY = "libfribidi.so.0"
_FROM_LEFT, _FROM_RIGHT = 0x110, 0x111
"""FRIBIDI_PAR_LTR and FRIBIDI_PAR_RTL (fribidi-bidi-types-list.h)."""

_UNSEEN = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Marks of direction, and what FriBidi leaves in the place of a letter that it joined with the one before."""


class FribidiMissingError(ImportError):
    """FriBidi is not on this computer."""


def visual(line: str, *, right_to_left: bool) -> str:
    """Return a line's characters as they stand from left to right, without marks of direction.

    Args:
        line: as it is read.
        right_to_left: whether the sentence around it is read from the right.

    Raises:
        FribidiMissingError: the line has words from the right, and the library is not installed.
    """
    if right_to_left or is_from_right(line):
        line = _ordered(line, _FROM_RIGHT if right_to_left else _FROM_LEFT)
    return "".join(character for character in line if character not in _UNSEEN)


def _ordered(line: str, direction: int) -> str:
    letters = (ctypes.c_uint32 * len(line))(*map(ord, line))
    stand = (ctypes.c_uint32 * len(line))()
    base = ctypes.c_uint32(direction)
    if not _fribidi().fribidi_log2vis(letters, len(line), ctypes.byref(base), stand, None, None, None):
        raise MemoryError("FriBidi had no room for a line")
    return "".join(map(chr, stand))


@cache
def _fribidi() -> ctypes.CDLL:
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError as error:
        raise FribidiMissingError(f"{LIBRARY} is missing. On Debian: sudo apt install libfribidi0") from error
    library.fribidi_log2vis.restype = ctypes.c_int8
    return library
