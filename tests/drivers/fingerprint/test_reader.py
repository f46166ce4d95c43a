"""The reader against an emulated sensor: the real library, the real pyserial, a real terminal device."""

import threading
import time
from collections.abc import Callable

import pytest

from drivers.errors import Garbled, NotFound, Refused
from drivers.fingerprint import FingerprintReader, NoFinger, Progress, SensorInfo, Stage, open_reader
from drivers.fingerprint.codes import Op
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.faults import Faults
from drivers.fingerprint.fingers import FINGERS, Manner, render
from drivers.fingerprint.instructions import Light
from drivers.fingerprint.packets import pack_grey, unpack_grey
from drivers.fingerprint.personalities import AS608, R503, Personality

Reading = Callable[..., FingerprintReader]
Emulated = Callable[..., SensorEmulator]


def ignore(_: Progress) -> None:
    """Nobody watches."""


def never() -> bool:
    """Nobody cancels."""
    return False


@pytest.mark.parametrize("packet_bytes", [32, 64, 128, 256])
@pytest.mark.parametrize("personality", [R503, AS608], ids=["R503", "AS608"])
def test_a_finger_comes_through_the_wire_pixel_by_pixel(
    emulated: Emulated, reading: Reading, personality: Personality, packet_bytes: int
) -> None:
    sensor = emulated(personality, packet_bytes=packet_bytes)
    sensor.press(FINGERS[0])
    image = reading(sensor).capture(ignore, never, 60)
    size = personality.profile.width_px, personality.profile.height_px
    assert image is not None
    assert (image.width_px, image.height_px) == size
    assert image.dpi == personality.profile.dpi
    assert image.pixels == unpack_grey(pack_grey(render(FINGERS[0], *size, Manner.GOOD)))


def test_a_sensor_says_what_it_is(emulated: Emulated, reading: Reading) -> None:
    r503 = reading(emulated(baud=115_200, packet_bytes=256), baud=115_200)
    assert r503.describe() == SensorInfo("R503", 192, 192, 508, 115_200, 256, security_level=3)


def test_a_sensor_that_cannot_say_its_size_is_known_by_its_first_picture(
    emulated: Emulated, reading: Reading
) -> None:
    sensor = emulated(AS608)
    reader = reading(sensor)
    assert reader.describe().width_px == 0
    sensor.press(FINGERS[0])
    reader.capture(ignore, never, 60)
    assert reader.describe() == SensorInfo("AS608", 256, 288, 500, 57_600, 128, security_level=3)


def test_a_profile_says_it_before(emulated: Emulated, reading: Reading) -> None:
    reader = reading(emulated(AS608), profile="zfm20")
    assert reader.describe() == SensorInfo("ZFM-20", 256, 288, 500, 57_600, 128, security_level=3)


def test_an_unknown_profile_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="auto, r503, r502, as608, zfm20, r30x"):
        open_reader("/dev/null", profile="r999")


def test_progress_is_told_in_order_and_never_goes_back(
    sensor: SensorEmulator, reader: FingerprintReader
) -> None:
    sensor.press(FINGERS[1])
    sensor.spoil(Faults(flip_byte=9_000, only=frozenset({Op.UPLOAD_IMAGE}), times=1))
    seen: list[Progress] = []
    reader.capture(seen.append, never, 60)
    stages = [progress.stage for progress in seen]
    assert sorted(set(stages), key=stages.index) == [Stage.WAITING, Stage.IMAGED, Stage.TRANSFERRING]
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert len(fractions) > 144


def test_progress_ends_at_the_whole_even_where_the_size_was_not_known(
    sensor: SensorEmulator, reading: Reading
) -> None:
    sensor.spoil(Faults(refusals={Op.PRODUCT_INFO: 0xFC}))
    sensor.press(FINGERS[0])
    seen: list[Progress] = []
    image = reading(sensor).capture(seen.append, never, 60)
    assert image is not None
    assert image.width_px == 192
    assert seen[-1] == Progress(Stage.TRANSFERRING, 1.0)


def test_a_finger_that_comes_late_is_waited_for(sensor: SensorEmulator, reader: FingerprintReader) -> None:
    def press_when_asked(progress: Progress) -> None:
        if progress.stage is Stage.WAITING:
            threading.Timer(0.2, sensor.press, [FINGERS[2]]).start()

    assert reader.capture(press_when_asked, never, 60) is not None


def test_nobody_pressing_is_told_apart_from_a_fault(reader: FingerprintReader) -> None:
    began = time.monotonic()
    with pytest.raises(NoFinger, match=r"within 0\.1 seconds"):
        reader.capture(ignore, never, 0.1)
    assert time.monotonic() - began < 30


def test_a_lifted_finger_is_noticed(sensor: SensorEmulator, reader: FingerprintReader) -> None:
    assert reader.lifted()
    sensor.press(FINGERS[0])
    assert not reader.lifted()
    sensor.lift()
    assert reader.lifted()


