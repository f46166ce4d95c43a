"""What processes cost, as Linux counts it under /proc."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_NS = 1e9
_STAT_PARENT = 1
"""Where the parent's id stands in /proc/PID/stat, after the program's name in brackets."""


def pss_mb(pids: Iterable[int]) -> float:
    """Return the memory that these processes hold, in MB of a million bytes.

    It is their proportional set size: a page that three processes share counts a third for each of them, whoever
    the others are. A process that has just ended holds none.
    """
    return sum(map(_pss_kib, pids)) * 1024 / 1e6


def family(pid: int) -> list[int]:
    """Return a process with all that descend from it."""
    parents = {int(entry.name): _parent(entry) for entry in _PROC.iterdir() if entry.name.isdigit()}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """What a process has done since it started.

    Attributes:
        at_s: when this was read, in monotonic seconds.
        cpu_s: how long its threads have run.
        wakes: how often one of its threads has waited, to be woken for more.
    """

    at_s: float
    cpu_s: float
    wakes: int

    @classmethod
    def of(cls, pid: int) -> "Work":
        """Read it for all threads of a process."""
        threads = list((_PROC / str(pid) / "task").iterdir())
        cpu_ns = sum(int((thread / "schedstat").read_text(encoding="ascii").split()[0]) for thread in threads)
        wakes = sum(_voluntary_switches(thread) for thread in threads)
        return cls(time.monotonic(), cpu_ns / _NS, wakes)

    def percent_since(self, before: "Work") -> float:
        """Return the per cent of one core that it used since ``before``."""
        return 100 * (self.cpu_s - before.cpu_s) / (self.at_s - before.at_s)

    def wakes_per_s_since(self, before: "Work") -> float:
        """Return how often it woke a second since ``before``."""
        return (self.wakes - before.wakes) / (self.at_s - before.at_s)


def _pss_kib(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _parent(process: Path) -> int:
    try:
        stat = (process / "stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(stat.rpartition(")")[2].split()[_STAT_PARENT])


def _voluntary_switches(thread: Path) -> int:
    for line in (thread / "status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("voluntary_ctxt_switches:"):
            return int(line.split()[1])
    raise OSError(os.strerror(0), f"{thread} does not say how often it waited")
