"""The parts beyond lamp and buttons, and pins that can do less, on gpiozero's own mock pins."""

from collections.abc import Callable, Iterator
from queue import Queue
from threading import Event
from typing import Any

import pytest
from gpiozero import TonalBuzzer
from gpiozero.exc import PinPWMUnsupported
from gpiozero.pins.mock import MockFactory, MockPin

from drivers.panel import Button, LampColour, PanelPins, PanelSenses, PanelTraits, Tone
from drivers.panel.buzzer import RHYTHMS
from drivers.panel.drawer import Drawer
from drivers.panel.gpio import GpioPanel, Wiring

SINGLE = PanelPins(lamp_red=0, lamp_green=0, lamp_blue=0, lamp=22)


@pytest.fixture
def plain() -> Iterator[MockFactory]:
    """Pins that know high and low, as those of gpiozero's native factory."""
    factory = MockFactory(pin_class=MockPin)
    yield factory
    factory.close()


@pytest.fixture
def sensed() -> Queue[PanelSenses]:
    return Queue()


@pytest.fixture
def make(sensed: Queue[PanelSenses]) -> Iterator[Callable[..., GpioPanel]]:
    panels: list[GpioPanel] = []

    def make(factory: MockFactory, pins: PanelPins | None = None, **traits: Any) -> GpioPanel:
        wiring = Wiring(pins or PanelPins(), PanelTraits(**traits), Queue[Button]().put, sensed.put)
        panels.append(GpioPanel(wiring, factory, "front panel"))
        return panels[-1]

    yield make
    for panel in panels:
        panel.close()


Make = Callable[..., GpioPanel]


def levels(header: MockFactory, pin: int) -> list[float]:
    return [state.state for state in header.pin(pin).states]


def until(true: Callable[[], bool]) -> None:
    pause = Event()
    for _ in range(6000):
        if true():
            return
        pause.wait(0.01)
    raise AssertionError


def test_gpiozeros_own_buzzer_needs_pwm(plain: MockFactory) -> None:
    with pytest.raises(PinPWMUnsupported):
        TonalBuzzer(18, pin_factory=plain)


def test_without_pwm_the_lamp_is_on_or_off_and_the_buttons_work(plain: MockFactory, make: Make) -> None:
    panel = make(plain)
    panel.show(LampColour.AMBER)
    panel.sound(Tone.CONFIRM)
    panel.volume(50)
    assert [plain.pin(pin).state for pin in (22, 23, 24)] == [1, 1, 0]
    assert panel.describe() == (
        "front panel, without PWM (install lgpio): the lamp is on or off; a passive buzzer is silent"
    )


def test_a_lamp_of_one_colour_is_steady_when_well(header: MockFactory, make: Make) -> None:
    panel = make(header, SINGLE, lamp_brightness=40)
    for colour in (LampColour.WHITE, LampColour.BLUE, LampColour.GREEN):
        panel.show(LampColour.OFF)
        assert header.pin(22).state == 0
        panel.show(colour)
        assert header.pin(22).state == pytest.approx(0.4)


@pytest.mark.parametrize("pins", ["header", "plain"])
def test_a_lamp_of_one_colour_blinks_when_somebody_is_wanted(
    pins: str, request: pytest.FixtureRequest, make: Make
) -> None:
    factory: MockFactory = request.getfixturevalue(pins)
    panel = make(factory, SINGLE)
    panel.show(LampColour.RED)
    until(lambda: len(levels(factory, 22)) > 2)
    panel.show(LampColour.GREEN)
    assert factory.pin(22).state == 1


def test_an_rgb_lamp_is_dimmed(header: MockFactory, make: Make) -> None:
    make(header, lamp_brightness=50).show(LampColour.AMBER)
    assert [header.pin(pin).state for pin in (22, 23, 24)] == pytest.approx([0.5, 0.2, 0])


@pytest.mark.parametrize("tone", Tone)
def test_an_active_buzzer_tells_tones_by_rhythm(plain: MockFactory, make: Make, tone: Tone) -> None:
    panel = make(plain, active_buzzer=True)
    panel.sound(tone)
    beats = RHYTHMS[tone]
    sounds = sum(beat > before for before, beat in zip((0, *beats), beats, strict=False))
    until(lambda: levels(plain, 18).count(1) == sounds and not plain.pin(18).state)


def test_rhythms_are_told_apart_and_end_in_silence() -> None:
    assert len(set(RHYTHMS.values())) == len(Tone)
    assert not any(rhythm[-1] for rhythm in RHYTHMS.values())


def test_an_active_buzzer_is_silent_at_volume_0(plain: MockFactory, make: Make) -> None:
    panel = make(plain, active_buzzer=True)
    panel.volume(0)
    panel.sound(Tone.ERROR)
    assert panel._buzzer is not None
    panel._buzzer._source_thread.join(60)
    assert levels(plain, 18) == [0]


