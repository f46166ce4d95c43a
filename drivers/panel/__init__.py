"""The front panel: two buttons, a lamp that says how the terminal is, and a buzzer.

Opened with what to do when a button is pressed, then told what to show::

    panel = open_panel(PanelPins(), pressed=inbox.put)
    panel.show(LampColour.GREEN)
    panel.sound(Tone.CONFIRM)

A computer without GPIO gets a panel that does nothing and says so in ``describe()``: a terminal works without
its lamp.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Protocol


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


@dataclass(frozen=True)
class PanelPins:
    """Which pin of the header each part of the panel is wired to, in BCM numbers (GPIO 17 is ``17``).

    The defaults lie together on the header (pins 11 to 18, ground on 9, 14 and 20) and leave the UARTs, I²C
    and SPI of every Pi alone. A part that is not there is on pin 0 (which every header keeps for the ID of a
    board on top of it).

    Raises:
        ValueError: a pin is used twice, or is not one of the header's GPIO 1 to 27.
    """

    staff_button: int = 17
    cancel_button: int = 27
    lamp_red: int = 22
    lamp_green: int = 23
    lamp_blue: int = 24
    buzzer: int = 18

    def __post_init__(self) -> None:
        wired: dict[int, str] = {}
        for part in fields(self):
            pin = getattr(self, part.name)
            if pin == 0:
                continue
            if not 1 <= pin <= 27:
                raise ValueError(f"{part.name} is on GPIO {pin}; the header has GPIO 1 to 27.")
            if pin in wired:
                raise ValueError(
                    f"GPIO {pin} is given to both {wired[pin]} and {part.name}; move one of them."
                )
            wired[pin] = part.name


class FrontPanel(Protocol):
    """The lamp, the buzzer and the buttons on the terminal's front. Every call returns at once."""

    def show(self, colour: LampColour) -> None:
        """Light the lamp in ``colour``, until told otherwise."""

    def sound(self, tone: Tone) -> None:
        """Play ``tone`` once, in the background; a tone still playing is cut short."""

    def volume(self, percent: int) -> None:
        """Sound every tone from now on at ``percent`` of what the buzzer can; at 0 it is silent."""

    def describe(self) -> str:
        """Say in words what this panel is, for ``signpost doctor``."""

    def close(self) -> None:
        """Put the lamp out, stop the buzzer and give the pins back. No button is heard afterwards."""


class NullPanel:
    """No front panel. The terminal works without; staff see on the screen what the lamp would say."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def show(self, colour: LampColour) -> None:
        """Light nothing."""

    def sound(self, tone: Tone) -> None:
        """Play nothing."""

    def volume(self, percent: int) -> None:
        """Play nothing more softly."""

    def describe(self) -> str:
        """Say why there is no panel."""
        return self._reason

    def close(self) -> None:
        """Give nothing back."""


def open_panel(
    pins: PanelPins, pressed: Callable[[Button], None], *, emulated_socket: Path | None = None
) -> FrontPanel:
    """Open the front panel that this computer has: on its GPIO header, emulated, or none.

    Args:
        pins: the wiring.
        pressed: called with each button pressed, on a thread of the GPIO library; may only enqueue.
        emulated_socket: where an emulated panel's physical side is reached, instead of real pins.

    Raises:
        Refused: the pins are there and one of them is used by something else.
    """
    from drivers.panel.gpio import open_gpio_panel  # noqa: PLC0415 - gpiozero costs 60 ms

    if emulated_socket is None:
        return open_gpio_panel(pins, pressed)
    from drivers.panel.emulator import open_emulated_panel  # noqa: PLC0415

    return open_emulated_panel(pins, pressed, emulated_socket)
