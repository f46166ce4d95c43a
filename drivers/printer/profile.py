"""What one model of printer can do, read from a file in ``config/printers``."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

from drivers.printer.native import CODE_PAGES

_FLOWS = ("none", "xonxoff", "rtscts")
_CJK = ("raster", "gb18030")
_BUZZERS = ("ESC B", "ESC ( A", "BEL")
_WORDS = {str: "text in quotes", int: "a whole number", bool: "true or false"}


class ProfileError(ValueError):
    """A printer profile cannot be used. Names the file, the key, and what would be right."""


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """What one model of printer can do.

    Attributes:
        name: What a technician calls it.
        width_dots: Dots across the printable width: 576 on 80 mm paper, 384 on 58 mm.
        dpi: Dots an inch of the head, across and along.
        feed_dpi: Motion units an inch of ``ESC J``: as ``dpi`` on most, 360 on Epson's TM-T88.
        cutter: Has a cutter.
        drawer: A cash drawer is plugged into it.
        buzzer: Has a buzzer.
        buzzer_command: What sounds it: ``ESC B`` on models made for China, ``ESC ( A`` on Epson's, ``BEL`` on some.
        status: Answers ``DLE EOT``. Where it does not, a lie is worse than not asking.
        confirm: Answers ``GS r`` in turn, so that the answer proves everything before it was printed.
        chunk_bytes: The most bytes to send between two looks at the printer; half its buffer is safe.
        chunk_delay_ms: A pause after each chunk, for a printer with neither flow control nor status.
        flow: Flow control of a serial line: none, xonxoff or rtscts.
        cjk: How words are printed: ``raster``, as pictures, or ``gb18030``, in its own characters where it has them.
        code_page: The number of ``ESC t`` for its own Latin letters, one of ``native.CODE_PAGES``.
        double_size: Prints its own characters twice as large (``GS !``, ``FS !``).
    """

    name: str
    width_dots: int
    dpi: int = 203
    feed_dpi: int = 203
    cutter: bool = False
    drawer: bool = False
    buzzer: bool = False
    buzzer_command: str = "ESC B"
    status: bool = False
    confirm: bool = False
    chunk_bytes: int = 2048
    chunk_delay_ms: int = 0
    flow: str = "none"
    cjk: str = "raster"
    code_page: int = 0
    double_size: bool = True

    def __post_init__(self) -> None:
        if not 8 <= self.width_dots <= 4096:
            raise ValueError("width_dots is 8 to 4096; 576 on 80 mm paper, 384 on 58 mm")
        if not 64 <= self.chunk_bytes <= 65536:
            raise ValueError("chunk_bytes is 64 to 65536")
        if self.dpi < 1 or self.feed_dpi < 1:
            raise ValueError("dpi and feed_dpi are dots an inch, such as 203")
        if self.chunk_delay_ms < 0:
            raise ValueError("chunk_delay_ms is 0 or more")
        if self.flow not in _FLOWS:
            raise ValueError(f"flow is one of {', '.join(_FLOWS)}")
        if self.buzzer_command not in _BUZZERS:
            raise ValueError(f"buzzer_command is one of {', '.join(_BUZZERS)}")
        if self.cjk not in _CJK:
            raise ValueError(f"cjk is one of {', '.join(_CJK)}")
        if self.code_page not in CODE_PAGES:
            known = ", ".join(f"{number} ({name})" for number, name in CODE_PAGES.items())
            raise ValueError(f"code_page is one of {known}")


def load_profile(name_or_path: str, directories: Iterable[Path]) -> PrinterProfile:
    """Read a profile, by its name in one of the directories, or by the path of its file.

    Args:
        name_or_path: ``80mm``, or a path that ends in ``.toml``.
        directories: Where profiles are looked for, the first hit taken.

    Raises:
        ProfileError: There is none of that name, or a key of it is unknown, missing or of a wrong type.
    """
    path = find_profile(name_or_path, directories)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(f"{path}: cannot be read: {error}") from error
    _check_keys(path, table)
    try:
        return PrinterProfile(**table)
    except ValueError as error:
        raise ProfileError(f"{path}: {error}") from error


def find_profile(name_or_path: str, directories: Iterable[Path]) -> Path:
    """Return where a profile stands; ``ProfileError`` where there is none of that name."""
    directories = list(directories)
    if name_or_path.endswith(".toml"):
        return Path(name_or_path)
    for directory in directories:
        path = directory / f"{name_or_path}.toml"
        if path.is_file():
            return path
    known = ", ".join(known_profiles(directories)) or "none"
    raise ProfileError(f"no printer profile {name_or_path!r}; there are: {known}")


def known_profiles(directories: Iterable[Path]) -> list[str]:
    """Return the names of all profiles there are."""
    return sorted({path.stem for directory in directories for path in directory.glob("*.toml")})


def _check_keys(path: Path, table: Mapping[str, object]) -> None:
    known = {field.name: field for field in fields(PrinterProfile)}
    for key, value in table.items():
        if key not in known:
            raise ProfileError(f"{path}: unknown key {key!r}; known are: {', '.join(known)}")
        # bool is an int in Python, and not in a profile: hence type() and no isinstance().
        if type(value) is not known[key].type:
            raise ProfileError(f"{path}: {key} is {_word(key)}, not {value!r}")
    for key, field in known.items():
        if field.default is MISSING and key not in table:
            raise ProfileError(f"{path}: {key} is missing; it is {_word(key)}")


def _word(key: str) -> str:
    return _WORDS[PrinterProfile.__annotations__[key]]
