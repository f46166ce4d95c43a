"""Whose fingers open staff mode: names and the places in the sensor where their fingers are kept, and nothing else."""

import json
import logging
from pathlib import Path

from terminal.evidence.keys import write_private

log = logging.getLogger(__name__)


class StaffFingers:
    """The staff's fingers, in a file that only its owner can read.

    Args:
        folder: the terminal's data directory.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "staff-fingers.json"

    def names(self) -> dict[int, str]:
        """Return whose finger is at each place. Where nobody can read the file, nobody's is."""
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            return {int(place): str(name) for place, name in kept.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError) as error:
            log.warning("%s cannot be read (%s): enrol anew", self._file, type(error).__name__)
            return {}

    def bind(self, place: int, name: str) -> None:
        """Let the finger at a place be somebody's."""
        self._keep(self.names() | {place: name})

    def unbind(self, place: int) -> None:
        """Let the finger at a place be nobody's any more."""
        names = self.names()
        if names.pop(place, None) is not None:
            self._keep(names)

    def _keep(self, names: dict[int, str]) -> None:
        write_private(self._file, json.dumps(names, ensure_ascii=False).encode())
