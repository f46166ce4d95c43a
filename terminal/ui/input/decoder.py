"""From the kernel's events to samples, without opening anything: a device and a recording decode alike."""

from collections.abc import Iterable, Iterator
from time import monotonic_ns

from terminal.model.ink import Sample

from . import codes
from .mapping import Mapping, Scale
from .single import Single
from .slots import Slots
from .traits import Kind, Traits

POINTERS = 1000
"""How many pointers one device may have: no panel has so many slots."""


class Decoder:
    """Gives one sample for each contact that a report of the device speaks of, and loses none.

    Where the kernel says that it lost events itself (SYN_DROPPED), what it says up to the next report is
    worthless. Every stroke under way then ends as lost; a contact that is still there begins another one as soon as
    the device has said where it is. No line is drawn over the gap.
    """

    def __init__(self, traits: Traits, mapping: Mapping, first_pointer: int = 0) -> None:
        """Decode one device.

        Args:
            traits: of the device.
            mapping: how it lies over the glass.
            first_pointer: its pointers are this one and the next ``POINTERS``.
        """
        scale = Scale(traits, mapping)
        touchscreen = traits.kind is Kind.TOUCHSCREEN
        self._contacts = (
            Slots(scale, first_pointer) if touchscreen else Single(traits.kind, scale, first_pointer)
        )
        self._dropping = False

    def take(self, events: Iterable[codes.Event]) -> Iterator[Sample]:
        """Yield the samples that events complete."""
        for event in events:
            if event.type != codes.EV_SYN:
                if not self._dropping:
                    self._contacts.take(event)
            elif event.code == codes.SYN_DROPPED:
                self._dropping = True
                yield from self._contacts.lost(event.t_ns)
            elif event.code == codes.SYN_REPORT:
                if not self._dropping:
                    yield from self._contacts.report(event.t_ns)
                self._dropping = False

    def gone(self) -> Iterator[Sample]:
        """Yield the ends of what touches: the device is no longer there."""
        yield from self._contacts.lost(monotonic_ns())
