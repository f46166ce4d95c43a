"""The glass that screens are laid out for."""

from dataclasses import dataclass, field

from terminal.i18n import Catalogue
from terminal.typeset import Typesetter

from .galley import Galleys
from .theme import unit_px


@dataclass(frozen=True)
class Frame:
    """What a screen needs to know besides its state: how large the glass is, and how to write on it.

    Attributes:
        dots_per_mm: of the glass; a pad's ink is measured with it.
        galleys: the long texts that are read on it.
    """

    width: int
    height: int
    dots_per_mm: float
    typesetter: Typesetter
    catalogue: Catalogue
    galleys: Galleys = field(default_factory=Galleys)

    @property
    def unit_px(self) -> float:
        """How many pixels one unit of the theme is."""
        return unit_px(self.width, self.height, self.dots_per_mm)

    @property
    def upright(self) -> bool:
        """Whether the glass is higher than it is wide."""
        return self.height > self.width
