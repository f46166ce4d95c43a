"""A front panel whose pins are busy, or that fails, is had again later, and shows what it would have shown."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from queue import Queue
from typing import Any

import pytest
from gpiozero import LED, Device
from gpiozero.pins.mock import MockFactory, MockPWMPin

from drivers.errors import Refused
from drivers.panel import Button, FrontPanel, LampColour, NullPanel, PanelPins, PanelSenses, Tone, open_panel
from terminal.model.status import Health
from terminal.panelling import FIRST_S, LONGEST_S, PatientPanel

PINS = PanelPins(drawer=25, tamper=5)


class Bench:
    """A panel on mock pins, a clock to be set, and whom the panel tells."""

    def __init__(self, header: MockFactory) -> None:
        self.header = header
        self.now_s = 100.0
        self.tries = 0
        self.unheard = 0
        self.sensed: Queue[PanelSenses] = Queue()

    def open(self) -> FrontPanel:
        self.tries += 1
        return open_panel(PINS, Queue[Button]().put, sensed=self.sensed.put)

    def panel(self, open_panel: Callable[[], FrontPanel] | None = None) -> PatientPanel:
        return PatientPanel(open_panel or self.open, lambda: self.now_s, self._count)

    def lamp(self) -> tuple[float, ...]:
        return tuple(self.header.pin(pin).state for pin in (22, 23, 24))

    def _count(self) -> None:
        self.unheard += 1


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    header = MockFactory(pin_class=MockPWMPin)
    monkeypatch.setattr(Device, "pin_factory", header)
    yield Bench(header)
    header.close()


def test_a_panel_that_is_there_is_well_and_not_tried_again(bench: Bench) -> None:
    panel = bench.panel()
    panel.try_now()
    panel.look()
    assert panel.standing() == (Health.OK, "front panel on GPIO (MockFactory)")
    assert (bench.tries, bench.unheard) == (1, 0)
    panel.close()


def test_pins_that_another_program_has_are_had_once_it_lets_go(bench: Bench) -> None:
    with LED(24, pin_factory=bench.header):
        panel = bench.panel()
        health, sentence = panel.standing()
        assert health is Health.PROBLEM
        assert "GPIO24 is already in use" in sentence
        assert bench.unheard == 1
        panel.show(LampColour.WHITE)
        panel.sound(Tone.CONFIRM)
        panel.volume(0)
        panel.show(LampColour.BLUE)
        panel.open_drawer()
    panel.look()
    assert bench.tries == 1  # too early
    bench.now_s += FIRST_S
    panel.look()
    assert panel.standing()[0] is Health.OK
    assert bench.lamp() == (0, 0, 1)
    assert bench.sensed.get_nowait().case_open is not None
    panel.sound(Tone.ERROR)
    panel.close()
    assert not any(state.state for state in bench.header.pin(18).states)  # as quiet as it was set
    assert not any(state.state for state in bench.header.pin(25).states)  # no drawer opens late


def test_it_is_tried_less_and_less_often_but_every_minute(bench: Bench) -> None:
    tried_s: list[float] = []

    def refused() -> FrontPanel:
        tried_s.append(bench.now_s)
        raise Refused("GPIO busy")

    panel = bench.panel(refused)
    while bench.now_s < 400:
        bench.now_s += 1
        panel.look()
    pauses = [after - before for before, after in pairwise(tried_s)]
    assert pauses == [5, 10, 20, 40, LONGEST_S, LONGEST_S, LONGEST_S]


def test_somebody_who_tries_it_out_does_not_wait(bench: Bench) -> None:
    with LED(24, pin_factory=bench.header):
        panel = bench.panel()
    panel.try_now()
    assert panel.standing()[0] is Health.OK
    panel.close()


def test_a_panel_that_fails_is_let_go_of_and_opened_anew(bench: Bench) -> None:
    panel = bench.panel()
    panel.show(LampColour.GREEN)
    bench.header.pin(22).close()
    opened: Any = panel._panel
    opened.sound = fail
    with pytest.raises(OSError, match="the pins are gone"):
        panel.sound(Tone.CONFIRM)
    assert panel.standing() == (Health.PROBLEM, "The front panel failed: the pins are gone")
    assert bench.unheard == 1
    assert bench.lamp() == (0, 0, 0)
    bench.now_s += FIRST_S
    panel.look()
    assert panel.standing()[0] is Health.OK
    assert bench.lamp() == (0, 1, 0)
    panel.close()


def fail(_tone: Tone) -> None:
    raise OSError("the pins are gone")


def test_a_computer_without_a_header_is_not_tried_again(bench: Bench) -> None:
    opened = [NullPanel("no GPIO on this computer")]
    panel = bench.panel(opened.pop)
    bench.now_s += LONGEST_S
    panel.look()
    assert panel.standing() == (Health.ABSENT, "no GPIO on this computer")
    assert bench.unheard == 0
