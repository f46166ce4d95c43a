"""Telling systemd that this process is up, and that it still moves."""

import os
import socket


class Watchdog:
    """The notify socket of systemd (sd_notify(3)); without one, nothing is said.

    ``alive`` is called by the loop that must not hang, never by a thread beside it.
    """

    def __init__(self) -> None:
        self._address = os.environ.get("NOTIFY_SOCKET", "").replace("@", "\0", 1)
        self.period_s = int(os.environ.get("WATCHDOG_USEC", "0")) / 1e6 / 3

    def ready(self) -> None:
        """Say that the process is up."""
        self._say("READY=1")

    def alive(self) -> None:
        """Say that the loop still turns."""
        if self.period_s:
            self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """Say that the end is meant."""
        self._say("STOPPING=1")

    def _say(self, words: str) -> None:
        if self._address:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as notify:
                notify.sendto(words.encode("ascii"), self._address)
