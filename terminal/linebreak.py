"""Where a line of text may end: Latin at spaces and hyphens, Chinese almost anywhere."""

import re
from collections.abc import Iterator

# Closing marks stay with the word before them, opening marks with the word after them
# (the rules of GB/T 15834 and W3C's clreq that a reader notices).
NEVER_FIRST = frozenset("，。！？；：、．·）〕】〗》〉」』”’…—～％℃!%),.:;?]}»›")
NEVER_LAST = frozenset("（〔【〖《〈「『“‘¥￥$£€#([{«‹")
HYPHENS = frozenset("-‐–")


HAN = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003134f]")
"""Chinese: an ideograph, or punctuation set in an ideograph's square."""


def is_han(character: str) -> bool:
    """Return whether a character is Chinese."""
    return HAN.match(character) is not None


def has_han(text: str) -> bool:
    """Return whether any character of the text is Chinese."""
    return HAN.search(text) is not None


def pieces(paragraph: str) -> Iterator[str]:
    """Yield the smallest parts of a paragraph that a line may end after; joined, they are the paragraph."""
    start = 0
    for end in range(1, len(paragraph)):
        if _may_break(paragraph, end):
            yield paragraph[start:end]
            start = end
    if paragraph:
        yield paragraph[start:]


def _may_break(text: str, at: int) -> bool:
    """Return whether a line may end between ``text[at - 1]`` and ``text[at]``."""
    before, after = text[at - 1], text[at]
    if after.isspace() or after in NEVER_FIRST or before in NEVER_LAST:
        return False
    if before.isspace():
        return True
    if before in HYPHENS:
        return at >= 2 and text[at - 2].isalpha() and after.isalpha()
    if before in "…—" and before == after:
        return False
    return is_han(before) or is_han(after)
