"""``signpost panel``: touchscreens and pens: which there are, what they say, and where they think they are touched."""

import os
import signal
from contextlib import closing, suppress
from pathlib import Path
from typing import Annotated

import typer

from terminal.cli.shown import console, table
from terminal.config import Config, load_config
from terminal.model.ink import Ink, Phase
from terminal.touching import NOT_INSTALLED, arbiter, touch_mapping
from terminal.ui.affine import TURNS
from terminal.ui.input.arbiter import Arbiter, PalmLimits
from terminal.ui.input.calibration import INSET, calibration, corners, mean
from terminal.ui.input.figures import figures_of
from terminal.ui.input.finder import Finder
from terminal.ui.input.mapping import Mapping
from terminal.ui.input.record import files_for, record
from terminal.ui.input.recording import (
    EventRecording,
    RecordingError,
    SampleRecording,
    read_recording,
    replay,
    strokes_of,
)

app = typer.Typer(help="Touchscreens and pens.", no_args_is_help=True)

Recordings = Annotated[
    list[Path], typer.Argument(help="Recordings made at the same time, such as of pen and panel.")
]

_SIZE = (800, 480)
"""The picture of a unit whose configuration leaves its size to the panel."""


@app.command("list")
def list_devices() -> None:
    """Show the touchscreens and pens that this user may open, and why others are not used."""
    finder = _finder(load_config(), grab=False)
    rows = table("device", "kind", "name", "range", "pressure")
    for device in finder.new():
        traits = device.traits
        across, down = traits.position
        spans = f"{across.minimum}…{across.maximum} × {down.minimum}…{down.maximum}"
        rows.add_row(device.path, traits.kind, traits.name, spans, "yes" if traits.pressure else "no")
        device.close()
    console.print(rows if rows.rows else "No touchscreen and no pen.")
    for path, reason in finder.refused.items():
        console.print(f"{path}: {reason}", soft_wrap=True)


@app.command("record")
def record_devices(
    file: Annotated[Path, typer.Argument(help="A new file, such as name.evt.")],
    seconds: Annotated[float, typer.Option(help="How long; Ctrl-C ends it sooner.")] = 60.0,
) -> None:
    """Record what the configured touchscreens and pens say, each into a file of its own."""
    finder = _finder(load_config(), grab=True)
    devices = finder.new()
    if not devices:
        for path, reason in finder.refused.items():
            console.print(f"{path}: {reason}", soft_wrap=True)
        raise _refused("There is nothing to record. A running terminal holds its devices: stop it first.")
    files = files_for(file, len(devices))
    for device, name in zip(devices, files, strict=True):
        console.print(f"{device.traits.name} into {name}", soft_wrap=True)
    console.print(
        "Handwriting is biometric data: only you can read these files. Delete them when you are done."
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    count = 0
    with suppress(KeyboardInterrupt):
        for count in record(devices, file, seconds):  # noqa: B007 - the last one counts
            pass
    for device in devices:
        device.close()
    console.print(f"{count} events.")


@app.command("replay")
def replay_files(
    files: Recordings,
    png: Annotated[Path | None, typer.Option(help="Draw the ink into this new file.")] = None,
) -> None:
    """Replay recordings as the terminal would have taken them, and show each stroke in numbers."""
    config = load_config()
    recordings = _read(files)
    size = _size(config, recordings)
    samples = list(replay(recordings, touch_mapping(config, size), arbiter(config)))
    strokes = strokes_of(samples, config.glass.dots_per_mm)
    rows = table("#", "tool", "points", "ms", "per second", "gaps", "longest ms", "pressure", "end")
    for number, stroke in enumerate(strokes, 1):
        figures = figures_of(stroke)
        pressure = "{:.2f}–{:.2f}".format(*figures.pressure) if figures.pressure else "none"
        rows.add_row(
            str(number),
            figures.tool,
            str(figures.points),
            f"{figures.duration_ms:.0f}",
            f"{figures.rate_hz:.1f}",
            str(figures.gaps),
            f"{figures.longest_ms:.1f}",
            pressure,
            "lost" if figures.broken else "lifted",
        )
    console.print(rows)
    taken_back = sum(sample.phase is Phase.CANCEL for sample in samples)
    console.print(f"{len(strokes)} strokes; {taken_back} more were taken back as the palm of a hand.")
    if png:
        scale = 100 / config.glass.dots_per_mm
        _draw(png, Ink(size[0] * scale, size[1] * scale, tuple(strokes)), config.glass.dots_per_mm)


@app.command("calibrate")
def calibrate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="A recording of four touches; none: touch crosses.")
    ] = None,
    inset: Annotated[float, typer.Option(help="In a recording: how far inside the corners, 0 to 0.4.")] = 0.0,
) -> None:
    """Find the calibration: touch the crosses that are shown, upper left first, then on clockwise.

    The terminal must not be running. Or give a recording of four touches at the picture's corners, in that order.
    """
    config = load_config()
    if files:
        strokes = strokes_of(replay(_read(files), Mapping(1, 1), _everyone()), 100)
        touched = [mean([(point.x, point.y) for point in stroke.points]) for stroke in strokes]
    else:
        touched, inset = _touch_crosses(config), INSET
    meant = corners(inset)
    if len(touched) != len(meant):
        raise _refused(f"A calibration needs four touches, and there are {len(touched)}.")
    unturned = TURNS[-config.glass.rotation % 360]
    try:
        found = calibration(touched, [unturned.place(*corner) for corner in meant])
    except ValueError as error:
        raise _refused(str(error)) from error
    console.print(f'[touch]\ncalibration = "{found.text()}"', highlight=False)


