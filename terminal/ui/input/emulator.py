"""A panel's and a pen's side of the wire: the events that the kernel would write while a hand moves.

As the kernel's input core does, they say only what has changed. For tests, benchmarks and demonstrations.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import codes
from .codes import Event
from .traits import Axis, Kind, Traits

TOUCHSCREEN = Traits(
    "Emulated touchscreen",
    Kind.TOUCHSCREEN,
    {
        codes.ABS_MT_SLOT: Axis(0, 9),
        codes.ABS_MT_TRACKING_ID: Axis(0, 65535),
        codes.ABS_MT_POSITION_X: Axis(0, 4095),
        codes.ABS_MT_POSITION_Y: Axis(0, 4095),
        codes.ABS_MT_PRESSURE: Axis(0, 255),
        codes.ABS_MT_TOUCH_MAJOR: Axis(0, 4095),
    },
)
"""A capacitive panel with ten slots and pressure."""

PEN = Traits(
    "Emulated pen",
    Kind.PEN,
    {
        codes.ABS_X: Axis(0, 21_600, 100),
        codes.ABS_Y: Axis(0, 13_500, 100),
        codes.ABS_PRESSURE: Axis(0, 2047),
        codes.ABS_TILT_X: Axis(-64, 63, 57),
        codes.ABS_TILT_Y: Axis(-64, 63, 57),
    },
)
"""A pen display's digitiser; a tilt of 57 units is one radian."""

SINGLE = Traits("Emulated resistive panel", Kind.SINGLE_TOUCH, {code: Axis(0, 4095) for code in (0, 1)})
"""A resistive panel without pressure, as an ADS7846 with old firmware."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What touches in one slot, in the panel's units."""

    x: int
    y: int
    pressure: int = 128
    major: int = 200


class EmulatedDevice:
    """Says what has changed since the last frame, and ends each with a report."""

    def __init__(self, traits: Traits) -> None:
        """Begin with nothing near."""
        self.traits = traits
        self._said: dict[tuple[int, int], int] = {}

    def _events(self, t_ns: int, values: Iterable[tuple[int, int, int]], *, slot: int = -1) -> list[Event]:
        """Return the events of those values that are new; ``slot`` keeps one contact's apart from another's."""
        fresh = []
        for kind, code, value in values:
            key = (slot, kind << 16 | code)
            if self._said.get(key, 0) != value:
                self._said[key] = value
                fresh.append(codes.at(t_ns, kind, code, value))
        return fresh


class EmulatedPanel(EmulatedDevice):
    """A multi-touch panel, protocol B."""

    def __init__(self, traits: Traits = TOUCHSCREEN) -> None:
        """Begin with nothing on it."""
        super().__init__(traits)
        self._ids: dict[int, int] = {}
        self._next_id = 0
        self._slot = 0

    def frame(self, t_ns: int, contacts: Mapping[int, Contact]) -> list[Event]:
        """Return what the panel says when these are its contacts, by slot."""
        events = []
        for slot in sorted({*contacts, *self._ids}):
            if fresh := self._about(t_ns, slot, contacts.get(slot)):
                if slot != self._slot:
                    self._slot = slot
                    events.append(codes.at(t_ns, codes.EV_ABS, codes.ABS_MT_SLOT, slot))
                events += fresh
        return [*events, codes.at(t_ns, codes.EV_SYN, codes.SYN_REPORT, 0)] if events else []

    def _about(self, t_ns: int, slot: int, contact: Contact | None) -> list[Event]:
        if contact is None:
            del self._ids[slot]
            return [codes.at(t_ns, codes.EV_ABS, codes.ABS_MT_TRACKING_ID, codes.NO_CONTACT)]
        begun = []
        if slot not in self._ids:
            self._ids[slot] = self._next_id
            begun = [codes.at(t_ns, codes.EV_ABS, codes.ABS_MT_TRACKING_ID, self._next_id)]
            self._next_id += 1
        values = {
            codes.ABS_MT_POSITION_X: contact.x,
            codes.ABS_MT_POSITION_Y: contact.y,
            codes.ABS_MT_PRESSURE: contact.pressure,
            codes.ABS_MT_TOUCH_MAJOR: contact.major,
        }
        said = ((codes.EV_ABS, code, value) for code, value in values.items() if code in self.traits.axes)
        return begun + self._events(t_ns, said, slot=slot)


class EmulatedPen(EmulatedDevice):
    """A pen, or with ``SINGLE`` traits the finger on a panel that knows only one."""

    def __init__(self, traits: Traits = PEN) -> None:
        """Begin out of range."""
        super().__init__(traits)

    def frame(
        self,
        t_ns: int,
        x: int,
        y: int,
        *,
        pressure: int = 0,
        tilt: tuple[int, int] = (0, 0),
        tool: int | None = codes.BTN_TOOL_PEN,
        touching: bool = True,
        barrel: bool = False,
    ) -> list[Event]:
        """Return what the device says; ``tool`` is None for a pen out of range."""
        axes = {
            codes.ABS_X: x,
            codes.ABS_Y: y,
            codes.ABS_PRESSURE: pressure,
            codes.ABS_TILT_X: tilt[0],
            codes.ABS_TILT_Y: tilt[1],
        }
        values = [(codes.EV_ABS, code, value) for code, value in axes.items() if code in self.traits.axes]
        if self.traits.kind is Kind.PEN:
            values += [
                (codes.EV_KEY, each, int(tool == each))
                for each in (codes.BTN_TOOL_PEN, codes.BTN_TOOL_RUBBER)
            ]
            values.append((codes.EV_KEY, codes.BTN_STYLUS, int(barrel)))
        values.append((codes.EV_KEY, codes.BTN_TOUCH, int(touching and tool is not None)))
        events = self._events(t_ns, values)
        return [*events, codes.at(t_ns, codes.EV_SYN, codes.SYN_REPORT, 0)] if events else []
