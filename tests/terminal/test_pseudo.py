import pytest

from terminal.i18n import LOCALE_DIRECTORY, Catalogue
from terminal.pseudo import LANGUAGE, longer, with_pseudo


@pytest.mark.parametrize(
    "text", ["Undo", "Please sign here", "Nothing waits", "OK", "1. Enter the eight digits."]
)
def test_it_is_two_fifths_longer_and_can_be_read(text: str) -> None:
    said = longer(text)
    letters = sum(letter.isalpha() for letter in text)
    assert len(said) >= min(1.4 * len(text), len(text) + letters)
    assert said != text


def test_values_are_filled_in() -> None:
    words = with_pseudo(Catalogue()).words(LANGUAGE)
    assert words("Page {number} of {count}", number=2, count=3).split()[1::2] == ["2", "3"]
    assert "7" in words.plural("{number} item", "{number} items", 7)


def test_no_shop_can_choose_it() -> None:
    assert LANGUAGE not in set(Catalogue().languages)
    assert not (LOCALE_DIRECTORY / f"{LANGUAGE}.po").exists()
