from dataclasses import replace

import pytest

from terminal.model.settings import Settings
from terminal.session import events as ev
from terminal.session import states as st
from terminal.session.staff import events as staff_ev
from terminal.session.staff import states as staff
from terminal.ui.frame import Frame
from terminal.ui.glass import Glass
from terminal.ui.screens import make_screen
from terminal.ui.screens.staff.sale import typed_money
from terminal.ui.slate import Hand
from tests.terminal.ui.staff.conftest import DIGITS, open_events, said, typeable


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", "¥0"),
        ("12", "¥12"),
        ("12.", "¥12."),
        ("12.5", "¥12.5"),
        ("0.05", "¥0.05"),
        ("1280.50", "¥1,280.50"),
    ],
)
def test_an_amount_is_shown_as_far_as_it_is_typed(frame: Frame, typed: str, shown: str) -> None:
    assert typed_money(frame.catalogue.words("en"), typed, "CNY") == shown


def test_the_point_can_be_typed_once_and_not_in_yen(unit: st.Unit, frame: Frame) -> None:
    yen = replace(unit, site=replace(unit.site, currency="JPY", currency_digits=0))
    for state, there in (
        (staff.KeyingSale(unit, "12"), True),
        (staff.KeyingSale(unit, "12.5"), False),
        (staff.KeyingSale(yen, "12"), False),
    ):
        assert ("." in typeable(make_screen(state, frame))) is there


def test_fields_are_picked_and_the_sale_goes_to_the_customer(unit: st.Unit, frame: Frame) -> None:
    for field in staff.SaleField:
        events = open_events(make_screen(staff.KeyingSale(unit, "12", "INV", field), frame))
        assert {staff_ev.PickedField("amount"), staff_ev.PickedField("reference"), staff_ev.Entered()} <= set(
            events
        )
    saving = make_screen(staff.KeyingSale(unit, "12", saving=True), frame)
    assert open_events(saving) == []


def test_a_reference_is_typed_with_letters_digits_and_marks(
    unit: st.Unit, frame: Frame, upright: Frame
) -> None:
    letters = {chr(code) for code in range(ord("A"), ord("Z") + 1)}
    for glass in (frame, upright):
        screen = make_screen(staff.KeyingSale(unit, "", "I", staff.SaleField.REFERENCE), glass)
        assert typeable(screen) == letters | DIGITS | {"-", ".", " ", staff_ev.Key.BACKSPACE}


def test_keys_run_from_left_to_right_for_every_reader(unit: st.Unit, frame: Frame) -> None:
    arabic = replace(unit, site=replace(unit.site, languages=("ar",)), settings=Settings())
    for state in (staff.KeyingSale(arabic), staff.KeyingSale(arabic, field=staff.SaleField.REFERENCE)):
        keys = [each for each in make_screen(state, frame).buttons if isinstance(each.event, staff_ev.Typed)]
        first = min(key.rect.y for key in keys)
        row = sorted((key.rect.x, key.texts[0].lines[0]) for key in keys if key.rect.y == first)
        assert [label for _, label in row] == list("1234567890")[: len(row)]


def test_keys_that_are_pressed_quickly_are_all_typed(unit: st.Unit, glass: Glass, hand: Hand) -> None:
    glass.show(staff.KeyingSale(unit, field=staff.SaleField.REFERENCE))
    typed: list[ev.Touch] = []
    for key in "INV-2200":
        place = hand.button(key).rect.centre
        typed += hand.does(*hand.stroke(place, place))
    assert typed == [staff_ev.Typed(key) for key in "INV-2200"]


def test_a_touch_between_two_keys_means_one_of_them(unit: st.Unit, glass: Glass, hand: Hand) -> None:
    glass.show(staff.KeyingSale(unit))
    one, two = hand.button("1").face, hand.button("2").face
    assert one.right < two.x
    (touch,) = hand.taps((one.right + two.x) / 2, one.centre[1])
    assert touch in {staff_ev.Typed("1"), staff_ev.Typed("2")}


@pytest.mark.parametrize(
    "trouble", [each for each in staff.SaleTrouble if each is not staff.SaleTrouble.NONE]
)
def test_why_a_sale_is_not_shown_is_said(unit: st.Unit, frame: Frame, trouble: staff.SaleTrouble) -> None:
    for field in staff.SaleField:
        fine, wrong = (
            said(make_screen(staff.KeyingSale(unit, field=field, trouble=each), frame))
            for each in (staff.SaleTrouble.NONE, trouble)
        )
        assert len(wrong) > len(fine)
