"""Locks a process in: it keeps what it has, and gets nothing more.

What a process loses here it cannot get back: no writing of files, no network, no other programs, no memory and no
time beyond a limit. Reading stays, because a PDF may use the fonts of this computer. Called by a process about itself,
after it has loaded what it needs and before it looks at what it does not trust.
"""

import contextlib
import ctypes
import platform
import resource
import signal
import struct
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38  # linux/prctl.h
_SECCOMP_MODE_FILTER = 2
_REFUSED = 0x0005_0000 | 1  # SECCOMP_RET_ERRNO with EPERM
_KILLED, _ALLOWED = 0x8000_0000, 0x7FFF_0000
_OPEN_FILES = 32
"""A PDF library has a font or two open at a time."""

_ARCHITECTURES = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}  # linux/audit.h
_WRITE_FLAGS = 0o3 | 0o100 | 0o1000 | 0o20000000
"""O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, and what makes O_TMPFILE."""
_FORBIDDEN = {
    "x86_64": (
        41, 42, 43, 44, 46, 49, 50, 53, 288,            # socket … listen, socketpair, accept4
        56, 57, 58, 59, 62, 101, 322, 435, 424, 434,    # clone, fork, execve, kill, ptrace, clone3, pidfd
        76, 77, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 133,  # truncate … mknod: names and modes of files
        258, 259, 260, 263, 264, 265, 266, 268, 316, 437, 280, 132, 235,  # the same with at, openat2, times
        155, 161, 165, 166, 167, 169, 272, 308, 428, 429, 442,  # roots, mounts, reboot, namespaces
        240, 248, 249, 250, 298, 310, 311, 321, 323, 425, 426, 427,  # queues, keys, perf, others' memory, bpf, io_uring
        29, 30, 31, 64, 68,                              # shared memory, semaphores, queues
    ),
    "aarch64": (
        198, 199, 200, 201, 202, 203, 206, 211, 242,
        220, 221, 129, 117, 281, 435, 424, 434,
        45, 46, 33, 34, 35, 36, 37, 38, 52, 53, 54, 55, 276, 437, 88,
        39, 40, 41, 51, 142, 97, 268, 428, 429, 442,
        180, 217, 218, 219, 241, 270, 271, 280, 282, 425, 426, 427,
        186, 190, 194,
    ),
}  # fmt: skip
"""System calls by their numbers in asm/unistd.h: what has to do with sockets, programs, files' names, others."""
_OTHER_NUMBERS = 0x4000_0000
"""From here on x86 has its calls a second time (x32)."""
_OPENING = {"x86_64": ((2, 1), (257, 2)), "aarch64": ((56, 2),)}
"""open and openat, and which of their arguments holds the flags; x86's creat is an open too."""


def confine(memory_bytes: int) -> None:
    """Lock this process in: it may read, think, and speak over the lines that it has.

    Args:
        memory_bytes: of address space, what it has already included; beyond it, the process ends.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(
            "1000", encoding="ascii"
        )  # where memory is short, this goes
    for limit, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (most, most))
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _filter_calls(libc)


def allow_cpu(seconds: int) -> None:
    """Let this process compute for so many seconds more; the kernel ends it after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until_s = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until_s, resource.RLIM_INFINITY))


def _filter_calls(libc: ctypes.CDLL) -> None:
    """Have the kernel refuse what a reader of documents never does. A kernel without filters leaves the limits."""
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        return
    program = _program(machine)
    code = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    whole = Program(len(program) // 8, ctypes.cast(code, ctypes.c_void_p))
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(whole), 0, 0)


def _program(machine: str) -> bytes:
    """Return the filter as classic BPF (linux/filter.h): the call's number is looked for in a list.

    struct seccomp_data: number at 0, architecture at 4, arguments of 8 bytes from 16.
    """
    load, equal, at_least, any_of, give = 0x20, 0x15, 0x35, 0x45, 0x06
    code = [
        (load, 0, 0, 4),
        (equal, 1, 0, _ARCHITECTURES[machine]),
        (give, 0, 0, _KILLED),
        (load, 0, 0, 0),
        (at_least, 0, 1, _OTHER_NUMBERS),
        (give, 0, 0, _REFUSED),
    ]
    for number in _FORBIDDEN[machine]:
        code += [(equal, 0, 1, number), (give, 0, 0, _REFUSED)]
    for number, argument in _OPENING[machine]:
        flags = 16 + 8 * argument
        code += [
            (equal, 0, 4, number),
            (load, 0, 0, flags),
            (any_of, 0, 1, _WRITE_FLAGS),
            (give, 0, 0, _REFUSED),
            (give, 0, 0, _ALLOWED),
        ]
    code.append((give, 0, 0, _ALLOWED))
    return b"".join(struct.pack("=HBBI", *step) for step in code)
