"""A signature is checked where it will stand on the document."""

from dataclasses import replace

import pytest

from terminal.model.document import PagePicture
from terminal.model.ink import Ink
from terminal.session import states as st
from terminal.session.reading import draw_place, region_round
from terminal.ui.canvas import Canvas
from terminal.ui.frame import Frame
from terminal.ui.items import Pad
from terminal.ui.screens import make_screen
from terminal.ui.slate import Slate

GREEN = (0x10, 0xC0, 0x10)
States = dict[str, st.State]


@pytest.fixture
def checking(states: States) -> st.Checking:
    """Ink to be checked, and the page round its place as one green sheet."""
    state = states["pdf-checking"]
    assert isinstance(state, st.Checking)
    (ask,) = draw_place(state.session)
    high = round(ask.width_px / 2.3)
    picture = PagePicture(ask.page, ask.width_px, high, bytes(GREEN) * (ask.width_px * high), ask.region)
    leaves = replace(state.session.leaves, round_place=picture)
    return replace(state, session=replace(state.session, leaves=leaves))


def pad_of(state: st.Checking, frame: Frame) -> Pad:
    (pad,) = [item for item in make_screen(state, frame).items if isinstance(item, Pad)]
    return pad


def test_the_ink_stands_in_the_middle_of_its_place(checking: st.Checking, frame: Frame) -> None:
    pad, document = pad_of(checking, frame), checking.session.request.document
    assert document
    assert document.place
    place, region = document.place, region_round(document, document.place)
    left, top, right, bottom = (each * pad.dots_per_mm / 100 for each in Ink(0, 0, pad.strokes).box)
    wide, high = pad.rect.w / (region.right - region.left), pad.rect.h / (region.bottom - region.top)
    assert (left + right) / 2 == pytest.approx((place.x + place.width / 2 - region.left) * wide, abs=1)
    assert (top + bottom) / 2 == pytest.approx((place.y + place.height / 2 - region.top) * high, abs=1)
    assert right - left <= place.width * wide + 1
    assert bottom - top <= place.height * high + 1


def test_it_lies_on_the_page_and_nothing_else(checking: st.Checking, frame: Frame, slate: Slate) -> None:
    Canvas(slate.surface, frame.typesetter, frame.unit_px).show(make_screen(checking, frame))
    rect = pad_of(checking, frame).rect
    assert slate.surface.get_at((rect.x + 20, rect.y + 20))[:3] == GREEN
    dark = [
        (x, y)
        for x in range(rect.x + 10, rect.right - 10)
        for y in range(rect.y + 10, rect.bottom - 10)
        if slate.surface.get_at((x, y))[1] < 0x60
    ]
    assert len(dark) > 200, "there is ink on it"


def test_until_it_is_drawn_the_ink_stands_on_its_pad(checking: st.Checking, frame: Frame) -> None:
    leaves = replace(checking.session.leaves, round_place=None)
    plain = replace(checking, session=replace(checking.session, leaves=leaves))
    pad = pad_of(plain, frame)
    assert pad.ground is None
    assert pad.code == checking.session.match_code
