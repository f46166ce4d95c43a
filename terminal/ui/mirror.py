"""A screen seen in a mirror, for languages that are read from the right: places change sides, pictures do not."""

from dataclasses import replace

from .icons import Glyph
from .items import Align, Button, Icon, Item, Pad, Scroll, Text
from .rect import Rect

DIRECTED = frozenset({Glyph.BACK, Glyph.FORWARD, Glyph.UNDO, Glyph.HAND, Glyph.BACKSPACE})
"""Icons that point along the line of reading, or to a side of the glass."""

OTHER_SIDE = {Align.LEFT: Align.RIGHT, Align.RIGHT: Align.LEFT, Align.CENTRE: Align.CENTRE}


def mirrored(item: Item, width: int) -> Item:
    """Return an item as it is on the other side of a glass so wide.

    Words keep to the other side of their place, and arrows point the other way. Ink, pictures and progress are
    as they were: a signature is no layout.
    """
    rect = _across(item.rect, width)
    match item:
        case Text():
            return _text(item, width)
        case Icon():
            return _icon(item, width)
        case Button():
            return replace(
                item,
                rect=rect,
                face=_across(item.face, width),
                texts=tuple(_text(text, width) for text in item.texts),
                icons=tuple(_icon(icon, width) for icon in item.icons),
            )
        case Scroll():
            return replace(
                item,
                rect=rect,
                room=_across(item.room, width),
                items=tuple(mirrored(each, width) for each in item.items),  # type: ignore[misc]
            )
        case Pad():
            return replace(item, rect=rect, from_right=not item.from_right)
    return replace(item, rect=rect)


def _across(rect: Rect, width: int) -> Rect:
    return rect._replace(x=width - rect.right)


def _text(text: Text, width: int) -> Text:
    return replace(text, rect=_across(text.rect, width), align=OTHER_SIDE[text.align])


def _icon(icon: Icon, width: int) -> Icon:
    flipped = icon.flipped != (icon.glyph in DIRECTED)
    return replace(icon, rect=_across(icon.rect, width), flipped=flipped)
