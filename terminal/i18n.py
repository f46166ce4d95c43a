"""What the terminal says, in every language it speaks.

The English sentences in the code are the messages' names. ``locale/`` holds one gettext catalogue a language,
read as it is at start: adding a language is adding a file. To bring the catalogues up to date with the code::

    pybabel extract -F terminal/locale/babel.cfg -k words -k message -k plural:1,2 -o messages.pot terminal
    pybabel update -D messages -i messages.pot -l en -o terminal/locale/en.po
"""

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, get_decimal_symbol

ISOLATE, ISOLATED = "\u2068", "\u2069"
"""Unicode's marks around words whose direction is their own (UAX #9, FSI and PDI). They are not seen."""

LOCALE_DIRECTORY = Path(__file__).parent / "locale"

SHORT_SYMBOLS = {"CN¥": "¥"}
"""Currency symbols as a shop of that currency writes them, where a locale would tell countries apart."""


class NoSuchLanguageError(LookupError):
    """A language was asked for that no catalogue has."""


def message(text: str) -> str:
    """Mark a message that stands in a table, to be translated where it is shown; returned as it is."""
    return text


class Words:
    """Everything the terminal says, in one language; calling it translates a message."""

    def __init__(self, language: str, catalogue: Catalog) -> None:
        """Speak ``language`` (``zh-CN``) with a catalogue that was read."""
        self.language = language
        self._locale = Locale.parse(language, sep="-")
        self._form = c2py(catalogue.plural_expr)
        self._said: dict[str, str] = {}
        self._counted: dict[tuple[str, str], tuple[str, ...]] = {}
        for item in catalogue:
            if isinstance(item.id, str) and isinstance(item.string, str):
                self._said[item.id] = item.string
            elif item.string and not isinstance(item.id, str):
                self._counted[item.id[0], item.id[1]] = tuple(item.string)

    def __call__(self, text: str, **values: object) -> str:
        """Return the message in this language, English where it has none, with ``{names}`` filled in."""
        return (self._said.get(text) or text).format(
            **{name: self._apart(said) for name, said in values.items()}
        )

    def plural(self, one: str, many: str, number: int) -> str:
        """Return the form of a message that goes with ``number``, which fills in its ``{number}``."""
        forms = self._counted.get((one, many))
        text = forms[self._form(number)] if forms else (one if number == 1 else many)
        return text.format(number=number)

    def _apart(self, said: object) -> object:
        """Return what fills a message in, kept apart where the words around it run the other way."""
        return f"{ISOLATE}{said}{ISOLATED}" if self.right_to_left and isinstance(said, str) else said

    @property
    def name(self) -> str:
        """The language's own name for itself, as a button to pick it says: ``中文``, ``English``."""
        return str(self._locale.languages[self._locale.language]).capitalize()

    @property
    def right_to_left(self) -> bool:
        """Whether the language is read from the right."""
        return self._locale.text_direction == "rtl"

    @property
    def line_height(self) -> float:
        """From one line to the next, in parts of the text's size: Chinese and Arabic want more air than Latin."""
        return 1.5 if self._locale.language in {"zh", "ja", "ko"} or self.right_to_left else 1.35

    def money(self, amount: str, currency: str) -> str:
        """Return an amount (a decimal string) with its currency: ``¥1,280.00``. Nothing is rounded."""
        text = format_currency(Decimal(amount), currency, locale=self._locale, decimal_quantization=False)
        for long, short in SHORT_SYMBOLS.items():
            text = text.replace(long, short)
        return text

    def number(self, amount: str) -> str:
        """Return a decimal string as figures of this language: ``1,280.00``, as many decimals as it has."""
        value = Decimal(amount)
        exponent = value.as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(value, pattern, locale=self._locale, decimal_quantization=False)

    @property
    def decimal_sign(self) -> str:
        """What stands before the decimals of an amount: a point, or a comma."""
        return get_decimal_symbol(self._locale)

    def day(self, when: date | datetime) -> str:
        """Return a day of this year as a list has room for it: ``Nov 23``, ``11月23日``."""
        return format_skeleton("MMMd", when, locale=self._locale)

    def date(self, when: date | datetime) -> str:
        """Return a date as this language writes it in a sentence."""
        return format_date(when, "long", locale=self._locale)


class Catalogue:
    """The words of every language that has a file in ``locale/``, each read when it is first spoken."""

    def __init__(self, directory: Path = LOCALE_DIRECTORY) -> None:
        """Speak the languages of a directory: ``zh-CN.po`` is the catalogue of zh-CN."""
        self._files = {path.stem: path for path in sorted(directory.glob("*.po"))}
        self._read: dict[str, Words] = {}

    def with_words(self, words: Words) -> "Catalogue":
        """Return a catalogue that has another language besides."""
        more = copy(self)
        more._read = {**self._read, words.language: words}  # noqa: SLF001 - of its own kind
        return more

    @property
    def languages(self) -> Iterable[str]:
        """The languages there are, by their tags."""
        return self._files.keys()

    def words(self, language: str) -> Words:
        """Return the words of a language.

        Raises:
            NoSuchLanguageError: there is no catalogue of it.
        """
        if language not in self._read:
            if language not in self._files:
                known = ", ".join(self._files)
                raise NoSuchLanguageError(f"No catalogue for {language!r}. There are: {known}")
            self._read[language] = Words(language, _read(self._files[language]))
        return self._read[language]


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem.replace("-", "_"))
