"""Screens that are shown for hours move a little every minute, so that no edge burns into the panel."""

from dataclasses import replace

from .items import Button, Item
from .rect import Rect

ACROSS, DOWN = 8, 8
"""How far a screen moves at most, in theme units: both ways across, and down. More than the width of its lines."""

PLACES_ACROSS, PLACES_DOWN = 9, 5


def shift_at(minute: int) -> tuple[float, float]:
    """Return where a screen is in a minute of the hour (theme units): never twice the same place in a row."""
    across = (minute * 5 % PLACES_ACROSS) / (PLACES_ACROSS - 1) * 2 - 1
    down = (minute * 2 % PLACES_DOWN) / (PLACES_DOWN - 1)
    return across * ACROSS, down * DOWN


def shifted(item: Item, across: int, down: int) -> Item:
    """Return an item elsewhere, with all that is on it."""

    def there(rect: Rect) -> Rect:
        return rect.moved(across, down)

    if isinstance(item, Button):
        return replace(
            item,
            rect=there(item.rect),
            face=there(item.face),
            texts=tuple(replace(text, rect=there(text.rect)) for text in item.texts),
            icons=tuple(replace(icon, rect=there(icon.rect)) for icon in item.icons),
        )
    return replace(item, rect=there(item.rect))
