"""A whole terminal but for its screen: the real loop, store, seal, sensor and panel, and a customer who is a script."""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from drivers.fingerprint.emulator import SensorEmulator
from terminal.clock import Clock
from terminal.config import Config, FingerprintConfig, PanelConfig, Paths, PrinterConfig, UploadConfig
from terminal.doorbell import Doorbell
from terminal.inbox import Inbox
from terminal.loop import Loop
from terminal.main import build_performer, build_site
from terminal.model.request import SigningRequest, request_from_json
from terminal.session import Idle, State, Unit
from terminal.session import events as ev
from terminal.store import Store
from terminal.timers import Timers


class Step(NamedTuple):
    """In this state the customer does that; with nothing to do, they only see it."""

    sees: type
    does: ev.Touch | None = None


class ScriptedGlass:
    """A glass that remembers what it showed, and is touched by a script."""

    must_be_asked = True

    def __init__(self) -> None:
        self.shown: list[State] = []
        self._script: deque[Step] = deque()
        self._changed = threading.Condition()

    def show(self, state: State) -> None:
        with self._changed:
            if not self.shown or state != self.shown[-1]:
                self.shown.append(state)
                self._changed.notify_all()

    def filenos(self) -> list[int]:
        return []

    def touches(self) -> list[ev.Touch]:
        with self._changed:
            if not self._script or not isinstance(self.shown[-1], self._script[0].sees):
                return []
            step = self._script.popleft()
            self._changed.notify_all()
            return [step.does] if step.does else []

    def close(self) -> None:
        pass

    def play(self, *steps: Step, within_s: float = 20) -> None:
        """Play a storyboard to its end."""
        with self._changed:
            self._script.extend(steps)
            done = self._changed.wait_for(lambda: not self._script, within_s)
            assert done, f"waits for {self._script[0].sees.__name__}, sees {self.shown[-1]}"


@dataclass
class Shop:
    """A terminal that runs, its store as a till sees it, and what a person can touch."""

    glass: ScriptedGlass
    store: Store
    sensor: SensorEmulator
    bell: Doorbell
    config: Config
    request_json: str

    def ask(self, request_id: str = "0198-one") -> SigningRequest:
        """Post a request as the till's process would, and ring."""
        request = request_from_json(request_id, "till-3", self.request_json)
        self.store.requests.accept(request, key=request_id, body_sha256="0", queue=True)
        self.bell.ring()
        return request


@pytest.fixture
def sensor() -> Iterator[SensorEmulator]:
    with SensorEmulator(pace=False) as emulator:
        yield emulator


@pytest.fixture
def config(tmp_path: Path, sensor: SensorEmulator) -> Config:
    return Config(
        paths=Paths(tmp_path / "data", tmp_path / "runtime"),
        fingerprint=FingerprintConfig(port=str(sensor.path), timeout_s=10),
        printer=PrinterConfig(port="tcp://127.0.0.1:1"),
        upload=UploadConfig(archive="http://127.0.0.1:1"),
        panel=PanelConfig(pins="emulated"),
    )


@pytest.fixture
def shop(config: Config, sensor: SensorEmulator, request_json: str) -> Iterator[Shop]:
    clock, glass = Clock(), ScriptedGlass()
    inbox: Inbox[ev.Event | BaseException] = Inbox()
    timers: Timers[ev.Event] = Timers()
    doorbell = Doorbell(config.paths.runtime, "terminal")
    performer = build_performer(config, clock, inbox, timers, doorbell)
    loop = Loop(
        glass=glass,
        inbox=inbox,
        doorbell=doorbell,
        timers=timers,
        performer=performer,
        clock=clock,
        minute=lambda: "14:32",
    )
    thread = threading.Thread(target=loop.run, args=(Idle(Unit(build_site(config))),))
    thread.start()
    bell = Doorbell(config.paths.runtime, "till")
    with Store(config.paths.store) as store:
        yield Shop(glass, store, sensor, bell, config, request_json)
    loop.stop()
    thread.join(10)
    assert not thread.is_alive()
    performer.close()
    for each in (doorbell, bell):
        each.close()
    inbox.close()
