"""What can go wrong between a sensor and its reader, as knobs to turn."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of an emulated line. Places count the bytes of one whole reply, its data included.

    Attributes:
        drop_byte: this byte is never sent.
        flip_byte: the lowest bit of this byte is wrong.
        silence_after: after so many bytes the rest of the reply is never sent.
        stray: bytes sent before the reply, such as the 55 of a sensor that has just restarted.
        long_error_acks: refusals come in the long form, filled with zeros.
        delay_s: how much later than usual a reply comes.
        refusals: the code with which an instruction is refused.
        only: the instructions that are hit; empty means all.
        times: how many replies are hit before the line is well again; None means all.
    """

    drop_byte: int | None = None
    flip_byte: int | None = None
    silence_after: int | None = None
    stray: bytes = b""
    long_error_acks: bool = False
    delay_s: float = 0.0
    refusals: Mapping[int, int] = field(default_factory=dict)
    only: frozenset[int] = frozenset()
    times: int | None = None

    def hits(self, instruction: int) -> bool:
        """Whether the reply to ``instruction`` suffers."""
        return self.times != 0 and (not self.only or instruction in self.only)

    def spoil(self, reply: bytes) -> bytes:
        """The bytes that arrive of ``reply``."""
        arriving = bytearray(reply)
        if self.flip_byte is not None and self.flip_byte < len(arriving):
            arriving[self.flip_byte] ^= 1
        if self.silence_after is not None:
            del arriving[self.silence_after :]
        if self.drop_byte is not None:
            del arriving[self.drop_byte : self.drop_byte + 1]
        return self.stray + bytes(arriving)
