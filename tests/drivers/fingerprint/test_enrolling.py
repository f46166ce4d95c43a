"""Fingers are learnt and known again by the sensor alone."""

from collections.abc import Callable

import pytest

from drivers.errors import Garbled, Refused
from drivers.fingerprint import (
    AlreadyEnrolled,
    Comparison,
    EnrolStage,
    EnrolStep,
    FingerprintSensor,
    NoFinger,
    NotEnrolled,
    Progress,
    Stage,
)
from drivers.fingerprint.codes import Code, Op
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.faults import Faults
from drivers.fingerprint.fingers import FINGERS, Finger, Manner
from drivers.fingerprint.personalities import PERSONALITIES, R503, Personality

Reading = Callable[..., FingerprintSensor]
Emulated = Callable[..., SensorEmulator]
THUMB, INDEX, MIDDLE = FINGERS[:3]


def ignore(_: Progress | EnrolStep) -> None:
    """Nobody watches."""


def never() -> bool:
    """Nobody cancels."""
    return False


def obeying(
    emulator: SensorEmulator, finger: Finger, *manners: Manner
) -> tuple[Callable[[EnrolStep], None], list[EnrolStep]]:
    """Someone who presses and lifts a finger as told, in these manners at first; and what they were told."""
    told: list[EnrolStep] = []
    coming = list(manners)

    def obey(step: EnrolStep) -> None:
        told.append(step)
        if step.stage is EnrolStage.PRESS:
            emulator.press(finger, coming.pop(0) if coming else Manner.GOOD)
        else:
            emulator.lift()

    return obey, told


def enrolled(sensor: SensorEmulator, reader: FingerprintSensor, *fingers: Finger) -> None:
    for finger in fingers:
        reader.enrol(None, obeying(sensor, finger)[0], never, 2)


@pytest.mark.parametrize("personality", PERSONALITIES.values(), ids=PERSONALITIES.keys())
def test_a_finger_is_learnt_and_known_again_and_no_other_is(
    emulated: Emulated, reading: Reading, personality: Personality
) -> None:
    sensor = emulated(personality)
    reader = reading(sensor)
    assert reader.capacity == personality.capacity
    enrolled(sensor, reader, THUMB, INDEX)
    assert (reader.list(), reader.count()) == ((0, 1), 2)
    sensor.press(INDEX)
    known = reader.identify(ignore, never, 2)
    assert known is not None
    assert (known.matched, known.place) == (True, 1)
    assert known.score > 150
    same = reader.verify(1, ignore, never, 2)
    assert same is not None
    assert same.matched
    assert same.score > 150
    other = reader.verify(0, ignore, never, 2)
    assert other is not None
    assert (other.matched, other.place) == (False, 0)
    assert other.score < 100
    sensor.press(MIDDLE)
    assert reader.identify(ignore, never, 2) == Comparison(matched=False, place=None, score=0)


def test_an_r503_takes_six_samples_and_says_which(sensor: SensorEmulator, reading: Reading) -> None:
    obey, told = obeying(sensor, THUMB)
    assert reading(sensor).enrol(7, obey, never, 2) == 7
    pairs = [
        EnrolStep(stage, sample, 6) for sample in range(1, 7) for stage in (EnrolStage.PRESS, EnrolStage.LIFT)
    ]
    assert told == [*pairs, EnrolStep(EnrolStage.KEEPING, 6, 6)]
    assert list(sensor._sensor.library) == [7]


def test_a_press_that_shows_too_little_is_asked_for_again(sensor: SensorEmulator, reading: Reading) -> None:
    obey, told = obeying(sensor, THUMB, Manner.GOOD, Manner.MOVED, Manner.MOVED)
    assert reading(sensor).enrol(None, obey, never, 2) == 0
    assert [step.sample for step in told if step.stage is EnrolStage.UNCLEAR] == [2, 2]
    assert [step.sample for step in told if step.stage is EnrolStage.LIFT] == [1, 2, 3, 4, 5, 6]


def test_after_five_presses_that_show_too_little_it_is_given_up(
    sensor: SensorEmulator, reading: Reading
) -> None:
    obey, told = obeying(sensor, THUMB, *[Manner.MOVED] * 9)
    with pytest.raises(Refused, match="flat of the fingertip"):
        reading(sensor).enrol(None, obey, never, 2)
    assert [step.stage for step in told].count(EnrolStage.PRESS) == 5
    assert not sensor._sensor.library


def test_a_finger_is_not_enrolled_twice(sensor: SensorEmulator, reading: Reading) -> None:
    reader = reading(sensor)
    enrolled(sensor, reader, THUMB)
    obey, told = obeying(sensor, THUMB)
    with pytest.raises(AlreadyEnrolled, match=r"enrolled already, at place 0") as refusal:
        reader.enrol(5, obey, never, 2)
    assert refusal.value.place == 0
    assert len(told) == 1, "it is said at the first press"
    assert reader.list() == (0,)


def test_two_fingers_are_not_joined_to_one(emulated: Emulated, reading: Reading) -> None:
    sensor = emulated(PERSONALITIES["as608"])

    def swap(step: EnrolStep) -> None:
        sensor.lift()
        if step.stage is EnrolStage.PRESS:
            sensor.press(THUMB if step.sample == 1 else INDEX)

    with pytest.raises(Refused, match="not of one finger") as refusal:
        reading(sensor).enrol(None, swap, never, 2)
    assert refusal.value.code == Code.CANNOT_MERGE
    assert not sensor._sensor.library


