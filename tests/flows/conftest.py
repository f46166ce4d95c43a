"""A whole terminal but for its screen: the real loop, store, seal, sensor and panel; the customer is a script."""

import json
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from drivers.fingerprint.emulator import SensorEmulator
from drivers.panel.backlight import open_backlight
from terminal.clock import Clock
from terminal.config import (
    Config,
    FingerprintConfig,
    GlassConfig,
    PanelConfig,
    Paths,
    PrinterConfig,
    SessionConfig,
    UploadConfig,
)
from terminal.doorbell import Doorbell
from terminal.inbox import Inbox
from terminal.loop import Loop
from terminal.main import build_performer, build_settings, build_site
from terminal.model.ink import Ink, Stroke
from terminal.model.request import Method, SigningRequest, request_from_json
from terminal.session import Idle, State, Unit
from terminal.session import events as ev
from terminal.session.states import Checking, Choosing, Reviewing, Signing, Thanks
from terminal.store import Store
from terminal.timers import Timers


class Step(NamedTuple):
    """In this state the customer does that; with nothing to do, they only see it."""

    sees: type
    does: ev.Touch | None = None


def signing(stroke: Stroke) -> list[Step]:
    """What a customer does who reads, writes with a finger, and confirms, up to the thanks."""
    return [
        Step(Reviewing, ev.ReadOn()),
        Step(Choosing, ev.Chose(Method.TOUCH)),
        Step(Signing, ev.Drew(stroke)),
        Step(Signing, ev.Confirmed(14000, 5000)),
        Step(Checking, ev.Confirmed()),
        Step(Thanks),
    ]


class ScriptedGlass:
    """A glass that remembers what it showed, and is touched by a script. The loop sleeps on its descriptor."""

    must_be_asked = False

    def __init__(self) -> None:
        self.shown: list[State] = []
        self._script: deque[Step] = deque()
        self._changed = threading.Condition()
        self._touched = os.eventfd(0, os.EFD_NONBLOCK)

    def show(self, state: State) -> None:
        with self._changed:
            if not self.shown or state != self.shown[-1]:
                self.shown.append(state)
                self._changed.notify_all()
            self._touch()

    def filenos(self) -> list[int]:
        return [self._touched]

    def due_s(self) -> float | None:
        return None

    def touches(self) -> list[ev.Touch]:
        with self._changed:
            try:
                os.eventfd_read(self._touched)
            except BlockingIOError:
                return []
            if not self._is_next():
                return []
            step = self._script.popleft()
            self._changed.notify_all()
            self._touch()
            return [step.does] if step.does else []

    def close(self) -> None:
        os.close(self._touched)

    def play(self, *steps: Step, within_s: float = 60) -> None:
        """Play a storyboard to its end."""
        with self._changed:
            self._script.extend(steps)
            self._touch()
            done = self._changed.wait_for(lambda: not self._script, within_s)
            assert done, f"waits for {self._script[0].sees.__name__}, sees {self.shown[-1]}"

    def forget(self) -> None:
        """Go dark, as a glass does without power."""
        with self._changed:
            self._script.clear()
            self.shown.clear()

    def _is_next(self) -> bool:
        return bool(self._script and self.shown and isinstance(self.shown[-1], self._script[0].sees))

    def _touch(self) -> None:
        if self._is_next():
            os.eventfd_write(self._touched, 1)


