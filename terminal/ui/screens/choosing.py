"""The customer picks a way to sign: a card for each."""

from terminal.i18n import message
from terminal.model.request import Method
from terminal.session.events import Chose, CustomerCancelled, WentBack
from terminal.session.states import Choosing
from terminal.ui import theme
from terminal.ui.bar import add_bar, quiet
from terminal.ui.buttons import card
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Button, Icon, Text
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.strip import add_strip
from terminal.ui.theme import Colour

CARDS = {
    Method.TOUCH: (Glyph.FINGER, message("Finger"), message("Write on the screen")),
    Method.STYLUS: (Glyph.PEN, message("Pen"), message("The clearest line")),
    Method.FINGERPRINT: (Glyph.FINGERPRINT, message("Fingerprint"), message("Press the sensor")),
}
NAME = theme.Type(26)
CARD_HEIGHT = 176
"""Of a card on an upright glass, which has more room than they need."""
ICON = 72


def lay_choosing(layout: Layout, state: Choosing) -> None:
    """Lay out the question and its cards, beside each other, or one above the other on an upright glass."""
    words = layout.words
    add_strip(layout, state.unit, state.session, step=2)
    add_bar(layout, quiet(words("Back"), WentBack()), quiet(words("Cancel"), CustomerCancelled()))
    body = layout.body
    title = layout.column(body, (Line(words("How would you like to sign?"), theme.TITLE),), middle=False)
    top = title.bottom + layout.px(12)
    room = Rect(body.x, top, body.w, body.bottom - top)
    for method, rect in zip(
        state.session.methods, _places(layout, room, len(state.session.methods)), strict=True
    ):
        layout.add(_card(layout, method, rect))


def _places(layout: Layout, room: Rect, count: int) -> list[Rect]:
    gap = layout.px(20)
    if layout.frame.upright:
        height = min((room.h - gap * (count - 1)) // count, layout.px(CARD_HEIGHT))
        return [Rect(room.x, room.y + i * (height + gap), room.w, height) for i in range(count)]
    width = (room.w - gap * (count - 1)) // count
    return [Rect(room.x + i * (width + gap), room.y, width, room.h) for i in range(count)]


def _card(layout: Layout, method: Method, rect: Rect) -> Button:
    """Return a card: its icon, its name, and in small what to do; on an upright glass beside each other."""
    glyph, name, hint = CARDS[method]
    words, side, gap = layout.words, layout.px(ICON), layout.px(14)
    inner, align, above = rect.inset(layout.px(16), 0), Align.CENTRE, side + gap
    if layout.frame.upright:
        left = rect.x + layout.px(32) + side + layout.px(24)
        inner, align, above = Rect(left, rect.y, inner.right - left, rect.h), Align.LEFT, 0
    name_style = layout.frame.typesetter.fitted(words(name), layout.style(NAME), inner.w)
    hint_style = layout.style(theme.CAPTION)
    hints = layout.wrap(words(hint), hint_style, inner.w)
    height = above + name_style.line_px + len(hints) * hint_style.line_px
    y = rect.y + (rect.h - height) // 2
    icon = Rect(rect.x + (rect.w - side) // 2, y, side, side)
    if layout.frame.upright:
        icon = Rect(rect.x + layout.px(32), rect.y + (rect.h - side) // 2, side, side)
    names = Rect(inner.x, y + above, inner.w, name_style.line_px)
    below = Rect(inner.x, names.bottom, inner.w, len(hints) * hint_style.line_px)
    texts = (
        Text(names, (words(name),), name_style, Colour.TEXT, align),
        Text(below, hints, hint_style, Colour.MUTED, align),
    )
    return card(layout, rect, Chose(method), texts, (Icon(icon, glyph, Colour.PRIMARY),))
