"""What staff have set on the terminal, one row for each thing."""

import contextlib
from dataclasses import asdict, replace

from terminal.model.journal import Happening
from terminal.model.settings import Settings, Theme

from .database import transaction
from .journal import Journal
from .table import Table


class SettingsKept(Table):
    """The settings as staff left them."""

    def read(self, standing: Settings | None = None) -> Settings:
        """Return what was set; what stands already for what was not, and for what another version wrote."""
        said = dict(self._rows("SELECT name, value FROM settings"))
        settings = standing or Settings()
        settings = replace(settings, language=said.get("language", settings.language))
        with contextlib.suppress(ValueError, KeyError):
            settings = replace(settings, theme=Theme(said["theme"]))
        with contextlib.suppress(ValueError, KeyError):
            settings = replace(settings, brightness=int(said["brightness"]))
        with contextlib.suppress(ValueError, KeyError):
            settings = replace(settings, volume=int(said["volume"]))
        return settings

    def keep(self, settings: Settings) -> None:
        """Write all of it, in one transaction."""
        now, journal = self._now(), Journal(self._connection, self._now)
        with transaction(self._connection):
            before = dict(self._rows("SELECT name, value FROM settings"))
            for name, value in asdict(settings).items():
                if before.get(name) != str(value):
                    journal.add(Happening.SETTING, name=name, value=str(value), before=before.get(name, ""))
                self._run(
                    "INSERT INTO settings VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                    " value = excluded.value, updated_utc = excluded.updated_utc WHERE value <> excluded.value",
                    *(name, str(value), now),
                )
