import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import Garbled
from drivers.fingerprint.packets import (
    LONGEST,
    Framer,
    Kind,
    Packet,
    data_packets,
    pack_grey,
    unpack_grey,
)

# Computed by hand from the R503 manual; the manual prints the last but one itself.
GOLDEN = [
    (Kind.COMMAND, "13 00000000", "EF01FFFFFFFF 01 0007 13 00000000 001B"),
    (Kind.COMMAND, "0F", "EF01FFFFFFFF 01 0003 0F 0013"),
    (Kind.COMMAND, "01", "EF01FFFFFFFF 01 0003 01 0005"),
    (Kind.COMMAND, "0A", "EF01FFFFFFFF 01 0003 0A 000E"),
    (Kind.COMMAND, "02 01", "EF01FFFFFFFF 01 0004 02 01 0008"),
    (Kind.COMMAND, "1D", "EF01FFFFFFFF 01 0003 1D 0021"),
    (Kind.COMMAND, "0E 04 0C", "EF01FFFFFFFF 01 0005 0E 04 0C 0024"),
    (Kind.COMMAND, "0E 06 03", "EF01FFFFFFFF 01 0005 0E 06 03 001D"),
    (Kind.COMMAND, "35 03 80 03 00", "EF01FFFFFFFF 01 0007 35 03 80 03 00 00C3"),
    (Kind.COMMAND, "40", "EF01FFFFFFFF 01 0003 40 0044"),
    (Kind.COMMAND, "53", "EF01FFFFFFFF 01 0003 53 0057"),
    (Kind.COMMAND, "36", "EF01FFFFFFFF 01 0003 36 003A"),
    (Kind.COMMAND, "35 01 50 06 00", "EF01FFFFFFFF 01 0007 35 01 50 06 00 0094"),
    (Kind.ACK, "00", "EF01FFFFFFFF 07 0003 00 000A"),
    (Kind.ACK, "02", "EF01FFFFFFFF 07 0003 02 000C"),
    (Kind.ACK, "00 0005 0064", "EF01FFFFFFFF 07 0007 00 0005 0064 0077"),
]

packets = st.builds(
    Packet,
    st.sampled_from(list(Kind)).map(int),
    st.binary(min_size=1, max_size=LONGEST - 2),
    st.binary(min_size=4, max_size=4),
)


def heard(framer: Framer) -> list[Packet]:
    """All packets that can be made of what was fed, past whatever is garbled."""
    found: list[Packet] = []
    while True:
        try:
            packet = framer.next()
        except Garbled:
            continue
        if packet is None:
            return found
        found.append(packet)


@pytest.mark.parametrize(("kind", "content", "wire"), GOLDEN)
def test_golden_packets_both_ways(kind: Kind, content: str, wire: str) -> None:
    packet = Packet(kind, bytes.fromhex(content))
    assert packet.encode() == bytes.fromhex(wire)
    framer = Framer()
    framer.feed(bytes.fromhex(wire))
    assert framer.next() == packet
    assert framer.next() is None


@given(st.lists(st.binary(max_size=300)))
def test_no_input_crashes_the_framer(pieces: list[bytes]) -> None:
    framer = Framer()
    for piece in pieces:
        framer.feed(piece)
        heard(framer)
        assert 1 <= framer.wanted <= LONGEST


@given(st.lists(packets, max_size=5), st.integers(1, 40), st.binary(max_size=5))
def test_packets_are_found_however_the_stream_is_cut_up(sent: list[Packet], size: int, noise: bytes) -> None:
    quiet = noise.replace(b"\xef", b"U")
    stream = b"".join(quiet + packet.encode() for packet in sent)
    framer = Framer()
    found: list[Packet] = []
    for start in range(0, len(stream), size):
        framer.feed(stream[start : start + size])
        found += heard(framer)
    assert found == sent


@given(packets, packets, st.integers(0, 2**16), st.integers(0, 7))
def test_a_flipped_bit_is_noticed_and_the_next_packet_is_found(
    broken: Packet, whole: Packet, place: int, bit: int
) -> None:
    wire = bytearray(broken.encode())
    place %= len(wire)
    wire[place] ^= 1 << bit
    framer = Framer()
    framer.feed(bytes(wire) + whole.encode() + bytes(2 * LONGEST))
    found = heard(framer)
    assert whole in found
    assert broken not in found or broken == whole


def test_asking_for_what_is_wanted_never_reads_past_a_packet() -> None:
    wire = Packet(Kind.ACK, b"\0" * 17).encode()
    framer = Framer()
    taken = 0
    while (packet := framer.next()) is None:
        wanted = framer.wanted
        framer.feed(wire[taken : taken + wanted])
        taken += wanted
    assert packet.content == b"\0" * 17
    assert taken == len(wire)


@given(st.binary(max_size=2000), st.sampled_from([32, 64, 128, 256]))
def test_data_packets_lose_no_tail_and_end_with_an_end_packet(data: bytes, size: int) -> None:
    cut = data_packets(data, size)
    assert b"".join(packet.content for packet in cut) == data
    assert [packet.kind for packet in cut] == [Kind.DATA] * (len(cut) - 1) + [Kind.END]
    assert all(len(packet.content) <= size for packet in cut)


def test_the_first_pixel_is_in_the_high_nibble_and_white_is_white() -> None:
    assert unpack_grey(b"\x0f\xa1") == bytes([0, 255, 170, 17])


@given(st.binary(max_size=500))
def test_packing_is_the_inverse_of_unpacking(nibbles: bytes) -> None:
    assert pack_grey(unpack_grey(nibbles)) == nibbles
