"""ESC/POS bytes to commands: where each one ends, and which are answered on arrival.

Lengths are those of the Epson manual and of the Chinese makers who follow it. A picture is handed on row
by row, as a printer takes it: its declared size may be gigabytes. Nothing is looked for inside of one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

TEXT = b""
UNKNOWN = b"?"
ROW = b"\x1dv0"

# Commands of a fixed length: prefix -> bytes that follow it.
_FIXED: dict[bytes, int] = {
    **dict.fromkeys((b"\0", b"\n", b"\r", b"\f", b"\t", b"\x0b", b"\x07", b"\x18"), 0),
    **dict.fromkeys((b"\x1b" + bytes((c,)) for c in b"@2<45imLS\x0c"), 0),
    **{b"\x1b" + bytes((c,)): 1 for c in b" !%+-3=?AEGJKMRTUVadertu{"},
    **{b"\x1b" + bytes((c,)): 2 for c in b"$\\cB"},
    b"\x1bp": 3,
    b"\x1bW": 8,
    **{b"\x1d" + bytes((c,)): 1 for c in b"!/BHITabefhrwE|"},
    **{b"\x1d" + bytes((c,)): 2 for c in b"$\\LPWj"},
    b"\x1d:": 0,
    b"\x1d^": 3,
    b"\x1c&": 0,
    b"\x1c.": 0,
    **{b"\x1c" + bytes((c,)): 1 for c in b"!-WC"},
    b"\x1cS": 2,
    b"\x1cp": 2,
    b"\x1c2": 2 + 72,
    b"\x10\x05": 1,
}


_WAIT = -1  # the length is in bytes that have not come yet


def _low_high(data: bytearray, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _real_time_status(data: bytearray) -> int:
    """Measure DLE EOT n, which has one more byte for some n."""
    if not data:
        return _WAIT
    return 2 if data[0] in {7, 8, 18} else 1


def _real_time_request(data: bytearray) -> int:
    """Measure DLE DC4: a drawer's pulse, or (8) the long word that clears the buffer."""
    if not data:
        return _WAIT
    return 8 if data[0] == 8 else 3


def _bit_image(data: bytearray) -> int:
    """Measure ESC * m nL nH: columns of one byte, or of three from m = 32 on."""
    return 3 + _low_high(data, 1) * (3 if data[0] >= 32 else 1) if len(data) >= 3 else _WAIT


def _bit_image_to_keep(data: bytearray) -> int:
    """Measure GS * x y: eight times x times y bytes."""
    return 2 + 8 * data[0] * data[1] if len(data) >= 2 else _WAIT


def _extended(data: bytearray) -> int:
    """Measure GS ( X pL pH, which says itself how long it is."""
    return 3 + _low_high(data, 1) if len(data) >= 3 else _WAIT


def _cut(data: bytearray) -> int:
    """Measure GS V m, with a feed n where m is a letter."""
    if not data:
        return _WAIT
    return 2 if data[0] >= 65 else 1


def _barcode(data: bytearray) -> int | None:
    """Measure GS k: ended by NUL in its old form (m below 7), counted in its new one."""
    if data and data[0] <= 6:
        return _until_nul(data, start=1, most=256)
    return 2 + data[1] if len(data) >= 2 else _WAIT


def _tab_stops(data: bytearray) -> int | None:
    """Measure ESC D: 32 stops at most, and the NUL."""
    return _until_nul(data, start=0, most=33)


def _until_nul(data: bytearray, *, start: int, most: int) -> int | None:
    end = data.find(0, start, most)
    if end >= 0:
        return end + 1
    return None if len(data) >= most else _WAIT


def _own_glyphs(data: bytearray) -> int:
    """Measure ESC & y c1 c2 [x d1...d(y*x)]...: characters that somebody drew themselves."""
    if len(data) < 3:
        return _WAIT
    at = 3
    for _ in range(data[1], data[2] + 1):
        if len(data) <= at:
            return _WAIT
        at += 1 + data[0] * data[at]
    return at


# Commands whose length is in what follows: prefix -> a function that measures it, None for nonsense.
_MEASURED: dict[bytes, Callable[[bytearray], int | None]] = {
    b"\x10\x04": _real_time_status,
    b"\x10\x14": _real_time_request,
    b"\x1b*": _bit_image,
    b"\x1bD": _tab_stops,
    b"\x1b&": _own_glyphs,
    b"\x1b(": _extended,
    b"\x1c(": _extended,
    b"\x1d(": _extended,
    b"\x1d*": _bit_image_to_keep,
    b"\x1dV": _cut,
    b"\x1dk": _barcode,
}


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a printer is told to do.

    Attributes:
        code: Its first bytes; ``TEXT`` for characters, ``ROW`` for a picture's row, ``UNKNOWN`` for neither.
        data: What follows: parameters, characters, or for a row the scaling mode and its dots.
    """

    code: bytes
    data: bytes = b""

    @property
    def size(self) -> int:
        """Bytes that it takes up in the printer's buffer."""
        return len(self.code) + len(self.data)

    @property
    def in_real_time(self) -> bool:
        """Whether a printer obeys it on arrival, ahead of everything that waits."""
        return self.code[:1] == b"\x10"


class Parser:
    """Takes bytes in as they come, in pieces of any size, and gives commands out."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._rows_left = 0
        self._row_bytes = 0
        self._row_mode = b"\0"

    def forget(self) -> None:
        """Leave behind half a command, as without power."""
        self._pending.clear()
        self._rows_left = 0

    def feed(self, data: bytes) -> Iterator[Command]:
        """Add bytes; give each command that they complete."""
        self._pending += data
        while self._pending:
            command = self._row() if self._rows_left else self._command()
            if command is None:
                return
            if command.size:
                yield command

    def _row(self) -> Command | None:
        if len(self._pending) < self._row_bytes:
            return None
        self._rows_left -= 1
        return Command(ROW, self._row_mode + self._take(self._row_bytes))

    def _command(self) -> Command | None:
        first = self._pending[0]
        if first >= 0x20:
            return Command(TEXT, self._take(self._text_length()))
        if first not in b"\x10\x1b\x1c\x1d":
            code = self._take(1)
            return Command(code if code in _FIXED else UNKNOWN, b"" if code in _FIXED else code)
        if len(self._pending) < 2:
            return None
        return self._prefixed(bytes(self._pending[:2]))

    def _prefixed(self, code: bytes) -> Command | None:
        """Take a command that starts with DLE, ESC, FS or GS."""
        if code == b"\x1dv":
            return self._picture()
        follows = _FIXED.get(code)
        if follows is None and code in _MEASURED:
            follows = _MEASURED[code](self._pending[2:])
        if follows is None:
            return Command(UNKNOWN, self._take(2))
        if follows < 0 or len(self._pending) < 2 + follows:
            return None
        return Command(self._take(2), self._take(follows))

    def _picture(self) -> Command | None:
        """Take the head of GS v 0; its rows follow one by one. The head itself is nothing to do."""
        if len(self._pending) < 8:
            return None
        head = self._take(8)
        self._row_mode = head[3:4]
        self._row_bytes = int.from_bytes(head[4:6], "little")
        self._rows_left = int.from_bytes(head[6:8], "little") if self._row_bytes else 0
        return Command(TEXT)

    def _text_length(self) -> int:
        for at, byte in enumerate(self._pending):
            if byte < 0x20:
                return at
        return len(self._pending)

    def _take(self, length: int) -> bytes:
        taken = bytes(self._pending[:length])
        del self._pending[:length]
        return taken
