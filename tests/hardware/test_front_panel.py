"""What every ``FrontPanel`` promises. A real one shows each colour and plays each tone."""

from queue import Empty, Queue

import pytest

from drivers.panel import Button, FrontPanel, LampColour, PanelSenses, Tone
from tests.hardware.conftest import PATIENCE_S, Asking, Hand


def test_it_says_what_it_is(panel: FrontPanel) -> None:
    assert panel.describe()


@pytest.mark.parametrize("colour", LampColour)
def test_it_shows_each_colour(panel: FrontPanel, ask: Asking, colour: LampColour) -> None:
    ask(f"The lamp: {colour}.")
    panel.show(colour)


@pytest.mark.parametrize("tone", Tone)
def test_it_plays_each_tone_loud_and_silent(panel: FrontPanel, tone: Tone) -> None:
    for percent in (60, 0, 100):
        panel.volume(percent)
        panel.sound(tone)


def test_it_says_what_its_switches_say(panel: FrontPanel) -> None:
    senses = panel.senses()
    assert isinstance(senses, PanelSenses)
    assert not senses.mains_lost


def test_it_hears_the_staff_button(thumb: Hand, pressed: Queue[Button]) -> None:
    thumb.press()
    assert pressed.get(timeout=PATIENCE_S) is Button.STAFF
    thumb.lift()


def test_it_hears_nothing_once_closed_and_may_be_closed_twice(
    panel: FrontPanel, pressed: Queue[Button]
) -> None:
    panel.close()
    panel.close()
    with pytest.raises(Empty):
        pressed.get_nowait()
