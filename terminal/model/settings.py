"""What staff set on the terminal itself, kept in the store; the configuration says what stands before they do."""

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """What the glass looks like: dark words on light paper, or light words on dark."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """What staff can set without a technician.

    Attributes:
        language: that the terminal greets customers and staff in; empty: the first of the site's.
        theme: of every screen.
        brightness: of the glass, in percent of what its backlight can.
        volume: of the buzzer, in percent; 0 is silence.
    """

    language: str = ""
    theme: Theme = Theme.LIGHT
    brightness: int = 80
    volume: int = 60
