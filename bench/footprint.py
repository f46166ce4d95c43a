"""Footprint: what Signpost's four processes take of a computer, beside a page to sign on in Chromium."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from desk.eyes import Eyes
from desk.unit import PROCESSES
from terminal.session.events import Confirmed, ReadOn, Touch
from terminal.ui.handwriting import LATIN_NAME, write

from .display import Display
from .procfs import Work, family, pss_mb
from .race.hand import Hand
from .race.signpost import Sight
from .rounds import Row, figure
from .unit import DOTS_PER_MM, SCREEN, Unit

_PAGE = Path(__file__).with_name("signing.html")
_ROUNDS = 5
_SETTLE_S = 5.0
"""How long after its first screen a program is left alone before it is looked at."""
_THANKED_S = 10.0
"""How long after a signature the terminal waits for the next customer again."""
_IDLE_S = 20.0
_MIDDLE = (0.2, 0.75)
"""The part of the display's height that is looked at for a first screen: no clock, no device that is found later."""
_ALIKE = 0.05
_STOP_S = 10.0
_LOOK_S = 0.3
_GLANCE_S = 0.02
"""How often to look for a first screen: a look takes milliseconds, which the programs that start would miss."""
_NAME_PX, _NAME_HZ = 240, 250
_SALE = {
    "reference": "INV-2041",
    "kind": "sale",
    "amount": "1280.00",
    "currency": "CNY",
    "lines": [{"text": "东北大米 10kg", "quantity": "2", "amount": "178.00"}],
    "methods": ["touch"],
    "print": {"copies": 1},
}

Start = Callable[[], float]
"""Starts a program, and returns when (monotonic seconds)."""


@dataclass(frozen=True, slots=True)
class Idle:
    """What a program costs while nobody touches it: per cent of a core, and wake-ups a second."""

    cpu_percent: float
    wakes_per_s: float


def measure() -> Iterator[Row]:
    """Start both again and again in turns, then look at each while it is left alone."""
    with Display() as display, Unit(display) as unit, _chromium(display) as page:
        yield from _starts(display, unit, page)
        page.start()
        _settled(display)
        theirs, their_idle = pss_mb(page.pids), _idle({"": page.pids})[""]
        page.stop()
        unit.start()
        unit.wait_until_ready()
        _settled(display)
        yield from _memory("at rest", unit.pids, theirs)
        idle = _idle({name: [pid] for name, pid in unit.pids.items()})
        _sign(display, unit)
        time.sleep(_THANKED_S)
        yield from _memory("after a signature", unit.pids, theirs)
        for name in PROCESSES:
            yield from _idle_rows(name, idle[name], their_idle)


def _starts(display: Display, unit: Unit, page: "_Chromium") -> Iterator[Row]:
    """Start everything once, to learn what it looks like and to fill all caches; then in turns, against the clock."""
    unit.start()
    unit.wait_until_ready()
    screen = _settled(display)
    unit.stop()
    page.start()
    painted = _settled(display)
    page.stop()
    four, alone, chromium = [], [], []
    for _ in range(_ROUNDS):
        four.append(_seconds(display, unit.start, unit.stop, screen))
        alone.append(_seconds(display, lambda: unit.start(SCREEN), unit.stop, screen))
        chromium.append(_seconds(display, page.start, page.stop, painted))
    yield _row("start to the first screen, all four at once", four, chromium)
    yield _row("start to the first screen, the screen's alone", alone, chromium)


