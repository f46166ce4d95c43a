import pytest

from terminal.script import Script, parts, script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Total 3", Script.LATIN),
        ("合计 3", Script.HAN),
        ("الإجمالي 3", Script.RIGHT),
        ("שלום", Script.RIGHT),
        ("3.50", Script.LATIN),
        ("اسم 晨光", Script.RIGHT),
    ],
)
def test_the_script_decides_the_font(text: str, script: Script) -> None:
    assert script_of(text) is script


def test_latin_among_words_from_the_right_stays_with_them() -> None:
    assert parts("المرجع INV-2041", right_to_left=True) == [("المرجع INV-2041", Script.RIGHT)]


def test_chinese_among_words_from_the_right_is_put_in_its_place() -> None:
    line = "اختياري: 我愿意 KS-20。 نعم"
    assert parts(line, right_to_left=True) == [
        (" نعم", Script.RIGHT),
        ("我愿意 KS-20。", Script.HAN),
        ("اختياري: ", Script.RIGHT),
    ]
    assert [text for text, _ in parts(line, right_to_left=False)] == ["اختياري: ", "我愿意 KS-20。", " نعم"]


def test_symbols_have_a_font_of_their_own() -> None:
    assert parts("Tee ☕ 2×", right_to_left=False) == [
        ("Tee ", Script.LATIN),
        ("☕", Script.SYMBOLS),
        (" 2×", Script.LATIN),
    ]