def test_a_drawer_is_knocked_once_for_as_long_as_it_was_set(header: MockFactory, make: Make) -> None:
    panel = make(header, PanelPins(drawer=25), drawer_ms=50)
    assert levels(header, 25) == [0]
    panel.open_drawer()
    until(lambda: levels(header, 25) == [0, 1, 0])
    assert 0.045 < header.pin(25).states[-1].timestamp < 5


def test_a_coil_rests_four_times_as_long_as_it_was_under_power(header: MockFactory) -> None:
    now_s = [100.0]
    with Drawer(25, 0.1, header, now_s=lambda: now_s[0]) as drawer:
        assert drawer.knock()
        now_s[0] = 100.49
        assert not drawer.knock()
        now_s[0] = 100.51
        assert drawer.knock()


def test_a_panel_that_is_closed_in_a_knock_takes_the_power_off(header: MockFactory, make: Make) -> None:
    panel = make(header, PanelPins(drawer=25), drawer_ms=200)
    panel.open_drawer()
    panel.close()
    assert header.pin(25).state == 0


@pytest.mark.parametrize("pulse_ms", [0, 201, 5000])
def test_a_knock_that_burns_the_coil_is_refused(pulse_ms: int) -> None:
    with pytest.raises(ValueError, match="a drawer's coil takes 10 to 200 ms"):
        PanelTraits(drawer_ms=pulse_ms)


def test_a_lamp_that_is_never_seen_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 100 percent"):
        PanelTraits(lamp_brightness=0)


def test_two_lamps_are_one_too_many() -> None:
    with pytest.raises(ValueError, match="set those that are not there to 0"):
        PanelPins(lamp=5)


def test_a_case_that_is_opened_and_shut_is_told(
    header: MockFactory, make: Make, sensed: Queue[PanelSenses]
) -> None:
    header.pin(5).drive_low()
    panel = make(header, PanelPins(tamper=5))
    header.pin(5).drive_low()  # shut; gpiozero's mock begins where the pull-up is
    while not sensed.empty():
        sensed.get()
    header.pin(5).drive_high()
    assert sensed.get_nowait() == panel.senses() == PanelSenses(case_open=True)
    header.pin(5).drive_low()
    assert sensed.get_nowait() == panel.senses() == PanelSenses(case_open=False)
    assert sensed.empty()


def test_a_switch_whose_wire_is_cut_is_an_open_case(
    header: MockFactory, make: Make, sensed: Queue[PanelSenses]
) -> None:
    make(header, PanelPins(tamper=5))
    assert header.pin(5).pull == "up"
    assert sensed.get_nowait() == PanelSenses(case_open=True)  # and is told at the start, without an edge


@pytest.mark.parametrize(("high", "pull"), [(False, "up"), (True, "down")])
def test_mains_that_go_and_come_back_are_told(
    header: MockFactory, make: Make, sensed: Queue[PanelSenses], *, high: bool, pull: str
) -> None:
    make(header, PanelPins(power_fail=6), power_fail_high=high)
    pin = header.pin(6)
    assert pin.pull == pull
    assert sensed.get_nowait() == PanelSenses(mains_lost=False)
    lose, restore = (pin.drive_high, pin.drive_low) if high else (pin.drive_low, pin.drive_high)
    lose()
    assert sensed.get_nowait() == PanelSenses(mains_lost=True)
    restore()
    assert sensed.get_nowait() == PanelSenses(mains_lost=False)


def test_switches_that_are_not_wired_tell_nothing_of_themselves(
    header: MockFactory, make: Make, sensed: Queue[PanelSenses]
) -> None:
    assert make(header).senses() == sensed.get_nowait() == PanelSenses(case_open=None, mains_lost=None)


def test_switches_are_debounced(header: MockFactory, make: Make) -> None:
    make(header, PanelPins(tamper=5, power_fail=6))
    assert (header.pin(5).bounce, header.pin(6).bounce) == (0.05, 0.1)


def test_a_missed_edge_is_seen_when_asked(
    header: MockFactory, make: Make, sensed: Queue[PanelSenses]
) -> None:
    panel = make(header, PanelPins(power_fail=6))
    assert sensed.get_nowait() == PanelSenses(mains_lost=False)
    header.pin(6)._state = False  # the level changes, and no edge is reported
    assert sensed.empty()
    assert panel.senses() == PanelSenses(mains_lost=True)
    panel.look()
    panel.look()
    assert sensed.get_nowait() == PanelSenses(mains_lost=True)
    assert sensed.empty()


def test_a_closed_panel_senses_nothing_more(
    header: MockFactory, make: Make, sensed: Queue[PanelSenses]
) -> None:
    make(header, PanelPins(power_fail=6)).close()
    assert sensed.get_nowait() == PanelSenses(mains_lost=False)
    header.pin(6).drive_low()
    assert sensed.empty()
