"""From a touchscreen's descriptor to a page made larger: two fingers on the whole way of a reading."""

import select
from typing import Any

from terminal.i18n import Catalogue
from terminal.session.events import Looked, Touch
from terminal.session.states import State
from terminal.typeset import Typesetter
from terminal.ui.glass import Glass
from terminal.ui.input import codes
from terminal.ui.input.arbiter import Arbiter
from terminal.ui.input.codes import Event
from terminal.ui.input.emulator import Contact, EmulatedPanel
from terminal.ui.input.finder import Finder
from terminal.ui.input.mapping import Mapping
from terminal.ui.input.reader import Reader
from terminal.ui.slate import Slate
from terminal.ui.theme import BASE_DOTS_PER_MM
from tests.terminal.ui.input.test_whole_way import patiently_say

PATIENCE_S = 60.0
STEPS = 30


def spread(panel: EmulatedPanel) -> list[Event]:
    """Return what a panel says of two fingers that go apart, and are lifted."""
    lifted = ((codes.ABS_MT_SLOT, 1), (codes.ABS_MT_TRACKING_ID, codes.NO_CONTACT), (codes.ABS_MT_SLOT, 0))
    events = [codes.at(0, codes.EV_ABS, code, value) for code, value in lifted]  # who touched it before
    events.append(codes.at(0, codes.EV_SYN, codes.SYN_REPORT, 0))
    for step in range(STEPS):
        way = 40 + 3 * step
        contacts = {slot: Contact(320 + side * way, 200, 60, 20) for slot, side in ((0, -1), (1, 1))}
        events += panel.frame((step + 1) * 8_000_000, contacts)
    return [*events, *panel.frame((STEPS + 1) * 8_000_000, {})]


def looked(glass: Glass) -> Looked:
    """Return what is told of the page next."""
    (source,) = glass.filenos()
    while True:
        told: list[Touch] = glass.touches()
        for each in told:
            if isinstance(each, Looked):
                return each
        assert select.select([source], [], [], PATIENCE_S)[0] or glass.due_s(), "nothing was touched"


def test_two_fingers_on_a_panel_make_a_page_larger(
    shop: Any,
    panel: Any,
    arbiter: Arbiter,
    typesetter: Typesetter,
    catalogue: Catalogue,
    states: dict[str, State],
) -> None:
    shop.plug("event1", panel)
    reader = Reader(Finder(folder=shop.folder, opened=shop.opened), Mapping(800, 480), arbiter)
    glass = Glass([Slate()], typesetter, catalogue, BASE_DOTS_PER_MM, [reader], motion=False)
    reader.let_two(lambda: glass.for_two)
    try:
        glass.show(states["pdf"])
        before = looked(glass)
        patiently_say(panel.kernel, spread(EmulatedPanel()))
        after = looked(glass)
        assert after.page_px > 2 * before.page_px
        glass.show(states["signing"])
        assert not glass.for_two, "on a pad there is one"
    finally:
        glass.close()
