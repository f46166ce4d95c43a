"""Which page of a list this is, between two arrows to the others."""

from terminal.session.staff.events import PickedPage
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

from .chips import Chip, add_chips


def add_pages(layout: Layout, room: Rect, page: int, pages: int) -> None:
    """Lay the arrows and the page's number at the right of a room; nothing where there is one page."""
    if pages == 1:
        return
    style, target = layout.style(theme.CAPTION), layout.px(theme.LEAST_TARGET)
    said = f"{page + 1} / {pages}"
    width = layout.width(said, style) + layout.px(theme.GAP)
    back = Chip("", PickedPage(page - 1), Glyph.BACK, enabled=page > 0)
    on = Chip("", PickedPage(page + 1), Glyph.FORWARD, enabled=page + 1 < pages)
    right = Rect(room.right - target, room.y, target, room.h)
    words = Rect(right.x - width, room.y, width, room.h)
    add_chips(layout, Rect(words.x - target, room.y, target, room.h), [back])
    layout.add(layout.label(words, said, style, colour=Colour.MUTED))
    add_chips(layout, right, [on])
