"""Telling systemd that this process is up, and that it still moves."""

import contextlib
import os
import socket
import time


class Watchdog:
    """The notify socket of systemd (sd_notify(3)); without one, nothing is said.

    ``alive`` is called by the loop that must not hang, never by a thread beside it. It is cheap to call at every
    turn: it speaks three times in the period that systemd allows. A systemd that is busy is never waited for.
    """

    def __init__(self) -> None:
        self._address = os.environ.get("NOTIFY_SOCKET", "").replace("@", "\0", 1)
        self.period_s = int(os.environ.get("WATCHDOG_USEC", "0")) / 1e6 / 3
        self._due_s = 0.0

    def ready(self) -> None:
        """Say that the process is up."""
        self._say("READY=1")

    def alive(self) -> None:
        """Say that the loop still turns."""
        now_s = time.monotonic()
        if self.period_s and now_s >= self._due_s:
            self._due_s = now_s + self.period_s
            self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """Say that the end is meant."""
        self._say("STOPPING=1")

    def _say(self, words: str) -> None:
        if self._address:
            notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
            with notify, contextlib.suppress(OSError):
                notify.sendto(words.encode("ascii"), self._address)
