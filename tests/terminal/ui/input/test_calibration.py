import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from terminal.ui.affine import TURNS, UNCHANGED, Affine, read_affine
from terminal.ui.input.calibration import calibration

CORNERS = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)]
NUMBER = st.floats(-2, 2)


@given(st.builds(Affine, *[NUMBER] * 6), st.integers(3, 4))
def test_the_numbers_are_found_that_displaced_the_touches(wrong: Affine, count: int) -> None:
    assume(abs(wrong.a * wrong.e - wrong.b * wrong.d) > 0.01)
    meant = CORNERS[:count]
    touched = [wrong.place(*place) for place in meant]
    mended = calibration(touched, meant)
    for place in [(0.5, 0.5), (0.2, 0.8)]:
        assert mended.place(*wrong.place(*place)) == pytest.approx(place, abs=1e-4)


def test_an_unsteady_finger_is_evened_out() -> None:
    touched = [(0.11, 0.1), (0.89, 0.1), (0.91, 0.9), (0.09, 0.9)]
    assert calibration(touched, CORNERS).place(0.5, 0.5) == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize("touched", [CORNERS[:2], [(0.1, 0.1), (0.5, 0.5), (0.9, 0.9)]])
def test_too_little_to_go_by_is_refused(touched: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match=r"three places or more|on one line"):
        calibration(touched, CORNERS[: len(touched)])


def test_the_numbers_are_read_as_they_are_written() -> None:
    numbers = Affine(0.98, 0, 0.01, -0.02, 1.5, 0)
    assert numbers.text() == "0.98 0 0.01 -0.02 1.5 0"
    assert read_affine(numbers.text()) == numbers
    assert read_affine(" ") == UNCHANGED


@pytest.mark.parametrize("text", ["1 0 0", "1 0 0 0 1 inf", "1 0 0 0 1 x", "0 0 0 0 0 0", "1 2 0 2 4 0"])
def test_what_is_no_calibration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"six numbers|on one line|could not convert"):
        read_affine(text)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turn_and_its_opposite_are_none(degrees: int) -> None:
    assert TURNS[degrees].then(TURNS[360 - degrees]) == UNCHANGED


def test_one_after_the_other_is_both_at_once() -> None:
    first, second = Affine(1, 2, 3, 4, 5, 6), Affine(-1, 0.5, 2, 0, 3, 1)
    assert first.then(second).place(7, 8) == pytest.approx(second.place(*first.place(7, 8)))
