"""Which writing a text is in: what font it wants, and on which side it begins."""

import re
from collections.abc import Iterator
from enum import StrEnum

HAN = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003134f]")
"""Chinese: an ideograph, or punctuation set in an ideograph's square."""

_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
FROM_RIGHT = re.compile(f"[{_RIGHT}]")
"""Hebrew, Arabic and their kin: the Unicode blocks that are written from the right."""

SYMBOLS = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f300-\U0001faff]+")
"""Arrows, pictures and emoji, which the fonts for words do not have."""

_LEFT = f"(?:[^\\W\\d_{_RIGHT}]|{HAN.pattern})"
BESIDE = re.compile(f"{_LEFT}(?:[^{_RIGHT}]*{_LEFT})?")
"""What stands from left to right among words from the right: from a letter to a letter, and all between."""


class Script(StrEnum):
    """What a part of a line is written in, as far as fonts go."""

    LATIN = "Latin"
    HAN = "Han"
    RIGHT = "from the right"
    SYMBOLS = "symbols"


def is_han(character: str) -> bool:
    """Return whether a character is Chinese."""
    return HAN.match(character) is not None


def has_han(text: str) -> bool:
    """Return whether any character of the text is Chinese."""
    return HAN.search(text) is not None


def is_from_right(text: str) -> bool:
    """Return whether any character of the text is written from the right."""
    return FROM_RIGHT.search(text) is not None


def script_of(text: str) -> Script:
    """Return the script that decides what the whole text is set in."""
    if is_from_right(text):
        return Script.RIGHT
    return Script.HAN if has_han(text) else Script.LATIN


def parts(line: str, *, right_to_left: bool) -> list[tuple[str, Script]]:
    """Return a line's parts that want fonts of their own, in the order in which they stand from left to right.

    Words from the right share one font with the Latin beside them, and are put in order by whoever shapes them;
    only Chinese among them is taken out here.
    """
    script = script_of(line)
    if script is Script.RIGHT and has_han(line):
        found = list(_apart(line))
        return found[::-1] if right_to_left else found
    if script is Script.RIGHT or not SYMBOLS.search(line):
        return [(line, script)]
    return list(_with_symbols(line, script))


def _apart(line: str) -> Iterator[tuple[str, Script]]:
    """Yield what is read from the left and has Chinese in it, and what is between."""
    end = 0
    for found in BESIDE.finditer(line):
        if not has_han(found.group()):
            continue
        if found.start() > end:
            yield line[end : found.start()], Script.RIGHT
        yield found.group(), Script.HAN
        end = found.end()
    if end < len(line):
        yield line[end:], Script.RIGHT


def _with_symbols(line: str, script: Script) -> Iterator[tuple[str, Script]]:
    end = 0
    for found in SYMBOLS.finditer(line):
        if found.start() > end:
            yield line[end : found.start()], script
        yield found.group(), Script.SYMBOLS
        end = found.end()
    if end < len(line):
        yield line[end:], script
