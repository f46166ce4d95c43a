"""Which records are to be exported."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from terminal.model.status import Printed, Uploaded
from terminal.store import Store
from terminal.store.history import Sought
from terminal.store.records import StoredRecord

from . import ExportError


class Standing(StrEnum):
    """How far a record has come, as people ask for it."""

    VALID = "valid"
    VOIDED = "voided"
    PRINTED = "printed"
    UNPRINTED = "unprinted"
    ACKNOWLEDGED = "acknowledged"
    UNSENT = "unsent"

    def holds_of(self, record: StoredRecord) -> bool:
        """Tell whether a record stands so."""
        match self:
            case Standing.VALID | Standing.VOIDED:
                return bool(record.voided_utc) is (self is Standing.VOIDED)
            case Standing.PRINTED | Standing.UNPRINTED:
                return (record.printed is Printed.PRINTED) is (self is Standing.PRINTED)
            case _:
                return (record.uploaded is Uploaded.ACKNOWLEDGED) is (self is Standing.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records are meant: those that have one of the names, if there are any, and fit all the rest.

    Attributes:
        names: ids, match codes or references, whole.
        sought: by part of a reference, match code, days.
        standing: how far they have come; None leaves it open.
    """

    names: tuple[str, ...] = ()
    sought: Sought = field(default_factory=Sought)
    standing: Standing | None = None

    def records(self, store: Store) -> Iterator[StoredRecord]:
        """Yield the records, the oldest first.

        Raises:
            ExportError: a name is no record's.
        """
        ids = set()
        for name in self.names:
            found = {record.id for record in store.records.named(name, -1)}
            if not found:
                raise ExportError(
                    f"no record here is called {name!r}: give an id, a match code or a reference"
                )
            ids |= found
        for record in store.history.every(self.sought):
            if (not self.names or record.id in ids) and (not self.standing or self.standing.holds_of(record)):
                yield record


def one_record(store: Store, name: str) -> StoredRecord:
    """Return the record that is meant.

    Raises:
        ExportError: there is none, or more than one.
    """
    found = store.records.named(name, 6) or store.records.latest(6, name)
    if not found:
        raise ExportError(f"no record here is called {name!r}: give an id, a match code or a reference")
    if len(found) > 1:
        which = ", ".join(record.id for record in found[:5])
        raise ExportError(
            f"more than one record is called {name!r}. Give the id of the one that is meant: {which}"
        )
    return found[0]
