"""Has a dispute's packet made by a process of its own: seconds of work, on a slow stick, that no ink may feel."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from terminal.session.staff.events import PacketMade, PacketPlace

log = logging.getLogger(__name__)

LONGEST_S = 180.0
"""How long a packet may take: a document of many megabytes onto an old stick."""


def command(store: Path, certificate: Path, disputes: Path, zone: str) -> tuple[str, ...]:
    """Return the process that makes packets, all but the record's id.

    Args:
        store: the store.
        certificate: this terminal's.
        disputes: the folder for packets where there is no stick.
        zone: the shop's time zone; empty for the computer's own.
    """
    return (sys.executable, "-P", "-m", "terminal.exporting", *map(str, (store, certificate, disputes)), zone)


class Packets:
    """Has packets made, one after the other; belongs to one thread, and is ended by any.

    Args:
        words: the process that makes them, as ``command`` returns it.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._command = tuple(words)
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._ended = False

    def make(self, record_id: str) -> PacketMade:
        """Make a record's packet, and return where it lies."""
        said, trouble = self._run((*self._command, record_id))
        try:
            answer = json.loads(said)
            made = PacketMade(
                record_id, PacketPlace(answer["place"]), str(answer["file"]), holds=bool(answer["holds"])
            )
        except (ValueError, KeyError, TypeError):
            log.warning("no packet was made: %s", trouble.strip() or "its process ended")
            return PacketMade(record_id, PacketPlace.NOWHERE)
        if answer.get("trouble"):
            log.warning("the packet: %s", answer["trouble"])
        return made

    def end(self) -> None:
        """Make none any more, and stop the one that is being made: nothing is left of it."""
        with self._lock:
            self._ended = True
            if self._child:
                self._child.kill()

    def _run(self, words: Sequence[str]) -> tuple[str, str]:
        with self._lock:
            if self._ended:
                return "", "the terminal is being stopped"
            self._child = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
        child = self._child
        try:
            return child.communicate(timeout=LONGEST_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            return "", f"it was not made within {LONGEST_S:.0f} s"
        finally:
            with self._lock:
                self._child = None
