"""How an emulated printer is set at the moment: font, size, alignment, margins, code page."""

from collections.abc import Callable
from dataclasses import dataclass

DEFAULT_SPACING_DOTS = 30  # 1/6 inch at 180, 3.75 mm at 203 dots an inch

# ESC t n, as in python-escpos' default profile. What is missing is drawn as code page 437.
_CODE_PAGES = {
    1: "cp932",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    13: "cp857",
    14: "cp737",
    15: "iso8859_7",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
    21: "cp874",
    32: "cp720",
    33: "cp775",
    34: "cp855",
    35: "cp861",
    36: "cp862",
    37: "cp864",
    38: "cp869",
    39: "iso8859_2",
    40: "iso8859_15",
    44: "cp1125",
    45: "cp1250",
    46: "cp1251",
    47: "cp1253",
    48: "cp1254",
    49: "cp1255",
    50: "cp1256",
    51: "cp1257",
    52: "cp1258",
}


@dataclass(slots=True)
class Modes:
    """The settings that ESC @ puts back. Flags are 0 or 1, lengths are dots."""

    chinese: int = 0
    code_page: int = 0
    font_b: int = 0
    bold: int = 0
    underline: int = 0
    invert: int = 0
    upside_down: int = 0
    wide: int = 1
    high: int = 1
    hanzi_wide: int = 1
    hanzi_high: int = 1
    hanzi_underline: int = 0
    align: int = 0
    spacing: int = DEFAULT_SPACING_DOTS
    gap: int = 0
    margin: int = 0
    area: int = 0

    def decode(self, byte: int) -> str:
        """The character that a byte above 7F stands for in the chosen code page."""
        return bytes((byte,)).decode(_CODE_PAGES.get(self.code_page, "cp437"), "replace")

    def apply(self, code: bytes, data: bytes) -> bool:
        """Change the settings that a command changes; False when it is about something else."""
        settings = _SETTINGS.get(code)
        if settings is None:
            return False
        value = int.from_bytes(data[:2], "little")
        for name, read in settings.items():
            setattr(self, name, read(value))
        return True


def _flag(value: int) -> int:
    return value & 1


def _bit(mask: int) -> Callable[[int], int]:
    return lambda value: int(bool(value & mask))


def _twice(mask: int) -> Callable[[int], int]:
    return lambda value: 2 if value & mask else 1


def _same(value: int) -> int:
    return value


def _alignment(value: int) -> int:
    return value % 48 if value % 48 < 3 else 0


_SETTINGS: dict[bytes, dict[str, Callable[[int], int]]] = {
    b"\x1b!": {
        "font_b": _flag,
        "bold": _bit(0x08),
        "high": _twice(0x10),
        "wide": _twice(0x20),
        "underline": _bit(0x80),
    },
    b"\x1d!": {"wide": lambda n: (n >> 4 & 7) + 1, "high": lambda n: (n & 7) + 1},
    b"\x1bM": {"font_b": _flag},
    b"\x1bE": {"bold": _flag},
    b"\x1bG": {"bold": _flag},
    b"\x1b-": {"underline": lambda n: n % 48 if n % 48 < 3 else 0},
    b"\x1dB": {"invert": _flag},
    b"\x1b{": {"upside_down": _flag},
    b"\x1ba": {"align": _alignment},
    b"\x1bt": {"code_page": _same},
    b"\x1b ": {"gap": _same},
    b"\x1b2": {"spacing": lambda _: DEFAULT_SPACING_DOTS},
    b"\x1b3": {"spacing": _same},
    b"\x1bA": {"spacing": lambda n: n * 203 // 60},
    b"\x1b+": {"spacing": lambda n: n * 203 // 360},
    b"\x1dL": {"margin": _same},
    b"\x1dW": {"area": _same},
    b"\x1c&": {"chinese": lambda _: 1},
    b"\x1c.": {"chinese": lambda _: 0},
    b"\x1c!": {"hanzi_wide": _twice(0x04), "hanzi_high": _twice(0x08), "hanzi_underline": _bit(0x80)},
    b"\x1cW": {"hanzi_wide": _twice(0x01), "hanzi_high": _twice(0x01)},
    b"\x1c-": {"hanzi_underline": lambda n: n % 48 if n % 48 < 3 else 0},
}
