"""What the terminal says without words: by its backlight, its lamp and its buzzer, on emulated hardware."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from queue import Empty, Queue

import pytest

from drivers.panel.backlight import emulated_backlight
from drivers.panel.physical import EmulatedPanel
from drivers.panel.wire import PanelState
from terminal.config import Config, GlassConfig, SoundConfig
from terminal.session import Idle
from terminal.session import events as ev
from terminal.session.states import Cancelled, Reviewing
from tests.flows.conftest import ScriptedGlass, Shop, Step


@pytest.fixture
def light(tmp_path: Path) -> Path:
    return emulated_backlight(tmp_path / "backlight")


@pytest.fixture
def config(config: Config, light: Path) -> Config:
    glass = GlassConfig(backlight=light.parent, brightness=60, dim=20, dim_after_s=0.2)
    return replace(config, glass=glass)


@pytest.fixture
def heard(shop: Shop) -> Iterator[Queue[PanelState]]:
    """What a person beside the panel sees and hears, in order."""
    states: Queue[PanelState] = Queue()
    panel = EmulatedPanel(shop.config.paths.runtime / "panel.sock", states.put)
    while not panel.state.powered:
        states.get(timeout=60)
    yield states
    panel.close()


def steps(light: Path) -> str:
    return (light / "brightness").read_text().strip()


def dimmed(shop: Shop) -> list[bool]:
    """Return whether the idle glass was dim, each time that this changed."""
    return [dim for dim, _ in groupby(state.dimmed for state in shop.glass.shown if isinstance(state, Idle))]


def tones(heard: Queue[PanelState], *, within_s: float = 0.6) -> set[float]:
    """Return every pitch that is heard until it has been silent for a while."""
    pitches: set[float] = set()
    while True:
        try:
            state = heard.get(timeout=within_s)
        except Empty:
            return pitches
        if state.tone_hz is not None:
            pitches.add(state.tone_hz)


def test_an_idle_glass_goes_dim_and_a_request_wakes_it(shop: Shop, light: Path) -> None:
    shop.wait_until(lambda: steps(light) == "51")
    shop.ask()
    shop.glass.play(Step(Reviewing))
    shop.wait_until(lambda: steps(light) == "153")


def test_a_touch_wakes_it(shop: Shop, light: Path) -> None:
    shop.wait_until(lambda: steps(light) == "51")
    shop.glass.play(Step(Idle, ev.Touched()))
    shop.wait_until(lambda: dimmed(shop) == [False, True, False, True])  # and goes dim again


def test_a_backlight_that_fails_ends_nothing(shop: Shop, light: Path) -> None:
    shop.wait_until(lambda: steps(light) == "51")  # and nobody writes there until something happens
    (light / "brightness").unlink()
    (light / "brightness").mkdir()
    shop.ask()
    shop.glass.play(Step(Reviewing, ev.CustomerCancelled()), Step(Cancelled))


def test_a_request_is_heard(shop: Shop, heard: Queue[PanelState]) -> None:
    shop.ask()
    shop.glass.play(Step(Reviewing))
    while heard.get(timeout=60).tone_hz != 3520.0:
        pass
    assert tones(heard) <= {3520.0}


class TestSilence:
    """A shop that wants no sound when a request comes."""

    @pytest.fixture
    def config(self, config: Config) -> Config:
        return replace(config, sound=SoundConfig(attention=False))

    def test_what_is_switched_off_is_not_heard(self, shop: Shop, heard: Queue[PanelState]) -> None:
        shop.ask()
        shop.glass.play(Step(Reviewing))
        assert tones(heard) == set()


class MovingGlass(ScriptedGlass):
    """A glass on which something moves for a while."""

    def __init__(self, frames: int) -> None:
        super().__init__()
        self.frames = frames
        self.asked = 0

    def due_s(self) -> float | None:
        return time.monotonic() + 0.002 if self.frames else None

    def touches(self) -> list[ev.Touch]:
        self.asked += 1
        self.frames = max(0, self.frames - 1)
        return super().touches()


def test_the_loop_wakes_for_frames_while_something_moves_and_not_after(
    config: Config, request_json: str
) -> None:
    glass = MovingGlass(frames=300)
    shop = Shop(replace(config, glass=replace(config.glass, dim_after_s=0)), request_json, glass)
    try:
        shop.wait_until(lambda: glass.frames == 0)
        shop.wait_until(lambda: any(isinstance(state, Idle) for state in glass.shown))
        still = glass.asked
        shop.ask()
        shop.glass.play(Step(Reviewing))
        assert glass.asked - still < 30
    finally:
        shop.close()
