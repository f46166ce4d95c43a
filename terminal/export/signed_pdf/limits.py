"""What the process that reads other people's PDFs may use: time, memory, nothing on the disk, and no network."""

import resource
import signal
import sys
from types import ModuleType

MEMORY_BYTES = 640 * 1024 * 1024
"""Of addresses. Making a sale's PDF takes a third of it, a document of 50 MB all."""

CPU_S = 20
"""Of computing, for one job; a sale takes a twentieth of one."""

_OPEN_FILES = 64


def limit_process() -> None:
    """Limit this process for good: no core, no file written, no more memory than that."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def limit_job() -> None:
    """Let this process compute for so long from now on; it is ended by the kernel when that is over."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent_s = int(used.ru_utime + used.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent_s + CPU_S, hard))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def without_network() -> None:
    """Spare pyHanko the HTTP client that it imports in passing: 10 MB, and nothing that this process may use.

    What it takes from it by name, it takes for annotations.
    """
    sys.modules.setdefault("aiohttp", _NoClient("aiohttp"))


class _NoClient(ModuleType):
    """A module of which every name is there, and none does anything."""

    def __getattr__(self, name: str) -> type[object]:
        if name.startswith("__"):
            raise AttributeError(name)
        return object
