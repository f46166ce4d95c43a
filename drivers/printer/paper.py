"""The paper that comes out of the emulated printer: a strip that grows, is cut, and is torn off."""

from __future__ import annotations

from PIL import Image

# What lies on the floor after 7.5 m of paper is nobody's concern any more, and must not fill the memory.
_MOST_DOTS = 60_000


class Paper:
    """A strip of thermal paper under a print head. Marks burn in; nothing is ever erased.

    Attributes:
        width_dots: Dots across, a multiple of 8.
        left_dots: Rows left on the roll; None for a roll without end.
        moved_dots: Rows that ever came out.
        cuts: The rows of the strip that a cut lies above of.
    """

    def __init__(self, width_dots: int) -> None:
        if width_dots % 8:
            raise ValueError(f"the paper's width is a multiple of 8 dots, not {width_dots}")
        self.width_dots = width_dots
        self.left_dots: int | None = None
        self.moved_dots = 0
        self.cuts: list[int] = []
        self._row_bytes = width_dots // 8
        self._rows = bytearray()

    @property
    def height_dots(self) -> int:
        """Rows of paper that hang out of the printer."""
        return len(self._rows) // self._row_bytes

    @property
    def at_end(self) -> bool:
        """Whether the roll is used up."""
        return self.left_dots == 0

    def feed(self, height_dots: int) -> None:
        """Move blank paper out."""
        self.burn(b"", height_dots)

    def burn(self, rows: bytes, height_dots: int | None = None) -> None:
        """Print rows that are as wide as the paper, and move on below them, as far as the roll goes."""
        height = len(rows) // self._row_bytes if height_dots is None else height_dots
        if self.left_dots is not None:
            height = min(height, self.left_dots)
            self.left_dots -= height
        self.moved_dots += height
        self._rows += rows[: height * self._row_bytes].ljust(height * self._row_bytes, b"\0")
        self._drop(self.height_dots - _MOST_DOTS)

    def cut(self, above_dots: int) -> None:
        """Cut the strip so far above its end: the blade sits above the head."""
        at = max(0, self.height_dots - above_dots)
        if at > (self.cuts[-1] if self.cuts else 0):
            self.cuts.append(at)

    def image(self) -> Image.Image:
        """The strip as a picture, mode "1", black on white."""
        return self._picture(self.height_dots)

    def tear(self) -> Image.Image:
        """Take the strip away down to the last cut, or all of it if there is none."""
        at = self.cuts[-1] if self.cuts else self.height_dots
        torn = self._picture(at)
        self._drop(at)
        return torn

    def _picture(self, height: int) -> Image.Image:
        if not height:
            return Image.new("1", (self.width_dots, 0), 1)
        rows = bytes(self._rows[: height * self._row_bytes])
        return Image.frombytes("1", (self.width_dots, height), rows, "raw", "1;I")

    def _drop(self, height: int) -> None:
        if height > 0:
            del self._rows[: height * self._row_bytes]
            self.cuts = [cut - height for cut in self.cuts if cut > height]
