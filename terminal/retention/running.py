"""Retention as it runs: once a day, when there is nothing to send, a little at a time."""

import logging
from collections.abc import Callable, Iterator
from datetime import date, tzinfo

from terminal.config import RetentionConfig
from terminal.evidence.errors import KeyUnfit, SealError
from terminal.model.moment import ClockState
from terminal.store import Store
from terminal.store.errors import StillNeeded, StoreBusy, StoreFull

from .destroying import Destroyer, NothingToDestroy
from .policy import Due, Kind, due

log = logging.getLogger(__name__)

_DAY_S = 86_400.0
_RETRY_S = 60.0


class Retention:
    """Lets go of what the policy names.

    Args:
        store: the store, opened by this thread.
        config: the policy.
        destroyer: destroys, and signs that it did.
        today: the day in the shop.
        zone: the shop's time zone; None is the computer's own.
        clock: how far the wall clock can be believed. By one that nobody set, nothing is let go of.
    """

    def __init__(
        self,
        store: Store,
        config: RetentionConfig,
        destroyer: Destroyer,
        *,
        today: Callable[[], date],
        zone: tzinfo | None,
        clock: Callable[[], ClockState],
    ) -> None:
        self._store, self._config, self._destroyer = store, config, destroyer
        self._today, self._zone, self._clock = today, zone, clock
        self._round: Iterator[Due | None] | None = None
        self._due_s = 0.0

    def all_due(self) -> Iterator[Due]:
        """Yield everything whose time has come, and what of it is held."""
        yield from (
            each for each in due(self._store, self._config, self._today(), self._zone) if each is not None
        )

    def step(self, now_s: float) -> bool:
        """Do a little of what is to be done today; returns whether there is more to do at once."""
        if self._round is None:
            if now_s < self._due_s or self._clock() is ClockState.UNSYNCHRONISED:
                return False
            self._round = due(self._store, self._config, self._today(), self._zone)
        try:
            each = next(self._round)
            if each is not None and not each.held:
                self._try(each)
        except StopIteration:
            done = self._store.destroyed.flush()
            self._due_s, self._round = now_s + (_DAY_S if done else _RETRY_S), None
            return False
        except (StoreBusy, StoreFull) as error:
            log.warning("nothing is let go of now: %s", error)
            self._due_s, self._round = now_s + _RETRY_S, None
            return False
        return True

    def let_go(self, what: Due) -> None:
        """Let go of something whose time has come.

        Raises:
            NothingToDestroy: it is not here any more.
            StillNeeded: an archive has not acknowledged it.
            SealError, KeyUnfit: nothing can be signed about it.
        """
        if what.kind is Kind.REQUEST:
            self._store.destroyed.forget_request(what.id, what.reference)
        elif what.parts:
            self._destroyer.parts(what.id, what.parts, what.why, even_unsent=what.unsent)
        else:
            self._destroyer.record(what.id, what.why, even_unsent=what.unsent)

    def _try(self, what: Due) -> None:
        try:
            self.let_go(what)
        except (NothingToDestroy, StillNeeded, SealError, KeyUnfit) as error:
            log.warning("%s of %s is not let go of: %s", what.kind, what.reference, error)
