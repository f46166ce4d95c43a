"""How a customer has the glass for themselves: larger, in stronger contrast, for the other hand."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Mode(StrEnum):
    """One thing about the glass that a customer can have otherwise."""

    LARGE_TEXT = "large_text"
    HIGH_CONTRAST = "high_contrast"
    LEFT_HANDED = "left_handed"


@dataclass(frozen=True, slots=True)
class View:
    """How this customer wants the glass, and nobody after them.

    Attributes:
        large_text: all words a quarter larger.
        high_contrast: black and white, with thicker lines.
        left_handed: the buttons mirrored: the way forward on the left. In a language that is read from the right
            it is there already; there the buttons are mirrored for the right hand.
        open: whether the customer is picking among these, and among the languages.
    """

    large_text: bool = False
    high_contrast: bool = False
    left_handed: bool = False
    open: bool = False

    def has(self, mode: Mode) -> bool:
        """Return whether a mode is on."""
        return bool(getattr(self, mode.value))

    def toggled(self, mode: Mode) -> "View":
        """Return the view with one mode the other way round."""
        return replace(self, **{mode.value: not self.has(mode)})
