"""The emulated sensor as any program sees it: bytes in, bytes out."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serial import Serial

from drivers.fingerprint.codes import Op
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.faults import Faults
from drivers.fingerprint.fingers import FINGERS
from drivers.fingerprint.instructions import Answer, Light, Sensor
from drivers.fingerprint.packets import Kind, Packet
from drivers.fingerprint.personalities import AS608, R503, Personality

Emulated = Callable[..., SensorEmulator]


@pytest.fixture
def wire(sensor: SensorEmulator) -> Iterator[Serial]:
    """The other end of ``sensor``'s line."""
    with Serial(sensor.path, timeout=30) as port:
        yield port


def ask(wire: Serial, content: str, length: int = 12) -> bytes:
    """Send an instruction and return the answer's bytes."""
    wire.write(Packet(Kind.COMMAND, bytes.fromhex(content)).encode())
    return bytes(wire.read(length))


def test_golden_answers(sensor: SensorEmulator, wire: Serial) -> None:
    ok = bytes.fromhex("EF01FFFFFFFF 07 0003 00 000A")
    assert ask(wire, "13 00000000") == ok
    assert ask(wire, "01") == bytes.fromhex("EF01FFFFFFFF 07 0003 02 000C")
    sensor.press(FINGERS[0])
    assert ask(wire, "01") == ok
    assert ask(wire, "02 01") == ok
    assert ask(wire, "36") == ok
    assert ask(wire, "40") == ok
    assert ask(wire, "1D", 14) == bytes.fromhex("EF01FFFFFFFF 07 0005 00 0000 000C")
    assert ask(wire, "0F", 28) == bytes.fromhex(
        "EF01FFFFFFFF 07 0013 00 000E 0000 00C8 0003 FFFFFFFF 0002 0006 04F7"
    )
    assert ask(wire, "53") == bytes.fromhex("EF01FFFFFFFF 07 0003 FC 0106")


def test_what_the_reader_does_not_ask_for(sensor: SensorEmulator, wire: Serial) -> None:
    sensor.press(FINGERS[0])
    assert ask(wire, "28")[9] == 0x00
    assert len(ask(wire, "14", 16)) == 16
    assert ask(wire, "39", 44)[10:42].rstrip(b"\0") == b"Signpost emulator"
    product = ask(wire, "3C", 58)
    assert product[7:9] == b"\x00\x31"
    assert product[10:26].rstrip(b"\0") == b"R503"
    assert product[48:52] == bytes.fromhex("00C0 00C0")


def test_a_damaged_instruction_is_answered_so(wire: Serial) -> None:
    wire.write(bytes.fromhex("EF01FFFFFFFF 01 0003 01 0006"))
    assert wire.read(12) == bytes.fromhex("EF01FFFFFFFF 07 0003 01 000B")


def test_another_sensors_address_is_not_answered(wire: Serial) -> None:
    wire.write(Packet(Kind.COMMAND, b"\x01", b"\0\0\0\1").encode())
    assert ask(wire, "40")[9] == 0x00
    assert wire.in_waiting == 0


def test_no_picture_no_upload(wire: Serial) -> None:
    assert ask(wire, "0A")[9] == 0x0F
    assert ask(wire, "02 01")[9] == 0x15


def test_a_sensor_that_is_switched_on_says_so_and_has_forgotten_its_picture(
    sensor: SensorEmulator, wire: Serial
) -> None:
    sensor.press(FINGERS[0])
    ask(wire, "01")
    sensor.power_off()
    assert not sensor.powered
    wire.timeout = 0.05
    assert ask(wire, "40") == b""
    sensor.power_on()
    wire.timeout = 30
    assert wire.read(1) == b"\x55"
    assert ask(wire, "0A")[9] == 0x0F


def test_the_path_stays_the_same_and_is_gone_while_unplugged(sensor: SensorEmulator) -> None:
    path = sensor.path
    sensor.unplug()
    assert not os.path.lexists(path)
    assert not sensor.plugged
    sensor.plug()
    assert sensor.path == path
    with Serial(path, timeout=30) as port:
        assert ask(port, "40")[9] == 0x00


