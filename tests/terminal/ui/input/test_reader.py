import errno
import select
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terminal.model.ink import Phase, Sample, Tool
from terminal.ui.input import codes
from terminal.ui.input.arbiter import Arbiter
from terminal.ui.input.codes import Event, at
from terminal.ui.input.decoder import POINTERS
from terminal.ui.input.finder import Finder
from terminal.ui.input.mapping import Mapping
from terminal.ui.input.reader import Reader
from terminal.ui.input.watch import FolderWatch

PATIENCE_S = 60.0
MS = 1_000_000


@pytest.fixture
def reader(shop: Any, panel: Any, arbiter: Arbiter) -> Iterator[Reader]:
    shop.plug("event1", panel)
    made = Reader(Finder(folder=shop.folder, opened=shop.opened), Mapping(800, 480), arbiter)
    yield made
    made.close()


def heard(reader: Reader, count: int) -> list[Sample]:
    """Return the next samples, at least so many."""
    samples: list[Sample] = []
    while len(samples) < count:
        assert select.select([reader.fileno()], [], [], PATIENCE_S)[0], "no sample came"
        samples += reader.samples()
    return samples


def touch(t_ms: int, contact: int, x: int = 0) -> list[Event]:
    """Return what a panel says of slot 1, where a contact of that number is (-1 for none)."""
    values = [(codes.ABS_MT_SLOT, 1), (codes.ABS_MT_TRACKING_ID, contact), (codes.ABS_MT_POSITION_X, x)]
    return [
        *(at(t_ms * MS, codes.EV_ABS, code, value) for code, value in values),
        at(t_ms * MS, codes.EV_SYN, codes.SYN_REPORT, 0),
    ]


def test_what_is_on_the_glass_at_the_start_is_known(reader: Reader) -> None:
    """Slot 1 of the panel is touched, and says so before it moves."""
    (sample,) = heard(reader, 1)
    assert (sample.phase, sample.x_px, sample.y_px) == (Phase.DOWN, 8, 10)


def test_samples_come_by_a_descriptor_that_can_be_slept_on(reader: Reader, panel: Any) -> None:
    heard(reader, 1)
    assert not select.select([reader.fileno()], [], [], 0)[0]
    panel.say(*touch(1, 4, 30), *touch(2, 4, 31), *touch(3, -1, 31))
    assert [(s.phase, s.x_px, s.t_ns) for s in heard(reader, 3)] == [
        (Phase.MOVE, 30, MS), (Phase.MOVE, 31, 2 * MS), (Phase.UP, 31, 3 * MS)
    ]  # fmt: skip


def test_two_devices_never_share_a_pointer_or_a_stroke(
    reader: Reader, shop: Any, panel: Any, pen: Any
) -> None:
    (resting,) = heard(reader, 1)
    shop.plug("event2", pen)  # its pen is near: the hand that rests is taken back
    (cancelled,) = heard(reader, 1)
    assert (cancelled.phase, cancelled.pointer) == (Phase.CANCEL, resting.pointer)
    panel.say(*touch(9, 4, 40))
    pen.say(at(10, codes.EV_KEY, codes.BTN_TOUCH, 1), at(10, codes.EV_SYN, 0, 0))
    (down,) = heard(reader, 1)
    assert (down.phase, down.tool) == (Phase.DOWN, Tool.PEN)
    assert len({0, resting.pointer // POINTERS, down.pointer // POINTERS}) == 3


def test_a_panel_that_is_unplugged_and_plugged_again_works_again(
    reader: Reader, shop: Any, panel: Any, caplog: pytest.LogCaptureFixture
) -> None:
    heard(reader, 1)
    panel.say(*[event for i in range(1, 10) for event in touch(i, 4, 8 + 9 * i)])
    heard(reader, 9)
    (shop.folder / "event1").unlink()
    panel.unplug()
    assert [sample.phase for sample in heard(reader, 1)] == [Phase.LOST]
    assert reader.devices == []
    assert "A panel is gone; it is used again when it is plugged in" in caplog.text
    again = type(panel)(panel.axes, panel.keys)
    shop.plug("event1", again)
    assert [sample.phase for sample in heard(reader, 1)] == [Phase.DOWN]
    assert reader.devices == ["A panel"]
    again.close()


def test_a_device_that_may_not_be_opened_yet_is_tried_again_when_it_may(
    reader: Reader, shop: Any, pen: Any
) -> None:
    heard(reader, 1)
    shop.plug("event2", PermissionError(errno.EACCES, "Permission denied"))
    while Path(shop.tried.get(timeout=PATIENCE_S)).name != "event2":
        pass
    shop.behind[str(shop.folder / "event2")] = pen
    (shop.folder / "event2").chmod(0o660)  # as udev does, a moment after the kernel made the file
    heard(reader, 1)
    assert reader.devices == ["A panel", "A pen"]


def test_an_error_that_nobody_expected_reaches_the_main_thread(reader: Reader, shop: Any) -> None:
    heard(reader, 1)
    shop.plug("event7", ZeroDivisionError("boom"))
    with pytest.raises(ZeroDivisionError, match="boom"):
        heard(reader, 1)


def open_files() -> set[int]:
    return {int(link.name) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}


def test_closing_lets_go_of_everything(shop: Any, panel: Any, arbiter: Arbiter) -> None:
    shop.plug("event1", panel)
    before = open_files() - {panel.fd, panel.kernel}
    Reader(Finder(folder=shop.folder, opened=shop.opened), Mapping(800, 480), arbiter).close()
    assert open_files() == before


def test_a_folder_that_is_not_there_yet_is_watched_for(tmp_path: Path) -> None:
    watch = FolderWatch([tmp_path / "input"])
    assert not select.select([watch], [], [], 0)[0]
    (tmp_path / "input").mkdir()
    assert select.select([watch], [], [], PATIENCE_S)[0]
    watch.heard()
    assert not select.select([watch], [], [], 0)[0]
    (tmp_path / "input" / "event0").touch()
    assert select.select([watch], [], [], PATIENCE_S)[0]
    watch.close()
