"""The sensor's side of the terminal, on the emulated sensor and its real wire."""

import threading
from collections.abc import Iterator

import pytest

from drivers.fingerprint import FingerImage, open_reader
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.fingers import FINGERS, Manner
from drivers.fingerprint.quality import Verdict, judge
from terminal.clock import Clock
from terminal.model.status import Health
from terminal.sensing import FingerTaker
from terminal.session import events as ev
from terminal.session.states import Coaching


class Asked:
    """A taker at work on a thread of its own, and what it told."""

    def __init__(
        self, sensor: SensorEmulator, timeout_s: float, lift_s: float = 10, *, tries: int = 3
    ) -> None:
        self.told: list[ev.Event] = []
        self._changed = threading.Condition()
        self.taker = FingerTaker(
            lambda stopping: open_reader(sensor.path, stopping=stopping),
            timeout_s,
            Clock(),
            self._tell,
            lift_s,
            tries=tries,
        )
        self._thread: threading.Thread | None = None

    def _tell(self, event: ev.Event) -> None:
        with self._changed:
            self.told.append(event)
            self._changed.notify_all()

    def take(self) -> int:
        ticket = self.taker.ask()
        self._thread = threading.Thread(target=self.taker.take, args=(ticket,))
        self._thread.start()
        return ticket

    def hears(self, wanted: ev.Event | type[ev.Event], times: int = 1) -> ev.Event:
        """Wait until it was told so often, and return the last of them."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._all(wanted)) >= times, 60), self.told
            return self._all(wanted)[-1]

    def _all(self, wanted: ev.Event | type[ev.Event]) -> list[ev.Event]:
        return [
            each
            for each in self.told
            if each == wanted or (isinstance(wanted, type) and isinstance(each, wanted))
        ]

    def end(self) -> None:
        self.taker.stop()
        if self._thread:
            self._thread.join(60)
            assert not self._thread.is_alive()
        self.taker.close()


@pytest.fixture
def sensor() -> Iterator[SensorEmulator]:
    with SensorEmulator(pace=False) as emulator:
        yield emulator


@pytest.fixture
def asked(sensor: SensorEmulator) -> Iterator[Asked]:
    asked = Asked(sensor, timeout_s=0.4)
    yield asked
    asked.end()


def test_a_good_finger_is_taken_at_once(sensor: SensorEmulator, asked: Asked) -> None:
    sensor.press(FINGERS[0])
    asked.take()
    taken = asked.hears(ev.FingerTaken)
    assert isinstance(taken, ev.FingerTaken)
    assert (taken.impression.width_px, taken.impression.dpi) == (192, 508)
    assert taken.impression.sensor
    assert taken.impression.quality
    assert (taken.impression.quality.verdict, taken.impression.quality.tries) == ("good", 1)


def test_nobody_pressing_is_no_fault_of_the_sensor(asked: Asked) -> None:
    asked.take()
    asked.hears(ev.NobodyPressed())
    assert not any(isinstance(event, ev.SensorFailed | ev.DeviceSeen) for event in asked.told)


def test_a_poor_finger_is_coached_and_a_better_one_taken(sensor: SensorEmulator, asked: Asked) -> None:
    sensor.press(FINGERS[0], Manner.DRY)
    asked.take()
    asked.hears(ev.FingerCoached(Coaching.DRY))
    sensor.lift()
    asked.hears(ev.FingerCoached(Coaching.DRY), times=2)  # the second while it waits for the next press
    sensor.press(FINGERS[0], Manner.GOOD)
    asked.hears(ev.FingerTaken)


def test_a_good_finger_stands_though_a_part_of_it_was_clearer(sensor: SensorEmulator, asked: Asked) -> None:
    sensor.press(FINGERS[0], Manner.PARTIAL)
    asked.take()
    asked.hears(ev.FingerCoached(Coaching.PARTIAL))
    sensor.lift()
    asked.hears(ev.FingerCoached(Coaching.PARTIAL), times=2)
    sensor.press(FINGERS[0], Manner.GOOD)
    taken = asked.hears(ev.FingerTaken)
    assert isinstance(taken, ev.FingerTaken)
    kept = taken.impression
    image = FingerImage(kept.width_px, kept.height_px, kept.dpi, kept.pixels)
    assert judge(image).verdict is Verdict.GOOD


def test_a_finger_that_is_pressed_better_without_lifting_is_looked_at_again(sensor: SensorEmulator) -> None:
    asked = Asked(sensor, timeout_s=60, lift_s=0)
    sensor.press(FINGERS[0], Manner.DRY)
    asked.take()
    asked.hears(ev.FingerCoached(Coaching.DRY))
    sensor.press(FINGERS[0], Manner.GOOD)
    asked.hears(ev.FingerTaken)
    asked.end()


def test_the_best_so_far_stands_where_the_customer_does_not_press_again(
    sensor: SensorEmulator, asked: Asked
) -> None:
    sensor.press(FINGERS[0], Manner.DRY)
    asked.take()
    asked.hears(ev.FingerCoached(Coaching.DRY))
    sensor.lift()
    asked.hears(ev.FingerTaken)


@pytest.mark.parametrize("manner", [Manner.PARTIAL, Manner.ASIDE, Manner.DRY, Manner.WET, Manner.MOVED])
def test_each_way_to_press_badly_is_coached_in_its_own_words(
    sensor: SensorEmulator, asked: Asked, manner: Manner
) -> None:
    sensor.press(FINGERS[0], manner)
    asked.take()
    asked.hears(ev.FingerCoached(Coaching(manner.value)))


def test_after_its_tries_the_best_picture_stands_and_says_how_good_it_is(sensor: SensorEmulator) -> None:
    asked = Asked(sensor, timeout_s=60, lift_s=0, tries=2)
    sensor.press(FINGERS[0], Manner.WET)
    asked.take()
    taken = asked.hears(ev.FingerTaken)
    assert isinstance(taken, ev.FingerTaken)
    assert taken.impression.quality
    assert (taken.impression.quality.verdict, taken.impression.quality.tries) == ("wet", 2)
    asked.end()


def test_of_poor_pictures_the_one_stands_in_which_most_can_be_seen(sensor: SensorEmulator) -> None:
    asked = Asked(sensor, timeout_s=60, tries=2)
    sensor.press(FINGERS[0], Manner.PARTIAL)  # of a higher contrast than the wet one, and far smaller
    asked.take()
    asked.hears(ev.FingerCoached(Coaching.PARTIAL))
    sensor.lift()
    asked.hears(ev.FingerCoached(Coaching.PARTIAL), times=2)
    sensor.press(FINGERS[0], Manner.WET)
    taken = asked.hears(ev.FingerTaken)
    assert isinstance(taken, ev.FingerTaken)
    assert taken.impression.quality
    assert taken.impression.quality.verdict == "wet"
    asked.end()


@pytest.mark.parametrize("tries", [1, 4])
def test_a_finger_that_never_keeps_still_is_told_to_be_unclear_and_not_kept(
    sensor: SensorEmulator, tries: int
) -> None:
    asked = Asked(sensor, timeout_s=60, lift_s=0, tries=tries)
    sensor.press(FINGERS[0], Manner.MOVED)
    asked.take()
    asked.hears(ev.FingerUnclear())
    asked.end()
    coached = [each for each in asked.told if each == ev.FingerCoached(Coaching.HOLD)]
    assert len(coached) == tries
    assert not any(isinstance(each, ev.FingerTaken) for each in asked.told)


def test_who_stopped_asking_hears_nothing_more(sensor: SensorEmulator, asked: Asked) -> None:
    asked.take()
    asked.hears(ev.FingerCoached(Coaching.PRESS))
    asked.taker.stop()
    heard = len(asked.told)
    sensor.press(FINGERS[0])
    asked.end()
    assert asked.told[heard:] == []


def test_an_old_ticket_never_answers_a_new_asking(sensor: SensorEmulator, asked: Asked) -> None:
    old = asked.taker.ask()
    asked.taker.ask()
    sensor.press(FINGERS[0])
    asked.taker.take(old)
    assert asked.told == []


def test_a_sensor_that_goes_away_is_said_to_staff_and_session(sensor: SensorEmulator, asked: Asked) -> None:
    asked.taker.check()
    assert asked.told == [ev.DeviceSeen("sensor", Health.OK, "R503", ())]
    asked.take()
    asked.hears(ev.FingerCoached(Coaching.PRESS))
    sensor.unplug()
    failed = asked.hears(ev.SensorFailed)
    assert isinstance(failed, ev.SensorFailed)
    assert failed.sentence
    asked.taker.check()
    last = asked.told[-1]
    assert isinstance(last, ev.DeviceSeen)
    assert last.health is Health.PROBLEM
    sensor.plug()
    asked.taker.check()
    assert asked.told[-1] == ev.DeviceSeen("sensor", Health.OK, "R503", ())


def test_a_finger_may_go_as_soon_as_its_picture_is_on_the_way(sensor: SensorEmulator, asked: Asked) -> None:
    sensor.press(FINGERS[0])
    asked.take()
    asked.hears(ev.FingerTaken)
    coached = [event for event in asked.told if isinstance(event, ev.FingerCoached)]
    order = list(dict.fromkeys(event.coaching for event in coached))
    assert order == [Coaching.PRESS, Coaching.HOLD, Coaching.LIFT]
    assert all(event.fraction == 0 for event in coached if event.coaching is Coaching.HOLD)
    assert coached[-1] == ev.FingerCoached(Coaching.LIFT, 1.0)


def test_a_process_that_ends_waits_for_no_sensor(sensor: SensorEmulator) -> None:
    told: list[ev.Event] = []
    taker = FingerTaker(
        lambda stopping: open_reader(sensor.path, reply_timeout_s=60.0, stopping=stopping),
        60,
        Clock(),
        told.append,
    )
    sensor.power_off()
    checking = threading.Thread(target=taker.check)
    checking.start()
    taker.end()
    checking.join(60)
    assert not checking.is_alive()
    taker.close()
