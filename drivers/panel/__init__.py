"""The front panel: two buttons, a lamp that says how the terminal is, a buzzer, a drawer, and what guards the case.

Opened with what to do when a button is pressed, then told what to show::

    panel = open_panel(PanelPins(), pressed=inbox.put)
    panel.show(LampColour.GREEN)
    panel.sound(Tone.CONFIRM)

A computer without GPIO gets a panel that does nothing and says so in ``describe()``: a terminal works without
its lamp.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from drivers.panel.pins import PanelPins, PanelTraits

__all__ = [
    "Button",
    "FrontPanel",
    "LampColour",
    "NullPanel",
    "PanelPins",
    "PanelSenses",
    "PanelTraits",
    "Tone",
    "open_panel",
]


class LampColour(StrEnum):
    """What the lamp can show. Which colour means what is the terminal's business."""

    OFF = "off"
    WHITE = "white"
    BLUE = "blue"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Tone(StrEnum):
    """What the buzzer can say, told apart without looking: rising, low, three times the same, and one short tick."""

    CONFIRM = "confirm"
    TICK = "tick"
    ERROR = "error"
    ATTENTION = "attention"


class Button(StrEnum):
    """A button on the front panel."""

    STAFF = "staff"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class PanelSenses:
    """What the panel's switches say now; None where a switch is not wired and has nothing to tell."""

    case_open: bool | None = None
    mains_lost: bool | None = None

    @property
    def sentence(self) -> str:
        """What is amiss, in words; empty where all is well."""
        amiss = {"the case is open": self.case_open, "the mains are gone": self.mains_lost}
        return ", and ".join(words for words, so in amiss.items() if so)


class FrontPanel(Protocol):
    """The lamp, the buzzer, the buttons and the switches of the terminal's case. Every call returns at once."""

    def show(self, colour: LampColour) -> None:
        """Light the lamp in ``colour``, until told otherwise."""

    def sound(self, tone: Tone) -> None:
        """Play ``tone`` once, in the background; a tone still playing is cut short."""

    def volume(self, percent: int) -> None:
        """Sound every tone from now on at ``percent`` of what the buzzer can; at 0 it is silent."""

    def open_drawer(self) -> None:
        """Knock the cash drawer open, where one is wired. A drawer that was just knocked is left to cool."""

    def senses(self) -> PanelSenses:
        """Read the switches: what they say now, whatever was told before."""
        ...

    def look(self) -> None:
        """Read the switches again, and tell ``sensed`` where one moved and nobody heard it."""

    def describe(self) -> str:
        """Say in words what this panel is, for ``signpost doctor``."""

    def close(self) -> None:
        """Put the lamp out, stop the buzzer and give the pins back. No button is heard afterwards."""


class NullPanel:
    """No front panel. The terminal works without; staff see on the screen what the lamp would say."""

    def __init__(self, reason: str, *, trouble: bool = False) -> None:
        """Do without a panel.

        Args:
            reason: why there is none.
            trouble: there is one, and it cannot be had.
        """
        self._reason, self.trouble = reason, trouble

    def show(self, colour: LampColour) -> None:
        """Light nothing."""

    def sound(self, tone: Tone) -> None:
        """Play nothing."""

    def volume(self, percent: int) -> None:
        """Play nothing more softly."""

    def open_drawer(self) -> None:
        """Open nothing."""

    def senses(self) -> PanelSenses:
        """Sense nothing."""
        return PanelSenses()

    def look(self) -> None:
        """Look at nothing."""

    def describe(self) -> str:
        """Say why there is no panel."""
        return self._reason

    def close(self) -> None:
        """Give nothing back."""


def open_panel(
    pins: PanelPins,
    pressed: Callable[[Button], None],
    *,
    sensed: Callable[[PanelSenses], None] = lambda _senses: None,
    traits: PanelTraits | None = None,
    emulated_socket: Path | None = None,
) -> FrontPanel:
    """Open the front panel that this computer has: on its GPIO header, emulated, or none.

    Args:
        pins: the wiring.
        pressed: called with each button pressed, on a thread of the GPIO library; may only enqueue.
        sensed: called with what all the switches say, at once and whenever one of them moved, on such a thread too.
        traits: what kind of parts are wired; None for the usual ones.
        emulated_socket: where an emulated panel's physical side is reached, instead of real pins.

    Raises:
        Refused: the pins are there and one of them is used by something else.
    """
    from drivers.panel.gpio import Wiring  # noqa: PLC0415 - gpiozero costs 60 ms

    wiring = Wiring(pins, traits or PanelTraits(), pressed, sensed)
    if emulated_socket is None:
        from drivers.panel.header import open_gpio_panel  # noqa: PLC0415

        return open_gpio_panel(wiring)
    from drivers.panel.emulator import open_emulated_panel  # noqa: PLC0415

    return open_emulated_panel(wiring, emulated_socket)