@pytest.mark.parametrize("stage", Stage)
def test_cancelling_takes_less_than_a_picture_takes_and_the_line_stays_in_step(
    emulated: Emulated, reading: Reading, stage: Stage
) -> None:
    sensor = emulated(pace=True, baud=115_200)
    reader = reading(sensor)
    if stage is not Stage.WAITING:
        sensor.press(FINGERS[0])
    reached = threading.Event()
    asked: list[float] = []

    def report(progress: Progress) -> None:
        if progress.stage is stage:
            reached.set()

    def cancelled() -> bool:
        if reached.is_set():
            asked.append(time.monotonic())
        return reached.is_set()

    assert reader.capture(report, cancelled, 5) is None
    assert time.monotonic() - asked[0] < 1
    sensor.lift()
    assert reader.lifted()
    assert not sensor.light.lit
    sensor.press(FINGERS[1])
    assert not reader.lifted()


def test_waiting_for_an_abandoned_picture_to_run_out_can_be_cancelled_too(
    emulated: Emulated, reading: Reading
) -> None:
    sensor = emulated(pace=True)
    sensor.press(FINGERS[0])
    reader = reading(sensor)
    stages: list[Stage] = []
    reader.capture(lambda progress: stages.append(progress.stage), lambda: Stage.TRANSFERRING in stages, 5)
    began = time.monotonic()
    assert reader.capture(ignore, lambda: True, 5) is None
    assert time.monotonic() - began < 1


def test_the_ring_breathes_while_waiting_stands_still_while_reading_and_is_dark_afterwards(
    sensor: SensorEmulator, reader: FingerprintReader
) -> None:
    seen: list[Light] = []

    def report(progress: Progress) -> None:
        if progress.stage is Stage.TRANSFERRING and not seen[1:]:
            seen.append(sensor.light)

    def cancelled() -> bool:
        if not seen and sensor.light.lit:
            seen.append(sensor.light)
            sensor.press(FINGERS[0])
        return False

    reader.capture(report, cancelled, 5)
    assert [light.rhythm for light in seen] == [1, 3]
    assert {light.colour for light in seen} == {2}
    assert not sensor.light.lit


def test_the_ring_is_dark_after_a_cancellation(sensor: SensorEmulator, reader: FingerprintReader) -> None:
    assert reader.capture(ignore, lambda: sensor.light.lit, 5) is None
    assert not sensor.light.lit


@pytest.mark.parametrize(
    "faults",
    [
        Faults(refusals={Op.AURA_LED: 0xFC}),
        Faults(silence_after=0, only=frozenset({Op.AURA_LED, Op.PRODUCT_INFO})),
    ],
    ids=["unknown", "unanswered"],
)
def test_a_sensor_without_a_ring_or_a_name_reads_fingers_all_the_same(
    sensor: SensorEmulator, reading: Reading, faults: Faults
) -> None:
    sensor.spoil(faults)
    sensor.press(FINGERS[0])
    assert reading(sensor).capture(ignore, never, 60) is not None
    assert not sensor.light.lit


def test_a_closed_reader_may_be_closed_again(reader: FingerprintReader) -> None:
    reader.close()
    reader.close()


def test_a_port_has_one_reader(sensor: SensorEmulator, reader: FingerprintReader) -> None:
    assert reader.lifted()
    with pytest.raises(Refused, match="is in use"):
        open_reader(sensor.path)


def test_no_port_is_a_sentence_for_the_technician() -> None:
    with pytest.raises(NotFound, match="login console off"):
        open_reader("/dev/ttySignpostNowhere")


def test_a_picture_of_unknown_size_is_refused(emulated: Emulated, reading: Reading) -> None:
    sensor = emulated(AS608)
    sensor.press(FINGERS[0])
    reader = reading(sensor)
    sensor._sensor.glass = bytes(100 * 100)
    with pytest.raises(Refused, match="5000 bytes"):
        reader.capture(ignore, never, 60)


def test_a_picture_that_is_short_of_what_the_model_sends_is_garbled(
    sensor: SensorEmulator, reader: FingerprintReader
) -> None:
    sensor.press(FINGERS[0])
    sensor._sensor.glass = bytes(191 * 192)
    with pytest.raises(Garbled, match="18336 of its 18432"):
        reader.capture(ignore, never, 60)


def test_a_picture_takes_the_time_of_its_wire(emulated: Emulated, reading: Reading) -> None:
    sensor = emulated(pace=True, baud=115_200, packet_bytes=256)
    sensor.press(FINGERS[0])
    reader = reading(sensor)
    moments: list[float] = []

    def report(progress: Progress) -> None:
        if progress.stage is Stage.TRANSFERRING:
            moments.append(time.monotonic())

    began = time.monotonic()
    reader.capture(report, never, 60)
    between_first_and_last_packet = 71 * (256 + 11) * 10 / 115_200
    assert moments[-2] - began > 0.9 * between_first_and_last_packet
    assert moments[-2] - began < 10 * between_first_and_last_packet
