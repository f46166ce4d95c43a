"""Hands on emulated panels: the events that the kernel would write, made here instead of kept as files."""

from collections.abc import Callable, Iterable, Iterator
from math import cos, sin

import pytest

from terminal.model.ink import Sample
from terminal.ui.input.arbiter import Arbiter, PalmLimits
from terminal.ui.input.codes import Event
from terminal.ui.input.decoder import Decoder
from terminal.ui.input.emulator import Contact, EmulatedPanel
from terminal.ui.input.mapping import Mapping
from terminal.ui.input.traits import Traits

SECOND_NS = 1_000_000_000
DOTS_PER_MM = 5.2
GLASS = Mapping(800, 480)

Decode = Callable[[Traits, Iterable[Event]], list[Sample]]


@pytest.fixture
def decode() -> Decode:
    """Decode events of one device on a glass of 800×480."""
    return lambda traits, events: list(Decoder(traits, GLASS, 1000).take(events))


@pytest.fixture
def arbiter() -> Arbiter:
    return Arbiter(PalmLimits(), DOTS_PER_MM)


def curl(number: int, rate_hz: int) -> tuple[int, int]:
    """Return where a writing finger is at a reading, in a 4096-unit panel's units: no two readings alike."""
    s = number / rate_hz
    return round(600 + 900 * s + 250 * sin(17 * s)), round(2000 + 600 * cos(13 * s) + 40 * s)


@pytest.fixture
def stroke() -> Callable[..., Iterator[Event]]:
    """Return what a panel says during one stroke of so many readings."""

    def said(
        rate_hz: int, count: int, *, panel: EmulatedPanel | None = None, slot: int = 0
    ) -> Iterator[Event]:
        panel = panel or EmulatedPanel()
        for number in range(count):
            x, y = curl(number, rate_hz)
            t_ns = SECOND_NS + number * SECOND_NS // rate_hz
            yield from panel.frame(t_ns, {slot: Contact(x, y, 60 + number % 90)})
        yield from panel.frame(SECOND_NS + count * SECOND_NS // rate_hz, {})

    return said
