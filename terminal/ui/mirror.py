"""A screen seen in a mirror, for languages that are read from the right: places change sides, pictures do not."""

from dataclasses import replace

from .icons import Glyph
from .items import Align, Box, Button, Icon, Item, Pad, Scroll, Text
from .leaf import Leaf
from .rect import Rect

DIRECTED = frozenset({Glyph.BACK, Glyph.FORWARD, Glyph.UNDO, Glyph.HAND})
"""Icons that point along the line of reading, or to a side of the glass."""

OTHER_SIDE = {Align.LEFT: Align.RIGHT, Align.RIGHT: Align.LEFT, Align.CENTRE: Align.CENTRE}


def mirrored(item: Item, width: int) -> Item:
    """Return an item as one who reads from the right has it, on a glass so wide: arrows point the other way.

    Ink, pictures and progress are as they were: a signature is no layout.
    """
    item = swapped(item, width)
    match item:
        case Icon():
            return _flipped(item)
        case Button():
            return replace(item, icons=tuple(_flipped(icon) for icon in item.icons))
        case Pad() | Leaf():
            return replace(item, from_right=not item.from_right)
    return item


def swapped(item: Item, width: int) -> Item:
    """Return an item on the other side of the glass; its words keep to the other side of their place."""
    rect = _across(item.rect, width)
    match item:
        case Text():
            return _swapped_text(item, width)
        case Button():
            return replace(
                item,
                rect=rect,
                face=_across(item.face, width),
                texts=tuple(_swapped_text(text, width) for text in item.texts),
                icons=tuple(replace(icon, rect=_across(icon.rect, width)) for icon in item.icons),
            )
        case Scroll():
            items = tuple(_part(part, width) for part in item.items)
            return replace(item, rect=rect, room=_across(item.room, width), items=items)
    return replace(item, rect=rect)


def _across(rect: Rect, width: int) -> Rect:
    return rect._replace(x=width - rect.right)


def _part(part: Text | Box, width: int) -> Text | Box:
    return (
        _swapped_text(part, width)
        if isinstance(part, Text)
        else replace(part, rect=_across(part.rect, width))
    )


def _swapped_text(text: Text, width: int) -> Text:
    return replace(text, rect=_across(text.rect, width), align=OTHER_SIDE[text.align])


def _flipped(icon: Icon) -> Icon:
    return replace(icon, flipped=not icon.flipped) if icon.glyph in DIRECTED else icon
