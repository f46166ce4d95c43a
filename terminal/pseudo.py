"""A language that nobody speaks: English with accents, two fifths longer, to see whether screens have room for any.

It is made from the English catalogue, has no file, and no shop can choose it.
"""

import re
from math import ceil

from .i18n import Catalogue, Words

ENGLISH = "en"
LANGUAGE = "en-XA"
"""English with pseudo-accents, as Unicode's CLDR names it."""

LONGER = 1.4
ACCENTS = str.maketrans("aAcCdDeEgGhHiIjJkKlLnNoOrRsStTuUwWyYzZ", "åÅçÇðÐéÉĝĜĥĤîÎĵĴķĶļĻñÑöÖŕŔšŠţŢûÛŵŴýÝžŽ")
VALUE = re.compile(r"(\{\w+\})")


class Pseudo(Words):
    """Everything the terminal says in English, accented and made longer."""

    def __init__(self, english: Words) -> None:
        """Make the words from the English ones."""
        vars(self).update(vars(english))
        self.language = LANGUAGE
        self._said = {text: longer(said) for text, said in self._said.items()}
        self._counted = {text: tuple(longer(said) for said in forms) for text, forms in self._counted.items()}

    @property
    def name(self) -> str:
        """Return what the language calls itself."""
        return longer(super().name)


def with_pseudo(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue that has the pseudo-language besides."""
    return catalogue.with_words(Pseudo(catalogue.words(ENGLISH)))


def longer(text: str) -> str:
    """Return a message with accents and at least two fifths more letters; its ``{values}`` stay as they are."""
    return "".join(part if VALUE.fullmatch(part) else _stretched(part) for part in VALUE.split(text))


def _stretched(text: str) -> str:
    """Say vowels twice, then consonants, until there is enough."""
    letters = list(text.translate(ACCENTS))
    missing = ceil(len(text) * (LONGER - 1))
    for wanted in ("aeiou", "bcdfghjklmnpqrstvwxyz"):
        for at, letter in enumerate(text):
            if missing > 0 and letter.lower() in wanted:
                letters[at] *= 2
                missing -= 1
    return "".join(letters)
