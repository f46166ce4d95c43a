from desk.browser_time import BrowserClock

MS = 1_000_000


class Monotonic:
    """A clock that stands still until it is put on."""

    def __init__(self, now_ms: int) -> None:
        self.now_ns = now_ms * MS

    def read(self) -> int:
        return self.now_ns


def heard(clock: BrowserClock, time: Monotonic, sent_ms: float, arrives_ms: int) -> None:
    time.now_ns = arrives_ms * MS
    clock.heard(sent_ms)


def test_an_event_is_put_where_it_happened_not_where_it_arrived() -> None:
    time = Monotonic(0)
    clock = BrowserClock(time.read)
    heard(clock, time, sent_ms=100, arrives_ms=5000)
    assert clock.to_ns(92.5) == 5000 * MS - int(7.5 * MS)


def test_the_quickest_message_sets_the_clock() -> None:
    time = Monotonic(0)
    clock = BrowserClock(time.read)
    heard(clock, time, sent_ms=100, arrives_ms=5040)
    heard(clock, time, sent_ms=200, arrives_ms=5102)
    heard(clock, time, sent_ms=300, arrives_ms=5390)
    assert clock.to_ns(290) == 5192 * MS


def test_within_a_stroke_the_browser_alone_measures_time() -> None:
    time = Monotonic(0)
    clock = BrowserClock(time.read)
    heard(clock, time, sent_ms=100, arrives_ms=5040)
    clock.hold()
    first = clock.to_ns(100)
    heard(clock, time, sent_ms=110, arrives_ms=5045)
    time.now_ns = 6000 * MS
    assert clock.to_ns(110) - first == 10 * MS
    clock.release()
    assert clock.to_ns(120) == 5055 * MS


def test_time_never_runs_back_nor_ahead() -> None:
    time = Monotonic(0)
    clock = BrowserClock(time.read)
    heard(clock, time, sent_ms=100, arrives_ms=5000)
    late = clock.to_ns(90)
    assert clock.to_ns(80) == late
    assert clock.to_ns(500) == 5000 * MS
