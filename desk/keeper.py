"""Programs kept running, as systemd keeps them on a unit: what ends unasked is started again.

They cannot outlive the desk, even where it is killed: the kernel ends them with the thread that started them.
"""

import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

RESTART_S = 2.0
"""How long a program that ended by itself stays down, as ``RestartSec`` of the units says."""
STOP_S = 8.0
"""How long a program may take to put its things away when it is asked to end."""


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """One program: what to run, and the file that takes what it says."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> subprocess.Popen[bytes]:
        """Start it as a child that dies with the calling thread."""
        guarded = [sys.executable, "-m", "desk.child", str(os.getpid()), *self.command]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                guarded,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                start_new_session=True,  # Ctrl-C in a terminal is for the desk, which ends them in order
            )


class Keeper:
    """Starts programs together, keeps them running, and ends them: gently, or as a power cut does.

    Args:
        programs: what to keep running, in the order of starting.
        on_change: called, from any thread, after one was started or ended.
    """

    def __init__(self, programs: Sequence[Program], on_change: Callable[[], None] = lambda: None) -> None:
        self._programs = tuple(programs)
        self._on_change = on_change
        self._children: dict[Program, subprocess.Popen[bytes]] = {}
        self._due: dict[Program, float] = {}
        self._changed = threading.Condition()
        self._wanted, self._closed = False, False
        self._woken, self._wake = os.pipe()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._woken, selectors.EVENT_READ)
        # The kernel ties a child to the thread that forked it, so that all are started on this one.
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self._thread.start()

    @property
    def running(self) -> dict[str, bool]:
        """Which of the programs run now."""
        with self._changed:
            return {program.name: program in self._children for program in self._programs}

    @property
    def pids(self) -> dict[str, int]:
        """The process ids of those that run now."""
        with self._changed:
            return {program.name: child.pid for program, child in self._children.items()}

    def start(self) -> None:
        """Start all that do not run, and keep them running; returns when they have been started."""
        with self._changed:
            self._wanted = True
            self._due = dict.fromkeys(self._programs, 0.0)
            os.write(self._wake, b"!")
            self._changed.wait_for(lambda: self._closed or len(self._children) == len(self._programs))

    def kill(self) -> None:
        """End all at once, without a warning, and leave them so."""
        self._end(signal.SIGKILL, STOP_S)

    def stop(self) -> None:
        """Ask all to end, and end those that do not."""
        if not self._end(signal.SIGTERM, STOP_S):
            self._end(signal.SIGKILL, STOP_S)

    def close(self) -> None:
        """Stop all, for good."""
        self.stop()
        with self._changed:
            self._closed = True
            os.write(self._wake, b"!")
        self._thread.join(timeout=STOP_S)

    def _end(self, with_signal: signal.Signals, within_s: float) -> bool:
        """Signal every program and wait; returns whether all ended."""
        with self._changed:
            self._wanted = False
            for child in self._children.values():
                child.send_signal(with_signal)
            return self._changed.wait_for(lambda: not self._children, within_s)

    def _keep(self) -> None:
        """Start what is due and bury what ended, until closed."""
        while True:
            with self._changed:
                if self._closed:
                    break
                self._start_due()
                self._changed.notify_all()
                pause = min(self._due.values()) - time.monotonic() if self._wanted and self._due else None
            self._on_change()
            for key, _ in self._selector.select(None if pause is None else max(0.0, pause)):
                if key.data is None:
                    os.read(self._woken, 4096)
                else:
                    self._bury(key.data, key.fd)
        self._selector.close()
        os.close(self._woken)
        os.close(self._wake)

    def _start_due(self) -> None:
        now = time.monotonic()
        if not self._wanted:
            self._due.clear()
        for program in [program for program, due in self._due.items() if due <= now]:
            del self._due[program]
            if program not in self._children:
                child = program.start()
                self._children[program] = child
                self._selector.register(os.pidfd_open(child.pid), selectors.EVENT_READ, program)

    def _bury(self, program: Program, pidfd: int) -> None:
        self._selector.unregister(pidfd)
        os.close(pidfd)
        with self._changed:
            self._children.pop(program).wait()
            self._due[program] = time.monotonic() + RESTART_S