class _Chromium:
    """A page to sign on, as a kiosk shows it. Its profile is kept from start to start, as a kiosk's is."""

    def __init__(self, display: Display, profile: str) -> None:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        if program is None:
            raise RuntimeError("Chromium is not installed. On Debian: sudo apt install chromium")
        width, height = display.size
        self._command = [
            *(program, "--kiosk", "--no-first-run", "--no-default-browser-check", "--noerrdialogs"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={profile}", "--window-position=0,0", f"--window-size={width},{height}"),
            *(["--no-sandbox"] if os.geteuid() == 0 else []),  # which root may not use
            _PAGE.as_uri(),
        ]
        self._environment = {**os.environ, "DISPLAY": display.name}
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def pids(self) -> list[int]:
        """All its processes."""
        return family(self._running.pid) if self._running else []

    def start(self) -> float:
        """Start it; return when (monotonic seconds)."""
        begun_s = time.monotonic()
        quiet = subprocess.DEVNULL
        self._running = subprocess.Popen(
            self._command, env=self._environment, stdin=quiet, stdout=quiet, stderr=quiet
        )
        return begun_s

    def stop(self) -> None:
        """End it."""
        if self._running:
            self._running.terminate()
            self._running.wait(_STOP_S)
            self._running = None


@contextmanager
def _chromium(display: Display) -> Iterator[_Chromium]:
    with TemporaryDirectory(prefix="signpost-bench-", ignore_cleanup_errors=True) as profile:
        browser = _Chromium(display, profile)
        try:
            yield browser
        finally:
            browser.stop()


def _drawn(display: Display) -> int:
    """Return how many pixels in the middle of the display are not its paper: 0 where there is nothing but paper."""
    width, height = display.size
    top, bottom = (round(part * height) for part in _MIDDLE)
    levels = display.image().crop((0, top, width, bottom)).convert("L").histogram()
    return sum(levels) - max(levels)


def _settled(display: Display) -> int:
    """Wait for a program to come to rest, and return how much it has drawn."""
    display.wait_for(lambda _: _drawn(display) > 0)
    time.sleep(_SETTLE_S)
    return _drawn(display)


def _seconds(display: Display, start: Start, stop: Callable[[], None], drawn: int) -> float:
    """Return the seconds from a program's start to its first whole screen: as much drawn as when it had settled."""
    display.wait_for(lambda _: _drawn(display) == 0)
    begun_s = start()
    try:
        seen_s = display.wait_for(lambda _: abs(_drawn(display) - drawn) <= drawn * _ALIKE, every_s=_GLANCE_S)
        return seen_s - begun_s
    finally:
        stop()


def _sign(display: Display, unit: Unit) -> None:
    """Let a customer sign a sale, and wait until it is printed and in the archive."""
    eyes, hand = Eyes(Sight(display), DOTS_PER_MM), Hand(display)
    request = str(unit.till.post(_SALE)["id"])
    _press(eyes, hand, "sale", ReadOn)
    eyes.find("signing", Confirmed)
    pad = eyes.pad
    name = write(LATIN_NAME, pad.x + pad.w / 4, pad.y + pad.h / 4, _NAME_PX)
    hand.write([[(round(point.x), round(point.y)) for point in stroke.points] for stroke in name], _NAME_HZ)
    for screen in ("signing-ink", "checking"):
        _press(eyes, hand, screen, Confirmed)
    unit.till.wait_until(
        request, lambda seen: seen["printed"] == "printed" and seen["uploaded"] == "acknowledged"
    )


def _press(eyes: Eyes, hand: Hand, screen: str, event: type[Touch]) -> None:
    """Press a button until it is gone: one that came just now where another was takes no press yet."""
    place = eyes.find(screen, event).centre
    late_s = time.monotonic() + _STOP_S
    while eyes.sees(screen, event):
        if time.monotonic() > late_s:
            raise TimeoutError(f"pressing {event.__name__} of the screen {screen!r} does nothing")
        hand.tap(place)
        time.sleep(_LOOK_S)


def _idle(programs: Mapping[str, list[int]]) -> dict[str, Idle]:
    """Leave programs alone for a while, and return what each did meanwhile."""
    before = {pid: Work.of(pid) for pids in programs.values() for pid in pids}
    time.sleep(_IDLE_S)
    done = {}
    for name, pids in programs.items():
        after = {pid: Work.of(pid) for pid in pids}
        done[name] = Idle(
            sum(after[pid].percent_since(before[pid]) for pid in pids),
            sum(after[pid].wakes_per_s_since(before[pid]) for pid in pids),
        )
    return done


def _memory(when: str, pids: Mapping[str, int], theirs: float) -> Iterator[Row]:
    against = f"Chromium with one page, {figure(theirs)} MB"
    each = {name: pss_mb([pid]) for name, pid in pids.items()}
    total = sum(each.values())
    yield Row(f"memory {when}, all four", total, "MB", against, total / theirs)
    for name, mb in each.items():
        yield Row(f"memory {when}, {name}", mb, "MB", against, mb / theirs)


def _row(name: str, ours: list[float], theirs: list[float]) -> Row:
    """Return a line of starts: the ratio is the median of the rounds' own."""
    ratio = median(mine / other for mine, other in zip(ours, theirs, strict=True))
    return Row(name, median(ours), "s", f"Chromium's page, {figure(median(theirs))} s", ratio)


def _idle_rows(name: str, ours: Idle, theirs: Idle) -> Iterator[Row]:
    """Yield what a process costs at rest, beside all of Chromium's."""
    for what, unit, mine, other in (
        ("CPU", "% of a core", ours.cpu_percent, theirs.cpu_percent),
        ("wake-ups", "/s", ours.wakes_per_s, theirs.wakes_per_s),
    ):
        against = f"Chromium with one page, {figure(other)} {unit}"
        yield Row(f"{what} at rest, {name}", mine, unit, against, mine / other)
