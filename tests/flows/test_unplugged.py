"""Storyboards of pulled cables: each device goes and comes back, in each state of a session."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.faults import Faults
from drivers.fingerprint.fingers import FINGERS
from drivers.panel.physical import EmulatedPanel
from terminal.clock import Clock
from terminal.model.ink import Stroke
from terminal.model.request import Method
from terminal.model.status import Health, RequestState
from terminal.pin import Cost, StaffPin
from terminal.session import Idle
from terminal.session import events as ev
from terminal.session.staff import events as said
from terminal.session.staff.states import Menu, TryingDevices
from terminal.session.states import (
    Checking,
    Choosing,
    Coaching,
    Consenting,
    EnteringPin,
    PressingFinger,
    Reviewing,
    Saving,
    Thanks,
)
from tests.flows.conftest import Shop, Step, signing

AGREED = [
    Step(Reviewing, ev.ReadOn()),
    Step(Choosing, ev.Chose(Method.FINGERPRINT)),
    Step(Consenting, ev.Agreed()),
]


def by_hand(stroke: Stroke) -> list[Step]:
    return signing(stroke)[1:]


def methods(shop: Shop) -> tuple[Method, ...]:
    state: Any = shop.glass.shown[-1]
    return tuple(state.session.methods)


def coached(shop: Shop, coaching: Coaching) -> Callable[[], bool]:
    def is_so() -> bool:
        state = shop.glass.shown[-1]
        return isinstance(state, PressingFinger) and state.coaching is coaching

    return is_so


def failures(shop: Shop) -> int:
    """Return how many times the glass came to say that the sensor did not answer."""
    failed = [
        isinstance(s, PressingFinger) and s.coaching is Coaching.READING_FAILED for s in shop.glass.shown
    ]
    return sum(now and not before for before, now in pairwise([False, *failed]))


def lit(panel: EmulatedPanel) -> bool:
    return panel.state.powered and any(panel.state.lamp)


def health(shop: Shop, device: str) -> Health | None:
    return shop.store.devices.health(device)


@pytest.fixture
def well(shop: Shop) -> Shop:
    """A shop whose sensor has been seen to answer."""
    shop.wait_until(lambda: health(shop, "sensor") is Health.OK)
    return shop


def test_reading_and_choosing_the_finger_is_offered_as_long_as_the_sensor_is_there(
    well: Shop, sensor: SensorEmulator
) -> None:
    well.ask()
    well.glass.play(Step(Reviewing))
    sensor.unplug()
    well.wait_until(lambda: Method.FINGERPRINT not in methods(well))
    sensor.plug()
    well.wait_until(lambda: Method.FINGERPRINT in methods(well))
    well.glass.play(Step(Reviewing, ev.ReadOn()), Step(Choosing))
    sensor.unplug()
    well.wait_until(lambda: Method.FINGERPRINT not in methods(well))
    sensor.plug()
    well.wait_until(lambda: Method.FINGERPRINT in methods(well))
    sensor.press(FINGERS[0])
    well.glass.play(*AGREED[1:], Step(Checking, ev.Confirmed()), Step(Thanks))


def test_who_agreed_to_a_sensor_that_is_gone_signs_by_hand(
    well: Shop, sensor: SensorEmulator, stroke: Stroke
) -> None:
    request = well.ask()
    well.glass.play(*AGREED[:2], Step(Consenting))
    sensor.unplug()
    well.glass.play(Step(Consenting, ev.Agreed()), *by_hand(stroke))
    assert well.store.requests.get(request.id).state is RequestState.COMPLETED


def test_a_sensor_that_came_back_before_anyone_agreed_was_never_missed(
    well: Shop, sensor: SensorEmulator
) -> None:
    well.ask()
    well.glass.play(*AGREED[:2], Step(Consenting))
    sensor.unplug()
    well.wait_until(lambda: health(well, "sensor") is Health.PROBLEM)
    sensor.plug()
    sensor.press(FINGERS[0])
    well.glass.play(AGREED[2], Step(Checking, ev.Confirmed()), Step(Thanks))


def test_while_it_waits_for_a_finger(well: Shop, sensor: SensorEmulator, stroke: Stroke) -> None:
    well.ask()
    well.glass.play(*AGREED)
    well.wait_until(lambda: sensor.light.lit)
    sensor.unplug()
    well.glass.play(*by_hand(stroke))
    assert health(well, "sensor") is Health.PROBLEM
    sensor.plug()
    well.wait_until(lambda: health(well, "sensor") is Health.OK)


def test_while_the_picture_is_on_its_way_nothing_of_it_is_kept(
    well: Shop, sensor: SensorEmulator, stroke: Stroke
) -> None:
    request = well.ask()
    sensor.spoil(Faults(silence_after=9000))  # so it stays on its way
    sensor.press(FINGERS[0])
    well.glass.play(*AGREED)
    well.wait_until(coached(well, Coaching.LIFT))
    sensor.unplug()
    well.glass.play(*by_hand(stroke))
    record_id = well.store.requests.get(request.id).record_id
    assert record_id
    assert "impression.png" not in [part.name for part in well.store.records.parts(record_id)]


def test_where_only_a_finger_will_do_it_is_tried_again_once_the_sensor_is_back(
    well: Shop, sensor: SensorEmulator
) -> None:
    request = well.ask(methods=("fingerprint",))
    well.glass.play(Step(Reviewing, ev.ReadOn()), Step(Consenting, ev.Agreed()), Step(PressingFinger))
    well.wait_until(lambda: sensor.light.lit)
    sensor.unplug()
    well.wait_until(lambda: failures(well) == 1)
    well.glass.play(Step(PressingFinger, ev.SignedAgain()))
    well.wait_until(lambda: failures(well) == 2)
    sensor.plug()
    sensor.press(FINGERS[0])
    well.glass.play(Step(PressingFinger, ev.SignedAgain()), Step(Checking, ev.Confirmed()), Step(Thanks))
    assert well.store.requests.get(request.id).state is RequestState.COMPLETED


def test_a_finger_that_was_taken_is_kept_whatever_becomes_of_the_sensor(
    well: Shop, sensor: SensorEmulator
) -> None:
    request = well.ask()
    sensor.press(FINGERS[0])
    well.glass.play(*AGREED, Step(Checking))
    sensor.unplug()
    well.glass.play(Step(Checking, ev.Confirmed()), Step(Thanks))
    assert Saving in [type(state) for state in well.glass.shown]
    record_id = well.store.requests.get(request.id).record_id
    assert record_id
    assert [part.name for part in well.store.records.parts(record_id)] == ["impression.png"]


def test_who_wants_to_press_again_on_a_sensor_that_is_gone_signs_by_hand(
    well: Shop, sensor: SensorEmulator, stroke: Stroke
) -> None:
    well.ask()
    sensor.press(FINGERS[0])
    well.glass.play(*AGREED, Step(Checking))
    sensor.unplug()
    well.glass.play(Step(Checking, ev.SignedAgain()), *by_hand(stroke))


def test_while_staff_try_it(well: Shop, sensor: SensorEmulator) -> None:
    StaffPin(well.config.paths.data, Clock(), Cost(n=16, p=1)).set("4827")
    well.glass.play(
        Step(Idle, said.StaffCalled()),
        *(Step(EnteringPin, said.Typed(digit)) for digit in "4827"),
        Step(EnteringPin, said.Entered()),
        Step(Menu, said.WentTo(said.Place.DEVICES)),
        Step(TryingDevices, said.AskedToTry(said.Tryable.SENSOR)),
        Step(TryingDevices),
    )

    def verdict() -> bool | None:
        state: Any = well.glass.shown[-1]
        passed: list[bool | None] = [
            trial.passed for trial in state.trials if trial.device is said.Tryable.SENSOR
        ]
        return passed[0] if passed else None

    well.wait_until(lambda: sensor.light.lit)
    sensor.unplug()
    well.wait_until(lambda: verdict() is False)
    sensor.plug()
    sensor.press(FINGERS[0])
    well.glass.play(Step(TryingDevices, said.AskedToTry(said.Tryable.SENSOR)))
    well.wait_until(lambda: verdict() is True)


@pytest.mark.parametrize("steps", range(1, 6))
def test_a_printer_that_goes_in_any_state_holds_up_nobody(well: Shop, stroke: Stroke, steps: int) -> None:
    request = well.ask()
    way = [Step(Reviewing, ev.ReadOn()), *by_hand(stroke)]
    well.glass.play(*way[: steps - 1], Step(way[steps - 1].sees))
    well.store.devices.note("printer", Health.PROBLEM, "The printer is out of paper.", Clock().now())
    well.bell.ring()
    well.wait_until(lambda: well.glass.shown[-1].unit.readiness.printer is Health.PROBLEM)
    well.store.devices.note("printer", Health.OK, "", Clock().now())
    well.bell.ring()
    well.wait_until(lambda: well.glass.shown[-1].unit.readiness.printer is Health.OK)
    well.glass.play(*way[steps - 1 :])
    assert well.store.requests.get(request.id).state is RequestState.COMPLETED
    assert well.store.slips.count_unprinted() == 1


@pytest.mark.parametrize("steps", range(1, 6))
def test_a_panel_that_goes_in_any_state_holds_up_nobody(well: Shop, stroke: Stroke, steps: int) -> None:
    request = well.ask()
    way = [Step(Reviewing, ev.ReadOn()), *by_hand(stroke)]
    well.glass.play(*way[: steps - 1], Step(way[steps - 1].sees))
    well.terminal.break_panel()
    well.glass.play(*way[steps - 1 :])
    assert well.store.requests.get(request.id).state is RequestState.COMPLETED


def test_a_panel_that_is_plugged_in_again_shows_what_it_would_have_shown(well: Shop) -> None:
    where = well.config.paths.runtime / "panel.sock"
    lamps = []
    well.ask()
    well.glass.play(Step(Reviewing))
    for _ in range(2):
        panel = EmulatedPanel(where)
        well.wait_until(partial(lit, panel))
        lamps.append(panel.state.lamp)
        panel.close()
    assert lamps[0] == lamps[1]
