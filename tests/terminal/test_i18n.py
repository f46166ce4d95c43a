from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import terminal
from terminal.i18n import LOCALE_DIRECTORY, Catalogue, NoSuchLanguageError

SOURCES = Path(terminal.__file__).parent
KEYWORDS = {"words": None, "message": None, "plural": (1, 2)}
LANGUAGES = sorted(path.stem for path in LOCALE_DIRECTORY.glob("*.po"))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue()


@pytest.fixture(scope="module")
def said_in_code() -> set[object]:
    found = extract_from_dir(str(SOURCES), keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found}


def read(language: str) -> Catalog:
    with (LOCALE_DIRECTORY / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))


def test_chinese_and_english_are_there(catalogue: Catalogue) -> None:
    assert {"zh-CN", "en"} <= set(catalogue.languages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_said_is_in_the_catalogue_and_nothing_else(
    language: str, said_in_code: set[object]
) -> None:
    messages = [message for message in read(language) if message.id]
    assert {message.id for message in messages} == said_in_code
    assert [message.id for message in messages if message.fuzzy or not message.string] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_fills_in_the_same_values(language: str) -> None:
    for message in read(language):
        if message.id:
            assert [str(error) for error in message.check()] == []
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            said = [message.string] if isinstance(message.string, str) else list(message.string or ())
            assert {_names(text) for text in said} == {_names(ids[-1])}


def _names(text: str) -> frozenset[str]:
    return frozenset(part.partition("}")[0] for part in text.split("{")[1:])


def test_words_are_translated_and_filled_in(catalogue: Catalogue) -> None:
    assert catalogue.words("zh-CN")("Confirm") == "确认签名"
    assert catalogue.words("zh-CN")("Page {number} of {count}", number=2, count=3) == "第 2 页，共 3 页"
    assert catalogue.words("en")("Page {number} of {count}", number=2, count=3) == "Page 2 of 3"


def test_a_message_that_no_catalogue_has_is_said_in_english(catalogue: Catalogue) -> None:
    assert catalogue.words("zh-CN")("Never {written}", written="yet") == "Never yet"


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [("en", 1, "1 item"), ("en", 4, "4 items"), ("zh-CN", 1, "合计 1 件"), ("zh-CN", 4, "合计 4 件")],
)
def test_plurals(catalogue: Catalogue, language: str, number: int, said: str) -> None:
    assert catalogue.words(language).plural("{number} item", "{number} items", number) == said


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("1280.00", "¥1,280.00"),
        ("128", "¥128.00"),
        ("0.005", "¥0.005"),
        ("123456789012345678.10", "¥123,456,789,012,345,678.10"),
        ("-5.50", "-¥5.50"),
    ],
)
def test_money_is_exact_and_has_a_short_symbol(
    catalogue: Catalogue, language: str, amount: str, said: str
) -> None:
    assert catalogue.words(language).money(amount, "CNY") == said


def test_money_of_another_country_is_told_apart(catalogue: Catalogue) -> None:
    assert catalogue.words("zh-CN").money("12.00", "USD") == "US$12.00"


@pytest.mark.parametrize("amount", ["178.00", "1280.5", "7", "0.10", "99999999999999999.99"])
def test_figures_keep_every_decimal(catalogue: Catalogue, amount: str) -> None:
    said = catalogue.words("en").number(amount)
    assert Decimal(said.replace(",", "")) == Decimal(amount)
    assert len(said.partition(".")[2]) == len(amount.partition(".")[2])


def test_each_language_names_itself_and_has_its_own_line_height(catalogue: Catalogue) -> None:
    assert [catalogue.words(language).name for language in ("zh-CN", "en")] == ["中文", "English"]
    assert catalogue.words("zh-CN").line_height > catalogue.words("en").line_height


def test_adding_a_language_is_adding_a_file(tmp_path: Path) -> None:
    entry = (
        'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);"\n\nmsgid "Undo"\nmsgstr "Rückgängig"\n'
    )
    (tmp_path / "de.po").write_text(entry, encoding="utf-8")
    words = Catalogue(tmp_path).words("de")
    assert words("Undo") == "Rückgängig"
    assert words.name == "Deutsch"


def test_a_language_without_a_catalogue_is_named(catalogue: Catalogue) -> None:
    with pytest.raises(NoSuchLanguageError, match=r"'xx'.*en"):
        catalogue.words("xx")
