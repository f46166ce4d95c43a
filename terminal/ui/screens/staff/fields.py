"""Fields that are typed into: a caption, what was typed so far, and a frame where it is typed now."""

from terminal.session.events import Touch
from terminal.ui import theme
from terminal.ui.buttons import card, chip
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Icon, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.screens.amount import amount_texts
from terminal.ui.theme import Colour, Type

PADDING = 16
CAPTION, VALUE, EMPTY = Type(16), Type(22), Type(19)
ICON = 22


def add_field(
    layout: Layout, rect: Rect, caption: str, value: str, event: Touch, *, chosen: bool, enabled: bool = True
) -> None:
    """Lay a field with its caption above what was typed; a long text shows its end, where one types."""
    inner = rect.inset(layout.px(PADDING), 0)
    small, style = layout.style(CAPTION), layout.style(VALUE)
    if not value:
        words = layout.label(inner, caption, layout.style(EMPTY), colour=Colour.MUTED, align=Align.LEFT)
        layout.add(card(layout, rect, event, (words,), chosen=chosen, enabled=enabled))
        return
    top = inner.y + (inner.h - small.line_px - style.line_px) // 2
    head = Rect(inner.x, top, inner.w, small.line_px)
    words = layout.label(head, caption, small, colour=Colour.MUTED, align=Align.LEFT)
    typed = Text(
        Rect(inner.x, head.bottom, inner.w, style.line_px),
        (layout.shortened_before(value, style, inner.w),),
        style,
    )
    layout.add(card(layout, rect, event, (words, typed), chosen=chosen, enabled=enabled))


def add_money_field(
    layout: Layout, rect: Rect, caption: Text, money: str, event: Touch, *, chosen: bool, enabled: bool = True
) -> None:
    """Lay a field of an amount, as large as it has room, under a caption that was set already."""
    inner = rect.inset(layout.px(PADDING), 0)
    room = Rect(inner.x, caption.rect.bottom, inner.w, layout.style(theme.AMOUNT).line_px)
    texts = (caption, *amount_texts(layout, room, money))
    layout.add(card(layout, rect, event, texts, chosen=chosen, enabled=enabled))


def add_search(
    layout: Layout, rect: Rect, query: str, hint: str, event: Touch, *, chosen: bool = False
) -> None:
    """Lay a field to search by: a glass, and what is searched for, or else what can be."""
    face = rect.middle(rect.w, layout.px(44))
    side, padding = layout.px(ICON), layout.px(PADDING)
    icon = Icon(Rect(face.x + padding, face.y + (face.h - side) // 2, side, side), Glyph.SEARCH, Colour.MUTED)
    style = layout.style(theme.CAPTION)
    words = Rect(
        icon.rect.right + layout.px(10),
        face.y,
        face.right - padding - icon.rect.right - layout.px(10),
        face.h,
    )
    said = (
        layout.shortened_before(query, layout.style(VALUE), words.w)
        if query
        else layout.shortened(hint, style, words.w)
    )
    text = layout.label(words, said, style, colour=Colour.TEXT if query else Colour.MUTED, align=Align.LEFT)
    layout.add(chip(layout, rect, event, (text,), (icon,), face=face, chosen=chosen))
