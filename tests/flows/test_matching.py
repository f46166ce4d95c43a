"""A finger that is compared with one enrolled: signing with it, being another, and opening the staff's door."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from drivers.fingerprint import EnrolStage, EnrolStep, never, open_reader
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.fingers import FINGERS
from drivers.fingerprint.ring import BREATHE
from terminal.clock import Clock
from terminal.config import Config, StaffConfig
from terminal.evidence.bundle import make_bundle, open_bundle
from terminal.evidence.seal import check_seal
from terminal.model.request import Method
from terminal.model.status import Health
from terminal.pin import Cost, StaffPin
from terminal.session import Idle
from terminal.session import events as ev
from terminal.session.staff.events import Entered, LeftStaffMode, StaffCalled, Typed
from terminal.session.staff.states import Menu
from terminal.session.states import (
    Checking,
    Choosing,
    Coaching,
    Consenting,
    DoorFinger,
    EnteringPin,
    PinTrouble,
    PressingFinger,
    Reviewing,
    Saving,
    Thanks,
)
from terminal.staff_fingers import StaffFingers
from tests.flows.conftest import Shop, Step

PLACE, STRANGER = 5, FINGERS[2]
MATCH: dict[str, Any] = {
    "methods": ["touch", "fingerprint"],
    "fingerprint": {"form": "match", "template": PLACE},
}


def enrol(sensor: SensorEmulator, place: int) -> None:
    """Let the sensor learn the first finger."""

    def follow(step: EnrolStep) -> None:
        if step.stage is EnrolStage.PRESS:
            sensor.press(FINGERS[0])
        elif step.stage is EnrolStage.LIFT:
            sensor.lift()

    with closing(open_reader(sensor.path)) as reader:
        assert reader.enrol(place, follow, never, 5) == place
    sensor.lift()


@pytest.fixture
def known(config: Config, sensor: SensorEmulator, request_json: str) -> Iterator[Shop]:
    """A terminal whose sensor knows one finger, which opens the staff's door beside the PIN 4827."""
    enrol(sensor, PLACE)
    StaffPin(config.paths.data, Clock(), Cost(n=16, p=1)).set("4827")
    StaffFingers(config.paths.data).bind(PLACE, "Li")
    shop = Shop(replace(config, staff=StaffConfig(unlock=("pin", "finger"))), request_json)
    shop.wait_until(lambda: shop.store.devices.health("sensor") is Health.OK)
    shop.wait_until(lambda: isinstance(now(shop), Idle) and now(shop).unit.readiness.sensor is Health.OK)
    yield shop
    shop.close()


def now(shop: Shop) -> Any:
    return shop.glass.shown[-1]


def sees(shop: Shop, **wanted: object) -> None:
    """Wait until the state on the glass has these values."""
    shop.wait_until(lambda: all(getattr(now(shop), name, None) == value for name, value in wanted.items()))


def test_the_sensor_tells_whom_it_knows(known: Shop) -> None:
    assert known.store.devices.templates("sensor", Clock().boot_id) == (PLACE,)
    assert now(known).unit.readiness.templates == (PLACE,)


def test_a_finger_that_is_the_one_enrolled_signs_and_leaves_no_picture(
    known: Shop, sensor: SensorEmulator
) -> None:
    request = known.ask(**{**MATCH, "methods": ["fingerprint"]})
    text = "May we compare your fingerprint?"
    known.glass.play(Step(Reviewing, ev.ReadOn()), Step(Consenting, ev.Agreed(text)), Step(PressingFinger))
    sensor.press(FINGERS[0])
    known.glass.play(Step(Checking, ev.Confirmed()), Step(Saving), Step(Thanks))
    record_id = known.store.requests.get(request.id).record_id
    assert record_id
    assert known.store.records.parts(record_id) == ()
    jws = known.store.records.jws(record_id)
    record = check_seal(jws).record
    match = record["signature"]["match"]
    assert set(record["signature"]) == {"method", "attempt", "match"}
    assert (match["template"], match["security_level"], match["sensor"], match["tries"]) == (
        PLACE, 3, "R503", 1,
    )  # fmt: skip
    assert match["score"] > 0
    assert record["shown"]["consents"] == ["signpost.fingerprint-match/1"]
    assert record["shown"]["finger_consent"] == {"version": "signpost.fingerprint-match/1", "text": text}
    assert record["times"]["first_pen_down"]["monotonic_ns"] < record["times"]["confirmed"]["monotonic_ns"]
    assert open_bundle(make_bundle(jws, ())).record["id"] == record_id


