"""Inbox, worker and timers: what the main loop sleeps on."""

import select
import threading
from collections.abc import Iterator

import pytest

from terminal.inbox import Inbox
from terminal.timers import Timers
from terminal.worker import Worker


@pytest.fixture
def inbox() -> Iterator[Inbox[object]]:
    inbox: Inbox[object] = Inbox()
    yield inbox
    inbox.close()


def readable(inbox: Inbox[object], wait_s: float = 0) -> bool:
    return bool(select.select([inbox], [], [], wait_s)[0])


def test_letters_from_any_thread_wake_the_reader_and_keep_their_order(inbox: Inbox[object]) -> None:
    assert not readable(inbox)
    assert inbox.take() == []

    def write() -> None:
        for number in range(100):
            inbox.put(number)

    writer = threading.Thread(target=write)
    writer.start()
    assert readable(inbox, 5)
    writer.join()
    taken = inbox.take()
    while readable(inbox):
        taken += inbox.take()
    assert taken == list(range(100))


def test_a_worker_does_one_thing_after_the_other(inbox: Inbox[object]) -> None:
    worker = Worker("test", inbox.put)
    done: list[int] = []
    for number in range(50):
        worker.do(lambda number=number: done.append(number))  # type: ignore[misc]
    worker.stop()
    assert done == list(range(50))
    assert inbox.take() == []


def test_an_error_nobody_expected_reaches_the_loop_and_the_worker_goes_on(inbox: Inbox[object]) -> None:
    worker = Worker("test", inbox.put)
    done = threading.Event()

    def stumble() -> None:
        raise KeyError

    worker.do(stumble)
    worker.do(done.set)
    assert done.wait(60)
    assert isinstance(inbox.take()[0], KeyError)
    worker.stop()


def test_a_stuck_worker_says_so_instead_of_swallowing_work(inbox: Inbox[object]) -> None:
    release = threading.Event()

    def wait() -> None:
        release.wait(60)

    worker = Worker("test", inbox.put, room=2)
    for _ in range(5):
        worker.do(wait)
    [*_, complaint] = inbox.take()
    assert "stuck" in str(complaint)
    release.set()
    worker.stop()


def test_timers_are_due_once_in_order_and_can_be_moved_and_stopped() -> None:
    timers: Timers[str] = Timers()
    assert timers.next_due() is None
    for name, at_s in (("late", 5.0), ("early", 1.0), ("never", 2.0), ("moved", 1.5)):
        timers.start(name, at_s, lambda name=name: name)  # type: ignore[misc]
    timers.stop("never")
    timers.start("moved", 4.0, lambda: "moved")
    assert timers.next_due() == 1.0
    assert timers.take(0.5) == []
    assert timers.take(4.5) == ["early", "moved"]
    assert timers.take(9.0) == ["late"]
    assert timers.next_due() is None
