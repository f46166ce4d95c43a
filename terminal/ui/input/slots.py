"""Several fingers at once: the kernel's multi-touch protocol B, in which every contact has a slot."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from terminal.model.ink import Phase, Sample, Tool

from . import codes
from .mapping import Scale


@dataclass(slots=True)
class _Slot:
    """What the kernel last said about a slot. It says only what changes, so values outlive their contact."""

    tracking_id: int = codes.NO_CONTACT
    x: int = 0
    y: int = 0
    pressure: int = 0
    major: int | None = None
    tool_type: int = codes.MT_TOOL_FINGER
    changed: bool = False
    shown_id: int = codes.NO_CONTACT
    last: Sample | None = None


_FIELDS = {
    codes.ABS_MT_TRACKING_ID: "tracking_id",
    codes.ABS_MT_POSITION_X: "x",
    codes.ABS_MT_POSITION_Y: "y",
    codes.ABS_MT_PRESSURE: "pressure",
    codes.ABS_MT_TOUCH_MAJOR: "major",
    codes.ABS_MT_TOOL_TYPE: "tool_type",
}


class Slots:
    """The contacts of a touchscreen."""

    def __init__(self, scale: Scale, first_pointer: int) -> None:
        """Begin with nothing on the glass; pointers count up from ``first_pointer``, one for each slot."""
        self._scale = scale
        self._first_pointer = first_pointer
        self._slots: dict[int, _Slot] = {}
        self._current = 0

    def take(self, event: codes.Event) -> None:
        """Take in what an event says of the current slot, or which one that is."""
        if event.type != codes.EV_ABS:
            return
        if event.code == codes.ABS_MT_SLOT:
            self._current = event.value
        elif field := _FIELDS.get(event.code):
            slot = self._slots.setdefault(self._current, _Slot())
            setattr(slot, field, event.value)
            slot.changed = True

    def report(self, t_ns: int) -> Iterator[Sample]:
        """Yield what the events since the last report come to: a sample for each contact that they speak of."""
        for number, slot in self._slots.items():
            if slot.changed:
                slot.changed = False
                yield from self._changed(self._first_pointer + number, slot, t_ns)

    def lost(self, t_ns: int) -> Iterator[Sample]:
        """Yield the ends of all contacts: nobody knows what became of them. What the slots said is kept."""
        for slot in self._slots.values():
            if slot.last:
                yield replace(slot.last, phase=Phase.LOST, t_ns=t_ns)
                yield from _left(slot.last, t_ns)
            slot.tracking_id, slot.shown_id, slot.last, slot.changed = (
                codes.NO_CONTACT, codes.NO_CONTACT, None, False
            )  # fmt: skip

    def _changed(self, pointer: int, slot: _Slot, t_ns: int) -> Iterator[Sample]:
        before, slot.shown_id = slot.shown_id, slot.tracking_id
        touching = slot.tracking_id >= 0
        if slot.last and before != slot.tracking_id:
            # Where another contact has taken the slot in the same report, the values are that one's already.
            end = slot.last if touching else self._sample(Phase.UP, pointer, slot, t_ns)
            yield replace(end, phase=Phase.UP, t_ns=t_ns)
            yield from _left(slot.last, t_ns)
            slot.last = None
        if touching:
            slot.last = self._sample(Phase.MOVE if slot.last else Phase.DOWN, pointer, slot, t_ns)
            yield slot.last

    def _sample(self, phase: Phase, pointer: int, slot: _Slot, t_ns: int) -> Sample:
        scale = self._scale
        x_px, y_px = scale.place(slot.x, slot.y)
        return Sample(
            phase,
            pointer,
            x_px,
            y_px,
            t_ns,
            scale.pressure(slot.pressure),
            Tool.PEN if slot.tool_type == codes.MT_TOOL_PEN else Tool.FINGER,
            width_px=scale.width(slot.major, slot.tool_type),
        )


def _left(last: Sample, t_ns: int) -> Iterator[Sample]:
    """Yield that a pen is out of range: this protocol knows none that hovers."""
    if last.tool is Tool.PEN:
        yield replace(last, phase=Phase.GONE, t_ns=t_ns)
