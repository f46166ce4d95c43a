"""Destruction: a part of a record, or all of it, goes for good, and the terminal signs that it did."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from terminal.model.moment import utc_text
from terminal.store import Store
from terminal.store.errors import RecordGone

if TYPE_CHECKING:
    from terminal.evidence.keys import DeviceKey


class NothingToDestroy(ValueError):
    """The record has no such part, or it was destroyed before. The message says which it has."""


class Destroyer:
    """Destroys what it is told to, each time with a signed word in its place.

    Args:
        store: the store, opened by this thread.
        key: gives the terminal's key; asked only when something is to be signed.
        now: what time it is.
    """

    def __init__(
        self,
        store: Store,
        key: "Callable[[], DeviceKey]",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._key, self._now = store, key, now

    def parts(self, record_id: str, names: Collection[str], why: str, *, even_unsent: bool = False) -> None:
        """Destroy parts of a record, named as the record lists them.

        Raises:
            NothingToDestroy: it has no such part.
            StillNeeded: an archive has not acknowledged the record.
        """
        from terminal.evidence.tombstone import Tombstone, seal_tombstone  # noqa: PLC0415 - cryptography

        here = {part.name: part for part in self._store.records.parts(record_id)}
        if missing := [name for name in names if name not in here]:
            raise NothingToDestroy(
                f"the record has no {', '.join(missing)}: here are {', '.join(here) or 'no parts'}"
            )
        for name in names:
            utc, part = utc_text(self._now()), here[name]
            stone = seal_tombstone(Tombstone(record_id, name, part.sha256, utc, why), self._key())
            self._store.destroyed.bury(record_id, part, stone, utc, why, even_unsent=even_unsent)

    def record(self, record_id: str, why: str, *, even_unsent: bool = False) -> None:
        """Destroy all of a record. Its number, its digest, and what lists say of it stay, and so does the chain.

        Raises:
            NothingToDestroy: it was destroyed before.
            StillNeeded: an archive has not acknowledged the record.
            SealError: its seal does not hold, so nothing can be signed about it.
        """
        from terminal.evidence.seal import check_seal  # noqa: PLC0415 - cryptography
        from terminal.evidence.stub import DESTROYED, STUB_NAME, Stub, check_stub, seal_stub  # noqa: PLC0415

        utc = utc_text(self._now())
        try:
            stub = Stub.of(check_seal(self._store.records.jws(record_id)), DESTROYED, utc, why)
        except RecordGone as error:
            (old,) = (part for part in self._store.destroyed.of(record_id) if part.name == STUB_NAME)
            before, _ = check_stub(old.content)
            if before.became == DESTROYED:
                raise NothingToDestroy(str(error)) from None
            stub = replace(before, became=DESTROYED, utc=utc, why=why, file_sha256="")
        signed = seal_stub(stub, self._key())
        self._store.destroyed.bury_all(record_id, signed, utc, why, even_unsent=even_unsent)
