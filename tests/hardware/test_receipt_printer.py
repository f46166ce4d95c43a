"""What every ``ReceiptPrinter`` promises. A real one prints about 12 cm of paper."""

import pytest

from drivers.errors import Refused
from drivers.printer import Condition, Paper, Raster, ReceiptPrinter, Words


def ruler(printer: ReceiptPrinter, height_dots: int) -> Raster:
    """Black lines over the whole paper, one every eight rows, in bytes of eight dots."""
    width = printer.profile.width_dots
    rows = (b"\xff" if row % 8 == 0 else b"\x00" for row in range(height_dots))
    return Raster(width, height_dots, b"".join(row * (width // 8) for row in rows))


def test_it_says_how_it_is(printer: ReceiptPrinter) -> None:
    status = printer.status()
    assert status.condition is not Condition.PROBLEM, status.sentence
    assert status.paper is not Paper.OUT
    if not printer.profile.status:
        assert status.condition is Condition.UNKNOWN


def test_it_prints_and_says_how_far_it_is(printer: ReceiptPrinter) -> None:
    parts: list[float] = []
    printer.print_image(ruler(printer, 240), parts.append)
    assert parts[0] == 0.0
    assert parts == sorted(parts)
    assert parts[-1] == 1.0


def test_it_cuts_and_prints_on(printer: ReceiptPrinter) -> None:
    printer.print_image(ruler(printer, 80))
    printer.cut()
    printer.print_image(ruler(printer, 80))
    printer.cut()
    assert printer.status().condition is not Condition.PROBLEM


def test_what_is_wider_than_the_paper_is_refused(printer: ReceiptPrinter) -> None:
    width = printer.profile.width_dots + 8
    with pytest.raises(ValueError, match="wider than the paper"):
        printer.print_image(Raster(width, 1, bytes(width // 8)))


def test_the_drawer_opens_where_there_is_one(printer: ReceiptPrinter) -> None:
    if printer.profile.drawer:
        printer.open_drawer()
    else:
        with pytest.raises(Refused, match="No cash drawer"):
            printer.open_drawer()


def test_it_beeps_where_it_can(printer: ReceiptPrinter) -> None:
    if printer.profile.buzzer:
        printer.beep()
        printer.beep(2)
    else:
        with pytest.raises(Refused, match="has no buzzer"):
            printer.beep()
    with pytest.raises(ValueError, match="1 to 9 times"):
        printer.beep(10)


def test_it_prints_words_of_its_own_where_it_has_the_characters(printer: ReceiptPrinter) -> None:
    blank = Raster(printer.profile.width_dots, 96, bytes(printer.profile.width_dots // 8 * 96))
    words: tuple[Words, ...] = (Words(0, 0, "INV-2041"), Words(24, 40, "1,280.00", 2, bold=True))
    if printer.profile.cjk == "raster":
        words = ()
    parts: list[float] = []
    printer.print_image(blank, parts.append, words)
    assert parts[-1] == 1.0
    assert printer.status().condition is not Condition.PROBLEM


def test_it_may_be_closed_twice_and_used_again(printer: ReceiptPrinter) -> None:
    before = printer.status().condition
    printer.close()
    printer.close()
    assert printer.status().condition is before
