"""What keys on the glass do to what is being typed, and which PINs are none."""

from itertools import pairwise

from terminal.session.states import PinTrouble

from .events import Key
from .states import LEAST_PIN, MOST_PIN, PAPER_DIGITS

MOST_FIGURES = 9
"""Of an amount, decimals among them: as many as fit the largest type on the smallest glass."""

MOST_LETTERS = 64
"""Of a reference, as the till API allows."""

_HEX = frozenset("0123456789ABCDEF")


def type_amount(amount: str, key: str, decimals: int) -> str:
    """Return an amount after a key; one that makes none, such as a third decimal, changes nothing.

    Args:
        amount: as typed so far: ``12.5``.
        key: a figure, several of them (``00``), the point, or a ``Key``.
        decimals: how many the currency has.
    """
    if key in tuple(Key):
        return _erase(amount, key)
    for figure in key:
        amount = _figure(amount, figure, decimals)
    return amount


def _figure(amount: str, figure: str, decimals: int) -> str:
    whole, point, part = amount.partition(".")
    if figure == ".":
        return amount if point or not decimals else f"{whole or '0'}."
    if not (figure.isascii() and figure.isdigit()):
        return amount
    if len(whole + part) >= MOST_FIGURES or (point and len(part) >= decimals):
        return amount
    return figure if amount == "0" else amount + figure


def settled_amount(amount: str, decimals: int) -> str:
    """Return a typed amount with the currency's own decimals (``12.5`` is 12.50), or nothing where it is none."""
    if not amount.strip("0."):
        return ""
    whole, _, part = amount.partition(".")
    return f"{whole}.{part.ljust(decimals, '0')}" if decimals else whole


def type_text(text: str, key: str) -> str:
    """Return a text after a key. It never begins with a space."""
    if key in tuple(Key):
        return _erase(text, key)
    return (text + key).lstrip()[:MOST_LETTERS] if key.isprintable() else text


def type_code(code: str, key: str) -> str:
    """Return a paper code after a key: hex digits alone, and no more than one has."""
    if key in tuple(Key):
        return _erase(code, key)
    return (code + key.upper())[:PAPER_DIGITS] if key and set(key.upper()) <= _HEX else code


def type_pin(pin: str, key: str) -> str:
    """Return a PIN after a key: digits alone, and no more than a PIN has."""
    if key in tuple(Key):
        return _erase(pin, key)
    return (pin + key)[:MOST_PIN] if key.isascii() and key.isdigit() else pin


def pin_trouble(pin: str) -> PinTrouble:
    """Return why a PIN cannot be one: too few digits, all the same, or a run such as 1234, 8765 and 7890."""
    if not (pin.isascii() and pin.isdigit() and LEAST_PIN <= len(pin) <= MOST_PIN):
        return PinTrouble.TOO_SHORT
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return PinTrouble.TOO_SIMPLE if steps in ({0}, {1}, {9}) else PinTrouble.NONE


def _erase(text: str, key: str) -> str:
    return "" if key == Key.CLEAR else text[:-1]
