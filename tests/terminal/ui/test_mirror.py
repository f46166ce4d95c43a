from dataclasses import replace

import pytest

from terminal.session.events import WentBack
from terminal.typeset import Face, TextStyle
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Box, Button, Icon, Item, Kind, Pad, Picture, Ring, Scroll, Text
from terminal.ui.mirror import mirrored, swapped
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

PLACE, ACROSS = Rect(10, 20, 30, 40), Rect(60, 20, 30, 40)
WORDS = Text(PLACE, ("a",), TextStyle(Face.PLAIN, 20), align=Align.LEFT)
BACK = Icon(PLACE, Glyph.BACK)
ITEMS: list[Item] = [
    WORDS,
    BACK,
    Icon(PLACE, Glyph.CHECK),
    Box(PLACE, Colour.TINT),
    Picture(PLACE, 1, 1, b"\x00"),
    Ring(PLACE, 0.3, 2),
    Pad(PLACE, (), 5.0, 0),
    Button(PLACE, PLACE, Kind.PLAIN, WentBack(), (WORDS,), (BACK,)),
    Scroll(PLACE, PLACE, (WORDS, Box(PLACE, Colour.LINE)), 40, 0),
]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: type(item).__name__)
def test_everything_changes_sides_and_twice_is_as_before(item: Item) -> None:
    assert mirrored(item, 100).rect == ACROSS
    assert mirrored(mirrored(item, 100), 100) == item
    assert swapped(swapped(item, 100), 100) == item


def test_words_keep_to_the_other_side() -> None:
    assert mirrored(WORDS, 100) == replace(WORDS, rect=ACROSS, align=Align.RIGHT)


def test_arrows_turn_round_for_a_reader_from_the_right_but_not_for_the_left_hand() -> None:
    assert mirrored(BACK, 100) == replace(BACK, rect=ACROSS, flipped=True)
    assert swapped(BACK, 100) == replace(BACK, rect=ACROSS)
    assert mirrored(Icon(PLACE, Glyph.CHECK), 100) == Icon(ACROSS, Glyph.CHECK)


def test_a_buttons_parts_go_with_it() -> None:
    button = mirrored(ITEMS[7], 100)
    assert isinstance(button, Button)
    assert (button.face, button.texts[0].rect, button.icons[0].rect) == (ACROSS, ACROSS, ACROSS)
    assert button.texts[0].align is Align.RIGHT
    assert button.icons[0].flipped


def test_what_scrolls_takes_its_lines_along() -> None:
    scroll = mirrored(ITEMS[8], 100)
    assert isinstance(scroll, Scroll)
    assert scroll.room == ACROSS
    assert [part.rect for part in scroll.items] == [ACROSS, ACROSS]


def test_a_picture_is_not_seen_in_a_mirror() -> None:
    assert mirrored(ITEMS[4], 100) == Picture(ACROSS, 1, 1, b"\x00")


def test_one_who_reads_from_the_right_begins_to_write_there() -> None:
    pad = mirrored(ITEMS[6], 100)
    assert isinstance(pad, Pad)
    assert pad.from_right
