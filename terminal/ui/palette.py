"""The palettes: what each colour is, in the light, in the dark, and for eyes that need strong contrast."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from terminal.model.settings import Theme

from .theme import Colour

SHEET = {
    Colour.SHEET: "#FFFFFF",
    Colour.SHEET_LINE: "#D9DDE3",
    Colour.SHEET_WORDS: "#5B6472",
    Colour.INK: "#0B1F4B",
    Colour.WATERMARK: "#EFF0F2",
    Colour.GUIDE: "#C3C8D0",
}
"""What is written on is white paper in every palette, as the picture in the record is. The watermark is 6 % of
black on it."""


@dataclass(frozen=True, slots=True)
class Palette:
    """A value, ``#rrggbb``, for each colour there is."""

    name: str
    values: Mapping[Colour, str] = field(repr=False)

    def __getitem__(self, colour: Colour) -> str:
        """Return what a colour is here."""
        return self.values[colour]

    def rgb(self, colour: Colour) -> tuple[int, int, int]:
        """Return what a colour is here, as red, green and blue, 0–255 each."""
        value = int(self.values[colour][1:], 16)
        return value >> 16, value >> 8 & 255, value & 255


LIGHT = Palette(
    "light",
    {
        **SHEET,
        Colour.PAPER: "#FBFAF7",
        Colour.SURFACE: "#FFFFFF",
        Colour.LINE: "#D9DDE3",
        Colour.TRACK: "#D9DDE3",
        Colour.TEXT: "#14181F",
        Colour.MUTED: "#5B6472",
        Colour.FLOURISH: "#0B1F4B",
        Colour.PRIMARY: "#1E3A8A",
        Colour.PRIMARY_PRESSED: "#152A66",
        Colour.ON_PRIMARY: "#FFFFFF",
        Colour.TINT: "#EEF2FB",
        Colour.TINT_LINE: "#C5D0EC",
        Colour.OFF: "#E9EBF0",
        Colour.GOOD: "#0E7A4B",
        Colour.GOOD_TINT: "#E6F4EC",
        Colour.WARN: "#9A5B00",
        Colour.WARN_FILL: "#FFF6E5",
        Colour.WARN_LINE: "#E8C27A",
        Colour.BAD: "#B42318",
        Colour.BAD_TINT: "#FDECEA",
    },
)

DARK = Palette(
    "dark",
    {
        **SHEET,
        Colour.SHEET_LINE: "#FFFFFF",
        Colour.PAPER: "#12161D",
        Colour.SURFACE: "#1C222C",
        Colour.LINE: "#363F4D",
        Colour.TRACK: "#363F4D",
        Colour.TEXT: "#F1F3F6",
        Colour.MUTED: "#A5AFBD",
        Colour.FLOURISH: "#A9BEFF",
        Colour.PRIMARY: "#A9BEFF",
        Colour.PRIMARY_PRESSED: "#8AA4F3",
        Colour.ON_PRIMARY: "#0D1B42",
        Colour.TINT: "#222D49",
        Colour.TINT_LINE: "#3E4F7D",
        Colour.OFF: "#29303B",
        Colour.GOOD: "#63D8A0",
        Colour.GOOD_TINT: "#163326",
        Colour.WARN: "#F2B75C",
        Colour.WARN_FILL: "#372A12",
        Colour.WARN_LINE: "#735823",
        Colour.BAD: "#FF9084",
        Colour.BAD_TINT: "#42211E",
    },
)

LIGHT_CONTRAST = Palette(
    "light, high contrast",
    {
        **LIGHT.values,
        Colour.SHEET_LINE: "#000000",
        Colour.SHEET_WORDS: "#2B2F36",
        Colour.GUIDE: "#4A4F57",
        Colour.PAPER: "#FFFFFF",
        Colour.LINE: "#000000",
        Colour.TRACK: "#B4BAC4",
        Colour.TEXT: "#000000",
        Colour.MUTED: "#2B2F36",
        Colour.PRIMARY: "#0B1F66",
        Colour.PRIMARY_PRESSED: "#000000",
        Colour.TINT: "#DCE6FF",
        Colour.TINT_LINE: "#0B1F66",
        Colour.OFF: "#E4E6EA",
        Colour.GOOD: "#004D2B",
        Colour.GOOD_TINT: "#DFF5E8",
        Colour.WARN: "#5A3300",
        Colour.WARN_FILL: "#FFF0CC",
        Colour.WARN_LINE: "#5A3300",
        Colour.BAD: "#7A0E06",
        Colour.BAD_TINT: "#FFE3E0",
    },
)

DARK_CONTRAST = Palette(
    "dark, high contrast",
    {
        **DARK.values,
        Colour.SHEET_WORDS: "#2B2F36",
        Colour.GUIDE: "#4A4F57",
        Colour.PAPER: "#000000",
        Colour.SURFACE: "#000000",
        Colour.LINE: "#FFFFFF",
        Colour.TRACK: "#4A515C",
        Colour.TEXT: "#FFFFFF",
        Colour.MUTED: "#DDE2E9",
        Colour.FLOURISH: "#FFE04A",
        Colour.PRIMARY: "#FFE04A",
        Colour.PRIMARY_PRESSED: "#FFFFFF",
        Colour.ON_PRIMARY: "#000000",
        Colour.TINT: "#33300A",
        Colour.TINT_LINE: "#FFE04A",
        Colour.OFF: "#2B2F36",
        Colour.GOOD: "#86F7BF",
        Colour.GOOD_TINT: "#0B2C1C",
        Colour.WARN: "#FFD27A",
        Colour.WARN_FILL: "#33260B",
        Colour.WARN_LINE: "#FFD27A",
        Colour.BAD: "#FFB8B0",
        Colour.BAD_TINT: "#3A1512",
    },
)


def palette_for(theme: Theme, *, high_contrast: bool = False) -> Palette:
    """Return the palette of a shop's theme, and of a customer who may want strong contrast."""
    if theme is Theme.DARK:
        return DARK_CONTRAST if high_contrast else DARK
    return LIGHT_CONTRAST if high_contrast else LIGHT
