"""The fonts that a terminal writes with, found on the computer it runs on.

Signpost carries no fonts of its own. It uses four families that Debian packages, from where Debian puts them; a
directory of one's own may be given instead, holding the same files.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

FONT_ROOTS = (Path("/usr/share/fonts/truetype"), Path("/usr/local/share/fonts"))


class Font(StrEnum):
    """A font by its file's name: one for each script and weight.

    What is written from the right is set in DejaVu, the one family that has Arabic, Hebrew and the Latin and the
    signs beside them; it has the symbols as well.
    """

    HAN = "wqy-microhei.ttc"
    LATIN = "OpenSans-Regular.ttf"
    HEAVY_LATIN = "OpenSans-Semibold.ttf"
    RIGHT = "DejaVuSans.ttf"
    HEAVY_RIGHT = "DejaVuSans-Bold.ttf"
    CODE = "DejaVuSansMono-Bold.ttf"


DEBIAN_PACKAGE = {
    Font.HAN: "fonts-wqy-microhei",
    Font.LATIN: "fonts-open-sans",
    Font.HEAVY_LATIN: "fonts-open-sans",
    Font.RIGHT: "fonts-dejavu-core",
    Font.HEAVY_RIGHT: "fonts-dejavu-core",
    Font.CODE: "fonts-dejavu-core",
}


class FontMissingError(FileNotFoundError):
    """A font that the terminal writes with is not on this computer."""

    def __init__(self, font: Font) -> None:
        super().__init__(
            f"The font {font.value} is not installed. On Debian: sudo apt install {DEBIAN_PACKAGE[font]}"
        )


def find_fonts(directory: Path | None = None) -> dict[Font, Path]:
    """Return where each font is, looking in ``directory`` first.

    Raises:
        FontMissingError: one of them is nowhere; its sentence names the Debian package.
    """
    roots = FONT_ROOTS if directory is None else (directory, *FONT_ROOTS)
    return {font: _find(font, roots) for font in Font}


def _find(font: Font, roots: Iterable[Path]) -> Path:
    for root in roots:
        for path in sorted(root.rglob(font.value)):
            return path
    raise FontMissingError(font)