def test_a_place_that_is_taken_or_does_not_exist_is_refused_before_anyone_presses(
    sensor: SensorEmulator, reading: Reading
) -> None:
    reader = reading(sensor)
    enrolled(sensor, reader, THUMB)
    obey, told = obeying(sensor, INDEX)
    with pytest.raises(Refused, match=r"at place 0\. Delete it first"):
        reader.enrol(0, obey, never, 2)
    for place in (-1, 200):
        with pytest.raises(Refused, match="Its places are 0 to 199"):
            reader.enrol(place, obey, never, 2)
        with pytest.raises(Refused, match="Its places are 0 to 199"):
            reader.delete(place)
    with pytest.raises(Refused, match="No finger is enrolled at place 3"):
        reader.verify(3, ignore, never, 2)
    assert told == []


def test_a_full_library_says_so(sensor: SensorEmulator, reading: Reading) -> None:
    sensor._sensor.library = dict.fromkeys(range(200), b"")
    with pytest.raises(Refused, match="library is full"):
        reading(sensor).enrol(None, ignore, never, 2)


def test_the_first_free_place_is_taken_and_a_deleted_finger_is_nobodys(
    sensor: SensorEmulator, reading: Reading
) -> None:
    reader = reading(sensor)
    enrolled(sensor, reader, THUMB, INDEX)
    reader.delete(0)
    reader.delete(0)
    assert reader.list() == (1,)
    sensor.press(THUMB)
    unknown = reader.identify(ignore, never, 2)
    assert unknown is not None
    assert not unknown.matched
    assert reader.enrol(None, obeying(sensor, MIDDLE)[0], never, 2) == 0


def test_the_index_of_a_large_library_is_read_page_by_page(emulated: Emulated, reading: Reading) -> None:
    sensor = emulated(PERSONALITIES["as608"])
    sensor._sensor.library = dict.fromkeys((0, 7, 8, 255, 256, 299), b"")
    assert reading(sensor).list() == (0, 7, 8, 255, 256, 299)


def test_what_is_kept_outlives_power_and_plug(sensor: SensorEmulator, reading: Reading) -> None:
    reader = reading(sensor)
    enrolled(sensor, reader, THUMB)
    sensor.power_off()
    sensor.power_on()
    assert reader.list() == (0,)


def test_nobody_pressing_and_nobody_lifting_are_said(sensor: SensorEmulator, reading: Reading) -> None:
    reader = reading(sensor)
    with pytest.raises(NoFinger, match="No finger was pressed"):
        reader.enrol(None, ignore, never, 0.1)
    sensor.press(THUMB)
    with pytest.raises(NoFinger, match="was not lifted"):
        reader.enrol(None, ignore, never, 0.3)
    assert not sensor._sensor.library
    assert not sensor.light.lit


def test_whoever_cancels_gets_none_and_nothing_is_kept(sensor: SensorEmulator, reading: Reading) -> None:
    reader = reading(sensor)
    obey, told = obeying(sensor, THUMB)
    assert reader.enrol(None, obey, lambda: len(told) > 4, 2) is None
    sensor.lift()
    assert reader.identify(ignore, lambda: sensor.light.lit, 2) is None
    assert reader.count() == 0


def test_noise_while_enrolling_is_survived(sensor: SensorEmulator, reading: Reading) -> None:
    reader = reading(sensor)
    only = frozenset({Op.EXTRACT, Op.SEARCH, Op.MAKE_TEMPLATE, Op.STORE, Op.LIST_TEMPLATES})
    sensor.spoil(Faults(flip_byte=9, only=only, times=2))
    enrolled(sensor, reader, THUMB)
    sensor.spoil(Faults(flip_byte=11, only=frozenset({Op.MATCH}), times=2))
    sensor.press(THUMB)
    compared = reader.verify(0, ignore, never, 2)
    assert compared is not None
    assert compared.matched
    sensor.spoil(Faults(flip_byte=9, only=frozenset({Op.STORE})))
    with pytest.raises(Garbled):
        enrolled(sensor, reader, INDEX)


def test_progress_of_a_comparison(sensor: SensorEmulator, reading: Reading) -> None:
    reader = reading(sensor)
    sensor.press(THUMB)
    seen: list[Progress] = []
    reader.identify(seen.append, never, 2)
    assert [progress.stage for progress in seen] == [Stage.WAITING, Stage.IMAGED]


@pytest.mark.parametrize("packet_bytes", [32, 64, 128, 256])
def test_no_template_passes_the_wire(emulated: Emulated, reading: Reading, packet_bytes: int) -> None:
    sensor = emulated(R503, packet_bytes=packet_bytes)
    reader = reading(sensor)
    refused = frozenset({Op.UPLOAD_TEMPLATE, Op.DOWNLOAD_TEMPLATE, Op.UPLOAD_IMAGE})
    sensor.spoil(Faults(refusals=dict.fromkeys(refused, 0x0D)))
    enrolled(sensor, reader, THUMB)
    sensor.press(THUMB)
    found = reader.identify(ignore, never, 2)
    assert found is not None
    assert found.matched


def test_a_sensor_without_an_index_is_asked_for_the_template_itself(
    sensor: SensorEmulator, reading: Reading
) -> None:
    reader = reading(sensor)
    enrolled(sensor, reader, THUMB)
    sensor.spoil(Faults(refusals={Op.LIST_TEMPLATES: 0xFC}))
    sensor.press(THUMB)
    same = reader.verify(0, ignore, never, 2)
    assert same is not None
    assert same.matched
    with pytest.raises(NotEnrolled, match="place 1"):
        reader.verify(1, ignore, never, 2)
