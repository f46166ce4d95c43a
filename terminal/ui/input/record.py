"""Records what devices say, each into a file of its own."""

import select
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

from .device import Device
from .recording import Recorder


def files_for(path: Path, count: int) -> list[Path]:
    """Return a file for each of so many devices: ``name.evt``, ``name-2.evt`` and so on."""
    return [path, *(path.with_stem(f"{path.stem}-{number}") for number in range(2, count + 1))]


def record(devices: Sequence[Device], path: Path, seconds: float) -> Generator[int, None, None]:
    """Record devices, and yield how many events have come whenever some have.

    Args:
        devices: one at least.
        path: of the first device's file; see ``files_for``.
        seconds: how long.

    Raises:
        FileExistsError: there is a file of that name.
        OSError: a device is gone.
    """
    with ExitStack() as files:
        recorders = {
            device.fileno(): (device, files.enter_context(Recorder(file, device.traits)))
            for device, file in zip(devices, files_for(path, len(devices)), strict=True)
        }
        for device, recorder in recorders.values():
            recorder.add(device.state())
        count, until_s = 0, monotonic() + seconds
        while (left_s := until_s - monotonic()) > 0:
            for fileno in select.select([*recorders], [], [], left_s)[0]:
                device, recorder = recorders[fileno]
                events = device.read()
                recorder.add(events)
                count += len(events)
            yield count
