"""What every ``Backlight`` promises. A real one goes dark and bright again."""

import pytest

from drivers.panel.backlight import Backlight


def test_it_is_there_and_says_what_it_is(backlight: Backlight) -> None:
    assert backlight.there
    assert backlight.describe()


@pytest.mark.parametrize("percent", [1, 50, 100, -5, 250])
def test_it_takes_any_brightness(backlight: Backlight, percent: int) -> None:
    backlight.set(percent)
    assert backlight.there
