"""The store: one SQLite file that all processes share, and the only thing they share.

Requests come in, records are kept, and the outbox and the print journal remember what is still to be done.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from terminal.model.heads import Heads
from terminal.model.moment import utc_text
from terminal.model.record import Part

from .closing import Closing
from .database import connect
from .destroyed import Destroyed
from .devices import Devices
from .documents import Documents
from .history import History
from .journal import Journal
from .made import Made
from .outbox import Outbox
from .pairings import Pairings
from .papers import Papers
from .records import Records
from .requests import Requests
from .restoring import Restoring
from .retained import Retention
from .settings import SettingsKept
from .slips import Slips
from .tills import Tills


def _utc_now() -> str:
    return utc_text(datetime.now(UTC))


class Store:
    """One connection to the store, for the thread that opened it."""

    def __init__(self, path: Path, now: Callable[[], str] = _utc_now) -> None:
        self._connection = connect(path)
        self.requests = Requests(self._connection, now)
        self.documents = Documents(self._connection, now)
        self.records = Records(self._connection, now)
        self.history = History(self._connection, now)
        self.journal = Journal(self._connection, now)
        self.restoring = Restoring(self._connection, now)
        self.made = Made(self._connection, now)
        self.destroyed = Destroyed(self._connection, now)
        self.retained = Retention(self._connection, now)
        self.outbox = Outbox(self._connection, now)
        self.slips = Slips(self._connection, now)
        self.papers = Papers(self._connection, now)
        self.closing = Closing(self._connection, now)
        self.devices = Devices(self._connection, now)
        self.tills = Tills(self._connection, now)
        self.pairings = Pairings(self._connection, now)
        self.settings = SettingsKept(self._connection, now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def files(self, record_id: str) -> tuple[Part, ...]:
        """Return a record's files beside its seal, as its bundle has them.

        They are its parts, what was made of it later, and what stands for a part that was destroyed.
        """
        return (*self.records.parts(record_id), *self.made.of(record_id), *self.destroyed.of(record_id))

    def heads(self) -> Heads:
        """Return how far chain and journal have come."""
        (seq, digest), journal = self.records.head(), self.journal.head()
        return Heads(seq, digest, journal.seq, journal.sha256)

    def close(self) -> None:
        """Close the connection. What was committed stays."""
        self._connection.close()
