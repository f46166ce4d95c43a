"""The printer's buzzer: three makers, three commands."""

MOST_BEEPS = 9
"""What ``ESC B`` can count to."""

_LONG = 2
"""Each beep of ``ESC B`` lasts this many tenths of a second, and the silence after it as long."""


def beeps(command: str, times: int) -> bytes:
    """Return the bytes that sound the buzzer so many times.

    Args:
        command: ``ESC B`` (n times t tenths of a second: models made for China), ``ESC ( A`` (its function 97,
            Epson's optional buzzer, in its first pattern), or ``BEL``, one byte a beep.
        times: 1 to ``MOST_BEEPS``.
    """
    if command == "ESC ( A":
        return b"\x1b(A\x03\x00\x61\x01" + bytes((times,))
    if command == "BEL":
        return b"\x07" * times
    return b"\x1bB" + bytes((times, _LONG))
