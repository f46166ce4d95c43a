"""Packets as the sensor family with the start code EF01 speaks them, on both sides of the wire.

    EF01 | address 4 | kind 1 | length 2 | content | checksum 2

All numbers are big-endian. The length counts content and checksum; the checksum is the sum of kind, length
and content, modulo 65,536 (GROW R503 manual 1.4.1, the same in the ZFM and AS608 manuals).
"""

from dataclasses import dataclass
from enum import IntEnum

from drivers.errors import Garbled

START = b"\xef\x01"
BROADCAST = b"\xff\xff\xff\xff"
HEADER_BYTES = 9
SHORTEST = 3
"""One byte of content and the checksum."""
LONGEST = 258
"""The manuals say 256, yet the largest data packet carries 256 bytes and its checksum."""

# Sixteen grey levels spread over 0..255, so that white is white: level * 17.
_LEVEL_OF_DIGIT = bytes(
    int(chr(byte), 16) * 17 if chr(byte) in "0123456789abcdef" else 0 for byte in range(256)
)
_DIGIT_OF_GREY = bytes(b"0123456789abcdef"[grey >> 4] for grey in range(256))


class Kind(IntEnum):
    """What a packet is: asked, answered, or a piece of something larger."""

    COMMAND = 0x01
    DATA = 0x02
    ACK = 0x07
    END = 0x08


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet, without its frame."""

    kind: int
    content: bytes
    address: bytes = BROADCAST

    def encode(self) -> bytes:
        """The bytes on the wire."""
        body = bytes([self.kind]) + (len(self.content) + 2).to_bytes(2, "big") + self.content
        return START + self.address + body + (sum(body) & 0xFFFF).to_bytes(2, "big")


class Framer:
    """Finds packets in a stream of bytes, however it is cut up and whatever noise lies between them."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self.heard = 0
        """Bytes since the last packet, noise included: silence and noise are different faults."""

    @property
    def wanted(self) -> int:
        """How many more bytes are needed before ``next`` can say more; at least 1."""
        if len(self._pending) < HEADER_BYTES:
            return HEADER_BYTES - len(self._pending)
        return min(max(1, HEADER_BYTES + self._length() - len(self._pending)), LONGEST)

    @property
    def begun(self) -> bool:
        """Whether a packet has begun to arrive."""
        return len(self._pending) > 1

    def feed(self, data: bytes) -> None:
        """Take what came off the wire."""
        self.heard += len(data)
        self._pending += data

    def clear(self) -> None:
        """Forget everything heard so far."""
        self.heard = 0
        self._pending.clear()

    def next(self) -> Packet | None:
        """The next whole packet, or None until more bytes are fed.

        Raises:
            Garbled: a start code without a true packet behind it. The start code is skipped, so calling
                again goes on with whatever follows.
        """
        self._skip_noise()
        if len(self._pending) < HEADER_BYTES:
            return None
        length = self._length()
        if not SHORTEST <= length <= LONGEST:
            del self._pending[: len(START)]
            raise Garbled(f"A packet claims {length} bytes, which no packet has.")
        end = HEADER_BYTES + length
        if len(self._pending) < end:
            return None
        body = bytes(self._pending[6 : end - 2])
        if sum(body) & 0xFFFF != int.from_bytes(self._pending[end - 2 : end], "big"):
            del self._pending[: len(START)]
            raise Garbled("A packet's checksum is wrong.")
        packet = Packet(body[0], body[3:], bytes(self._pending[2:6]))
        del self._pending[:end]
        self.heard = len(self._pending)
        return packet

    def _skip_noise(self) -> None:
        """Drop what cannot be the beginning of a packet, such as the bare 55 sent at power-up."""
        start = self._pending.find(START)
        if start < 0:
            start = len(self._pending) - self._pending.endswith(START[:1])
        del self._pending[:start]

    def _length(self) -> int:
        return int.from_bytes(self._pending[7:9], "big")


def data_packets(data: bytes, size: int, address: bytes = BROADCAST) -> list[Packet]:
    """Cut ``data`` into data packets of ``size`` bytes; the last is an end packet, short if need be."""
    starts = range(0, max(len(data), 1), size)
    return [
        Packet(Kind.END if start == starts[-1] else Kind.DATA, data[start : start + size], address)
        for start in starts
    ]


def unpack_grey(nibbles: bytes) -> bytes:
    """Spread the wire's 4-bit pixels (the first one in the high nibble) over one byte each, 0 to 255."""
    return nibbles.hex().encode("ascii").translate(_LEVEL_OF_DIGIT)


def pack_grey(pixels: bytes) -> bytes:
    """Press pixels of one byte into the wire's 4 bits: the inverse of ``unpack_grey`` on its 16 levels."""
    return bytes.fromhex(pixels.translate(_DIGIT_OF_GREY).decode("ascii"))
