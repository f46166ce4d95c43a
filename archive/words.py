"""The pages' words: English in the templates, other languages in gettext catalogues beside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.messages.pofile import read_po

LANGUAGES = ("en", "zh-CN")
"""What the pages can be read in; the first is the words' own."""

_CATALOGUES = Path(__file__).parent / "locale"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a sentence for the catalogues, to be translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the pages with its values still apart, so that it can be said in any language."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """One language of the pages."""

    language: str
    translated: Mapping[str, str]

    @property
    def locale(self) -> Locale:
        """The customs of the language, for dates and numbers."""
        return Locale.parse(self.language, sep="-")

    def gettext(self, message: str) -> str:
        """Return a sentence in this language."""
        return self.translated.get(message) or message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return a sentence about ``count`` things; Chinese has one form for all."""
        return self.translated.get(one) or (one if count == 1 else many)

    def say(self, sentence: Sentence) -> str:
        """Return a sentence with its values in it; a value that is a sentence is translated as well."""
        values = {
            name: self.say(value) if isinstance(value, Sentence) else value
            for name, value in sentence.values.items()
        }
        return self.gettext(sentence.message) % values if values else self.gettext(sentence.message)


@cache
def words(language: str) -> Words:
    """Return the words of one of LANGUAGES."""
    file = _CATALOGUES / f"{language.replace('-', '_')}.po"
    if language == LANGUAGES[0]:
        return Words(language, {})
    with file.open("rb") as catalogue:
        messages = read_po(catalogue)
    translated: dict[str, str] = {}
    for message in messages:
        key, said = message.id, message.string
        if key and said:
            first = key if isinstance(key, str) else key[0]
            translated[first] = said if isinstance(said, str) else said[0]
    return Words(language, translated)


def preferred_language(accept_language: str) -> str:
    """Return which of LANGUAGES a browser would like best, by its Accept-Language."""
    ranked: list[tuple[float, str]] = []
    for item in accept_language.split(","):
        name, _, quality = item.partition(";q=")
        try:
            ranked.append((float(quality or 1), name.strip()))
        except ValueError:
            continue
    wanted = [name for quality, name in sorted(ranked, key=lambda item: -item[0]) if quality > 0]
    spoken = [name.split("-")[0] for name in wanted]
    found = negotiate_locale([name.lower() for name in spoken], ["en", "zh"], sep="-")
    return "zh-CN" if found == "zh" else LANGUAGES[0]
