from math import ceil
from pathlib import Path

import pytest

from terminal import fonts
from terminal.fonts import FontMissingError, find_fonts
from terminal.linebreak import pieces
from terminal.script import script_of
from terminal.typeset import Face, RaqmMissingError, TextStyle, Typesetter, check_shaper

BODY = TextStyle(Face.PLAIN, 20, 1.5)


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


def test_latin_breaks_at_spaces_and_hyphens() -> None:
    assert list(pieces("state-of-the-art work")) == ["state-", "of-", "the-", "art ", "work"]


def test_a_minus_and_a_range_of_figures_stay_whole() -> None:
    assert list(pieces("from -5 to 10-12")) == ["from ", "-5 ", "to ", "10-12"]


def test_chinese_breaks_between_characters_but_never_before_closing_punctuation() -> None:
    assert list(pieces("请核对，谢谢！")) == ["请", "核", "对，", "谢", "谢！"]


def test_opening_punctuation_goes_to_the_next_line() -> None:
    assert list(pieces("以下《条款》")) == ["以", "下", "《条", "款》"]


def test_an_ellipsis_and_a_chinese_dash_are_never_parted() -> None:
    assert list(pieces("好……再见——完")) == ["好……", "再", "见——", "完"]


@pytest.mark.parametrize("width", [61, 84, 90, 145, 233, 400])
def test_every_line_fits_and_nothing_is_lost(typesetter: Typesetter, width: int) -> None:
    text = "本店（以下简称“晨光”）承诺：七日内可退换。Returns are free-of-charge, Donaudampfschifffahrt!"
    lines = typesetter.wrap(text, BODY, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(typesetter.measure(line, BODY).width <= width for line in lines)
    assert not any(line[0] in "，。！”）、：-" for line in lines)
    assert not any(line[-1] in "（“《" for line in lines)


def test_line_ends_of_the_text_are_kept(typesetter: Typesetter) -> None:
    assert typesetter.wrap("one\n\ntwo", BODY, 300) == ["one", "", "two"]


def test_a_word_wider_than_the_line_is_broken(typesetter: Typesetter) -> None:
    assert len(typesetter.wrap("A" * 40, BODY, 100)) > 4


@pytest.mark.parametrize("face", list(Face))
def test_figures_are_tabular(typesetter: Typesetter, face: Face) -> None:
    style = TextStyle(face, 68)
    assert len({typesetter.measure(digit * 20, style).width for digit in "0123456789"}) == 1


@pytest.mark.parametrize("text", ["Morning 128.00", "晨光超市 128.00"])
def test_heavy_text_is_darker_than_plain(typesetter: Typesetter, text: str) -> None:
    plain, heavy = (
        sum(typesetter.mask(text, TextStyle(face, 40)).tobytes()) for face in (Face.PLAIN, Face.HEAVY)
    )
    assert heavy > 1.15 * plain


@pytest.mark.parametrize(("face", "text"), [(Face.PLAIN, "H"), (Face.HEAVY, "H"), (Face.PLAIN, "国")])
def test_capitals_and_ideographs_sit_in_the_middle_of_their_line(
    typesetter: Typesetter, face: Face, text: str
) -> None:
    style = TextStyle(face, 100, 1.5)
    box = typesetter.mask(text, style).getbbox()
    assert box is not None
    assert abs((box[1] + box[3]) / 2 - style.line_px / 2) <= 3


def test_spacing_parts_the_digits_of_a_code(typesetter: Typesetter) -> None:
    tight, wide = TextStyle(Face.CODE, 20), TextStyle(Face.CODE, 20, spacing=0.5)
    assert typesetter.measure("557A", wide).width == typesetter.measure("557A", tight).width + 30
    assert typesetter.mask("557A", wide).getbbox() is not None


def test_a_long_amount_is_made_smaller_until_it_fits(typesetter: Typesetter) -> None:
    style = typesetter.fitted("¥123,456,789.00", TextStyle(Face.HEAVY, 68), 200)
    assert typesetter.measure("¥123,456,789.00", style).width <= 200


def test_text_that_fits_keeps_its_size(typesetter: Typesetter) -> None:
    assert typesetter.fitted("¥1.00", BODY, 200) == BODY


def test_a_directory_of_ones_own_is_looked_in_first(tmp_path: Path) -> None:
    (tmp_path / fonts.Font.CODE).touch()
    assert find_fonts(tmp_path)[fonts.Font.CODE] == tmp_path / fonts.Font.CODE


def test_a_missing_font_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FONT_ROOTS", (tmp_path,))
    with pytest.raises(FontMissingError, match="apt install fonts-wqy-microhei"):
        Typesetter()


def test_a_pillow_without_raqm_is_refused_in_words() -> None:
    with pytest.raises(RaqmMissingError, match="libraqm0"):
        check_shaper(lambda feature: feature != "raqm")


def test_words_from_the_right_end_on_the_left(typesetter: Typesetter) -> None:
    style = TextStyle(Face.PLAIN, 40, right_to_left=True)
    whole, word = (typesetter.mask(text, style) for text in ("المرجع 111", "المرجع"))
    assert whole.width > word.width
    end = whole.crop((whole.width - word.width, 0, whole.width, whole.height))
    assert abs(sum(end.tobytes()) - sum(word.tobytes())) < 0.02 * sum(word.tobytes())


def test_a_sentence_from_the_right_that_begins_with_latin_begins_on_the_right(typesetter: Typesetter) -> None:
    left, right = (
        typesetter.mask("INV المرجع", TextStyle(Face.PLAIN, 40, right_to_left=each)) for each in (False, True)
    )
    assert left.size == right.size
    assert left.tobytes() != right.tobytes()


def test_letters_from_the_right_are_joined(typesetter: Typesetter) -> None:
    joined = typesetter.measure("سوق", BODY).width
    assert joined < sum(typesetter.measure(letter, BODY).width for letter in "سوق")


@pytest.mark.parametrize("face", [Face.PLAIN, Face.HEAVY])
@pytest.mark.parametrize("text", ["اختياري: 我愿意 10kg ☕ نعم", "Tee ☕ für 晨光", "المرجع INV-2041 (3)"])
def test_lines_of_many_scripts_are_as_wide_as_measured(typesetter: Typesetter, text: str, face: Face) -> None:
    for from_right in (False, True):
        style = TextStyle(face, 30, right_to_left=from_right)
        box = typesetter.mask(text, style).getbbox()
        assert box is not None
        assert box[2] - box[0] > 0.9 * typesetter.measure(text, style).width
        assert all(typesetter.measure(line, style).width <= 120 for line in typesetter.wrap(text, style, 120))


@pytest.mark.parametrize("face", list(Face))
@pytest.mark.parametrize("before", ["", "INV-", "T", "国", "نعم "])
def test_figures_are_as_wide_together_as_one_by_one(typesetter: Typesetter, before: str, face: Face) -> None:
    """What is added up instead of shaped: no font may move a figure for another one."""
    style = TextStyle(face, 21.6)
    figures = "0123456789-., :¥$"
    for figure in figures:
        text = before + figure + "".join(figure + other for other in figures)
        shaped = sum(run.width for run in typesetter._runs(text, style, script_of(text)))
        assert typesetter.measure(text, style).width == ceil(shaped), text
