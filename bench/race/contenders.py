"""Who races against Signpost: programs that do nothing but draw a line where the pointer goes."""

import os
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from typing import Protocol

from bench.display import Display
from bench.procfs import family
from terminal.ui.rect import Rect

from .hand import WIPES, Hand, Place
from .workshop import HERE, chromium, compiled, qt_python, signature_pad

_CORNER = (10, 10)
_EDGE_PX = 30
"""As much is left free on each side as Signpost leaves, about."""
_PATIENCE_S = 20.0
_TRIES = 4
_SETTLE_S = 1.5
"""How long a browser may still be at its window after its page is there."""
_PAPER = 240
"""Whatever is lighter than that, of 255, is paper."""


class Contender(Protocol):
    """A program with a pad, on a display of its own."""

    @property
    def hand(self) -> Hand:
        """What writes on it."""

    @property
    def pad(self) -> Rect:
        """Where it takes ink."""

    @property
    def pids(self) -> list[int]:
        """All its processes."""

    def wipe(self) -> set[Place]:
        """Make the pad blank again, and return the points that were kept of what was written on it."""


class Pad:
    """A contender that fills its display with paper.

    It says something when it is up, and what it kept whenever the right button is pressed.

    Args:
        name: for complaints.
        display: shows it.
        pid: of its first process.
        said: where its answers come.
    """

    def __init__(self, name: str, display: Display, pid: int, said: "Queue[str]") -> None:
        self.hand = Hand(display)
        self.pad = Rect(
            _EDGE_PX, 2 * _EDGE_PX, display.size[0] - 2 * _EDGE_PX, display.size[1] - 8 * _EDGE_PX
        )
        self._name, self._pid, self._said = name, pid, said
        said.get(timeout=_PATIENCE_S)
        time.sleep(_SETTLE_S)
        width, height = display.size
        paper = [(x, y) for x in (width // 4, width // 2) for y in (height // 4, height // 2)]
        display.wait_for(lambda _: all(min(display.image().getpixel(at)) >= _PAPER for at in paper))  # type: ignore[arg-type]

    @property
    def pids(self) -> list[int]:
        """All its processes: those of a browser are many."""
        return family(self._pid)

    def wipe(self) -> set[Place]:
        """Make the pad blank again, and return the points that were kept of what was written on it."""
        for _ in range(_TRIES):
            self.hand.tap(_CORNER, WIPES)
            with suppress(Empty):
                return {_place(point) for point in self._said.get(timeout=_PATIENCE_S / _TRIES).split()}
        raise TimeoutError(f"{self._name} does not answer any more")


def _place(point: str) -> Place:
    x, y = point.split(",")
    return round(float(x)), round(float(y))


@contextmanager
def xlib(display: Display) -> Iterator[Pad]:
    """Run the floor: ``pad.c``.

    Raises:
        Missing: it cannot be compiled.
    """
    with _speaking([str(compiled("pad"))], display) as pad:
        yield pad


@contextmanager
def qt(display: Display) -> Iterator[Pad]:
    """Run a widget of PySide6: ``qt_pad.py``.

    Raises:
        Missing: PySide6 cannot be had.
    """
    with _speaking([str(qt_python()), str(HERE / "qt_pad.py")], display, QT_QPA_PLATFORM="xcb") as pad:
        yield pad


@contextmanager
def browser(display: Display, page: str) -> Iterator[Pad]:
    """Run a page of ``pages/`` in Chromium, as a kiosk does.

    Raises:
        Missing: there is no Chromium, or no signature_pad.
    """
    program, script = chromium(), signature_pad()
    with (
        TemporaryDirectory(prefix="signpost-bench-", ignore_cleanup_errors=True) as profile,
        _serving(script) as served,
    ):
        address, said = served
        width, height = display.size
        command = [
            *(program, "--kiosk", "--no-first-run", "--no-default-browser-check", "--noerrdialogs"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={profile}", "--window-position=0,0", f"--window-size={width},{height}"),
            *(["--no-sandbox"] if os.geteuid() == 0 else []),  # which root may not use
            f"{address}/{page}",
        ]
        with _running(command, display) as process:
            yield Pad(Path(command[-1]).name, display, process.pid, said)


@contextmanager
def _running(command: list[str], display: Display, **environment: str) -> Iterator["subprocess.Popen[str]"]:
    plain = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
    process = subprocess.Popen(
        command,
        env={**plain, "DISPLAY": display.name, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(_PATIENCE_S)


@contextmanager
def _speaking(command: list[str], display: Display, **environment: str) -> Iterator[Pad]:
    """Run a pad that prints what it kept."""
    said: Queue[str] = Queue()
    with _running(command, display, **environment) as process:
        thread = threading.Thread(target=_listen, args=(process.stdout or (), said), daemon=True)
        thread.start()
        yield Pad(Path(command[-1]).name, display, process.pid, said)


def _listen(lines: Iterable[str], said: "Queue[str]") -> None:
    for line in lines:
        said.put(line)


@contextmanager
def _serving(script: Path) -> Iterator[tuple[str, "Queue[str]"]]:
    """Serve the pages to this computer; what a page kept comes back as a POST."""
    said: Queue[str] = Queue()

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.lstrip("/")
            files = {script.name: script, **{file.name: file for file in (HERE / "pages").iterdir()}}
            self.send_response(200 if name in files else 404)
            kind = "text/html" if name.endswith("html") else "text/javascript"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.end_headers()
            if name in files:
                self.wfile.write(files[name].read_bytes())

        def do_POST(self) -> None:
            said.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", said
        finally:
            server.shutdown()
