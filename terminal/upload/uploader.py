"""The uploader: one record at a time, oldest first, for ever, until each is acknowledged.

It deletes nothing unsent. What waits, for how long and why, stands in the outbox; how the line is, on the notice board.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from terminal.clock import Clock
from terminal.evidence.bundle import make_bundle
from terminal.model.journal import Happening
from terminal.model.status import Health
from terminal.store import Store
from terminal.store.errors import RecordGone, StoreFull
from terminal.store.journal import Sought
from terminal.store.outbox import Outgoing

from .backoff import Backoff
from .pdfs import SignedPdfs
from .sinks import Acknowledged, Outcome, Postponed, Refused, Sink, Unreachable

log = logging.getLogger(__name__)

_STUMBLES = 3
"""So many records in a row that a sink could not take now mean that it is the sink's trouble, not theirs."""
_MOST_KEYS = 1000
_NOTE_AGAIN_S = 60.0
_LOOK_AGAIN_S = 20.0


class Housekeeping(Protocol):
    """What is done with the store when there is nothing to send, a little at a time."""

    def step(self, now_s: float) -> bool:
        """Do a little, and return whether there is more to do at once."""


@dataclass(slots=True)
class _Line:
    """The way to one sink: how it went lately, and when it is worth another try (monotonic seconds)."""

    sink: Sink
    failures: int = 0
    stumbles: int = 0
    due_s: float = 0.0
    postponed: dict[int, tuple[int, float]] = field(default_factory=dict)
    noted: tuple[Health, str] | None = None
    noted_s: float = 0.0
    look_due_s: float = 0.0
    introduced: int = 0

    def next_of(self, store: Store, now_s: float) -> Outgoing | None:
        """Return the oldest record that is due; one that was postponed lets the next go first."""
        for outgoing in store.outbox.unsent(self.sink.name, len(self.postponed) + 1):
            if self.postponed.get(outgoing.id, (0, 0.0))[1] <= now_s:
                return outgoing
        return None

    def next_s(self, idle_s: float) -> float:
        """Return when to look again, ``idle_s`` at the latest."""
        return max(self.due_s, min([idle_s, *(due_s for _, due_s in self.postponed.values())]))


