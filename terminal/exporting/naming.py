"""What exported files are called, so that a shop owner finds them: day, the till's reference, match code."""

import re
import unicodedata

from .taken import Taken

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\s]+')
"""What no file system between FAT and ext4 should see in a name (Windows' list, and white space)."""

_MOST_LETTERS = 48
"""Of a reference: with the rest and in Chinese that stays below the 255 bytes of a name."""


def stem_of(record: Taken) -> str:
    """Return what a record's files are called, without what comes after the dot: ``2026-11-23_INV-2041_557A8226``."""
    reference = safe(record.stored.reference)
    words = (f"{record.signed:%Y-%m-%d}", reference, record.stored.match_code)
    return "_".join(word for word in words if word)


def safe(text: str) -> str:
    """Return a text as part of a file's name: letters of all languages stay, what could lead elsewhere does not."""
    seen = "".join(
        letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) not in _UNSEEN
    )
    return _UNSAFE.sub("-", seen)[:_MOST_LETTERS].strip(".-")


_UNSEEN = frozenset({"Cf", "Cs", "Co", "Cn"})
"""Marks that are not seen, and could make one name look like another."""
