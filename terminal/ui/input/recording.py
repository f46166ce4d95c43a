"""Touch as it was recorded, to be replayed through the same code as from a device.

Two forms, both files for their owner alone (mode 0600), as handwriting is biometric data:

``.evt``
    one line of JSON, which says what the device is, then its events as the kernel gave them, 24 bytes each
    (``struct input_event`` of 64-bit Linux, little-endian).
``.jsonl``
    one line of JSON with the size of the glass, then one line for each sample: phase, pointer, x, y (pixels), time
    (nanoseconds), pressure, tool. What any other source gave can be kept like this.
"""

import heapq
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from terminal.model.ink import Phase, Point, Sample, Stroke, Tool

from .arbiter import ENDS, Arbiter
from .codes import Event, bytes_of, events_of
from .decoder import POINTERS, Decoder
from .mapping import Mapping
from .traits import Axis, Kind, Traits

EVENTS, SAMPLES = "signpost.evt/1", "signpost.samples/1"


class RecordingError(ValueError):
    """A file is no recording of touch, or not a whole one."""


@dataclass(frozen=True, slots=True)
class EventRecording:
    """What one device said."""

    traits: Traits
    events: tuple[Event, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SampleRecording:
    """What came from any source, on a glass of a size."""

    width_px: int
    height_px: int
    samples: tuple[Sample, ...] = field(repr=False)


class Recorder:
    """Writes a device's events to a new file as they come."""

    def __init__(self, path: Path, traits: Traits) -> None:
        """Begin.

        Raises:
            FileExistsError: there is one of that name; a recording is never written over.
        """
        self._file = open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")  # noqa: PTH123, SIM115
        axes = {str(code): list(axis) for code, axis in sorted(traits.axes.items())}
        said = {"format": EVENTS, "name": traits.name, "kind": traits.kind, "axes": axes}
        self._file.write(json.dumps(said).encode() + b"\n")

    def add(self, events: Iterable[Event]) -> None:
        """Write events."""
        self._file.write(bytes_of(events))

    def close(self) -> None:
        """End the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def write_samples(path: Path, width_px: int, height_px: int, samples: Iterable[Sample]) -> None:
    """Write samples to a new file.

    Raises:
        FileExistsError: there is one of that name.
    """
    lines: list[object] = [{"format": SAMPLES, "width": width_px, "height": height_px}]
    lines += [[s.phase, s.pointer, s.x_px, s.y_px, s.t_ns, s.pressure, s.tool] for s in samples]
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:  # noqa: PTH123
        file.writelines(json.dumps(line) + "\n" for line in lines)


def read_recording(path: Path) -> EventRecording | SampleRecording:
    """Read a file of either form.

    Raises:
        RecordingError: it is neither.
        OSError: it cannot be read.
    """
    head, _, rest = path.read_bytes().partition(b"\n")
    try:
        said = json.loads(head)
        if said["format"] == EVENTS:
            axes = {int(code): Axis(*map(int, values)) for code, values in said["axes"].items()}
            traits = Traits(str(said["name"]), Kind(said["kind"]), axes)
            _ = traits.position  # the axes that it cannot be without
            return EventRecording(traits, tuple(events_of(rest)))
        if said["format"] == SAMPLES:
            rows = [json.loads(line) for line in rest.splitlines()]
            return SampleRecording(int(said["width"]), int(said["height"]), tuple(map(_sample, rows)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RecordingError(f"{path} is no whole recording of touch: {error!r}") from error
    raise RecordingError(f"{path} is a recording of a form that this version does not know.")


def _sample(row: Sequence[Any]) -> Sample:
    phase, pointer, x_px, y_px, t_ns, pressure, tool = row
    return Sample(Phase(phase), int(pointer), float(x_px), float(y_px), int(t_ns), pressure, Tool(tool))


def replay(
    recordings: Sequence[EventRecording | SampleRecording], mapping: Mapping, arbiter: Arbiter
) -> Iterator[Sample]:
    """Yield the samples that count of recordings that were made at the same time, such as of a pen and a panel."""
    streams = []
    for number, recording in enumerate(recordings, 1):
        if isinstance(recording, SampleRecording):
            streams.append(iter(recording.samples))
        else:
            decoder = Decoder(recording.traits, mapping, number * POINTERS)
            streams.append(decoder.take(recording.events))
    return arbiter.take(heapq.merge(*streams, key=lambda sample: sample.t_ns))


def strokes_of(samples: Iterable[Sample], dots_per_mm: float) -> list[Stroke]:
    """Return the strokes that samples make, as the record would keep them, from the glass's own corner."""
    scale = 100 / dots_per_mm
    strokes: list[Stroke] = []
    tool, points = Tool.FINGER, list[Point]()
    for sample in samples:
        if sample.phase is Phase.DOWN:
            tool, points = sample.tool, []
        if sample.phase not in {Phase.CANCEL, Phase.LOST}:
            points.append(
                Point(sample.x_px * scale, sample.y_px * scale, sample.t_ns, sample.pressure, sample.tilt)
            )
        if sample.phase in ENDS - {Phase.CANCEL} and points:
            strokes.append(Stroke(tool, tuple(points), broken=sample.phase is Phase.LOST))
    return strokes
