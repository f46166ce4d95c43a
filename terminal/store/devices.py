"""How each device and line was when its process last looked."""

import json
from dataclasses import dataclass
from datetime import datetime

from terminal.model.journal import Happening, JournalLine
from terminal.model.moment import Moment
from terminal.model.status import Health

from .database import together
from .journal import Journal
from .table import Table

_AGAIN_NS = 60_000_000_000


@dataclass(frozen=True, slots=True)
class _Told:
    """How the journal calls a device's trouble and its end; a loose plug begins no more often than ``apart_s``."""

    begins: Happening
    ends: Happening
    apart_s: float


_TOLD = {
    "printer": _Told(Happening.DEVICE_TROUBLE, Happening.DEVICE_WELL, 300.0),
    "sensor": _Told(Happening.DEVICE_TROUBLE, Happening.DEVICE_WELL, 300.0),
    "case": _Told(Happening.CASE_OPENED, Happening.CASE_SHUT, 10.0),
    "power": _Told(Happening.MAINS_LOST, Happening.MAINS_BACK, 10.0),
}
"""Whose troubles are in the journal. How the line to the archive was, each record's own way tells."""


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
        with together(self._connection):
            self._write(name, health, sentence, at, known)
            if told := _TOLD.get(name):
                self._tell(told, name, health, sentence)
        return news

    def _write(self, name: str, health: Health, sentence: str, at: Moment, known: str | None) -> None:
        self._run(
            "INSERT INTO devices (name, health, sentence, boot_id, monotonic_ns, updated_utc, templates)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET health = excluded.health,"
            " sentence = excluded.sentence, boot_id = excluded.boot_id, monotonic_ns = excluded.monotonic_ns,"
            " updated_utc = excluded.updated_utc, templates = excluded.templates",
            *(name, health.value, sentence, at.boot_id, at.monotonic_ns, self._now(), known),
        )

    def _tell(self, told: _Told, name: str, health: Health, sentence: str) -> None:
        """Write into the journal where a trouble begins, and where it ends."""
        began, ended = self._last_line(told.begins, name), self._last_line(told.ends, name)
        lasts = began is not None and (ended is None or ended.seq < began.seq)
        journal = Journal(self._connection, self._now)
        if health is Health.OK and lasts:
            journal.add(told.ends, device=name)
        elif health is Health.PROBLEM and not lasts and self._is_over(began, told.apart_s):
            journal.add(told.begins, device=name, why=sentence)

    def _last_line(self, happening: Happening, name: str) -> JournalLine | None:
        row = self._row(
            "SELECT text FROM journal WHERE happening = ? AND json_extract(text, '$.facts.device') = ?"
            " ORDER BY seq DESC LIMIT 1",
            *(happening.value, name),
        )
        return JournalLine.read(row[0]) if row else None

    def _is_over(self, began: JournalLine | None, apart_s: float) -> bool:
        """Tell whether a trouble began long enough ago for another to be told."""
        if began is None:
            return True
        passed = datetime.fromisoformat(self._now()) - datetime.fromisoformat(began.utc)
        return abs(passed.total_seconds()) >= apart_s

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
