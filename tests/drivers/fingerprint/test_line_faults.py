"""What a bad cable does, and what the reader makes of it."""

import itertools
import os
import threading
import time
import tty
from collections.abc import Callable

import pytest
from adafruit_fingerprint import Adafruit_Fingerprint
from serial import Serial

from drivers.errors import DriverError, Garbled, NotFound, Refused, Stopped, TimedOut
from drivers.fingerprint import FingerprintReader, NoFinger, Progress, Stage, open_reader
from drivers.fingerprint.codes import MEANINGS, Code, Op
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.faults import Faults
from drivers.fingerprint.fingers import FINGERS, render
from drivers.fingerprint.link import SensorLink
from drivers.fingerprint.packets import Kind, Packet, pack_grey, unpack_grey

Reading = Callable[..., FingerprintReader]
Emulated = Callable[..., SensorEmulator]

UPLOAD = frozenset({Op.UPLOAD_IMAGE})
LOOK = frozenset({Op.GET_IMAGE})
FAULTY_ONCE = {
    "byte dropped from an answer": Faults(drop_byte=5, only=LOOK, times=1),
    "bit flipped in an answer": Faults(flip_byte=10, only=LOOK, times=1),
    "bit flipped in an answer's address": Faults(flip_byte=3, only=LOOK, times=1),
    "answer cut short": Faults(silence_after=7, only=LOOK, times=1),
    "damaged packet reported": Faults(refusals={Op.GET_IMAGE: Code.PACKET_ERROR}, times=1, only=LOOK),
    "bit flipped in the picture": Faults(flip_byte=5_000, only=UPLOAD, times=1),
    "byte dropped from the picture": Faults(drop_byte=5_000, only=UPLOAD, times=1),
    "last byte of the picture dropped": Faults(drop_byte=12 + 144 * 139 - 1, only=UPLOAD, times=1),
    "twice in a row": Faults(flip_byte=300, only=UPLOAD, times=2),
    "stray 55 before every answer": Faults(stray=b"\x55"),
    "half a start code before every answer": Faults(stray=b"\xef"),
}


def ignore(_: Progress) -> None:
    """Nobody watches."""


def never() -> bool:
    """Nobody cancels."""
    return False


@pytest.mark.parametrize("faults", FAULTY_ONCE.values(), ids=FAULTY_ONCE.keys())
def test_noise_is_survived(sensor: SensorEmulator, reader: FingerprintReader, faults: Faults) -> None:
    sensor.press(FINGERS[0])
    sensor.spoil(faults)
    image = reader.capture(ignore, never, 60)
    assert image is not None
    assert image.pixels == unpack_grey(pack_grey(render(FINGERS[0], 192, 192)))


def test_noise_that_does_not_end_is_garbled_after_three_attempts(
    sensor: SensorEmulator, reader: FingerprintReader
) -> None:
    sensor.press(FINGERS[0])
    sensor.spoil(Faults(flip_byte=300, only=UPLOAD, times=3))
    with pytest.raises(Garbled, match="checksum"):
        reader.capture(ignore, never, 60)
    assert reader.capture(ignore, never, 60) is not None, "the third attempt was the last"


def test_a_refusal_is_not_asked_again(sensor: SensorEmulator, reader: FingerprintReader) -> None:
    sensor.press(FINGERS[0])
    sensor.spoil(Faults(refusals={Op.UPLOAD_IMAGE: Code.UPLOAD_FAILED}, only=UPLOAD, times=1))
    with pytest.raises(Refused, match=r"'upload image'.*could not send the picture\.") as refusal:
        reader.capture(ignore, never, 60)
    assert refusal.value.code == 0x0F
    assert reader.capture(ignore, never, 60) is not None


@pytest.mark.parametrize(
    "code", sorted(MEANINGS.keys() - {Code.PACKET_ERROR, Code.NO_FINGER, Code.CAPTURE_FAILED})
)
def test_every_code_is_a_sentence(sensor: SensorEmulator, reader: FingerprintReader, code: int) -> None:
    sensor.spoil(Faults(refusals={Op.GET_IMAGE: code}, only=LOOK))
    with pytest.raises(Refused, match=rf"code 0x{code:02X}\): .+\.$") as refusal:
        reader.lifted()
    assert refusal.value.code == code


def test_a_smudged_look_at_the_finger_is_followed_by_another(
    sensor: SensorEmulator, reader: FingerprintReader
) -> None:
    sensor.press(FINGERS[0])
    sensor.spoil(Faults(refusals={Op.GET_IMAGE: Code.CAPTURE_FAILED}, only=LOOK, times=2))
    assert reader.capture(ignore, never, 60) is not None
    sensor.spoil(Faults(refusals={Op.GET_IMAGE: Code.CAPTURE_FAILED}, only=LOOK))
    with pytest.raises(NoFinger):
        reader.capture(ignore, never, 0.1)


