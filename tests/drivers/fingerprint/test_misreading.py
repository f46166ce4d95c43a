"""Bytes that are read at another speed than they were sent at."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serial import Serial

from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.misreading import misread
from drivers.fingerprint.packets import START

HANDSHAKE = bytes.fromhex("EF01FFFFFFFF 01 0003 40 0044")


@given(st.binary(max_size=64), st.sampled_from([9_600, 57_600, 115_200]))
def test_at_the_same_speed_every_byte_is_itself(data: bytes, baud: int) -> None:
    assert misread(data, baud, baud) == data


@pytest.mark.parametrize(
    ("sent", "sent_baud", "read_baud", "read"),
    [
        (b"\x00", 9_600, 19_200, b"\x00\x00"),  # nine low bits last as long as eighteen
        (b"\xff", 19_200, 9_600, b""),  # its start bit is over before it is looked at
        (b"\x55", 57_600, 115_200, b"\x66\x33"),
    ],
)
def test_at_another_one_the_middle_of_other_bits_is_read(
    sent: bytes, sent_baud: int, read_baud: int, read: bytes
) -> None:
    assert misread(sent, sent_baud, read_baud) == read


@given(st.binary(max_size=64), st.sampled_from([9_600, 28_800, 115_200]))
def test_nothing_crashes_it(data: bytes, baud: int) -> None:
    misread(data, 57_600, baud)


def test_a_sensor_that_answers_noise_is_read_as_noise(emulated: Callable[..., SensorEmulator]) -> None:
    sensor = emulated(baud=115_200, strict_baud=True, answers_noise=True)
    with Serial(sensor.path, 57_600, timeout=5) as port:
        port.write(HANDSHAKE)
        assert port.read(1)
        port.timeout = 0.05
        assert START not in port.read(64)
        port.baudrate = 115_200
        port.reset_input_buffer()
        port.write(HANDSHAKE)
        port.timeout = 5
        assert port.read(12) == bytes.fromhex("EF01FFFFFFFF 07 0003 00 000A")
