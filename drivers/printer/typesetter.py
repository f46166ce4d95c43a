"""The part of an emulated printer that turns commands into dots on paper: text, pictures, codes, feeds."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image, ImageChops

from drivers.printer.glyphs import FONT_A, FONT_B, HANZI, glyph
from drivers.printer.modes import Modes
from drivers.printer.paper import Paper
from drivers.printer.parser import ROW, TEXT, Command
from drivers.printer.symbols import QrCode

# Understood, and without a mark on the paper: colour, smoothing, density, unidirectional printing, motion
# units, panel buttons, character sets, barcode settings, and what only the standard mode that we are in says.
_NO_MARK = frozenset(
    {
        *(b"\0", b"\r", b"\x18"),
        *(b"\x1b" + bytes((letter,)) for letter in b"=?%RTUVSruc<45"),
        *(b"\x1d" + bytes((letter,)) for letter in b"Tb|PhwHfaE"),
        *(b"\x1cS", b"\x1cC"),
    }
)
_DOUBLED = [int(f"{byte:08b}".replace("0", "00").replace("1", "11"), 2).to_bytes(2) for byte in range(256)]


class Typesetter:
    """Sets lines and burns them into the paper.

    Args:
        paper: Where to.
        chinese: Whether ESC @ and power-on choose the Chinese mode, as on models made for China.
        cutter: Whether there is one.
        head_to_cutter_dots: How far above the head the blade sits.
    """

    def __init__(
        self, paper: Paper, *, chinese: bool = False, cutter: bool = True, head_to_cutter_dots: int = 96
    ) -> None:
        self._paper = paper
        self._chinese = chinese
        self._cutter = cutter
        self._above_dots = head_to_cutter_dots
        self._commands = self._table()
        self.reset()

    def reset(self) -> None:
        """Do what ESC @ and power-on do: forget the line, and all settings."""
        self._modes = Modes(chinese=int(self._chinese))
        self._line: list[tuple[int, Image.Image]] = []
        self._pen = 0
        self._lead = b""
        self._tabs: list[int] = []
        self._stored: Image.Image | None = None
        self._qr = QrCode()

    def obey(self, command: Command) -> bool:
        """Carry out a command. False when it means nothing to this printer."""
        code, data = command.code, command.data
        if code == TEXT:
            self._text(data)
            return True
        self._lead = b""
        if code == ROW:
            self._row(data)
            return True
        if self._modes.apply(code, data) or code in _NO_MARK:
            return True
        action = self._commands.get(code)
        return action is not None and action(data) is not False

    def _table(self) -> dict[bytes, Callable[[bytes], bool | None]]:
        return {
            b"\n": lambda _: self._end_line(self._modes.spacing),
            b"\f": lambda _: self._end_line(self._modes.spacing),
            b"\x0b": lambda _: self._end_line(self._modes.spacing),
            b"\t": lambda _: self._tab(),
            b"\x1b@": lambda _: self.reset(),
            b"\x1bJ": lambda data: self._end_line(data[0]),
            b"\x1bd": lambda data: self._end_line(data[0] * self._modes.spacing),
            b"\x1bD": self._set_tabs,
            b"\x1b$": lambda data: self._move(int.from_bytes(data, "little")),
            b"\x1b\\": lambda data: self._move(self._pen + int.from_bytes(data, "little", signed=True)),
            b"\x1b*": self._columns,
            b"\x1d(": self._extended,
            b"\x1dV": self._cut,
            b"\x1bi": lambda _: self._cut(b"\0"),
            b"\x1bm": lambda _: self._cut(b"\1"),
        }

    # Text

    def _text(self, data: bytes) -> None:
        data = self._lead + data
        at = 0
        while at < len(data):
            length = self._length(data, at)
            if at + length > len(data):
                break
            self._character(data[at : at + length])
            at += length
        self._lead = data[at:]

    def _length(self, data: bytes, at: int) -> int:
        """Bytes of the character there: GB18030 has two, or four when the second is a digit."""
        if not self._modes.chinese or data[at] < 0x81 or data[at] == 0xFF:
            return 1
        return 4 if data[at + 1 : at + 2].isdigit() else 2

    def _character(self, code: bytes) -> None:
        modes = self._modes
        if len(code) > 1:
            shown, cell = code.decode("gb18030", "replace")[:1], HANZI
            wide, high = max(modes.wide, modes.hanzi_wide), max(modes.high, modes.hanzi_high)
            underline = modes.hanzi_underline
        else:
            shown = chr(code[0]) if code[0] < 0x80 else modes.decode(code[0])
            cell = FONT_B if modes.font_b else FONT_A
            wide, high, underline = modes.wide, modes.high, modes.underline
        drawn = glyph(shown, cell, bold=bool(modes.bold))
        size = (drawn.width * wide, drawn.height * high)
        if size != drawn.size:
            drawn = drawn.resize(size, Image.Resampling.NEAREST)
        if underline:
            drawn = drawn.copy()
            drawn.paste(1, (0, drawn.height - underline, drawn.width, drawn.height))
        if modes.invert:
            drawn = ImageChops.invert(drawn)
        if self._line and self._pen + drawn.width > self._area:
            self._end_line(modes.spacing)
        self._place(drawn)
        self._pen += modes.gap * wide

    def _tab(self) -> None:
        column = (FONT_B if self._modes.font_b else FONT_A)[0] * self._modes.wide
        stops = self._tabs or range(8, 255, 8)
        self._move(next((stop * column for stop in stops if stop * column > self._pen), self._pen))

    def _set_tabs(self, data: bytes) -> None:
        self._tabs = list(data.rstrip(b"\0"))

    def _move(self, pen: int) -> None:
        self._pen = max(0, pen)

    # Pictures

    def _row(self, data: bytes) -> None:
        """Burn one row of GS v 0, which stands alone: what was in the line comes first."""
        if self._line:
            self._end_line(self._modes.spacing)
        mode, dots = data[0], data[1:]
        if mode & 1:
            dots = b"".join(_DOUBLED[byte] for byte in dots)
        paper = self._paper.width_dots
        shift = paper - self._start(len(dots) * 8) - len(dots) * 8
        value = int.from_bytes(dots)
        value = value << shift if shift >= 0 else value >> -shift
        row = (value & ((1 << paper) - 1)).to_bytes(paper // 8)
        self._paper.burn(row * (2 if mode & 2 else 1))

    def _columns(self, data: bytes) -> None:
        """Place ESC *: columns of 8 or 24 dots, which are rows of a picture that lies on its side."""
        mode, count = data[0], int.from_bytes(data[1:3], "little")
        height = 24 if mode >= 32 else 8
        if not count:
            return
        lying = Image.frombytes("1", (height, count), data[3:])
        wide = 1 if mode & 1 else 2
        standing = lying.transpose(Image.Transpose.TRANSPOSE)
        self._place(standing.resize((count * wide, 24), Image.Resampling.NEAREST))

    def _extended(self, data: bytes) -> bool | None:
        """Carry out GS ( L and GS ( k; other sets (GS ( A test print, GS ( E settings) make no mark."""
        letter, rest = data[:1], data[3:]
        if letter == b"L" and len(rest) >= 2:
            return self._graphics(rest[1], rest[2:])
        if letter == b"k" and len(rest) >= 2:
            symbol = self._qr.obey(rest[0], rest[1], rest[2:])
            if symbol is not None:
                self._alone(symbol)
            return rest[0] == QrCode.KIND
        return letter in {b"A", b"D", b"E", b"H", b"K", b"M", b"N"}

    def _graphics(self, function: int, data: bytes) -> bool:
        """Store a picture (function 112) or print the stored one (50)."""
        if function == 112 and len(data) >= 8:
            wide, high = data[1], data[2]
            width, height = int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
            needed = (width + 7) // 8 * height
            if not needed or wide not in {1, 2} or high not in {1, 2}:
                return False
            picture = Image.frombytes("1", (width, height), data[8 : 8 + needed].ljust(needed, b"\0"))
            self._stored = picture.resize((width * wide, height * high), Image.Resampling.NEAREST)
            return True
        if function in {2, 50} and self._stored is not None:
            self._alone(self._stored)
            self._stored = None
            return True
        return False

    # Lines

    @property
    def _area(self) -> int:
        rest = max(1, self._paper.width_dots - self._modes.margin)
        return min(self._modes.area or rest, rest)

    def _start(self, width: int) -> int:
        free = max(0, self._area - width)
        return self._modes.margin + free * self._modes.align // 2

    def _place(self, drawn: Image.Image) -> None:
        self._line.append((self._pen, drawn))
        self._pen += drawn.width

    def _alone(self, drawn: Image.Image) -> None:
        """Print a picture on a line of its own, with no space below."""
        if self._line:
            self._end_line(self._modes.spacing)
        self._place(drawn)
        self._end_line(0)

    def _end_line(self, feed_dots: int) -> None:
        """Print the line, its marks standing on one base, and feed to the next."""
        height = 0
        if self._line:
            height = max(drawn.height for _, drawn in self._line)
            extent = max(pen + drawn.width for pen, drawn in self._line)
            start = self._start(extent)
            line = Image.new("1", (self._paper.width_dots, height), 0)
            for pen, drawn in self._line:
                line.paste(1, (start + pen, height - drawn.height), drawn)
            if self._modes.upside_down:
                line = line.transpose(Image.Transpose.ROTATE_180)
            self._paper.burn(line.tobytes())
        self._paper.feed(max(0, feed_dots - height))
        self._line, self._pen = [], 0

    def _cut(self, data: bytes) -> None:
        if self._line:
            self._end_line(self._modes.spacing)
        if data[0] >= 65:  # function B: feed to the blade, and so much further
            self._paper.feed(self._above_dots + (data[1] if len(data) > 1 else 0))
        if self._cutter:
            self._paper.cut(self._above_dots)