@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
def test_a_refusal_in_either_length_keeps_its_code(
    sensor: SensorEmulator, reading: Reading, *, long: bool
) -> None:
    sensor.spoil(Faults(refusals={Op.READ_PARAMETERS: 0x18}, long_error_acks=long))
    with pytest.raises(Refused, match="0x18"):
        reading(sensor)


def test_a_wrong_password_is_not_called_a_loose_wire(emulated: Emulated, reading: Reading) -> None:
    sensor = emulated(password=0x12345678)
    with pytest.raises(Refused, match="password is wrong") as refusal:
        reading(sensor)
    assert refusal.value.code == Code.WRONG_PASSWORD


def test_a_locked_sensor_is_unlocked_again_after_it_was_switched_off(
    emulated: Emulated, reading: Reading
) -> None:
    sensor = emulated(password=0x12345678)
    reader = reading(sensor, password=0x12345678)
    assert reader.lifted()
    sensor.power_off()
    sensor.power_on()
    assert reader.lifted()


def test_a_garbled_answer_is_asked_for_again_at_once(sensor: SensorEmulator, reading: Reading) -> None:
    reader = reading(sensor, reply_timeout_s=60.0)
    sensor.spoil(Faults(flip_byte=10, only=LOOK, times=2))
    began = time.monotonic()
    assert reader.lifted()
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
def test_the_librarys_own_methods_keep_a_codes_meaning(sensor: SensorEmulator, *, long: bool) -> None:
    with Serial(sensor.path, timeout=0.05) as port:
        link = SensorLink(port, 0, 0.3)
        sensor.spoil(Faults(refusals={Op.COUNT_TEMPLATES: 0x18}, long_error_acks=long))
        with pytest.raises(Refused, match="memory could not be written"):
            link.count_templates()
        sensor.spoil(Faults(refusals={Op.FAST_SEARCH: Code.NOT_FOUND}, long_error_acks=long))
        assert (link.finger_fast_search(), link.confidence) == (Code.NOT_FOUND, 0)
        sensor.spoil(Faults())
        assert (link.count_templates(), link.template_count) == (Code.OK, 0)
        with pytest.raises(Refused, match="does not know the instruction"):
            link.check_module()


@pytest.mark.parametrize(
    ("after", "fault"),
    [(0, TimedOut), (12, TimedOut), (12 + 40 * 139, TimedOut), (6_000, Garbled)],
    ids=["at once", "after the answer", "between two packets", "in the middle of one"],
)
def test_silence_is_told_in_words_and_the_next_capture_works(
    sensor: SensorEmulator, reader: FingerprintReader, after: int, fault: type[DriverError]
) -> None:
    sensor.press(FINGERS[0])
    sensor.spoil(Faults(silence_after=after, only=UPLOAD))
    with pytest.raises(fault, match=r"does not answer|broke off in the middle"):
        reader.capture(ignore, never, 60)
    sensor.spoil(Faults())
    assert reader.capture(ignore, never, 60) is not None


def test_a_sensor_without_power_times_out_once_and_is_found_again_with_it(
    sensor: SensorEmulator, reading: Reading
) -> None:
    reader = reading(sensor, reply_timeout_s=2.0)
    sensor.press(FINGERS[0])

    cut_at: list[float] = []

    def cut(progress: Progress) -> None:
        if progress.stage is Stage.IMAGED:
            sensor.power_off()
            cut_at.append(time.monotonic())

    with pytest.raises(TimedOut, match="Is it powered, and are TX and RX crossed") as fault:
        reader.capture(cut, never, 60)
    assert not isinstance(fault.value, NoFinger)
    assert time.monotonic() - cut_at[0] < 3.5, "a dead sensor is not asked to darken its ring"
    sensor.power_on()
    assert reader.capture(ignore, never, 60) is not None


def test_a_sensor_that_loses_its_power_in_the_middle_of_a_picture_times_out(
    emulated: Emulated, reading: Reading
) -> None:
    sensor = emulated(pace=True)
    sensor.press(FINGERS[0])

    def cut(progress: Progress) -> None:
        if progress.stage is Stage.TRANSFERRING:
            sensor.power_off()

    with pytest.raises(TimedOut, match="does not answer"):
        reading(sensor).capture(cut, never, 60)


