import threading
from collections.abc import Callable, Iterator
from queue import Queue
from typing import Any

import pytest
from gpiozero.pins.mock import MockFactory

from drivers.panel import Button, LampColour, PanelPins, PanelSenses, PanelTraits, Tone
from drivers.panel.buzzer import MELODIES
from drivers.panel.gpio import GpioPanel, Wiring
from drivers.panel.lamp import SHADES


@pytest.fixture
def pressed() -> Queue[Button]:
    return Queue()


def wired(
    pressed: Queue[Button],
    pins: PanelPins | None = None,
    sensed: Callable[[PanelSenses], None] = lambda _senses: None,
    **traits: Any,
) -> Wiring:
    return Wiring(pins or PanelPins(), PanelTraits(**traits), pressed.put, sensed)


@pytest.fixture
def panel(header: MockFactory, pressed: Queue[Button]) -> Iterator[GpioPanel]:
    panel = GpioPanel(wired(pressed), header, "on mock pins")
    yield panel
    panel.close()


def melody(panel: GpioPanel) -> threading.Thread:
    assert panel._buzzer is not None
    thread: threading.Thread = panel._buzzer._source_thread
    return thread


def lamp(header: MockFactory) -> tuple[float, float, float]:
    pins = PanelPins()
    return tuple(header.pin(pin).state for pin in (pins.lamp_red, pins.lamp_green, pins.lamp_blue))


@pytest.mark.usefixtures("panel")
def test_a_pressed_button_is_heard_once(header: MockFactory, pressed: Queue[Button]) -> None:
    header.pin(17).drive_low()
    header.pin(17).drive_high()
    assert pressed.get_nowait() is Button.STAFF
    assert pressed.empty()


@pytest.mark.usefixtures("panel")
def test_each_button_has_its_pin(header: MockFactory, pressed: Queue[Button]) -> None:
    header.pin(27).drive_low()
    assert pressed.get_nowait() is Button.CANCEL


@pytest.mark.usefixtures("panel")
def test_the_buttons_pins_are_pulled_up_and_debounced(header: MockFactory) -> None:
    for pin in (header.pin(17), header.pin(27)):
        assert pin.pull == "up"
        assert 0.005 <= pin.bounce <= 0.05


@pytest.mark.parametrize("colour", LampColour)
def test_the_lamp_shows_each_colour(panel: GpioPanel, header: MockFactory, colour: LampColour) -> None:
    panel.show(colour)
    assert lamp(header) == SHADES[colour]


def test_no_two_colours_look_the_same() -> None:
    assert len(set(SHADES.values())) == len(SHADES) == len(LampColour)


@pytest.mark.parametrize("tone", Tone)
def test_a_tone_is_played_and_ends_in_silence(panel: GpioPanel, header: MockFactory, tone: Tone) -> None:
    panel.sound(tone)
    melody(panel).join(timeout=60)
    buzzer = header.pin(18)
    assert buzzer.frequency is None
    assert buzzer.state == 0
    assert {0.5} < {state.state for state in buzzer.states}


def test_tones_are_told_apart_and_last_less_than_a_second() -> None:
    assert len(set(MELODIES.values())) == len(Tone)
    assert all(len(melody) * 0.06 < 1 for melody in MELODIES.values())


def test_a_tone_returns_at_once_and_gives_way_to_the_next(panel: GpioPanel) -> None:
    panel.sound(Tone.ATTENTION)
    first = melody(panel)
    panel.sound(Tone.CONFIRM)
    assert not first.is_alive()
    assert melody(panel) is not first


def test_parts_that_are_not_wired_take_no_pin(header: MockFactory, pressed: Queue[Button]) -> None:
    pins = PanelPins(staff_button=0, lamp_green=0, lamp_blue=0, buzzer=0)
    panel = GpioPanel(wired(pressed, pins), header, "a red lamp and a cancel button")
    panel.show(LampColour.AMBER)
    panel.sound(Tone.CONFIRM)
    header.pin(27).drive_low()
    assert header.pin(22).state == 1
    assert pressed.get_nowait() is Button.CANCEL
    assert {pin.info.name for pin in header.pins.values()} == {"GPIO22", "GPIO27"}
    panel.close()


@pytest.mark.usefixtures("panel")
def test_an_idle_panel_has_no_thread_that_polls() -> None:
    assert not [thread for thread in threading.enumerate() if "HoldThread" in type(thread).__name__]


def test_a_closed_panel_is_dark_silent_and_deaf(
    panel: GpioPanel, header: MockFactory, pressed: Queue[Button]
) -> None:
    panel.show(LampColour.RED)
    panel.sound(Tone.ERROR)
    panel.close()
    header.pin(17).drive_low()
    assert lamp(header) == (0, 0, 0)
    assert header.pin(18).frequency is None
    assert pressed.empty()


def test_closing_gives_the_pins_back(panel: GpioPanel, header: MockFactory, pressed: Queue[Button]) -> None:
    panel.close()
    panel.close()
    GpioPanel(wired(pressed), header, "again").close()


@pytest.mark.parametrize(("percent", "duty"), [(100, 0.5), (50, 0.102), (10, 0.007)])
def test_a_tone_is_as_loud_as_it_was_set(
    panel: GpioPanel, header: MockFactory, percent: int, duty: float
) -> None:
    panel.volume(percent)
    panel.sound(Tone.CONFIRM)
    melody(panel).join(timeout=60)
    played = [state.state for state in header.pin(18).states if state.state > 0]
    assert played[-1] == pytest.approx(duty, abs=0.001)


def test_without_volume_the_buzzer_is_silent(panel: GpioPanel, header: MockFactory) -> None:
    panel.volume(0)
    panel.sound(Tone.ERROR)
    melody(panel).join(timeout=60)
    assert not any(state.state for state in header.pin(18).states)