class Terminal:
    """The process of the screen, on a thread: from being started to being stopped."""

    def __init__(self, config: Config, glass: ScriptedGlass, look_s: float) -> None:
        clock = Clock()
        self.inbox: Inbox[ev.Event | BaseException] = Inbox()
        self._timers: Timers[ev.Event] = Timers()
        self._doorbell = Doorbell(config.paths.runtime, "terminal")
        backlight = open_backlight(config.glass.backlight)
        self.performer = build_performer(
            config, clock, self.inbox, self._timers, self._doorbell, backlight=backlight
        )
        self._loop = Loop(
            glass=glass,
            inbox=self.inbox,
            doorbell=self._doorbell,
            timers=self._timers,
            performer=self.performer,
            clock=clock,
            minute=lambda: "14:32",
            look_s=look_s,
            check_s=0.5,
        )
        self.died_of: BaseException | None = None
        unit = Unit(build_site(config), settings=build_settings(config))
        self.thread = threading.Thread(target=self._run, args=(Idle(unit),))
        self.thread.start()

    def _run(self, state: State) -> None:
        try:
            self._loop.run(state)
        except Exception as error:  # noqa: BLE001 - what it died of is what a test asks
            self.died_of = error

    def on_store(self, work: Callable[[Store], object], *, wait: bool = True) -> None:
        """Have something done by the store's worker, with its own connection."""
        done = threading.Event()

        def do() -> None:
            work(self.performer._keeper.store)
            done.set()

        self.performer._store_worker.do(do)
        assert not wait or done.wait(60)

    def break_panel(self) -> None:
        """Let every lamp and buzzer fail from now on."""

        def fail(_what: object) -> None:
            raise OSError("the pins are gone")

        panel: Any = self.performer._panel._panel
        panel.show = panel.sound = fail

    def stop(self) -> None:
        self._loop.stop()
        self.thread.join(60)
        assert not self.thread.is_alive()
        self.performer.close()
        self._doorbell.close()
        self.inbox.close()


class Shop:
    """A terminal that runs, its store as a till sees it, and what a person can touch."""

    def __init__(self, config: Config, request_json: str, glass: ScriptedGlass | None = None) -> None:
        self.config = config
        self.look_s = 60.0  # so that only rings are heard, but where a test is about silence
        self._request_json = request_json
        self.glass = glass or ScriptedGlass()
        self.bell = Doorbell(config.paths.runtime, "till")
        self.store = Store(config.paths.store)
        self.start()

    def start(self) -> None:
        self.terminal = Terminal(self.config, self.glass, self.look_s)
        self.wait_until(lambda: bool(self.glass.shown))

    def stop(self) -> None:
        """End the terminal's process; its store and its devices stay."""
        self.terminal.stop()
        self.glass.forget()

    def ask(self, request_id: str = "0198-one", *, ring: bool = True, **other: object) -> SigningRequest:
        """Post a request as the till's process would, and ring."""
        received = json.dumps({**json.loads(self._request_json), **other})
        request = request_from_json(request_id, "till-3", received)
        self.store.requests.accept(request, key=request_id, body_sha256="0", queue=True)
        if ring:
            self.bell.ring()
        return request

    def wait_until(self, true: Callable[[], bool], within_s: float = 60) -> None:
        """Wait until something is so that no descriptor tells of."""
        pause = threading.Event()
        for _ in range(int(within_s / 0.02)):
            if true():
                return
            pause.wait(0.02)
        raise AssertionError(f"not within {within_s} s")

    def close(self) -> None:
        self.terminal.stop()
        self.store.close()
        self.bell.close()
        self.glass.close()


@pytest.fixture
def stroke(ink: Ink) -> Stroke:
    return ink.strokes[0]


@pytest.fixture
def sensor() -> Iterator[SensorEmulator]:
    with SensorEmulator(pace=False) as emulator:
        yield emulator


@pytest.fixture
def config(tmp_path: Path, sensor: SensorEmulator) -> Config:
    return Config(
        paths=Paths(tmp_path / "data", tmp_path / "runtime"),
        # Who reads a state to its end has time for it on a busy computer too.
        session=SessionConfig(thanks_s=600, ended_s=600),
        fingerprint=FingerprintConfig(port=str(sensor.path), timeout_s=10),
        printer=PrinterConfig(port="tcp://127.0.0.1:1"),
        upload=UploadConfig(archive="http://127.0.0.1:1"),
        panel=PanelConfig(pins="emulated"),
        glass=GlassConfig(backlight=tmp_path / "no-backlight"),
    )


@pytest.fixture
def shop(config: Config, request_json: str) -> Iterator[Shop]:
    shop = Shop(config, request_json)
    yield shop
    shop.close()