def test_the_port_may_have_a_name_of_ones_own(emulated: Emulated, tmp_path: Path) -> None:
    sensor = emulated(path=tmp_path / "finger")
    with Serial(str(tmp_path / "finger"), timeout=30) as port:
        assert ask(port, "40")[9] == 0x00
    sensor.close()
    assert list(tmp_path.iterdir()) == []


def test_a_change_of_the_ring_is_told(emulated: Emulated) -> None:
    changed = threading.Event()
    sensor = emulated(on_change=changed.set)
    changed.clear()
    with Serial(sensor.path, timeout=30) as port:
        ask(port, "01")
        assert not changed.is_set()
        ask(port, "35 03 80 03 00")
        assert changed.wait(60)
    assert sensor.light == Light(rhythm=3, speed=0x80, colour=3, count=0)
    sensor.power_off()
    assert not sensor.light.lit


def test_whoever_waits_is_told_of_the_end(sensor: SensorEmulator) -> None:
    assert not sensor.wait(0)
    sensor.close()
    assert sensor.wait(0)


def test_power_cut_in_the_middle_of_a_picture_stops_the_bytes(emulated: Emulated) -> None:
    sensor = emulated(pace=True)
    sensor.press(FINGERS[0])
    with Serial(sensor.path, timeout=0.3) as port:
        ask(port, "01")
        ask(port, "0A", 500)
        sensor.power_off()
        assert len(port.read(20_000)) < 500


def test_new_settings_wait_for_a_power_cycle_on_an_r503(sensor: SensorEmulator, wire: Serial) -> None:
    assert ask(wire, "0E 06 03")[9] == 0x00
    assert ask(wire, "0F", 28)[23] == 2
    sensor.power_off()
    sensor.power_on()
    wire.read(1)
    assert ask(wire, "0F", 28)[23] == 3


def test_new_settings_hold_at_once_on_an_as608(emulated: Emulated) -> None:
    sensor = emulated(AS608)
    with Serial(sensor.path, timeout=30) as port:
        assert ask(port, "0E 04 0C")[9] == 0x00
        assert ask(port, "0F", 28)[25] == 12
        assert ask(port, "0E 07 00")[9] == 0x1A
        assert ask(port, "53")[9] == 0x55
        assert ask(port, "35 03 80 03 00")[9] == 0xFC


def test_an_as608s_lamp_is_switched_by_two_instructions(emulated: Emulated) -> None:
    sensor = emulated(AS608)
    with Serial(sensor.path, timeout=30) as port:
        seen = [(ask(port, op)[9], sensor.light.lit) for op in ("50", "51")]
    assert seen == [(0x00, True), (0x00, False)]


def test_a_sensor_with_a_password_answers_nothing_else_until_it_heard_it(emulated: Emulated) -> None:
    sensor = emulated(password=7)
    with Serial(sensor.path, timeout=30) as port:
        assert ask(port, "01")[9] == 0x21
        assert ask(port, "13 00000008")[9] == 0x13
        assert ask(port, "13 00000007")[9] == 0x00
        assert ask(port, "01")[9] == 0x02
        sensor.power_off()
        sensor.power_on()
        port.read(1)
        assert ask(port, "01")[9] == 0x21


def test_a_fault_hits_as_often_as_it_is_told_to(sensor: SensorEmulator, wire: Serial) -> None:
    sensor.spoil(Faults(refusals={Op.HANDSHAKE: 0x19}, only=frozenset({Op.HANDSHAKE}), times=2))
    ask(wire, "01")
    assert [ask(wire, "40")[9] for _ in range(3)] == [0x19, 0x19, 0x00]


@pytest.mark.parametrize("personality", [R503, AS608], ids=["R503", "AS608"])
@given(instructions=st.lists(st.binary(min_size=1, max_size=40), max_size=20))
def test_no_instruction_crashes_the_sensor(personality: Personality, instructions: list[bytes]) -> None:
    sensor = Sensor(personality)
    for instruction in instructions:
        assert isinstance(sensor.execute(instruction), Answer)
        sensor.answered()
