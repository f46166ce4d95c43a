"""Touch: from the kernel's events to samples, on a thread of its own."""

import os
import select
import tempfile
from array import array
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace

from terminal.ui.input import codes
from terminal.ui.input.arbiter import Arbiter, PalmLimits
from terminal.ui.input.codes import Event, bytes_of
from terminal.ui.input.decoder import Decoder
from terminal.ui.input.device import KernelDevice
from terminal.ui.input.emulator import PEN, EmulatedPen
from terminal.ui.input.finder import Finder
from terminal.ui.input.mapping import Mapping
from terminal.ui.input.reader import Reader

from .rounds import Row, interleave, percentile, timed

GLASS = Mapping(800, 480)
RATES_HZ = (120, 200, 500)
SECONDS = 4
ROUNDS = 30
READINGS = 400


def measure() -> Iterator[Row]:
    """Decode a pen's stroke, and write it into a descriptor that the reader sleeps on."""
    for rate_hz in RATES_HZ:
        frames = stroke(rate_hz, rate_hz * SECONDS)
        kept = len(list(taken([event for frame in frames for event in frame])))
        yield Row(f"points kept at {rate_hz} Hz, {len(frames):,} readings", 100 * kept / len(frames), "%")
    frames = stroke(200, READINGS)
    data = [bytes_of(frame) for frame in frames]
    contenders = {
        "decoded": timed(partial(_decode_all, data), READINGS),
        "struct.iter_unpack": timed(partial(_unpack_all, data), READINGS),
    }
    rounds = interleave(contenders, ROUNDS)
    yield rounds.row(
        "a pen's reading, from bytes to a sample that counts", "decoded", "µs", "struct.iter_unpack"
    )
    waits = list(_waits(data))
    yield Row("from the descriptor to the main thread, median", 1e6 * percentile(waits, 50), "µs")
    yield Row("the same, 99 of 100", 1e6 * percentile(waits, 99), "µs")


def stroke(rate_hz: int, count: int) -> list[list[Event]]:
    """Return what a pen says, reading by reading."""
    pen = EmulatedPen()
    return [
        pen.frame(
            i * 1_000_000_000 // rate_hz, 2000 + 15 * i, 5000 + i % 40, pressure=500 + i % 9, tilt=(i % 3, 2)
        )
        for i in range(count)
    ]


def taken(events: list[Event]) -> Iterator[object]:
    """Yield the samples that count."""
    return Arbiter(PalmLimits(), 5.2).take(Decoder(PEN, GLASS).take(events))


def _decode_all(data: list[bytes]) -> None:
    decoder, arbiter = Decoder(PEN, GLASS), Arbiter(PalmLimits(), 5.2)
    for frame in data:
        for _ in arbiter.take(decoder.take(codes.events_of(frame))):
            pass


def _unpack_all(data: list[bytes]) -> None:
    for frame in data:
        for _ in codes.EVENT.iter_unpack(frame):
            pass


def _waits(data: list[bytes]) -> Iterator[float]:
    """Yield how long each reading takes from the kernel's side of a device to the thread that draws."""
    with tempfile.TemporaryDirectory(prefix="signpost-") as folder:
        (Path(folder) / "event0").touch()
        reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        finder = Finder(folder=Path(folder), grab=False, opened=partial(_opened, reading))
        reader = Reader(finder, GLASS, Arbiter(PalmLimits(), 5.2))
        while reader.samples():
            pass
        for frame in data:
            begun = perf_counter()
            os.write(writing, frame)
            select.select([reader], [], [])
            yield perf_counter() - begun
            reader.samples()
        reader.close()
        os.close(writing)


def _opened(fd: int, path: str) -> KernelDevice:
    """Return a pen whose events come by a pipe."""
    axes = [
        (code, SimpleNamespace(value=0, min=axis.minimum, max=axis.maximum, resolution=axis.resolution))
        for code, axis in PEN.axes.items()
    ]
    device = SimpleNamespace(
        fd=fd,
        path=path,
        name=PEN.name,
        capabilities=lambda absinfo: {
            codes.EV_KEY: [codes.BTN_TOOL_PEN],
            codes.EV_ABS: axes if absinfo else [],
        },
        input_props=list,
        active_keys=list,
        absinfo=lambda code: dict(axes)[code],
        close=partial(os.close, fd),
    )
    return KernelDevice(device, _no_ioctl)


def _no_ioctl(_fd: int, _request: int, _asked: "array[int]") -> int:
    return 0
