"""A glass in a file: its pixels are memory that another process of the same user can see, and touch.

The terminal's end is a ``GlassFile``, the desk's a ``GlassPeer``. Between them, in one directory:

``glass``
    16 bytes of header (magic, width, height, number of changes), then the pixels, four bytes each: red,
    green, blue, and one of nothing (no alpha: what is half seen would count it in).
``glass.touch``
    a datagram socket on which the terminal's end receives samples.
``glass.look``
    one on which the desk's end is told which rectangle has changed.

Either may be killed and started again; the other notices no more than a pause. All three are for their owner
alone (mode 0600), as they carry handwriting. No pygame here.
"""

import json
import os
import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from math import isfinite
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import Struct
from typing import Any

from PIL import Image

from terminal.model.ink import Phase, Sample, Tool

from .rect import Rect

HEADER = Struct("<8sHHI")
MAGIC = b"SPGLASS1"
CHANGE = Struct("<IHHHH")
MOST_PER_DATAGRAM = 256
SEND_TIMEOUT_S = 0.5


class GlassMissingError(FileNotFoundError):
    """There is no glass in the directory: the terminal is not running, or not yet."""


class GlassFile:
    """The terminal's end: memory to draw on, changes to tell, samples to take."""

    def __init__(self, directory: Path, width: int, height: int) -> None:
        """Open the glass, or make it where there is none of that size, and listen for samples."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.width, self.height = width, height
        self._map = _open_or_make(directory / "glass", width, height)
        self._look = str(directory / "glass.look")
        self._changes = HEADER.unpack_from(self._map)[3]
        self._socket = _bound(directory / "glass.touch")

    @property
    def pixels(self) -> memoryview:
        """The memory of the pixels, to draw on."""
        return memoryview(self._map)[HEADER.size :]

    def fileno(self) -> int:
        """Return what to wait on for samples."""
        return self._socket.fileno()

    def tell(self, rects: Iterable[Rect]) -> None:
        """Tell that rectangles have changed. Where nobody listens, or not fast enough, only the count is kept."""
        for rect in rects:
            self._changes = (self._changes + 1) & 0xFFFFFFFF
            HEADER.pack_into(self._map, 0, MAGIC, self.width, self.height, self._changes)
            with suppress(OSError):
                self._socket.sendto(CHANGE.pack(self._changes, *rect), self._look)

    def samples(self) -> list[Sample]:
        """Return the samples that have come since; what is no sample is passed over."""
        taken: list[Sample] = []
        with suppress(BlockingIOError):
            while True:
                taken += _read_samples(self._socket.recv(65536))
        return taken

    def close(self) -> None:
        """Stop listening. The file stays, with the last picture."""
        self._socket.close()


class GlassPeer:
    """The desk's end: the picture to read, and samples to send."""

    def __init__(self, directory: Path) -> None:
        """Look at the glass in a directory.

        Raises:
            GlassMissingError: there is none yet.
        """
        self._directory = directory
        self._seen = 0
        self._open()
        self._socket = _bound(directory / "glass.look")

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the glass, in pixels."""
        width, height = HEADER.unpack_from(self._map)[1:3]
        return width, height

    def fileno(self) -> int:
        """Return what to wait on for changes."""
        return self._socket.fileno()

    def changes(self) -> list[Rect]:
        """Return what has changed since the last call; the whole glass where some news was lost."""
        rects: list[Rect] = []
        complete = True
        with suppress(BlockingIOError):
            while True:
                number, *rect = CHANGE.unpack(self._socket.recv(CHANGE.size))
                complete = complete and number == self._seen + 1
                self._seen = number
                rects.append(Rect(*rect))
        renewed = self._reopen()
        count = HEADER.unpack_from(self._map)[3]
        if renewed or not complete or count != self._seen:
            self._seen = count
            return [Rect(0, 0, *self.size)]
        return rects

    def read(self, rect: Rect) -> bytes:
        """Return the pixels of a rectangle, row by row: red, green, blue."""
        return self.image(rect).tobytes()

    def image(self, rect: Rect | None = None) -> Image.Image:
        """Return what is on the glass, or in a rectangle of it, as an RGB picture."""
        width, height = self.size
        place = Rect(0, 0, width, height) if rect is None else rect.clipped(Rect(0, 0, width, height))
        rows = memoryview(self._map)[HEADER.size + place.y * width * 4 :][: place.h * width * 4]
        strip = Image.frombytes("RGB", (width, place.h), bytes(rows), "raw", "RGBX")
        return strip.crop((place.x, 0, place.right, place.h))

    def send(self, samples: Iterable[Sample]) -> bool:
        """Send samples to the terminal, in order; return whether it took them.

        Waits up to half a second where the terminal is slow, so that no sample is lost in a burst.
        """
        rows = [[s.phase, s.pointer, s.x_px, s.y_px, s.t_ns, s.pressure, s.tool] for s in samples]
        address = str(self._directory / "glass.touch")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.settimeout(SEND_TIMEOUT_S)
            try:
                for start in range(0, len(rows), MOST_PER_DATAGRAM):
                    part = json.dumps(rows[start : start + MOST_PER_DATAGRAM], separators=(",", ":"))
                    out.sendto(part.encode(), address)
            except OSError:
                return False
        return True

    def close(self) -> None:
        """Stop looking."""
        self._socket.close()
        self._map.close()

    def _open(self) -> None:
        try:
            with (self._directory / "glass").open("rb") as file:
                self._inode = os.fstat(file.fileno()).st_ino
                self._map = mmap(file.fileno(), 0, access=ACCESS_READ)
        except (FileNotFoundError, ValueError):
            raise GlassMissingError(f"No glass in {self._directory}. Is signpost-terminal running?") from None

    def _reopen(self) -> bool:
        """Open the glass again where the terminal has made a new one; return whether it has."""
        with suppress(FileNotFoundError):
            if (self._directory / "glass").stat().st_ino != self._inode:
                self._map.close()
                self._open()
                return True
        return False


def _open_or_make(path: Path, width: int, height: int) -> mmap:
    """Return the memory of the glass file. One of the same size is used again, as a desk may be looking at it."""
    size = HEADER.size + width * height * 4
    head = b""
    with suppress(FileNotFoundError), path.open("rb") as old:
        head = old.read(HEADER.size)
    fits = len(head) == HEADER.size and HEADER.unpack(head)[:3] == (MAGIC, width, height)
    if not (fits and path.stat().st_size == size):
        fresh = path.with_suffix(".new")
        with open(os.open(fresh, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600), "r+b") as file:  # noqa: PTH123 (a mode from the start)
            file.write(HEADER.pack(MAGIC, width, height, 0))
            file.truncate(size)
        fresh.replace(path)
    with path.open("r+b") as file:
        return mmap(file.fileno(), size)


def _bound(path: Path) -> socket.socket:
    """Return a datagram socket at a path, for its owner alone, in the place of one that was left behind."""
    path.unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    os.fchmod(bound.fileno(), 0o600)  # on Linux, what bind() makes then has this mode from the start
    bound.bind(str(path))
    return bound


def _read_samples(datagram: bytes) -> list[Sample]:
    """Return the samples of a datagram; none where any of them is not one."""
    try:
        return [_sample(row) for row in json.loads(datagram)]
    except (ValueError, TypeError, OverflowError, RecursionError):
        return []


def _sample(row: Sequence[Any]) -> Sample:
    """Return the sample of one row; a wrong number of fields, or a wrong field, is a ValueError or TypeError."""
    phase, pointer, x_px, y_px, t_ns, pressure, tool = row
    if not (isfinite(x_px) and isfinite(y_px) and isfinite(pressure or 0)):
        raise ValueError
    return Sample(Phase(phase), int(pointer), float(x_px), float(y_px), int(t_ns), pressure, Tool(tool))
