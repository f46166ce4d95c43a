"""Which program has a device: a port that our own processes hold is at work, and no fault."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
OURS = "signpost-"
"""How the names of Signpost's own processes begin."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A program that has a device open."""

    name: str
    pid: int

    @property
    def ours(self) -> bool:
        """Whether it is one of Signpost's own processes."""
        return self.name.startswith(OURS)


def holder_of(device: str, proc: Path = PROC) -> Holder | None:
    """Return a program other than this one that has the device open; None where none is to be seen.

    Only root sees the files of other users' programs.
    """
    wanted = os.path.realpath(device)
    for folder in _processes(proc):
        with suppress(OSError):
            if any(os.path.realpath(file) == wanted for file in (folder / "fd").iterdir()):
                return Holder(_name(folder), int(folder.name))
    return None


def running(name: str, proc: Path = PROC) -> bool:
    """Whether a process of Signpost runs on this computer."""
    return any(_name(folder) == name for folder in _processes(proc))


def _processes(proc: Path) -> Iterator[Path]:
    own = str(os.getpid())
    for folder in proc.iterdir():
        if folder.name.isdecimal() and folder.name != own:
            yield folder


def _name(folder: Path) -> str:
    """A process's name; that of a script where an interpreter runs one."""
    with suppress(OSError):
        words = [
            Path(word.decode(errors="replace")).name
            for word in (folder / "cmdline").read_bytes().split(b"\0")
        ]
        interpreted = words[0].startswith("python") and len(words) > 1 and words[1]
        return words[1] if interpreted else words[0]
    return ""