def _touch_crosses(config: Config) -> list[tuple[float, float]]:
    """Show crosses on the screen, and return where they were touched."""
    from terminal.ui.input.crosses import touched_crosses  # noqa: PLC0415 - pygame, only here
    from terminal.ui.input.reader import Reader  # noqa: PLC0415
    from terminal.ui.window import SdlWindow  # noqa: PLC0415

    settings = config.glass
    reader = Reader(_finder(config, grab=True), Mapping(1, 1), _everyone())
    try:
        if not reader.devices:
            raise _refused(
                "There is no touchscreen and no pen. A running terminal holds its devices: stop it first."
            )
        with closing(
            SdlWindow(settings.width, settings.height, fullscreen=True, rotation=settings.rotation)
        ) as window:
            return touched_crosses(window, reader)
    finally:
        reader.close()


def _everyone() -> Arbiter:
    """Return who lets every touch through, one at a time."""
    return Arbiter(PalmLimits(0, 0, 0, 0), 100)


def _finder(config: Config, *, grab: bool) -> Finder:
    wanted = config.touch.device
    try:
        return Finder("auto" if wanted == "none" else wanted, grab=grab)
    except ImportError:
        raise _refused(f"Devices cannot be opened: {NOT_INSTALLED}.") from None


def _read(files: list[Path]) -> list[EventRecording | SampleRecording]:
    try:
        return [read_recording(file) for file in files]
    except RecordingError as error:
        raise _refused(str(error)) from error


def _size(config: Config, recordings: list[EventRecording | SampleRecording]) -> tuple[int, int]:
    """Return the size of the glass: the recording's own, the configured one, or a usual one."""
    for recording in recordings:
        if isinstance(recording, SampleRecording):
            return recording.width_px, recording.height_px
    return (config.glass.width, config.glass.height) if config.glass.width else _SIZE


def _draw(path: Path, ink: Ink, dots_per_mm: float) -> None:
    from terminal.export.png import signature_png  # noqa: PLC0415 - Pillow, only here

    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with closing(os.fdopen(descriptor, "wb")) as file:
        file.write(signature_png(ink, dots_per_mm=dots_per_mm))
    console.print(f"The ink is in {path}, for you alone: delete it when you are done.", soft_wrap=True)


def _refused(sentence: str) -> typer.Exit:
    console.print(sentence, soft_wrap=True)
    return typer.Exit(2)
