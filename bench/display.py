"""A display of the benchmark's own: an X server whose pixels are a file, and a hand that moves its pointer."""

import ctypes
import mmap
import os
import shutil
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Self

from PIL import Image

_START_S = 10.0
_HEADER_WORDS = 25
"""XWDFileHeader of X11/XWDFile.h: 25 words, most significant byte first, and then the palette, 12 bytes an entry."""
_LOOK_S = 0.001


class Display:
    """Xvfb with one screen of 24 bits.

    Attributes:
        name: what programs find it by, such as ``:4``.
        size: width and height, in pixels.
        file: holds its pixels: an XWD header, a palette, then rows of blue, green, red and one byte of nothing.

    Raises:
        RuntimeError: Xvfb is not installed, or does not start.
    """

    def __init__(self, width: int = 800, height: int = 480) -> None:
        if not shutil.which("Xvfb"):
            raise RuntimeError("Xvfb is not installed. On Debian: sudo apt install xvfb")
        self.size = (width, height)
        self._folder = Path(mkdtemp(prefix="signpost-bench-display-"))
        told, tell = os.pipe()
        self._server = subprocess.Popen(
            [
                *("Xvfb", "-displayfd", str(tell), "-screen", "0", f"{width}x{height}x24"),
                *("-fbdir", str(self._folder), "-nolisten", "tcp", "-nocursor"),
            ],
            pass_fds=(tell,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(tell)
        with os.fdopen(told) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        self.name = f":{number}"
        self.file = self._folder / "Xvfb_screen0"
        with self.file.open("rb") as file:
            self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        words = struct.unpack(f">{_HEADER_WORDS}I", self._file[: 4 * _HEADER_WORDS])
        self._first, self._row = words[0] + 12 * words[19], words[12]
        self._hand: _Hand | None = None

    def pixels(self) -> bytes:
        """Return the screen as it is now: rows of blue, green, red and one byte of nothing."""
        return self._file[self._first : self._first + self._row * self.size[1]]

    def image(self) -> Image.Image:
        """Return the screen as it is now, as a picture."""
        return Image.frombuffer("RGB", self.size, self.pixels(), "raw", "BGRX", self._row, 1)

    def wait_for(
        self, seen: Callable[[bytes], bool], within_s: float = 30.0, every_s: float = _LOOK_S
    ) -> float:
        """Look again and again until the screen is as ``seen`` wants it; return when that was (monotonic seconds).

        Raises:
            TimeoutError: it did not become so.
        """
        end = time.monotonic() + within_s
        while not seen(self.pixels()):
            if time.monotonic() > end:
                raise TimeoutError(
                    f"the display did not come to show what was waited for in {within_s:.0f} s"
                )
            time.sleep(every_s)
        return time.monotonic()

    @property
    def hand(self) -> "_Hand":
        """The hand on the pointer."""
        if self._hand is None:
            self._hand = _Hand(self.name)
        return self._hand

    def close(self) -> None:
        """Switch it off."""
        if self._hand is not None:
            self._hand.close()
        self._server.terminate()
        self._server.wait()
        self._file.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Hand:
    """A mouse that nobody holds: XTEST of the X server, through libXtst."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        connection = self._x.XOpenDisplay(display.encode())
        if connection is None:
            raise RuntimeError(f"the display {display} does not answer")
        self._display = ctypes.c_void_p(connection)

    def move(self, x: float, y: float) -> None:
        """Move the pointer there, in pixels."""
        now = ctypes.c_ulong(0)
        self._test.XTestFakeMotionEvent(self._display, -1, round(x), round(y), now)
        self._x.XFlush(self._display)

    def press(self, *, down: bool) -> None:
        """Press the left button, or let go of it."""
        self._test.XTestFakeButtonEvent(self._display, 1, int(down), ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def close(self) -> None:
        """Let go of the mouse."""
        self._x.XCloseDisplay(self._display)
