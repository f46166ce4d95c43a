"""A dot for each page, the one that is looked at in colour."""

from terminal.ui.items import Box
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

DOT, DOT_GAP, MOST_DOTS = 8, 8, 12


def add_dots(layout: Layout, rect: Rect, x: int, number: int, count: int) -> int:
    """Draw the dots in a row from ``x`` on where they are few enough and have room; return where they end."""
    side, gap = layout.px(DOT), layout.px(DOT_GAP)
    if count > MOST_DOTS or x + count * (side + gap) > rect.right:
        return x
    top = rect.y + (rect.h - side) // 2
    for index in range(count):
        _add_dot(layout, Rect(x + index * (side + gap), top, side, side), chosen=index == number)
    return x + count * (side + gap)


def add_dots_below(layout: Layout, rect: Rect, number: int, count: int) -> None:
    """Draw the dots below each other in the middle of a rectangle, where they have room."""
    side, gap = layout.px(DOT), layout.px(DOT_GAP)
    high = count * (side + gap) - gap
    if high > rect.h - 2 * gap:
        return
    room = rect.middle(side, high)
    for index in range(count):
        _add_dot(layout, Rect(room.x, room.y + index * (side + gap), side, side), chosen=index == number)


def _add_dot(layout: Layout, rect: Rect, *, chosen: bool) -> None:
    layout.add(Box(rect, Colour.PRIMARY if chosen else Colour.TRACK, radius=rect.w // 2))
