"""USB sticks: which are plugged in, where they are mounted, and when they may be pulled out.

What is plugged in the kernel says (sysfs). Mounting and letting go is udisks2's, which asks nobody for root; where it
is not installed, a stick has to be mounted already.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import ExportError

PROGRAM = "udisksctl"
_WITHIN_S = 60
_SYSTEM = frozenset({"boot", "usr", "var", "opt", "home", "srv"})
_ESCAPED = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Stick:
    """A file system on a stick.

    Attributes:
        device: ``/dev/sda1``.
        disk: the whole stick, ``/dev/sda``.
        name: maker and model, for people.
        folder: where it is mounted; None where it is not.
    """

    device: str
    disk: str
    name: str
    folder: Path | None


@dataclass(frozen=True, slots=True)
class Sockets:
    """What is plugged into this computer.

    Attributes:
        blocks: where the kernel tells of disks.
        mounts: where it tells what is mounted.
    """

    blocks: Path = Path("/sys/block")
    mounts: Path = Path("/proc/self/mounts")

    def sticks(self) -> list[Stick]:
        """Return every file system on a removable disk, but for those that this computer runs from."""
        mounted = dict(self._mounted())
        found = []
        for disk in sorted(self.blocks.iterdir()) if self.blocks.is_dir() else ():
            if not _removable(disk) or _said(disk / "size") in {"", "0"}:
                continue
            names = sorted(part.name for part in disk.iterdir() if (part / "partition").exists()) or [
                disk.name
            ]
            if any(_of_system(mounted.get(f"/dev/{name}")) for name in names):
                continue
            name = " ".join(filter(None, (_said(disk / "device" / fact) for fact in ("vendor", "model"))))
            for each in names:
                device = f"/dev/{each}"
                found.append(Stick(device, f"/dev/{disk.name}", name or disk.name, mounted.get(device)))
        return found

    def one(self) -> Stick:
        """Return the stick that is plugged in, mounted.

        Raises:
            ExportError: there is none, or more than one, or it cannot be mounted.
        """
        sticks = self.sticks()
        if not sticks:
            raise ExportError("no USB stick is plugged in")
        usable = [stick for stick in sticks if stick.folder] or sticks
        if len(usable) > 1:
            which = ", ".join(f"{stick.name} ({stick.folder or stick.device})" for stick in usable)
            raise ExportError(f"more than one stick is plugged in: leave one. There are {which}")
        stick = usable[0]
        return stick if stick.folder else self._mount(stick)

    def let_go(self, stick: Stick) -> bool:
        """Unmount a stick and switch it off; returns whether it can be pulled out. What was written is on it anyway."""
        os.sync()
        if not shutil.which(PROGRAM):
            return False
        # One partition may be used by others; the disk is switched off only when all of it is free.
        if _udisks("unmount", stick.device) or dict(self._mounted()).get(stick.device):
            return False
        _udisks("power-off", stick.disk)  # some have no switch: unmounted they can be pulled out as well
        return True

    def _mount(self, stick: Stick) -> Stick:
        if not shutil.which(PROGRAM):
            raise ExportError(
                f"{stick.name} is plugged in and not mounted. With the package udisks2 it is mounted by itself; or:"
                f" mount {stick.device} FOLDER, and give the folder"
            )
        if trouble := _udisks("mount", stick.device):
            raise ExportError(f"{stick.name} cannot be mounted: {trouble}")
        folder = dict(self._mounted()).get(stick.device)
        if folder is None:
            raise ExportError(f"{stick.name} was mounted, and is gone again: is it loose?")
        return Stick(stick.device, stick.disk, stick.name, folder)

    def _mounted(self) -> Iterator[tuple[str, Path]]:
        """Yield each device that is mounted, and where."""
        for line in self.mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            device, folder, *_ = line.split(" ")
            yield device, Path(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), folder))


def _removable(disk: Path) -> bool:
    """Tell whether a disk is a stick: the kernel calls it so, or it hangs on USB; an SD card in its slot is none."""
    if disk.name.startswith(("loop", "ram", "zram", "dm-", "md", "mmcblk", "sr")):
        return False
    return _said(disk / "removable") == "1" or "/usb" in str(disk.resolve())


def _of_system(folder: Path | None) -> bool:
    """Tell whether a file system is one that the computer runs from, on whatever it is."""
    return folder is not None and (folder == Path("/") or folder.parts[1] in _SYSTEM)


def _said(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _udisks(what: str, device: str) -> str:
    """Have udisks2 do something; returns why it did not, in its own words, or nothing."""
    words = [PROGRAM, what, "--no-user-interaction", "--block-device", device]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=_WITHIN_S)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    return "" if done.returncode == 0 else (done.stderr or done.stdout).strip() or f"{PROGRAM} {what} failed"