class Uploader:
    """Brings every record to every sink.

    Args:
        store: the store, opened by this thread.
        sinks: where the records go.
        clock: what time it is, for notes.
        backoff: how long to wait after failures.
        ring: rings the other processes' doorbells, when something here was news.
        poll_s: how often to look at the store at least.
        pdfs: makes the records' signed PDFs; None where none are wanted.
        housekeeping: what is done when there is nothing to send.
    """

    def __init__(
        self,
        store: Store,
        sinks: Sequence[Sink],
        clock: Clock,
        backoff: Backoff,
        *,
        ring: Callable[[], None],
        poll_s: float,
        pdfs: SignedPdfs | None = None,
        housekeeping: Sequence[Housekeeping] = (),
    ) -> None:
        self._store, self._clock, self._backoff, self._pdfs = store, clock, backoff, pdfs
        self._ring, self._poll_s, self._housekeeping = ring, poll_s, housekeeping
        self._lines = [_Line(sink) for sink in sinks]
        self._head, self._asked = store.records.head()[0], store.outbox.last_asked()
        if not sinks:
            sentence = "No archive is configured; the records stay on this terminal."
            self._store.devices.note("archive", Health.ABSENT, sentence, clock.now())

    def close(self) -> None:
        """End what was started."""
        if self._pdfs:
            self._pdfs.close()

    def step(self, now_s: float) -> float:
        """Send one record at most to each sink, and return when (monotonic seconds) to be called again.

        Call it whenever the doorbell rings as well: a new record ends any wait, because whoever just signed
        may be looking, and so do staff who ask for one to be sent again.
        """
        try:
            head, asked = self._store.records.head()[0], self._store.outbox.last_asked()
            if head > self._head or asked > self._asked:
                self._head, self._asked = head, max(asked, self._asked)
                for line in self._lines:
                    line.due_s = now_s
            due_s = min([self._step(line, now_s) for line in self._lines], default=now_s + self._poll_s)
            # With the line down or idle, PDFs are made ahead: then the backlog goes out as fast as the line allows.
            if due_s > now_s and self._pdfs and self._pdfs.step():
                return now_s
            return now_s if due_s > now_s and any(each.step(now_s) for each in self._housekeeping) else due_s
        except StoreFull:
            return now_s + self._poll_s  # what was not noted is sent again, and does no harm there

    def _step(self, line: _Line, now_s: float) -> float:
        idle_s = now_s + self._poll_s
        if now_s < line.due_s:
            return min(line.due_s, idle_s)
        outgoing = line.next_of(self._store, now_s)
        if outgoing is None:
            self._look(line, now_s)
            return min(line.next_s(idle_s), idle_s)
        if self._pdfs:
            self._pdfs.make_for(outgoing.record_id)
        try:
            jws = self._store.records.jws(outgoing.record_id)
        except RecordGone as error:  # asked to be sent again, when there was nothing left of it
            self._settle(line, outgoing, Refused(str(error)), now_s)
            return now_s
        bundle = make_bundle(jws, self._store.files(outgoing.record_id))
        self._introduce(line)
        outcome = line.sink.put(
            outgoing.record_id,
            bundle,
            sent=lambda: self._store.outbox.sent(outgoing.id),
            heads=self._store.heads(),
        )
        self._settle(line, outgoing, outcome, now_s)
        return min(max(now_s, line.due_s), idle_s)

    def _introduce(self, line: _Line) -> None:
        """Tell the sink of every change of the key, the first one first, before what the new key sealed.

        One that it does not take holds up nothing: it may know none of both keys before the next record is there.
        """
        changes = self._store.journal.latest(Sought(happening=Happening.KEY_REPLACED), _MOST_KEYS)[::-1]
        for change in changes[line.introduced :]:
            if trouble := line.sink.introduce(str(change.facts["statement"])):
                log.warning("%s: %s", line.sink.name, trouble)
                return
            line.introduced += 1

    def _look(self, line: _Line, now_s: float) -> None:
        """With nothing to send, look now and then whether the sink is there: staff should know before they need it."""
        if now_s >= line.look_due_s:
            line.look_due_s = now_s + _LOOK_AGAIN_S
            trouble = line.sink.look()
            self._note(line, Health.PROBLEM if trouble else Health.OK, trouble, now_s)

    def _settle(self, line: _Line, outgoing: Outgoing, outcome: Outcome, now_s: float) -> None:
        """Write down what came of a try, and when the next is due."""
        outbox = self._store.outbox
        match outcome:
            case Acknowledged(words):
                outbox.acknowledged(outgoing.id, words)
                self._arrived(line, outgoing, now_s)
                self._ring()
            case Refused(sentence):
                outbox.refused(outgoing.id, sentence)
                self._arrived(line, outgoing, now_s)
                self._ring()
            case Postponed(sentence):
                outbox.tried(outgoing.id, sentence)
                failures = line.postponed.get(outgoing.id, (0, 0.0))[0] + 1
                line.postponed[outgoing.id] = (failures, now_s + self._backoff.wait_s(failures))
                line.stumbles += 1
                if line.stumbles >= _STUMBLES:
                    self._give_way(line, sentence, now_s)
            case Unreachable(sentence):
                outbox.tried(outgoing.id, sentence)
                self._give_way(line, sentence, now_s)

    def _arrived(self, line: _Line, outgoing: Outgoing, now_s: float) -> None:
        """The sink is there and decided: nothing is to be waited for."""
        line.failures, line.stumbles, line.due_s = 0, 0, now_s
        line.postponed.pop(outgoing.id, None)
        self._note(line, Health.OK, "", now_s)

    def _give_way(self, line: _Line, sentence: str, now_s: float) -> None:
        """The line is in trouble: wait before anything is tried over it again."""
        line.failures += 1
        line.due_s = now_s + self._backoff.wait_s(line.failures)
        self._note(line, Health.PROBLEM, sentence, now_s)

    def _note(self, line: _Line, health: Health, sentence: str, now_s: float) -> None:
        """Write on the notice board how the line is: when it changes, and now and then."""
        if line.noted == (health, sentence) and now_s - line.noted_s < _NOTE_AGAIN_S:
            return
        line.noted, line.noted_s = (health, sentence), now_s
        if self._store.devices.note(line.sink.name, health, sentence, self._clock.now()):
            self._ring()
