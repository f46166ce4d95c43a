"""Finds the touchscreens and pens of this computer. evdev opens them, and is imported when first looked for."""

import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from .device import KernelDevice

FOLDER = Path("/dev/input")


class Finder:
    """Finds the devices to sign with: all there are, or those that the configuration names.

    ``refused`` says, by path, why the others were not opened.
    """

    def __init__(
        self,
        wanted: str = "auto",
        *,
        grab: bool = True,
        folder: Path = FOLDER,
        opened: Callable[[str], KernelDevice] | None = None,
    ) -> None:
        """Look for devices.

        Args:
            wanted: ``auto``, a path, or a part of a device's name.
            grab: whether nobody else may see what they say.
            folder: where input devices are.
            opened: opens the device at a path.

        Raises:
            ImportError: evdev is not installed.
        """
        self._wanted = wanted
        self._grab = grab
        self._folder = folder
        self._opened = opened or _opener()
        self.refused: Mapping[str, str] = {}

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where devices come and go."""
        named = (Path(self._wanted).parent,) if self._wanted.startswith("/") else ()
        return (self._folder, *named)

    def new(self, known: Collection[str] = ()) -> list[KernelDevice]:
        """Open the wanted devices, but for those whose paths are known."""
        refused: dict[str, str] = {}
        found: list[KernelDevice] = []
        for path in self._paths():
            if path in known:
                continue
            try:
                found.append(self._open(path))
            except (OSError, ValueError) as error:
                refused[path] = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        self.refused = refused
        return found

    def _paths(self) -> list[str]:
        if self._wanted.startswith("/"):
            return [
                os.path.realpath(self._wanted)
            ]  # a link in by-id; the device behind it is what comes and goes
        return [
            str(path) for path in sorted(self._folder.glob("event*"), key=lambda path: (len(path.name), path))
        ]

    def _open(self, path: str) -> KernelDevice:
        device = self._opened(path)
        name = device.traits.name
        try:
            if (
                not self._wanted.startswith("/")
                and self._wanted not in {"auto", ""}
                and self._wanted not in name
            ):
                raise ValueError(f"{name} is not named {self._wanted}")  # noqa: TRY301 - closed below, as all
            if self._grab:
                device.grab()
        except (OSError, ValueError):
            device.close()
            raise
        return device


def _opener() -> Callable[[str], KernelDevice]:
    """Return what opens the device at a path."""
    from evdev import InputDevice  # noqa: PLC0415 - only a Pi has it

    def opened(path: str) -> KernelDevice:
        device = InputDevice(path)
        try:
            return KernelDevice(device)
        except (OSError, ValueError):
            device.close()
            raise

    return opened