def test_another_finger_is_coached_and_after_three_given_up(known: Shop, sensor: SensorEmulator) -> None:
    known.ask(**MATCH)
    known.glass.play(
        Step(Reviewing, ev.ReadOn()),
        Step(Choosing, ev.Chose(Method.FINGERPRINT)),
        Step(Consenting, ev.Agreed()),
        Step(PressingFinger),
    )
    for tried in range(3):
        known.wait_until(lambda: sensor.light.rhythm == BREATHE)
        sensor.press(STRANGER)
        known.wait_until(lambda: not sensor.light.lit)
        sees(known, coaching=Coaching.UNMATCHED if tried == 2 else Coaching.OTHER)
        sensor.lift()
    known.glass.play(Step(PressingFinger, ev.SignedAgain()))
    sees(known, coaching=Coaching.PRESS)
    assert now(known).session.attempt == 2
    sensor.press(FINGERS[0])
    known.glass.play(Step(Checking))
    assert now(known).signature.tries == 1


def test_a_finger_that_was_forgotten_meanwhile_is_said_so(known: Shop, sensor: SensorEmulator) -> None:
    known.ask(**{**MATCH, "methods": ["fingerprint"]})
    known.glass.play(Step(Reviewing, ev.ReadOn()), Step(Consenting))
    sensor._sensor.library.clear()
    known.glass.play(Step(Consenting, ev.Agreed()), Step(PressingFinger))
    sees(known, coaching=Coaching.NOT_ENROLLED)
    known.wait_until(lambda: known.store.devices.templates("sensor", Clock().boot_id) == ())


def test_an_enrolled_finger_of_the_staff_s_opens_the_door(
    known: Shop, sensor: SensorEmulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "terminal.staff_performer")
    known.glass.play(Step(Idle, StaffCalled()), Step(EnteringPin))
    sees(known, finger=DoorFinger.WAITED_FOR)
    sensor.press(FINGERS[0])
    known.glass.play(Step(Menu))
    assert "let in by the finger of Li" in caplog.text
    sensor.lift()
    known.glass.play(Step(Menu, LeftStaffMode()), Step(Idle))


def test_a_stranger_s_finger_costs_a_try_and_a_wait_like_a_wrong_pin(
    known: Shop, sensor: SensorEmulator
) -> None:
    known.glass.play(Step(Idle, StaffCalled()), Step(EnteringPin))
    sees(known, finger=DoorFinger.WAITED_FOR)
    sensor.press(STRANGER)
    sees(known, trouble=PinTrouble.OTHER_FINGER, tries_left=4)
    assert StaffPin(known.config.paths.data, Clock()).standing().tries_left == 4
    sees(known, finger=DoorFinger.WAITED_FOR)  # once the wait is over; the stranger's finger still lies there
    assert StaffPin(known.config.paths.data, Clock()).standing().tries_left == 4
    sensor.lift()
    known.wait_until(lambda: sensor.light.rhythm == BREATHE)
    sensor.press(FINGERS[0])
    known.glass.play(Step(Menu))
    assert StaffPin(known.config.paths.data, Clock()).standing().tries_left == 5


def test_an_enrolled_finger_that_is_nobody_s_of_the_staff_does_not_open(
    known: Shop, sensor: SensorEmulator
) -> None:
    StaffFingers(known.config.paths.data).unbind(PLACE)
    known.glass.play(Step(Idle, StaffCalled()), Step(EnteringPin))
    sees(known, finger=DoorFinger.WAITED_FOR)
    sensor.press(FINGERS[0])
    sees(known, trouble=PinTrouble.OTHER_FINGER)


def test_a_sensor_that_is_pulled_at_the_door_leaves_the_pin(known: Shop, sensor: SensorEmulator) -> None:
    known.glass.play(Step(Idle, StaffCalled()), Step(EnteringPin))
    sees(known, finger=DoorFinger.WAITED_FOR)
    sensor.unplug()
    sees(known, finger=DoorFinger.FAILED)
    known.glass.play(
        *(Step(EnteringPin, Typed(digit)) for digit in "4827"), Step(EnteringPin, Entered()), Step(Menu)
    )