@pytest.mark.parametrize("stage", Stage)
def test_an_unplugged_sensor_is_not_found_and_works_again_when_plugged_in(
    sensor: SensorEmulator, reader: FingerprintReader, stage: Stage
) -> None:
    sensor.press(FINGERS[0])

    def pull(progress: Progress) -> None:
        if progress.stage is stage:
            sensor.unplug()

    with pytest.raises(NotFound, match="went away"):
        reader.capture(pull, never, 60)
    with pytest.raises(NotFound, match="No fingerprint sensor on"):
        reader.describe()
    sensor.plug()
    assert reader.capture(ignore, never, 60) is not None


def test_a_late_answer_is_not_taken_for_the_next_one(
    sensor: SensorEmulator, reader: FingerprintReader
) -> None:
    sensor.spoil(Faults(delay_s=0.25, only=LOOK, times=1))
    asked = itertools.count()
    assert reader.capture(ignore, lambda: next(asked) > 3, 1) is None
    assert reader.capture(ignore, lambda: sensor.light.lit, 1) is None, "the ring still works"
    sensor.press(FINGERS[0])
    assert not reader.lifted()


def test_a_program_that_ends_waits_for_no_sensor(sensor: SensorEmulator, reading: Reading) -> None:
    asked = itertools.count()
    ending = threading.Event()
    reader = reading(sensor, reply_timeout_s=60.0, stopping=lambda: ending.is_set() and next(asked) > 3)
    sensor.power_off()
    ending.set()
    with pytest.raises(Stopped):
        reader.lifted()
    assert reader.capture(ignore, lambda: False, 60) is None


@pytest.mark.parametrize("noise", [b"", b"\x55\xaa"], ids=["silent", "noisy"])
def test_a_program_that_ends_waits_for_no_line_to_open(noise: bytes) -> None:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    asked = itertools.count()

    def stopping() -> bool:
        os.write(ours, noise)
        return next(asked) > 5

    with pytest.raises(Stopped):
        open_reader(os.ttyname(theirs), reply_timeout_s=60.0, stopping=stopping)
    os.close(ours)
    os.close(theirs)


def test_an_answer_to_nothing_is_not_taken_for_one(sensor: SensorEmulator) -> None:
    with Serial(sensor.path, timeout=0.05) as port:
        link = SensorLink(port, 0, 0.3)
        sensor._send(Packet(Kind.ACK, bytes([Code.OK])).encode())
        deadline = time.monotonic() + 60
        while not port.in_waiting and time.monotonic() < deadline:
            pass
        assert link.get_image() == Code.NO_FINGER


def test_an_answer_from_another_address_is_garbled(sensor: SensorEmulator, reader: FingerprintReader) -> None:
    sensor.spoil(Faults(flip_byte=3, only=LOOK))
    with pytest.raises(Garbled, match="from address fffeffff"):
        reader.lifted()


def test_a_picture_that_another_program_left_on_the_line_is_let_run_out(
    emulated: Emulated, reading: Reading
) -> None:
    sensor = emulated(pace=True, baud=115_200)
    sensor.press(FINGERS[0])
    sensor._sensor.glass = bytes(96 * 100)
    with Serial(sensor.path, timeout=1) as port:
        for op in (Op.GET_IMAGE, Op.UPLOAD_IMAGE):
            port.write(Packet(Kind.COMMAND, bytes([op])).encode())
            port.read(12)
        port.read(200)
    sensor.lift()
    assert reading(sensor).lifted()


def test_a_line_that_carries_no_packets_is_garbled(sensor: SensorEmulator, reading: Reading) -> None:
    sensor.spoil(Faults(stray=b"\x80\x98\xfe" * 9, silence_after=0))
    with pytest.raises(Garbled, match="no packet: wrong baud rate"):
        reading(sensor)


def test_every_fault_lets_go_of_the_port(sensor: SensorEmulator, reading: Reading) -> None:
    sensor.spoil(Faults(silence_after=0))
    with pytest.raises(DriverError) as fault:
        reading(sensor)
    sensor.spoil(Faults())
    assert reading(sensor).lifted()
    assert fault.value.__traceback__ is not None, "kept until here: it keeps the port it was raised with"


def test_the_plain_library_takes_a_flipped_bit_for_the_finger(sensor: SensorEmulator) -> None:
    sensor.press(FINGERS[0])
    with Serial(sensor.path, timeout=0.1) as port:
        library = Adafruit_Fingerprint(port)
        library.get_image()
        sensor.spoil(Faults(flip_byte=5_000, only=UPLOAD, times=1))
        assert bytes(library.get_fpdata("image")) != pack_grey(render(FINGERS[0], 192, 192))
