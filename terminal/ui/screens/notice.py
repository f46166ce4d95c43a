"""A message with an icon beside it: what the screens have in common that only tell or ask."""

from collections.abc import Sequence

from terminal.session.states import Ended
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.items import Align
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

FOOT = 48
DISC = 112
DISC_GAP = 40

TINTS = {
    Colour.PRIMARY: Colour.TINT,
    Colour.GOOD: Colour.GOOD_TINT,
    Colour.WARN: Colour.WARN_FILL,
    Colour.BAD: Colour.BAD_TINT,
    Colour.MUTED: Colour.OFF,
}


def add_next(layout: Layout, state: Ended) -> None:
    """Say along the foot of an ending that it makes way for the next customer, where one waits."""
    if not state.next_waits:
        return
    body, style = layout.body, layout.style(theme.CAPTION)
    height = layout.px(FOOT)
    room = Rect(body.x, body.bottom - height, body.w, height)
    text = layout.words("The next one is coming up")
    layout.add(layout.label(room, text, style, colour=Colour.MUTED, align=Align.CENTRE))


def add_notice(layout: Layout, glyph: Glyph, colour: Colour, lines: Sequence[Line]) -> None:
    """Put an icon in a tinted disc and a column of text beside it, or below it on an upright glass."""
    body, side, gap = layout.body, layout.px(DISC), layout.px(DISC_GAP)
    if layout.frame.upright:
        room = Rect(body.x, body.y + side + gap, body.w, body.h - side - gap)
        text = layout.column(room, lines, align=Align.CENTRE)
        place = Rect(body.x + (body.w - side) // 2, text.y - gap - side, side, side)
    else:
        room = Rect(body.x + side + gap, body.y, body.w - side - gap, body.h)
        layout.column(room, lines)
        place = Rect(body.x, body.y + (body.h - side) // 2, side, side)
    layout.badge(place, glyph, colour, TINTS[colour])
