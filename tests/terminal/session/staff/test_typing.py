"""What keys do: an amount, a reference, a PIN."""

import pytest

from terminal.session.staff.events import Key
from terminal.session.staff.typing import pin_trouble, settled_amount, type_amount, type_pin, type_text
from terminal.session.states import PinTrouble


def typed(keys: str, decimals: int = 2) -> str:
    amount = ""
    for key in keys:
        amount = type_amount(amount, key, decimals)
    return amount


@pytest.mark.parametrize(
    ("keys", "amount"),
    [
        ("128", "128"),
        ("12.5", "12.5"),
        ("12.567", "12.56"),
        ("0005", "5"),
        ("0.5", "0.5"),
        (".5", "0.5"),
        ("1..2", "1.2"),
        ("1234567899", "123456789"),
        ("1234567.899", "1234567.89"),
        ("12a-٣4", "124"),
    ],
)
def test_an_amount_is_typed_as_people_do(keys: str, amount: str) -> None:
    assert typed(keys) == amount


def test_a_currency_without_decimals_takes_no_point() -> None:
    assert typed("12.5", 0) == "125"
    assert settled_amount("125", 0) == "125"


def test_two_noughts_are_one_key() -> None:
    assert type_amount("12", "00", 2) == "1200"
    assert type_amount("12.5", "00", 2) == "12.50"


@pytest.mark.parametrize(
    ("amount", "settled"),
    [("12.5", "12.50"), ("12.", "12.00"), ("7", "7.00"), ("0.05", "0.05"), ("0", ""), ("0.0", ""), ("", "")],
)
def test_an_amount_gets_the_currencys_decimals_and_nothing_is_no_amount(amount: str, settled: str) -> None:
    assert settled_amount(amount, 2) == settled


def test_keys_take_back_and_clear() -> None:
    assert type_amount("0.5", Key.BACKSPACE, 2) == "0."
    assert type_amount("128", Key.CLEAR, 2) == ""
    assert type_text("AB", Key.BACKSPACE) == "A"
    assert type_pin("48", Key.BACKSPACE) == "4"


def test_a_reference_is_printable_and_no_longer_than_the_till_api_allows() -> None:
    assert type_text("", " ") == ""
    assert type_text("桌", "7") == "桌7"
    assert type_text("A", "\n") == "A"
    assert len(type_text("x" * 64, "y")) == 64


def test_a_pin_is_digits_alone() -> None:
    assert type_pin("48", "x") == "48"
    assert type_pin("48", "٣") == "48"
    assert type_pin("12345678", "9") == "12345678"


@pytest.mark.parametrize(
    ("pin", "trouble"),
    [
        ("482", PinTrouble.TOO_SHORT),
        ("123456789", PinTrouble.TOO_SHORT),
        ("48a7", PinTrouble.TOO_SHORT),
        ("7777", PinTrouble.TOO_SIMPLE),
        ("1234", PinTrouble.TOO_SIMPLE),
        ("87654321", PinTrouble.TOO_SIMPLE),
        ("7890", PinTrouble.TOO_SIMPLE),
        ("4827", PinTrouble.NONE),
        ("1235", PinTrouble.NONE),
    ],
)
def test_a_pin_that_anyone_would_try_first_is_none(pin: str, trouble: PinTrouble) -> None:
    assert pin_trouble(pin) is trouble
