"""The manuals' packets, byte by byte: what is asked, and what the emulated sensors answer."""

from collections.abc import Callable, Iterator

import pytest
from serial import Serial

from drivers.fingerprint.codes import Op
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.fingers import FINGERS, Manner
from drivers.fingerprint.link import SensorLink
from drivers.fingerprint.minutiae import packed, seen
from drivers.fingerprint.packets import Framer, Kind, Packet, data_packets
from drivers.fingerprint.personalities import AS608, PERSONALITIES, R503, Personality

HEAD = "EF01FFFFFFFF"
ASKED = {
    "VfyPwd 0": "01 0007 13 00000000 001B",
    "ReadSysPara": "01 0003 0F 0013",
    "GetImage": "01 0003 01 0005",
    "UpImage": "01 0003 0A 000E",
    "Match": "01 0003 03 0007",
    "RegModel": "01 0003 05 0009",
    "Empty": "01 0003 0D 0011",
    "GenChar 1": "01 0004 02 01 0008",
    "GenChar 2": "01 0004 02 02 0009",
    "Store 1 5": "01 0006 06 01 0005 0013",
    "LoadChar 1 5": "01 0006 07 01 0005 0014",
    "UpChar 1": "01 0004 08 01 000E",
    "Search 1 0 200": "01 0008 04 01 0000 00C8 00D6",
    "HiSpeedSearch 1 0 200": "01 0008 1B 01 0000 00C8 00ED",
    "TemplateNum": "01 0003 1D 0021",
    "ReadIndexTable 0": "01 0004 1F 00 0024",
    "DeleteChar 5 1": "01 0007 0C 0005 0001 001A",
    "SetSysPara 115200": "01 0005 0E 04 0C 0024",
    "SetSysPara 256": "01 0005 0E 06 03 001D",
    "Aura purple": "01 0007 35 03 80 03 00 00C3",
    "Aura cyan": "01 0007 35 01 50 06 00 0094",
    "HandShake": "01 0003 40 0044",
    "Echo": "01 0003 53 0057",
    "CheckSensor": "01 0003 36 003A",
    "SoftRst": "01 0003 3D 0041",
    "AutoEnroll": "01 0008 31 C8 00 01 01 01 0105",
    "AutoIdentify": "01 0008 32 03 00 C8 01 01 0108",
}
Emulated = Callable[..., SensorEmulator]


class Tapped(Serial):  # type: ignore[misc]  # pyserial has no types
    """A port that remembers what was written to it."""

    def write(self, data: bytes) -> int | None:
        """Write, and remember."""
        self.written = bytes(data)
        written: int | None = super().write(data)
        return written


@pytest.fixture
def wire(sensor: SensorEmulator) -> Iterator[Serial]:
    """The line to an R503."""
    with Serial(sensor.path, 57_600, timeout=30) as port:
        yield port


def golden(packet: str) -> bytes:
    return bytes.fromhex(HEAD + packet)


def ask(wire: Serial, content: str, answers: int = 1) -> list[str]:
    """Ask something, and return the content of so many answers, in hex."""
    wire.write(Packet(Kind.COMMAND, bytes.fromhex(content)).encode())
    framer, heard = Framer(), list[str]()
    while len(heard) < answers:
        data = wire.read(framer.wanted)
        assert data, f"{len(heard)} of {answers} answers came"
        framer.feed(data)
        while packet := framer.next():
            heard.append(packet.content.hex())
    return heard


@pytest.mark.parametrize("name", ASKED)
def test_each_instruction_is_written_as_the_manual_has_it(emulated: Emulated, name: str) -> None:
    expected = golden(ASKED[name])
    packet = Framer()
    packet.feed(expected)
    read = packet.next()
    assert read
    assert read.encode() == expected
    personality = AS608 if read.content[0] in {Op.ECHO, Op.FAST_SEARCH} else R503
    with Tapped(emulated(personality).path, 57_600, timeout=0.05) as port:
        SensorLink(port, 0, 0.3)._send_packet(list(read.content))
        assert port.written == expected


def test_hit_and_miss(sensor: SensorEmulator, wire: Serial) -> None:
    sensor._sensor.library[5] = packed(seen(FINGERS[0], Manner.GOOD, 1), 1536)
    sensor.press(FINGERS[0])
    ask(wire, "01")
    ask(wire, "0201")
    [hit] = ask(wire, "04 01 0000 00C8")
    assert hit.startswith("000005")
    assert int(hit[6:], 16) > 150
    wire.write(golden("01 0008 04 01 0000 0005 0013"))
    assert wire.read(16) == golden("07 0007 09 0000 0000 0017")


