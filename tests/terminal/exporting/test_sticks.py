"""USB sticks, in a socket that only the test knows: found, mounted, written to, and let go of."""

from pathlib import Path
from typing import Any

import pytest

from terminal.exporting import ExportError
from terminal.exporting.sticks import Sockets
from terminal.exporting.target import USB, target

Socket = Any


def test_a_stick_is_known_from_cards_loops_and_empty_readers(socket: Socket) -> None:
    [stick] = socket.sockets.sticks()
    assert (stick.device, stick.disk, stick.name, stick.folder) == (
        "/dev/sda1",
        "/dev/sda",
        "SanDisk Ultra",
        None,
    )


def test_it_is_mounted_written_to_and_let_go_of(socket: Socket) -> None:
    with target(USB, socket.sockets) as where:
        assert where.folder == socket.folder / "signpost"
        assert where.place == "usb: SanDisk Ultra"
        assert socket.mounted()
    assert where.free
    assert not socket.mounted()
    assert [line.split()[0] for line in socket.calls.read_text().splitlines()] == [
        "mount",
        "unmount",
        "power-off",
    ]


def test_it_is_let_go_of_even_where_the_export_fails(socket: Socket) -> None:
    with pytest.raises(ExportError, match="full"), target(USB, socket.sockets):
        raise ExportError("full")
    assert not socket.mounted()


def test_a_stick_that_is_in_use_is_not_said_to_be_free(socket: Socket) -> None:
    socket.busy.touch()
    with target(USB, socket.sockets) as where:
        pass
    assert not where.free
    assert "power-off" not in socket.calls.read_text()


def test_one_that_is_mounted_already_is_taken_as_it_is(socket: Socket) -> None:
    with socket.sockets.mounts.open("a") as mounts:
        mounts.write(f"/dev/sda1 {str(socket.folder).replace(' ', chr(92) + '040')} exfat rw 0 0\n")
    with target(USB, socket.sockets) as where:
        assert where.folder.parent == socket.folder
    assert "unmount" in socket.calls.read_text()
    assert not any(line.startswith("mount ") for line in socket.calls.read_text().splitlines())


def test_a_stick_that_cannot_be_mounted_is_said_with_the_reason(socket: Socket) -> None:
    socket.broken.touch()
    with pytest.raises(ExportError, match=r"SanDisk Ultra cannot be mounted: .*wrong fs type"):
        socket.sockets.one()


def test_no_stick_and_two_sticks_are_said(socket: Socket, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no USB stick"):
        Sockets(tmp_path / "nothing", socket.sockets.mounts).one()
    second = socket.sockets.blocks / "sdb"
    (second / "sdb1").mkdir(parents=True)
    (second / "sdb1" / "partition").write_text("1")
    for fact, said in (("removable", "1"), ("size", "100")):
        (second / fact).write_text(said)
    with pytest.raises(ExportError, match="more than one stick"):
        socket.sockets.one()


def test_without_udisks_a_stick_has_to_be_mounted_by_hand(
    socket: Socket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ExportError, match="udisks2"):
        socket.sockets.one()


def test_a_disk_that_the_computer_runs_from_is_no_stick(socket: Socket) -> None:
    with socket.sockets.mounts.open("a") as mounts:
        mounts.write("/dev/sda1 / ext4 rw 0 0\n")
    assert socket.sockets.sticks() == []


def test_a_disk_without_partitions_is_a_stick_too(socket: Socket) -> None:
    (socket.sockets.blocks / "sda" / "sda1" / "partition").unlink()
    [stick] = socket.sockets.sticks()
    assert stick.device == "/dev/sda"
