"""Which chip is the header, and which library drives it."""

from pathlib import Path

import pytest
from gpiozero.exc import BadPinFactory
from gpiozero.pins.mock import MockFactory

from drivers.panel.chips import chip_labels, header_chip
from drivers.panel.header import pin_factory


class ChipFactory(MockFactory):  # type: ignore[misc]  # gpiozero carries no types
    """Mock pins that say of which chip they are, as lgpio's do."""

    def __init__(self, chip: int) -> None:
        super().__init__()
        self.chip = chip
        self.closed_early = False

    def close(self) -> None:
        self.closed_early = True
        super().close()


def no_library() -> MockFactory:
    raise BadPinFactory("none")


@pytest.mark.parametrize(
    ("labels", "chip"),
    [
        ({0: "gpio-brcmstb@107d508500", 4: "pinctrl-rp1"}, 4),  # Pi 5 before Linux 6.6.45
        ({0: "pinctrl-rp1", 10: "gpio-brcmstb@107d508500"}, 0),  # and since
        ({0: "pinctrl-rp1", 4: "pinctrl-rp1"}, 0),
        ({0: "pinctrl-bcm2711", 1: "raspberrypi-exp-gpio"}, 0),
        ({0: "INTC1055:00"}, None),
        ({}, None),
    ],
)
def test_the_header_is_found_by_its_label(labels: dict[int, str], chip: int | None) -> None:
    assert header_chip(labels) == chip


def test_what_is_no_chip_or_may_not_be_opened_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "gpiochip0").write_bytes(b"")
    (tmp_path / "gpiochip1").symlink_to(tmp_path / "nowhere")
    (tmp_path / "gpiochip0_leds").write_bytes(b"")
    assert chip_labels(tmp_path) == {}


def test_the_usual_library_on_the_headers_chip_is_kept() -> None:
    usual = ChipFactory(0)
    assert pin_factory(lambda: usual, ChipFactory, 0) is usual
    assert not usual.closed_early


def test_pins_of_another_chip_are_never_driven() -> None:
    usual = ChipFactory(4)
    factory = pin_factory(lambda: usual, ChipFactory, 0)
    assert factory.chip == 0
    assert usual.closed_early


def test_a_library_that_guesses_a_chip_which_is_not_there_is_told_which() -> None:
    assert pin_factory(no_library, ChipFactory, 4).chip == 4


def test_without_a_header_the_failure_stands() -> None:
    with pytest.raises(BadPinFactory):
        pin_factory(no_library, ChipFactory, None)


def test_a_library_that_knows_no_chips_is_kept() -> None:
    usual = MockFactory()
    assert pin_factory(lambda: usual, ChipFactory, 0) is usual
