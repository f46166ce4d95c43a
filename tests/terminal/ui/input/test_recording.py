import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from terminal.model.ink import Phase, Sample, Tool
from terminal.ui.input.arbiter import Arbiter
from terminal.ui.input.codes import Event
from terminal.ui.input.decoder import Decoder
from terminal.ui.input.emulator import PEN, TOUCHSCREEN, Contact, EmulatedPanel, EmulatedPen
from terminal.ui.input.mapping import Mapping
from terminal.ui.input.recording import (
    EventRecording,
    Recorder,
    RecordingError,
    SampleRecording,
    read_recording,
    replay,
    strokes_of,
    write_samples,
)

GLASS = Mapping(800, 480)
MS = 1_000_000
Stroke = Callable[..., Iterator[Event]]


@pytest.fixture
def recorded(tmp_path: Path, stroke: Stroke) -> Path:
    path = tmp_path / "name.evt"
    with Recorder(path, TOUCHSCREEN) as recorder:
        for event in stroke(200, 100):
            recorder.add([event])
    return path


def test_a_recording_is_read_back_as_it_was(recorded: Path, stroke: Stroke) -> None:
    assert read_recording(recorded) == EventRecording(TOUCHSCREEN, tuple(stroke(200, 100)))
    head, _, events = recorded.read_bytes().partition(b"\n")
    assert json.loads(head)["axes"]["53"] == [0, 4095, 0]
    assert len(events) % 24 == 0


def test_a_recording_is_for_its_owner_alone_and_never_written_over(recorded: Path) -> None:
    assert recorded.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        Recorder(recorded, TOUCHSCREEN)


def test_a_recording_replays_as_the_device_did(recorded: Path, stroke: Stroke, arbiter: Arbiter) -> None:
    live = list(arbiter.take(Decoder(TOUCHSCREEN, GLASS, 1000).take(stroke(200, 100))))
    assert list(replay([read_recording(recorded)], GLASS, arbiter)) == live
    assert len(live) == 101


def test_a_recording_that_was_cut_off_replays_as_far_as_it_goes(recorded: Path, arbiter: Arbiter) -> None:
    recorded.write_bytes(recorded.read_bytes()[:-31])
    assert [s.phase for s in replay([read_recording(recorded)], GLASS, arbiter)][-1] is Phase.MOVE


def test_pen_and_panel_that_were_recorded_together_are_judged_together(arbiter: Arbiter) -> None:
    panel, pen = EmulatedPanel(), EmulatedPen()
    hand = [event for i in range(50) for event in panel.frame((100 + 4 * i) * MS, {0: Contact(50 + i, 9)})]
    writes = [
        event for i in range(20) for event in pen.frame((200 + 5 * i) * MS, 9000 + 50 * i, 5000, pressure=9)
    ]
    recordings = EventRecording(TOUCHSCREEN, tuple(hand)), EventRecording(PEN, tuple(writes))
    samples = list(replay(recordings, GLASS, arbiter))
    finger = [sample for sample in samples if sample.tool is Tool.FINGER]
    assert (len(finger), finger[-1].phase, finger[-1].t_ns) == (27, Phase.CANCEL, 200 * MS)
    assert len([sample for sample in samples if sample.tool is Tool.PEN]) == 20


def test_samples_of_any_source_can_be_kept_and_replayed(tmp_path: Path, arbiter: Arbiter) -> None:
    samples = tuple(
        Sample(phase, 5, 1.25 * i, 2.5, i * MS, None if i else 0.5, Tool.MOUSE)
        for i, phase in enumerate([Phase.DOWN, Phase.MOVE, Phase.UP])
    )
    path = tmp_path / "mouse.jsonl"
    write_samples(path, 800, 480, samples)
    assert path.stat().st_mode & 0o777 == 0o600
    recording = read_recording(path)
    assert recording == SampleRecording(800, 480, samples)
    assert list(replay([recording], GLASS, arbiter)) == list(samples)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]\n",
        b'{"format": "signpost.evt/2"}\n',
        b'{"format": "signpost.evt/1", "name": "x", "kind": "pen", "axes": {}}\n',
        b'{"format": "signpost.evt/1", "name": "x", "kind": "mouse", "axes": {"0": [0, 1, 0]}}\n',
        b'{"format": "signpost.samples/1", "width": 800, "height": 480}\n["down", 1]\n',
        b"\x00\xff" * 40,
    ],
)
def test_what_is_no_recording_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.evt"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=r"odd\.evt is"):
        read_recording(path)


def test_a_recording_shows_no_ink_in_its_repr(recorded: Path) -> None:
    assert "events" not in repr(read_recording(recorded))


def test_strokes_are_those_that_a_record_would_keep() -> None:
    phases = [Phase.DOWN, Phase.MOVE, Phase.UP, Phase.DOWN, Phase.CANCEL, Phase.DOWN, Phase.MOVE, Phase.LOST]
    samples = [
        Sample(phase, 1, 52.0 + i, 104.0, i, 0.5, Tool.PEN, (1.0, 2.0)) for i, phase in enumerate(phases)
    ]
    whole, broken = strokes_of(samples, 5.2)
    assert (len(whole.points), whole.broken, len(broken.points), broken.broken) == (3, False, 2, True)
    point = whole.points[0]
    assert (point.x, point.y, point.t_ns, point.pressure, point.tilt) == (1000, 2000, 0, 0.5, (1.0, 2.0))
