"""How each device and line was when its process last looked."""

from dataclasses import dataclass

from terminal.model.moment import Moment
from terminal.model.status import Health

from .table import Table


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

    def note(self, name: str, health: Health, sentence: str, at: Moment) -> bool:
        """Write how a device is; returns whether that is news."""
        before = self._row("SELECT health, sentence, boot_id FROM devices WHERE name = ?", name)
        self._run(
            "INSERT INTO devices VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET health = excluded.health,"
            " sentence = excluded.sentence, boot_id = excluded.boot_id, monotonic_ns = excluded.monotonic_ns,"
            " updated_utc = excluded.updated_utc",
            *(name, health.value, sentence, at.boot_id, at.monotonic_ns, self._now()),
        )
        return before != (health.value, sentence, at.boot_id)

    def all(self) -> dict[str, DeviceState]:
        """Return every device by name."""
        rows = self._rows("SELECT name, health, sentence, boot_id, monotonic_ns, updated_utc FROM devices")
        return {row[0]: DeviceState(row[0], Health(row[1]), *row[2:]) for row in rows}

    def health(self, name: str) -> Health:
        """Return one device's health; UNKNOWN where nobody has looked."""
        row = self._row("SELECT health FROM devices WHERE name = ?", name)
        return Health(row[0]) if row else Health.UNKNOWN
