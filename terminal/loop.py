"""The main loop: sleeps until something happens, lets the session decide, and draws."""

import select
from collections.abc import Callable, Sequence
from typing import Protocol

from terminal.clock import Clock
from terminal.doorbell import Doorbell
from terminal.inbox import Inbox
from terminal.performer import Performer
from terminal.session import State, advance
from terminal.session import events as ev
from terminal.session.resting import opening
from terminal.session.states import PressingFinger
from terminal.timers import Timers
from terminal.watchdog import Watchdog

_LOOK_S = 5.0
"""How often to look at the store though nobody rang: what a lost ring costs at most."""
_CHECK_S = 10.0
"""How often to look after the devices while nobody signs."""
_PUMP_S = 0.01
"""How often to ask a window that has no descriptor to sleep on."""


class Glass(Protocol):
    """The screen with its touches, as the loop sees it."""

    def show(self, state: State) -> None:
        """Draw what is different from before."""

    def filenos(self) -> Sequence[int]:
        """Return the descriptors that become readable when the glass is touched."""

    @property
    def must_be_asked(self) -> bool:
        """Whether some window has no descriptor, and must be asked again and again."""

    def due_s(self) -> float | None:
        """Return when ``touches`` is to be called though nothing is touched (monotonic); None while nothing moves."""

    def touches(self) -> list[ev.Touch]:
        """Return what was done on the glass since last asked, and draw live ink."""

    def close(self) -> None:
        """Let go of the windows."""


class Loop:
    """The only place where the session's state changes.

    Args:
        glass: what is drawn on and touched.
        inbox: letters from the workers; an exception among them ends the loop with it.
        doorbell: rung by the other processes.
        timers: what is due when.
        performer: carries out effects.
        clock: what time it is.
        minute: returns the shop's wall time, HH:MM, for the idle screen.
        look_s: how often to look at the store though nobody rang.
        check_s: how often to look after the devices.
    """

    def __init__(
        self,
        *,
        glass: Glass,
        inbox: Inbox[ev.Event | BaseException],
        doorbell: Doorbell,
        timers: Timers[ev.Event],
        performer: Performer,
        clock: Clock,
        minute: Callable[[], str],
        look_s: float = _LOOK_S,
        check_s: float = _CHECK_S,
    ) -> None:
        self._glass, self._inbox, self._doorbell, self._timers = glass, inbox, doorbell, timers
        self._performer, self._clock, self._minute = performer, clock, minute
        self._watchdog = Watchdog()
        self._chores = ((look_s, self._look), (check_s, self._check))
        self._chores_due = [0.0] * len(self._chores)
        self._stopping = False
        self._now_shown = ""
        self._poll = select.poll()
        self._filenos: tuple[int, ...] = ()

    def stop(self) -> None:
        """End the loop after what it is doing; from a signal handler."""
        self._stopping = True
        self._inbox.wake()

    def run(self, state: State) -> None:
        """Turn until stopped."""
        self._state = state
        self._glass.show(state)
        for effect in opening(state):
            self._performer.perform(effect)
        self._watchdog.ready()
        while not self._stopping:
            only_touched = self._sleep()
            for event in self._touched() if only_touched else self._happened():
                self._decide(event)
            self._glass.show(self._state)
            if not (only_touched or self._performer.stuck):
                self._watchdog.alive()
        self._watchdog.stopping()

    def _decide(self, event: ev.Event) -> None:
        self._state, effects = advance(self._state, event)
        for effect in effects:
            self._performer.perform(effect)

    def _sleep(self) -> bool:
        """Sleep until a descriptor has something or a timer is due; return whether only the glass was touched.

        Ink must not wait for what nobody asked about: while a customer writes, that is nearly every turn.
        """
        touched = self._glass.filenos()
        poll = self._poll_of((self._inbox.fileno(), self._doorbell.fileno(), *touched))
        due = [*self._chores_due]
        if (next_timer := self._timers.next_due()) is not None:
            due.append(next_timer)
        due_s = min(due)
        next_frame = self._glass.due_s()
        wait_s = (due_s if next_frame is None else min(due_s, next_frame)) - self._clock.monotonic_s()
        if self._watchdog.period_s:
            wait_s = min(wait_s, self._watchdog.period_s)
        if self._glass.must_be_asked:
            wait_s = min(wait_s, _PUMP_S)
        ready = poll.poll(max(0, wait_s * 1000))
        others = any(fileno not in touched for fileno, _ in ready)
        return bool(ready) and not others and self._clock.monotonic_s() < due_s

    def _poll_of(self, filenos: tuple[int, ...]) -> select.poll:
        """Return what sleeps on some descriptors: nearly always the ones of the last turn."""
        if filenos != self._filenos:
            self._filenos, self._poll = filenos, select.poll()
            for fileno in filenos:
                self._poll.register(fileno, select.POLLIN)
        return self._poll

    def _touched(self) -> list[ev.Event]:
        """Return what was done on the glass. What time it is is asked for last: ink needs none."""
        touches = self._glass.touches()
        if not touches:
            return []
        now = self._clock.now()
        return [ev.Pressed(touch, now) for touch in touches]

    def _happened(self) -> list[ev.Event]:
        """Return all that has happened, touches first: a customer should not wait for a device."""
        events = self._touched()
        for letter in self._inbox.take():
            if isinstance(letter, BaseException):
                raise letter
            events.append(letter)
        events += self._timers.take(self._clock.monotonic_s())
        self._doorbell_and_chores()
        if (minute := self._minute()) != self._now_shown:
            self._now_shown = minute
            events.append(ev.MinutePassed(minute))
        return events

    def _doorbell_and_chores(self) -> None:
        now_s = self._clock.monotonic_s()
        if self._doorbell.answer():
            self._look()
        for number, (period_s, chore) in enumerate(self._chores):
            if self._chores_due[number] <= now_s:
                self._chores_due[number] = now_s + period_s
                chore()

    def _look(self) -> None:
        self._performer.look(self._state)

    def _check(self) -> None:
        if not isinstance(self._state, PressingFinger):
            self._performer.check_devices()
