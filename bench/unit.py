"""A unit as it runs in a shop: Signpost's four processes on a display, with emulated devices and an archive."""

import os
import re
import subprocess
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from desk.cloud import Cloud
from desk.folder import Folder
from desk.paper import PaperTray
from desk.ports import free_port
from desk.programs import program
from desk.till import Till
from desk.unit import PROCESSES
from drivers.fingerprint.emulator import SensorEmulator
from drivers.panel.physical import EmulatedPanel
from terminal.store import Store

from .display import Display

DOTS_PER_MM = 5.2
SCREEN = PROCESSES[0]
_UNITS = Path(__file__).parents[1] / "systemd"
_STOP_S = 10.0
_START_S = 30.0
_LOOK_S = 0.02


class Unit:
    """One unit, its glass a window on ``display``. Entering it supplies its devices, and starts nothing yet.

    Attributes:
        till: asks it for signatures.
        folder: its disk.
        network: the plug between it and the archive.
        sensor: its fingerprint sensor.
    """

    def __init__(self, display: Display) -> None:
        self._display = display
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._open = ExitStack()
        try:
            self._supply()
        except BaseException:
            self._open.close()
            raise

    def _supply(self) -> None:
        enter = self._open.enter_context
        self.folder = Folder(Path(enter(TemporaryDirectory(prefix="signpost-bench-"))))
        self._open.callback(self.folder.close)
        self._cloud = Cloud(self.folder, "SP-0001", port=0)
        self._open.callback(self._cloud.close)
        self.network = self._cloud.network
        self.sensor = enter(SensorEmulator())
        paper = PaperTray(fast=True)
        self._open.callback(paper.close)
        self._open.callback(EmulatedPanel(self.folder.runtime / "panel.sock").close)
        with Store(self.folder.data / "store.sqlite") as store:
            token = store.tills.add("1")
        address = f"127.0.0.1:{free_port(0)}"
        self.till = enter(Till(f"http://{address}", token))
        archive_token = self.folder.data / "archive.token"
        archive_token.touch(mode=0o600)
        archive_token.write_text(self._cloud.terminal_token, encoding="ascii")
        width, height = self._display.size
        self.folder.configure(
            {
                "paths": {"data": str(self.folder.data), "runtime": str(self.folder.runtime)},
                "glass": {"width": width, "height": height, "dots_per_mm": DOTS_PER_MM},
                "fingerprint": {"port": self.sensor.path},
                "printer": {"port": paper.address},
                "panel": {"pins": "emulated"},
                "till": {"listen": address},
                "upload": {"archive": self._cloud.url_for_unit},
            }
        )
        self._cloud.start()
        self._cloud.wait()

    @property
    def pids(self) -> Mapping[str, int]:
        """The ids of the processes that run."""
        return {name: process.pid for name, process in self._running.items()}

    @property
    def environment(self) -> Mapping[str, str]:
        """What its programs need to know."""
        ours = {"SIGNPOST_CONFIG": str(self.folder.config), "SDL_VIDEODRIVER": "x11"}
        return {**os.environ, **ours, "DISPLAY": self._display.name}

    def start(self, *names: str) -> float:
        """Start some of the processes at once, or all; return when (monotonic seconds).

        The others are nicer than the screen's by as much as systemd lets them be.
        """
        begun_s = time.monotonic()
        for name in names or PROCESSES:
            with self.folder.log(name).open("ab") as log:
                started = subprocess.Popen(
                    [program(name)], env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
                )
            os.setpriority(os.PRIO_PROCESS, started.pid, _niceness(name) - _niceness(SCREEN))
            self._running[name] = started
        return begun_s

    def stop(self) -> None:
        """End what runs, as systemd would."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait(_STOP_S)
        self._running.clear()

    def wait_until_ready(self) -> None:
        """Wait until every device was found and the archive has answered.

        Raises:
            TimeoutError: something is still missing; what it is stands in the message.
        """
        end_s = time.monotonic() + _START_S
        missing: object = "the till API"
        while time.monotonic() < end_s:
            if self.till.alive():
                devices = self.till.status()["devices"]
                missing = {name: devices.get(name) for name in ("sensor", "printer", "archive")}
                if all(device and device["health"] == "ok" for device in missing.values()):
                    return
            time.sleep(_LOOK_S)
        raise TimeoutError(f"the unit is not ready: {missing}")

    def close(self) -> None:
        """End everything."""
        self.stop()
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _niceness(name: str) -> int:
    """Return how far back a process stands when the computer is busy, as its systemd unit says."""
    said = (_UNITS / f"{name}.service").read_text(encoding="utf-8")
    nice = re.search(r"^Nice=(-?\d+)$", said, re.MULTILINE)
    return int(nice[1]) if nice else 0
