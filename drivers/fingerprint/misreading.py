"""What a serial port at another speed makes of bytes: not silence, and not noise either."""

from itertools import chain


def misread(data: bytes, sent_baud: int, read_baud: int) -> bytes:
    """The bytes that a port at ``read_baud`` reads where ``data`` is sent without a pause at ``sent_baud``.

    A UART waits for the line to fall, and then looks at the middle of eight bits of the length that it was told.
    """
    levels = tuple(chain.from_iterable(_levels(byte) for byte in data))
    bit = sent_baud / read_baud

    def at(moment: float) -> int:
        return levels[int(moment)] if moment < len(levels) else 1

    read = bytearray()
    moment = 0.0
    while moment < len(levels):
        if at(moment) or at(moment + bit / 2):  # idle, or too short for a start bit
            moment = int(moment) + 1
            continue
        read.append(sum(at(moment + (place + 1.5) * bit) << place for place in range(8)))
        # A stop bit that is low is taken for the next start, as a 16550 does; else the next fall is waited for.
        moment += (9.5 if at(moment + 9.5 * bit) else 9) * bit
    return bytes(read)


def _levels(byte: int) -> tuple[int, ...]:
    """The line's levels, each a bit long: a start bit, eight of data with the lowest first, a stop bit."""
    return (0, *(byte >> place & 1 for place in range(8)), 1)