def test_a_sensor_that_enrols_by_itself_tells_each_step(sensor: SensorEmulator, wire: Serial) -> None:
    sensor.press(FINGERS[0])
    assert ask(wire, "31 C8 00 01 01 01", 15) == [f"00{step:02x}00" for step in range(1, 16)]
    assert ask(wire, "31 C8 00 00 00 01") == ["270d01"], "the same finger again, told at the end only"
    assert ask(wire, "31 00 00 01 00 01")[0].startswith("22"), "taken, and not to be covered"
    assert ask(wire, "31 00 01 01 00 01") == ["000f00"]
    *steps, found = ask(wire, "32 03 00 C8 01 01", 3)
    assert steps == ["000100000000", "000200000000"]
    assert found.startswith("00030000")
    sensor.press(FINGERS[1])
    assert ask(wire, "32 03 00 C8 00 01") == ["090300000000"]
    sensor.lift()
    assert ask(wire, "31 C8 00 01 01 01") == ["260101"]
    assert ask(wire, "0D") == ["00"]
    assert ask(wire, "32 03 00 C8 01 01")[0].startswith("24")
    assert ask(wire, "30") == ["00"]


def test_the_notepad_the_address_the_page_and_chance(sensor: SensorEmulator, wire: Serial) -> None:
    note = "ab" * 32
    assert ask(wire, f"18 0F {note}") == ["00"]
    assert ask(wire, "19 0F") == ["00" + note]
    assert ask(wire, "19 00") == ["00" * 33]
    assert ask(wire, f"18 10 {note}") == ask(wire, "19 10") == ["1c"]
    assert ask(wire, "16", 5)[1].startswith("0000000000c8")
    assert ask(wire, "14") != ask(wire, "14")
    wire.write(golden("01 0007 15 00000001 001E"))
    assert wire.read(12) == bytes.fromhex("EF0100000001 07 0003 00 000A"), "from the new address already"
    wire.timeout = 0.05
    wire.write(golden("01 0003 40 0044"))
    assert wire.read(1) == b"", "the old one is nobody's"
    wire.write(Packet(Kind.COMMAND, b"\x40", b"\0\0\0\1").encode())
    assert len(wire.read(12)) == 12
    assert sensor._sensor.read_parameters(b"").content[8:12] == b"\0\0\0\1"


def test_a_new_password_locks_after_the_next_start(wire: Serial) -> None:
    assert ask(wire, "12 00000007") == ["00"]
    assert ask(wire, "40") == ["00"]
    wire.write(golden("01 0003 3D 0041"))
    assert wire.read(13) == golden("07 0003 00 000A") + b"\x55"
    for op in ("01", "0F", "1D", "12 00000000", "3D"):
        assert ask(wire, op) == ["21"]
    assert ask(wire, "13 00000000") == ["13"]
    assert ask(wire, "13 00000007") == ["00"]
    assert ask(wire, "40") == ["00"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("06 01 00C8", "0b"),
        ("06 03 0000", "22"),
        ("07 01 00C8", "0b"),
        ("07 01 0000", "0c"),
        ("08 01", "0d"),
        ("0C 00C7 0002", "0b"),
        ("05", "0a"),
        ("1F 04", "0b"),
        ("03", "080000"),
        ("53", "fc"),
        ("1B 01 0000 00C8", "fc"),
        ("50", "fc"),
    ],
)
def test_what_cannot_be_done_has_its_code(wire: Serial, asked: str, code: str) -> None:
    assert ask(wire, asked) == [code]


@pytest.mark.parametrize("personality", PERSONALITIES.values(), ids=PERSONALITIES.keys())
def test_only_the_older_family_echoes_and_switches_a_lamp(
    emulated: Emulated, personality: Personality
) -> None:
    with Serial(emulated(personality).path, 57_600, timeout=30) as port:
        answers = [ask(port, op)[0] for op in ("53", "50", "40", "3C")]
    if personality is AS608:
        assert answers == ["55", "00", "fc", "fc"]
    elif personality.profile.model == "ZFM-20":
        assert answers == ["fc"] * 4
    else:
        assert answers[:3] == ["fc", "fc", "00"]
        assert answers[3].startswith("00" + personality.profile.model.encode().hex())


def test_data_that_nobody_announced_is_ignored(sensor: SensorEmulator, wire: Serial) -> None:
    for packet in data_packets(bytes(300), 128):
        wire.write(packet.encode())
    assert ask(wire, "40") == ["00"]
    assert not sensor._sensor.buffers
