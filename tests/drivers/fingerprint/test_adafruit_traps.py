"""Each trap of adafruit_fingerprint 2.2.25: the plain library falls into it, and the link does not."""

from collections.abc import Callable, Iterator

import pytest
from adafruit_fingerprint import Adafruit_Fingerprint
from serial import Serial

from drivers.errors import Garbled, Refused, TimedOut
from drivers.fingerprint.codes import Code, Op
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.faults import Faults
from drivers.fingerprint.fingers import FINGERS, Manner, render
from drivers.fingerprint.link import SensorLink
from drivers.fingerprint.minutiae import packed, seen
from drivers.fingerprint.packets import pack_grey
from drivers.fingerprint.personalities import AS608, R503

Emulated = Callable[..., SensorEmulator]
UPLOAD = frozenset({Op.UPLOAD_IMAGE})
PICTURE = pack_grey(render(FINGERS[0], 192, 192))
TEMPLATE = packed(seen(FINGERS[0], Manner.GOOD, 1), 1536)


@pytest.fixture
def port(sensor: SensorEmulator) -> Iterator[Serial]:
    """The line to an R503."""
    with Serial(sensor.path, 57_600, timeout=0.05) as opened:
        yield opened


@pytest.fixture
def library(port: Serial) -> Adafruit_Fingerprint:
    """The library as it comes."""
    return Adafruit_Fingerprint(port)


@pytest.fixture
def link(port: Serial) -> SensorLink:
    """The library as it is used here."""
    return SensorLink(port, 0, 0.3)


def still_awaited(sensor: SensorEmulator) -> int | None:
    """How many bytes have come of data whose end has not, or None when the sensor waits for none."""
    incoming = sensor._sensor.incoming
    return None if incoming is None else len(incoming.data)


def test_a_wrong_password_is_called_wiring(emulated: Emulated) -> None:
    with Serial(emulated(password=7).path, 57_600, timeout=0.05) as port:
        with pytest.raises(RuntimeError, match="check wiring"):
            Adafruit_Fingerprint(port)
        with pytest.raises(Refused, match="password is wrong"):
            SensorLink(port, 0, 0.3)


def test_a_short_refusal_loses_its_code(
    sensor: SensorEmulator, library: Adafruit_Fingerprint, link: SensorLink
) -> None:
    sensor.spoil(Faults(refusals={Op.COUNT_TEMPLATES: 0x18}))
    with pytest.raises(RuntimeError, match="Failed to read data"):
        library.count_templates()
    with pytest.raises(Refused) as refusal:
        link.count_templates()
    assert refusal.value.code == 0x18


def test_a_refused_picture_crashes(
    sensor: SensorEmulator, library: Adafruit_Fingerprint, link: SensorLink
) -> None:
    sensor.spoil(Faults(refusals={Op.UPLOAD_IMAGE: Code.UPLOAD_FAILED}))
    with pytest.raises(UnboundLocalError):
        library.get_fpdata("image")
    with pytest.raises(Refused, match="0x0F"):
        link.get_fpdata("image")


def test_a_wrong_checksum_is_taken(
    sensor: SensorEmulator, library: Adafruit_Fingerprint, link: SensorLink
) -> None:
    sensor.spoil(Faults(flip_byte=9, only=frozenset({Op.HANDSHAKE, Op.GET_IMAGE})))
    assert library.get_image() == Code.NO_FINGER ^ 1
    with pytest.raises(Garbled, match="checksum"):
        link.get_image()


def test_one_stray_byte_shifts_everything(
    sensor: SensorEmulator, library: Adafruit_Fingerprint, link: SensorLink
) -> None:
    sensor.spoil(Faults(stray=b"\x55", times=1))
    for _ in range(3):
        with pytest.raises(RuntimeError, match="Incorrect packet data"):
            library.get_image()
    sensor.spoil(Faults(stray=b"\x55"))
    assert [link.get_image() for _ in range(3)] == [Code.NO_FINGER] * 3


def test_a_picture_that_breaks_off_leaves_its_rest_behind(
    sensor: SensorEmulator, link: SensorLink, port: Serial
) -> None:
    sensor.press(FINGERS[0])
    link.get_image()
    sensor.spoil(Faults(silence_after=6_012, only=UPLOAD, times=1))
    with pytest.raises((TimedOut, Garbled)):
        link.get_fpdata("image")
    assert port.in_waiting == 0
    assert bytes(link.get_fpdata("image")) == PICTURE


