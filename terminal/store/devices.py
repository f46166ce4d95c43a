"""How each device and line was when its process last looked."""

import json
from dataclasses import dataclass

from terminal.model.moment import Moment
from terminal.model.status import Health

from .table import Table

_AGAIN_NS = 60_000_000_000


@dataclass(frozen=True, slots=True)
class DeviceState:
    """One device or line: its health, and a sentence for staff where it is not well."""

    name: str
    health: Health
    sentence: str
    boot_id: str
    monotonic_ns: int
    updated_utc: str


class Devices(Table):
    """The notice board where each process writes what it holds."""

    def note(
        self,
        name: str,
        health: Health,
        sentence: str,
        at: Moment,
        templates: tuple[int, ...] | None = None,
    ) -> bool:
        """Write how a device is; returns whether that is news. What is none is written once a minute: cards wear.

        ``templates`` are the places where a sensor keeps a finger; None where that is not known.
        """
        known = None if templates is None else json.dumps(templates)
        seen = self._row(
            "SELECT health, sentence, boot_id, templates, monotonic_ns FROM devices WHERE name = ?", name
        )
        news = seen is None or seen[:4] != (health.value, sentence, at.boot_id, known)
        if not news and seen and at.monotonic_ns - seen[4] < _AGAIN_NS:
            return False
        self._run(
            "INSERT INTO devices (name, health, sentence, boot_id, monotonic_ns, updated_utc, templates)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET health = excluded.health,"
            " sentence = excluded.sentence, boot_id = excluded.boot_id, monotonic_ns = excluded.monotonic_ns,"
            " updated_utc = excluded.updated_utc, templates = excluded.templates",
            *(name, health.value, sentence, at.boot_id, at.monotonic_ns, self._now(), known),
        )
        return news

    def all(self) -> dict[str, DeviceState]:
        """Return every device by name."""
        rows = self._rows("SELECT name, health, sentence, boot_id, monotonic_ns, updated_utc FROM devices")
        return {row[0]: DeviceState(row[0], Health(row[1]), *row[2:]) for row in rows}

    def health(self, name: str, boot_id: str = "") -> Health:
        """Return one device's health; UNKNOWN where nobody has looked (since the boot ``boot_id``, if given)."""
        row = self._row("SELECT health FROM devices WHERE name = ? AND ? IN ('', boot_id)", name, boot_id)
        return Health(row[0]) if row else Health.UNKNOWN

    def trouble(self, name: str, boot_id: str = "") -> str:
        """Return what is the matter with a device, in a sentence for staff; empty where nothing is known to be."""
        row = self._row(
            "SELECT sentence FROM devices WHERE name = ? AND ? IN ('', boot_id) AND health = ?",
            *(name, boot_id, Health.PROBLEM.value),
        )
        return str(row[0]) if row else ""

    def templates(self, name: str, boot_id: str) -> tuple[int, ...] | None:
        """Return the places where a sensor keeps a finger; None where it has not said so since the boot ``boot_id``."""
        row = self._row("SELECT templates FROM devices WHERE name = ? AND boot_id = ?", name, boot_id)
        return tuple(json.loads(row[0])) if row and row[0] else None
