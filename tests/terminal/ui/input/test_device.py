import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from terminal.ui.input import codes
from terminal.ui.input.codes import Event, at
from terminal.ui.input.device import KernelDevice
from terminal.ui.input.finder import Finder
from terminal.ui.input.traits import Axis, Kind, kind_of

T_NS = 5_000_000_000


def said(events: Sequence[Event]) -> list[tuple[int, int, int]]:
    return [event[2:] for event in events]


SLOT_STATE = [
    (3, codes.ABS_MT_SLOT, 0), (3, 0x35, 7), (3, 0x36, 9), (3, 0x39, -1),
    (3, codes.ABS_MT_SLOT, 1), (3, 0x35, 8), (3, 0x36, 10), (3, 0x39, 4),
    (3, codes.ABS_MT_SLOT, 1), (0, 0, 0),
]  # fmt: skip


def test_a_device_says_what_it_is_and_counts_on_the_monotonic_clock(panel: Any, ioctl: Any) -> None:
    device = KernelDevice(panel, ioctl)
    assert (device.traits.kind, device.traits.name) == (Kind.TOUCHSCREEN, "A panel")
    assert device.traits.axes[codes.ABS_MT_POSITION_X] == Axis(0, 799, 0)
    assert ioctl.clocks == [1]


def test_events_come_as_the_kernel_wrote_them(panel: Any, ioctl: Any) -> None:
    device = KernelDevice(panel, ioctl)
    assert device.read() == []
    events = [
        at(T_NS, codes.EV_ABS, codes.ABS_MT_POSITION_X, 300),
        at(T_NS, codes.EV_SYN, codes.SYN_REPORT, 0),
    ]
    panel.say(*events)
    assert device.read() == events


def test_a_panel_tells_every_slot(panel: Any, ioctl: Any) -> None:
    assert said(KernelDevice(panel, ioctl).state()) == SLOT_STATE


def test_a_pen_tells_its_axes_and_whether_it_is_near(pen: Any, ioctl: Any) -> None:
    state = said(KernelDevice(pen, ioctl).state())
    assert {(3, 0, 111), (3, 1, 222), (3, 0x18, 33), (1, codes.BTN_TOOL_PEN, 1), (1, codes.BTN_TOUCH, 0)} <= {
        *state
    }
    assert state[-1] == (0, 0, 0)


def test_after_a_loss_the_device_is_asked_how_things_are(panel: Any, ioctl: Any) -> None:
    device = KernelDevice(panel, ioctl)
    before = at(T_NS, codes.EV_ABS, codes.ABS_MT_POSITION_X, 1)
    dropped = at(T_NS, codes.EV_SYN, codes.SYN_DROPPED, 0)
    stale = at(T_NS, codes.EV_ABS, codes.ABS_MT_POSITION_X, 2)
    panel.say(before, dropped, *[stale] * 900)
    assert said(device.read()) == [before[2:], dropped[2:], (0, 0, 0), *SLOT_STATE]
    assert device.read() == []


def test_an_unplugged_device_is_an_error(panel: Any, ioctl: Any) -> None:
    device = KernelDevice(panel, ioctl)
    panel.unplug()
    with pytest.raises(OSError, match="is gone") as error:
        device.read()
    assert error.value.errno == errno.ENODEV


MT, XY = {codes.ABS_MT_SLOT, codes.ABS_MT_POSITION_X, codes.ABS_MT_POSITION_Y}, {codes.ABS_X, codes.ABS_Y}


@pytest.mark.parametrize(
    ("keys", "axes", "props", "kind"),
    [
        ({codes.BTN_TOUCH}, MT | XY, {codes.INPUT_PROP_DIRECT}, Kind.TOUCHSCREEN),
        ({codes.BTN_TOUCH}, MT, (), Kind.TOUCHSCREEN),
        ({codes.BTN_TOUCH, codes.BTN_TOOL_FINGER, codes.BTN_LEFT}, MT | XY, {codes.INPUT_PROP_POINTER}, None),
        ({codes.BTN_TOUCH}, XY, (), Kind.SINGLE_TOUCH),
        ({codes.BTN_TOUCH}, XY, {codes.INPUT_PROP_DIRECT}, Kind.SINGLE_TOUCH),
        ({codes.BTN_TOUCH, codes.BTN_TOOL_PEN}, XY, {codes.INPUT_PROP_DIRECT}, Kind.PEN),
        ({codes.BTN_TOUCH, codes.BTN_TOOL_PEN}, XY, {codes.INPUT_PROP_POINTER}, Kind.PEN),
        ({codes.BTN_LEFT}, XY, (), None),
        ({30, 31}, (), (), None),
        ({codes.BTN_TOUCH}, {codes.ABS_X}, {codes.INPUT_PROP_DIRECT}, None),
    ],
)
def test_what_can_be_signed_with(keys: set[int], axes: set[int], props: set[int], kind: Kind | None) -> None:
    assert kind_of(keys, axes, props) is kind


def test_all_that_can_be_signed_with_is_found_and_grabbed(
    shop: Any, panel: Any, pen: Any, keyboard: Any
) -> None:
    shop.plug("event10", pen)
    shop.plug("event2", panel)
    shop.plug("event3", keyboard)
    shop.plug("event4", PermissionError(errno.EACCES, "Permission denied"))
    shop.plug("mouse0", keyboard)
    finder = Finder(folder=shop.folder, opened=shop.opened)
    assert [device.traits.name for device in finder.new()] == ["A panel", "A pen"]
    assert panel.grabbed
    assert [Path(path).name for path in finder.refused] == ["event3", "event4"]
    assert finder.refused[str(shop.folder / "event4")] == "Permission denied"


def test_what_is_open_is_not_opened_again(shop: Any, panel: Any) -> None:
    shop.plug("event2", panel)
    finder = Finder(folder=shop.folder, opened=shop.opened)
    (found,) = finder.new()
    assert finder.new({found.path}) == []
    assert finder.refused == {}


def test_one_device_can_be_named_by_a_part_of_its_name(shop: Any, panel: Any, pen: Any) -> None:
    shop.plug("event1", panel)
    shop.plug("event2", pen)
    finder = Finder("pen", folder=shop.folder, opened=shop.opened, grab=False)
    assert [device.traits.name for device in finder.new()] == ["A pen"]
    assert not pen.grabbed
    assert panel.fd < 0


def test_one_device_can_be_named_by_a_link(shop: Any, panel: Any, pen: Any) -> None:
    shop.plug("event1", panel)
    shop.plug("event2", pen)
    (shop.folder / "by-id").mkdir()
    link = shop.folder / "by-id" / "usb-pen"
    link.symlink_to("../event2")
    finder = Finder(str(link), folder=shop.folder, opened=shop.opened)
    (found,) = finder.new()
    assert (found.traits.name, finder.new({found.path})) == ("A pen", [])
    assert finder.folders == (shop.folder, link.parent)


def test_a_device_that_somebody_else_holds_is_let_go(shop: Any, panel: Any) -> None:
    panel.grabbed = True
    shop.plug("event1", panel)
    finder = Finder(folder=shop.folder, opened=shop.opened)
    assert finder.new() == []
    assert list(finder.refused.values()) == ["Device or resource busy"]
    assert panel.fd < 0


def test_what_is_no_input_device_is_refused_by_evdev_itself(tmp_path: Path) -> None:
    pytest.importorskip("evdev")
    (tmp_path / "event0").touch()
    finder = Finder(folder=tmp_path)
    assert finder.new() == []
    assert finder.refused == {str(tmp_path / "event0"): "Inappropriate ioctl for device"}
