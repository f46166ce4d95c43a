"""Which pin of the header each part of the panel is wired to, and what kind of part it is."""

from dataclasses import dataclass, fields

LONGEST_PULSE_MS = 200
"""A drawer's coil is made for knocks of 50 to 200 ms, and burns out under a longer one."""


@dataclass(frozen=True, slots=True)
class PanelPins:
    """Which pin of the header each part of the panel is wired to, in BCM numbers (GPIO 17 is ``17``).

    The defaults lie together on the header (pins 11 to 18, ground on 9, 14 and 20) and leave the UARTs, I²C
    and SPI of every Pi alone. A part that is not there is on pin 0 (which every header keeps for the ID of a
    board on top of it).

    Attributes:
        lamp: a lamp of one colour, in place of the three of an RGB lamp.
        drawer: the gate of a MOSFET or an optocoupler that switches a cash drawer's coil.
        tamper: a switch to ground that is shut while the case is, so that a cut wire counts as an open case.
        power_fail: the output of a supply that says when it runs on its battery.

    Raises:
        ValueError: a pin is used twice, is not one of the header's GPIO 1 to 27, or there are two lamps.
    """

    staff_button: int = 17
    cancel_button: int = 27
    lamp_red: int = 22
    lamp_green: int = 23
    lamp_blue: int = 24
    lamp: int = 0
    buzzer: int = 18
    drawer: int = 0
    tamper: int = 0
    power_fail: int = 0

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
        if self.lamp and any((self.lamp_red, self.lamp_green, self.lamp_blue)):
            raise ValueError(
                "there is a lamp of one colour (lamp) and an RGB lamp (lamp_red, lamp_green, lamp_blue); "
                "set those that are not there to 0."
            )


@dataclass(frozen=True, slots=True)
class PanelTraits:
    """What kind of parts they are.

    Attributes:
        active_buzzer: it sounds by itself when switched on, always at its own pitch, and is told by rhythm.
        lamp_brightness: of what the lamp can, in percent.
        drawer_ms: how long the drawer's coil is under power.
        power_fail_high: the supply drives its pin high, not low, when the mains are gone.

    Raises:
        ValueError: a drawer's pulse that a coil does not survive, or a lamp that is never seen.
    """

    active_buzzer: bool = False
    lamp_brightness: int = 100
    drawer_ms: int = 100
    power_fail_high: bool = False

    def __post_init__(self) -> None:
        if not 10 <= self.drawer_ms <= LONGEST_PULSE_MS:
            raise ValueError(
                f"drawer_ms is {self.drawer_ms}; a drawer's coil takes 10 to {LONGEST_PULSE_MS} ms."
            )
        if not 1 <= self.lamp_brightness <= 100:
            raise ValueError(f"lamp_brightness is {self.lamp_brightness}; it goes from 1 to 100 percent.")
