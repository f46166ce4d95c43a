"""Why a stored bundle does not hold, in sentences that the catalogues know."""

import re

from .words import N_, Sentence

_REASONS = (
    (re.compile(r"(?P<name>\S+) is missing"), N_("The part %(name)s is missing.")),
    (
        re.compile(r"(?P<name>\S+) is not the file that was sealed"),
        N_("The part %(name)s is not the file that was sealed: it was changed."),
    ),
    (
        re.compile(r"(?P<name>.+): not sealed by the record"),
        N_("There is a file that was never sealed: %(name)s."),
    ),
    (
        re.compile(r"the seal does not fit.*"),
        N_("The seal does not fit the record: one of them was changed."),
    ),
    (
        re.compile(r"the bundle (?:is not a ZIP file|cannot be read).*"),
        N_("The stored file is damaged and cannot be read."),
    ),
)
_OTHER = N_("The bundle does not hold: %(reason)s")


def in_words(reason: str) -> Sentence:
    """Return a sentence for what opening a bundle complained of; an unknown reason is quoted."""
    for pattern, message in _REASONS:
        if found := pattern.fullmatch(reason):
            return Sentence(message, found.groupdict())
    return Sentence(_OTHER, {"reason": reason})
