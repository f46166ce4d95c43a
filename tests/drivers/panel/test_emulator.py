import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Condition

import pytest

from drivers.panel import (
    Button,
    FrontPanel,
    LampColour,
    PanelPins,
    PanelSenses,
    PanelTraits,
    Tone,
    open_panel,
)
from drivers.panel.emulator import ACTIVE_HZ
from drivers.panel.lamp import SHADES
from drivers.panel.physical import EmulatedPanel
from drivers.panel.wire import DARK, PanelState

PATIENCE_S = 60


@dataclass
class Person:
    """Someone who presses buttons, and remembers all that the panel ever showed."""

    panel: EmulatedPanel
    seen: list[PanelState]
    looked: Condition

    def wait_for(self, sight: Callable[[PanelState], bool]) -> PanelState:
        """Watch until something shown at the last ``forget`` or since looks as ``sight`` says."""
        with self.looked:
            assert self.looked.wait_for(lambda: any(map(sight, self.seen)), PATIENCE_S), self.seen
            return next(filter(sight, self.seen))

    def forget(self) -> None:
        """Forget all but what it shows now."""
        with self.looked:
            del self.seen[:-1]


@dataclass
class Terminal:
    """The terminal's side of a panel: switched on and off, and an inbox for its buttons."""

    socket_path: Path
    pressed: Queue[Button] = field(default_factory=Queue)
    panel: FrontPanel | None = None

    def switch_on(self) -> FrontPanel:
        self.panel = open_panel(PanelPins(), self.pressed.put, emulated_socket=self.socket_path)
        return self.panel

    def switch_off(self) -> None:
        if self.panel is not None:
            self.panel.close()
        self.panel = None


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path / "panel.sock")
    yield terminal
    terminal.switch_off()


@pytest.fixture
def person(terminal: Terminal) -> Iterator[Person]:
    seen: list[PanelState] = []
    looked = Condition()

    def look(state: PanelState) -> None:
        with looked:
            seen.append(state)
            looked.notify_all()

    panel = EmulatedPanel(terminal.socket_path, on_change=look)
    yield Person(panel, seen, looked)
    panel.close()


@pytest.fixture
def stranger(terminal: Terminal) -> Iterator[socket.socket]:
    """A bare socket, for what no panel would say."""
    terminal.switch_on()
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE_S)
        line.connect(str(terminal.socket_path))
        yield line


def test_a_press_reaches_the_terminal(terminal: Terminal, person: Person) -> None:
    terminal.switch_on()
    person.wait_for(lambda state: state.powered)
    person.panel.press(Button.STAFF)
    assert terminal.pressed.get(timeout=PATIENCE_S) is Button.STAFF
    person.panel.release(Button.STAFF)
    person.panel.press(Button.CANCEL)
    assert terminal.pressed.get(timeout=PATIENCE_S) is Button.CANCEL
    assert terminal.pressed.empty()


def test_a_button_held_down_counts_once(terminal: Terminal, person: Person) -> None:
    terminal.switch_on()
    person.wait_for(lambda state: state.powered)
    person.panel.press(Button.STAFF)
    person.panel.press(Button.STAFF)
    person.panel.press(Button.CANCEL)
    assert terminal.pressed.get(timeout=PATIENCE_S) is Button.STAFF
    assert terminal.pressed.get(timeout=PATIENCE_S) is Button.CANCEL


def test_the_lamp_is_seen_as_the_pins_say(terminal: Terminal, person: Person) -> None:
    panel = terminal.switch_on()
    for colour in LampColour:
        panel.show(colour)
        person.wait_for(PanelState(powered=True, lamp=SHADES[colour]).__eq__)
        person.forget()


def test_a_tone_is_heard_and_ends(terminal: Terminal, person: Person) -> None:
    panel = terminal.switch_on()
    person.wait_for(lambda state: state.powered)
    panel.sound(Tone.ERROR)
    assert person.wait_for(lambda state: state.tone_hz is not None).tone_hz == pytest.approx(880)
    person.forget()
    person.wait_for(lambda state: state.powered and state.tone_hz is None)


def test_whoever_comes_late_sees_what_is_shown(terminal: Terminal, request: pytest.FixtureRequest) -> None:
    terminal.switch_on().show(LampColour.AMBER)
    late: Person = request.getfixturevalue("person")
    late.wait_for(lambda state: state.lamp == SHADES[LampColour.AMBER])


def test_without_power_the_panel_is_dark_and_deaf(terminal: Terminal, person: Person) -> None:
    panel = terminal.switch_on()
    panel.show(LampColour.RED)
    person.wait_for(lambda state: state.lamp == SHADES[LampColour.RED])
    terminal.switch_off()
    person.wait_for(lambda state: state == DARK)
    person.panel.press(Button.STAFF)
    assert person.panel.state == DARK
    assert terminal.pressed.empty()


