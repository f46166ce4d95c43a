"""The race under load: a slip prints, impressions arrive, PDFs are made and a hundred records drain."""

import configparser
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from bench.display import Display
from bench.signings import new_signing
from bench.unit import SCREEN, Unit
from desk.unit import PROCESSES
from drivers.fingerprint.fingers import FINGERS
from terminal.config import load_config
from terminal.doorbell import Doorbell
from terminal.export.parts import parts_of
from terminal.main import ARCHIVE_SINK, build_sealer
from terminal.store import Store

from .field import Entrant, Score
from .pressed import TAKEN
from .signpost import Terminal

RATE_HZ = 120
RECORDS = 100
_FINGER_S = 8.0
_SLIP_S = 1.0
_UNITS = Path(__file__).parents[2] / "systemd"
_PATIENCE_S = 30.0


@dataclass(slots=True)
class UnderLoad:
    """How a terminal wrote at rest and under load, and that the load was one.

    Attributes:
        quiet: before the load.
        loaded: during it.
        impressions: that arrived meanwhile, ``slips`` that were printed, ``records`` that reached the archive,
            and ``pdfs`` that were made.
    """

    quiet: Score = field(default_factory=Score)
    loaded: Score = field(default_factory=Score)
    impressions: int = 0
    slips: int = 0
    records: int = 0
    pdfs: int = 0


def under_load(seconds: float) -> UnderLoad:
    """Write for so many seconds in quiet, and as long under load; both are in the same processes."""
    result = UnderLoad()
    with Display() as display, Unit(display) as unit, _started(unit) as screen:
        unit.wait_until_ready()
        unit.network.pull()
        entrant = Entrant(Terminal(display, unit.till, [screen.pid]))
        _write(entrant, result.quiet, seconds)
        with _Load(unit, screen) as load:
            _write(entrant, result.loaded, seconds)
            entrant.finish()
            load.count(result)
    return result


def _write(entrant: Entrant, score: Score, seconds: float) -> None:
    """Write rows until so many seconds have passed."""
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        entrant.write(RATE_HZ, 2, score)


@contextmanager
def _started(unit: Unit) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a unit's processes, each as nice as its systemd unit says, where this user may."""
    unit.start(*(name for name in PROCESSES if name != SCREEN))
    with unit.folder.log(SCREEN).open("wb") as log:
        command = [sys.executable, "-m", "bench.race.pressed"]
        screen = subprocess.Popen(command, env=unit.environment, stdout=log, stderr=log)
    with screen:
        try:
            for name, pid in {**unit.pids, SCREEN: screen.pid}.items():
                be_nice(pid, name)
            yield screen
        finally:
            screen.terminate()


def be_nice(pid: int, name: str) -> None:
    """Let a process be as nice as one of Signpost's systemd units says."""
    said = configparser.ConfigParser(strict=False, interpolation=None)
    said.read(_UNITS / f"{name}.service")
    with suppress(PermissionError):  # only root may be less nice than usual
        os.setpriority(os.PRIO_PROCESS, pid, said.getint("Service", "Nice", fallback=0))


class _Load:
    """All that a terminal does besides, from entering it to leaving it."""

    def __init__(self, unit: Unit, screen: "subprocess.Popen[bytes]") -> None:
        os.environ["SIGNPOST_CONFIG"] = str(unit.folder.config)
        self._unit, self._screen = unit, screen
        config = load_config()
        self._sealer = build_sealer(config)
        self._store_path = config.paths.store
        self._bell = Doorbell(config.paths.runtime, "race")
        self._over = threading.Event()
        self._threads = [threading.Thread(target=work) for work in (self._press, self._print)]

    def __enter__(self) -> Self:
        with Store(self._store_path) as store:
            for _ in range(RECORDS):
                self._keep(store, copies=0)
        self._unit.sensor.press(FINGERS[0])
        self._pdfs = subprocess.Popen(
            [sys.executable, "-m", "bench.race.pdfs"], stdout=subprocess.PIPE, text=True
        )
        be_nice(self._pdfs.pid, "signpost-uploader")  # whose child makes them
        self._unit.network.plug()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        self._bell.close()

    def count(self, result: UnderLoad) -> None:
        """Say what has been done."""
        self._pdfs.terminate()
        result.pdfs = len(self._pdfs.communicate()[0].splitlines())
        with Store(self._store_path) as store:
            result.records = store.records.head()[0] - store.outbox.count_unsent()
            result.slips = self._slips - store.slips.count_unprinted()
        log = self._unit.folder.logs / f"{SCREEN}.log"
        result.impressions = log.read_text(encoding="utf-8").count(TAKEN)

    def _keep(self, store: Store, *, copies: int) -> None:
        """Have a record kept, as if it had been signed just now."""
        signing = new_signing()
        store.requests.accept(signing.request, key=signing.request.id, body_sha256="", queue=True)
        parts = parts_of(signing)
        store.records.keep(
            signing,
            lambda *place: self._sealer.seal(signing, parts, *place),
            sinks=(ARCHIVE_SINK,),
            copies=copies,
        )

    def _press(self) -> None:
        """Ask for an impression, again and again."""
        while True:
            self._screen.send_signal(signal.SIGUSR1)
            if self._over.wait(_FINGER_S):
                return

    def _print(self) -> None:
        """Have a slip printed, again and again; a new record also ends whatever wait the uploader is in."""
        self._slips = 0
        with Store(self._store_path) as store:
            while True:
                self._keep(store, copies=1)
                self._slips += 1
                self._bell.ring()
                if self._over.wait(_SLIP_S):
                    return
