"""The screen's backlight, as Linux offers it: a folder of small files below ``/sys/class/backlight``.

Not every screen has one: an HDMI monitor as a rule has none, and the picture itself goes darker instead.
"""

from pathlib import Path
from typing import Protocol

from drivers.errors import Refused

SYSFS = Path("/sys/class/backlight")
LEAST = 1
"""The darkest step that still shows a picture: 0 switches many panels off."""


class Backlight(Protocol):
    """How bright the screen is."""

    @property
    def there(self) -> bool:
        """Whether this screen's light can be set at all."""
        ...

    def set(self, percent: int) -> None:
        """Set how bright it is, in percent of what it can; never wholly dark.

        Raises:
            Refused: the light is there and may not be set; the sentence says what to do.
        """
        ...

    def describe(self) -> str:
        """Say in words what this is, for ``signpost doctor``."""
        ...


class SysfsBacklight:
    """A backlight whose folder holds ``brightness`` and ``max_brightness``."""

    there = True

    def __init__(self, folder: Path) -> None:
        """Use the light of one folder.

        Raises:
            OSError, ValueError: it is no backlight's.
        """
        self._folder = folder
        self._most = int((folder / "max_brightness").read_text(encoding="ascii"))

    def set(self, percent: int) -> None:
        """Set how bright it is, in percent of what it can; never wholly dark."""
        step = max(LEAST, round(self._most * min(100, max(0, percent)) / 100))
        try:
            (self._folder / "brightness").write_text(f"{step}\n", encoding="ascii")
        except OSError as error:
            raise Refused(
                f"The backlight {self._folder.name} cannot be set: {error.strerror}. "
                "Are the udev rules installed, and is the user in the group video?"
            ) from error

    def describe(self) -> str:
        """Say which light this is, and in how many steps it can be set."""
        return f"backlight {self._folder.name}, {self._most} steps"


class NullBacklight:
    """No backlight that can be set."""

    there = False

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def set(self, percent: int) -> None:
        """Set nothing."""

    def describe(self) -> str:
        """Say why there is none."""
        return self._reason


def open_backlight(root: Path = SYSFS) -> Backlight:
    """Return this computer's backlight: the first below ``root``, or a ``NullBacklight``."""
    for folder in sorted(root.glob("*")):
        try:
            return SysfsBacklight(folder)
        except (OSError, ValueError):
            continue
    return NullBacklight(f"no backlight in {root}: the picture is made darker instead")


def emulated_backlight(root: Path, name: str = "rpi_backlight", steps: int = 255) -> Path:
    """Make what the kernel shows of one backlight below ``root``, at its brightest, and return its folder."""
    folder = root / name
    folder.mkdir(parents=True)
    for file, value in (("max_brightness", steps), ("brightness", steps), ("bl_power", 0)):
        (folder / file).write_text(f"{value}\n", encoding="ascii")
    return folder