def test_power_that_comes_back_lights_the_panel_again(terminal: Terminal, person: Person) -> None:
    terminal.switch_on()
    person.wait_for(lambda state: state.powered)
    terminal.switch_off()
    person.wait_for(lambda state: state == DARK)
    terminal.switch_on().show(LampColour.BLUE)
    person.wait_for(lambda state: state.lamp == SHADES[LampColour.BLUE])
    person.panel.press(Button.CANCEL)
    assert terminal.pressed.get(timeout=PATIENCE_S) is Button.CANCEL


def test_a_terminal_killed_in_the_act_leaves_a_dark_panel(terminal: Terminal, person: Person) -> None:
    script = (
        "import pathlib, sys; from drivers.panel import *;"
        "panel = open_panel(PanelPins(), print, emulated_socket=pathlib.Path(sys.argv[1]));"
        "panel.show(LampColour.GREEN); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(terminal.socket_path)], stdin=subprocess.PIPE
    ) as process:
        person.wait_for(lambda state: state.lamp == SHADES[LampColour.GREEN])
        process.kill()
        person.wait_for(lambda state: state == DARK)
    person.forget()
    terminal.switch_on()  # over the socket file that the killed one left
    person.wait_for(lambda state: state.powered)


def test_only_its_owner_may_touch_the_socket(terminal: Terminal) -> None:
    terminal.switch_on()
    assert terminal.socket_path.stat().st_mode & 0o777 == 0o600


def test_words_that_mean_nothing_are_passed_over(terminal: Terminal, stranger: socket.socket) -> None:
    stranger.sendall(b"press everything\n\xff\xfe\npress\npress can")
    stranger.sendall(b"cel\n")
    assert terminal.pressed.get(timeout=PATIENCE_S) is Button.CANCEL
    assert terminal.pressed.empty()


def test_the_state_is_a_line_of_json(stranger: socket.socket) -> None:
    with stranger.makefile("r") as lines:
        assert json.loads(lines.readline()) == {
            "powered": True,
            "lamp": [0.0, 0.0, 0.0],
            "tone_hz": None,
            "drawer": False,
        }


def test_one_who_never_reads_holds_up_nobody(
    terminal: Terminal, person: Person, stranger: socket.socket
) -> None:
    stranger.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    assert terminal.panel is not None
    person.wait_for(lambda state: state.powered)
    for _ in range(5000):
        terminal.panel.show(LampColour.RED)
        terminal.panel.show(LampColour.OFF)
    terminal.panel.show(LampColour.WHITE)
    person.wait_for(lambda state: state.lamp == SHADES[LampColour.WHITE])


def test_a_closed_panel_leaves_no_thread_behind(terminal: Terminal, person: Person) -> None:
    terminal.switch_on()
    person.wait_for(lambda state: state.powered)
    terminal.switch_off()
    person.panel.close()
    names = {thread.name for thread in threading.enumerate()}
    assert not names & {"emulated-pins", "emulated-panel"}


class TestGuarded:
    """A panel with everything wired."""

    PINS = PanelPins(lamp_red=0, lamp_green=0, lamp_blue=0, lamp=22, drawer=25, tamper=5, power_fail=6)

    @pytest.fixture
    def sensed(self, terminal: Terminal) -> Queue[PanelSenses]:
        sensed: Queue[PanelSenses] = Queue()
        terminal.panel = open_panel(
            self.PINS,
            terminal.pressed.put,
            sensed=sensed.put,
            traits=PanelTraits(active_buzzer=True, drawer_ms=200),
            emulated_socket=terminal.socket_path,
        )
        return sensed

    def test_case_and_mains_are_sensed(self, sensed: Queue[PanelSenses], person: Person) -> None:
        person.wait_for(lambda state: state.powered)
        assert sensed.get(timeout=PATIENCE_S) == PanelSenses(case_open=False, mains_lost=False)
        person.panel.open_case()
        assert sensed.get(timeout=PATIENCE_S) == PanelSenses(case_open=True, mains_lost=False)
        person.panel.cut_mains()
        assert sensed.get(timeout=PATIENCE_S) == PanelSenses(case_open=True, mains_lost=True)
        person.panel.shut_case()
        person.panel.restore_mains()
        assert sensed.get(timeout=PATIENCE_S) == PanelSenses(case_open=False, mains_lost=True)
        assert sensed.get(timeout=PATIENCE_S) == PanelSenses(case_open=False, mains_lost=False)
        assert sensed.empty()

    @pytest.mark.usefixtures("sensed")
    def test_drawer_lamp_and_buzzer_are_seen(self, terminal: Terminal, person: Person) -> None:
        assert terminal.panel is not None
        terminal.panel.show(LampColour.GREEN)
        person.wait_for(lambda state: state.lamp == (1.0, 1.0, 1.0))
        terminal.panel.sound(Tone.TICK)
        assert person.wait_for(lambda state: state.tone_hz is not None).tone_hz == ACTIVE_HZ
        terminal.panel.open_drawer()
        person.wait_for(lambda state: state.drawer)
        person.forget()
        person.wait_for(lambda state: state.powered and not state.drawer)
