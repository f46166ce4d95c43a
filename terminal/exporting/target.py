"""Where an export goes: a folder, or the USB stick that is plugged in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .sticks import Sockets, Stick

USB = "usb"
"""What people type for the stick."""

ON_STICK = "signpost"
"""The folder that files go into on a stick, so that they do not lie among its owner's."""


@dataclass(slots=True)
class Target:
    """Where to.

    Attributes:
        folder: the folder.
        stick: the stick that it is on, where one was asked for.
        free: whether the stick can be pulled out, once all is done.
    """

    folder: Path
    stick: Stick | None = None
    free: bool = False

    @property
    def place(self) -> str:
        """What the journal calls it."""
        return f"usb: {self.stick.name}" if self.stick else str(self.folder.resolve())


@contextmanager
def target(to: str, sockets: Sockets) -> Iterator[Target]:
    """Return where an export goes, and let go of the stick behind it.

    Raises:
        ExportError: there is no stick to write to.
    """
    if to != USB:
        yield Target(Path(to))
        return
    stick = sockets.one()
    if stick.folder is None:
        raise AssertionError("it is mounted")
    found = Target(stick.folder / ON_STICK, stick)
    try:
        yield found
    finally:
        found.free = sockets.let_go(stick)
