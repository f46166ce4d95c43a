"""Words as they are set on a PDF's page: in which order, in which fonts, in which lines."""

import pytest

from terminal.export.signed_pdf.bidi import visual
from terminal.export.signed_pdf.faces import Faces, Type
from terminal.typeset import Face

BODY = Type(10)


@pytest.fixture(scope="module")
def faces() -> Faces:
    return Faces()


def test_arabic_letters_are_joined_and_stand_from_the_right() -> None:
    assert visual("سلام", right_to_left=True) == "\ufee1\ufefc\ufeb3"
    assert visual("(a) رقم INV-2041", right_to_left=True) == "INV-2041 \ufee2\ufed7\ufead (a)"


def test_marks_of_direction_are_not_drawn() -> None:
    assert visual("\u2066INV-2041\u2069", right_to_left=False) == "INV-2041"


def test_a_mark_stands_in_the_middle_of_its_letter(faces: Faces) -> None:
    letters, mark = faces.runs("تُب", BODY, right_to_left=True)
    assert mark.text == "\u064f"
    width = faces.width("تُب", BODY, right_to_left=True)
    assert width == faces.width("تب", BODY, right_to_left=True)
    last_letter = faces.width(letters.text[-1], BODY)
    assert mark.shift == pytest.approx(-last_letter / 2 - 2.5)


def test_each_script_has_its_font_and_chinese_its_own_marks(faces: Faces) -> None:
    assert [run.font for run in faces.runs("茶礼盒 Tea", BODY)] == ["wqy-microhei", "OpenSans-Regular"]
    assert [run.font for run in faces.runs("他说“好”", BODY)] == ["wqy-microhei"]
    assert [run.font for run in faces.runs("“Tea”", BODY)] == ["OpenSans-Regular"]
    (heavy,) = faces.runs("合计", Type(10, Face.HEAVY))
    assert heavy.stroke > 0


def test_no_line_is_wider_than_its_room(faces: Faces) -> None:
    text = "甲方应当按期付款，乙方应当按期交货。Supercalifragilisticexpialidocious 10 kg " * 4 + "x" * 200
    lines = faces.wrap(text, BODY, 120)
    assert max(faces.width(line, BODY) for line in lines) <= 120
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
