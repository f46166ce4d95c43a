"""A program that ends with its parent: run as ``python -m desk.child PARENT PROGRAM …``, it becomes PROGRAM.

What the kernel is asked here holds on when the process becomes another program. The parent cannot ask
for its child: between fork and exec, a process with threads may do next to nothing safely.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""From Linux's prctl.h: the signal to get when the thread that started this process ends."""


def main() -> None:
    """Tie this process to its parent, and become the program."""
    parent, *command = sys.argv[1:]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel does not tie this process to its parent")
    if os.getppid() != int(parent):  # it ended before we asked
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606  # a program and its arguments, no shell


if __name__ == "__main__":
    main()
