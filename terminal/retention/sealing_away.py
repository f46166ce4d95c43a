"""Sealing away: once every archive has a record, all of it is encrypted to its owner, and no reader is left here."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from terminal.evidence.bundle import make_bundle
from terminal.evidence.errors import KeyUnfit, SealError
from terminal.model.moment import utc_text
from terminal.model.record import Part
from terminal.store import Store
from terminal.store.errors import StillNeeded, StoreBusy, StoreFull

from .policy import promised_of

if TYPE_CHECKING:
    from terminal.evidence.keys import DeviceKey

log = logging.getLogger(__name__)

_RETRY_S = 60.0


class SealingAway:
    """Seals records to their owner, one at a time.

    Args:
        store: the store, opened by this thread.
        recipients: the age keys of those who shall be able to read them.
        key: gives the terminal's key, which signs what stands in a record's place.
        now: what time it is.
    """

    def __init__(
        self,
        store: Store,
        recipients: Sequence[str],
        key: "Callable[[], DeviceKey]",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._recipients, self._key, self._now = store, recipients, key, now
        self._passed = 0
        self._flushed = False
        self._due_s = 0.0

    def step(self, now_s: float) -> bool:
        """Seal one record that nothing waits for any more; returns whether there was one."""
        if now_s < self._due_s:
            return False
        try:
            found = self._store.retained.readable(self._passed)
            if found is None:
                self._flushed = self._flushed or self._store.destroyed.flush()
                return False
            self._flushed = False
            self._seal(*found)
        except (SealError, StillNeeded) as error:
            log.warning("record %s is not sealed to its owner: %s", found, error)
            self._passed = found[0] if found else 0
        except (KeyUnfit, StoreBusy, StoreFull) as error:
            log.warning("nothing is sealed to its owner now: %s", error)
            self._due_s = now_s + _RETRY_S
            return False
        return True

    def _seal(self, seq: int, record_id: str) -> None:
        from terminal.evidence.age import MEDIA_TYPE, SUFFIX, encrypt, read_recipients  # noqa: PLC0415
        from terminal.evidence.seal import check_seal  # noqa: PLC0415 - cryptography
        from terminal.evidence.stub import SEALED, Stub, seal_stub  # noqa: PLC0415

        jws, files = self._store.records.jws(record_id), self._store.files(record_id)
        content = encrypt(make_bundle(jws, files), read_recipients(self._recipients))
        sealed = Part(f"{record_id}.signpost{SUFFIX}", MEDIA_TYPE, content)
        utc = utc_text(self._now())
        stub = Stub.of(check_seal(jws), SEALED, utc, "as it is configured", sealed.sha256)
        day = promised_of(jws) if any(part.name.startswith("impression.png") for part in files) else None
        done = self._store.destroyed.seal_away(
            *(record_id, seal_stub(stub, self._key()), sealed),
            utc=utc,
            promised=day.isoformat() if day else "",
            files=files,
        )
        if not done:
            self._passed = seq