def test_a_comparison_is_a_pair_of_one(
    sensor: SensorEmulator, library: Adafruit_Fingerprint, link: SensorLink
) -> None:
    sensor.press(FINGERS[0])
    link.get_image()
    for slot in (1, 2):
        link.image_2_tz(slot)
    assert library.compare_templates() == Code.OK
    assert library.confidence == (300,)
    assert link.ask(Op.MATCH, content=2) == b"\x00\x01\x2c"


def test_the_tail_of_what_is_sent_is_dropped(
    sensor: SensorEmulator, library: Adafruit_Fingerprint, link: SensorLink
) -> None:
    assert library.send_fpdata(list(TEMPLATE[:1500]), "char", 1)
    link.verify_password()  # a round trip: all that was sent has arrived
    assert still_awaited(sensor) == 1408, "no end packet ever came"
    link.send_fpdata(TEMPLATE[:1500], "char", 1)
    link.verify_password()
    assert still_awaited(sensor) is None
    assert sensor._sensor.buffers[1] == TEMPLATE[:1500]


def test_a_refusal_to_take_data_is_called_success(
    sensor: SensorEmulator, library: Adafruit_Fingerprint, link: SensorLink
) -> None:
    sensor.spoil(Faults(refusals={Op.DOWNLOAD_TEMPLATE: 0x0E, Op.DOWNLOAD_IMAGE: 0x0E}))
    assert library.send_fpdata(list(TEMPLATE), "char", 1) is True
    for kind in ("char", "image"):
        with pytest.raises(Refused, match="could not take more data"):
            link.send_fpdata(TEMPLATE, kind, 1)


def test_asking_an_r503_for_an_echo_is_an_error_without_a_name(
    library: Adafruit_Fingerprint, link: SensorLink
) -> None:
    with pytest.raises(RuntimeError, match="Something is wrong"):
        library.check_module()
    with pytest.raises(Refused, match="does not know the instruction"):
        link.check_module()


def test_an_echo_of_an_as608_is_none(emulated: Emulated) -> None:
    with Serial(emulated(AS608).path, 57_600, timeout=0.05) as port:
        assert SensorLink(port, 0, 0.3).check_module()


def test_a_restart_that_takes_long_crashes(emulated: Emulated) -> None:
    with Serial(emulated(R503).path, 57_600, timeout=0.02) as port:
        with pytest.raises(IndexError):
            Adafruit_Fingerprint(port).soft_reset()
        link = SensorLink(port, 0, 0.3)
        link.soft_reset()
        assert link.get_image() == Code.NO_FINGER


def test_a_sensor_that_does_not_come_back_is_said_so(sensor: SensorEmulator, link: SensorLink) -> None:
    sensor.spoil(Faults(refusals={Op.SOFT_RESET: Code.OK}))
    with pytest.raises(TimedOut, match="did not come back"):
        link.soft_reset()


def test_small_packets_are_too_deep_a_recursion(emulated: Emulated) -> None:
    sensor = emulated(AS608, packet_bytes=32)
    sensor.press(FINGERS[0])
    whole = pack_grey(render(FINGERS[0], 256, 288))
    with Serial(sensor.path, 57_600, timeout=0.3) as port:
        link = SensorLink(port, 0, 0.3)
        link.get_image()
        with pytest.raises(RecursionError):
            Adafruit_Fingerprint(port).get_fpdata("image")
        while port.read(4096):
            pass  # the rest of the picture that the library gave up in the middle of
        assert bytes(link.get_fpdata("image")) == whole


@pytest.mark.parametrize("packet_bytes", [32, 64, 128, 256])
def test_what_is_sent_comes_back(emulated: Emulated, packet_bytes: int) -> None:
    sensor = emulated(R503, packet_bytes=packet_bytes)
    with Serial(sensor.path, 57_600, timeout=0.05) as port:
        link = SensorLink(port, 0, 0.3)
        link.send_fpdata(PICTURE, "image")
        assert bytes(link.get_fpdata("image")) == PICTURE
        link.send_fpdata(TEMPLATE, "char", 1)
        assert bytes(link.get_fpdata("char", 1)) == TEMPLATE
