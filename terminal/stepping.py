"""The loop of the processes that have no screen: a step, then sleep until the next or until somebody rings."""

import os
import select
from typing import Protocol

from terminal.clock import Clock
from terminal.doorbell import Doorbell
from terminal.watchdog import Watchdog


class Stepping(Protocol):
    """Something that does a bounded piece of work at a time."""

    def step(self, now_s: float) -> float:
        """Do a piece of work, and return when (monotonic seconds) to be called again."""


NOTHING_S = 3600.0
"""How long to sleep between two looks at nothing."""


class Nothing:
    """Nothing to do, for as long as the process runs: a unit without the device that this one would hold."""

    def step(self, now_s: float) -> float:
        """Ask to be called again in an hour."""
        return now_s + NOTHING_S


class Stepper:
    """Steps until it is stopped. A ring of the doorbell cuts the sleep short."""

    def __init__(self, stepping: Stepping, doorbell: Doorbell, clock: Clock, *, poll_s: float) -> None:
        self._stepping, self._doorbell, self._clock, self._poll_s = stepping, doorbell, clock, poll_s
        self._watchdog = Watchdog()
        self._stopping = False
        self._wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def stop(self) -> None:
        """End after the step under way; from a signal handler."""
        self._stopping = True
        os.eventfd_write(self._wake, 1)

    def run(self) -> None:
        """Step until stopped."""
        self._watchdog.ready()
        while not self._stopping:
            self._doorbell.answer()
            now_s = self._clock.monotonic_s()
            due_s = self._stepping.step(now_s)
            self._watchdog.alive()
            self._sleep(min(due_s, now_s + self._poll_s))
        self._watchdog.stopping()

    def _sleep(self, until_s: float) -> None:
        """Sleep until then or until somebody rings, feeding the watchdog meanwhile."""
        poll = select.poll()
        for fileno in (self._doorbell.fileno(), self._wake):
            poll.register(fileno, select.POLLIN)
        while (left_s := until_s - self._clock.monotonic_s()) > 0:
            if poll.poll(min(left_s, self._watchdog.period_s or left_s) * 1000):
                return
            self._watchdog.alive()
