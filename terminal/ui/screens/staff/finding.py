"""The records: a page of them, newest first; a search, and of which days."""

from terminal.i18n import message
from terminal.model.history import Span
from terminal.session.events import Touch
from terminal.session.staff.events import Entered, Key, PickedField, PickedSpan, Typed
from terminal.session.staff.states import PAGE_OF_RECORDS, Finding
from terminal.ui import theme
from terminal.ui.bar import add_bar, primary
from terminal.ui.icons import Glyph
from terminal.ui.items import Align
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

from .chips import Chip, add_chips
from .fields import add_search
from .head import add_head
from .keys import add_keyboard, keyboard_height
from .pages import add_pages
from .record_lines import add_record_line

SPANS = {
    Span.TODAY: message("Today"),
    Span.YESTERDAY: message("Yesterday"),
    Span.WEEK: message("7 days"),
    Span.ALL: message("All"),
}
LEAST_SEARCH = 200
GAP = 8
CARD_PADDING = 4
QUERY = "query"
"""The one field of this screen."""


def lay_finding(layout: Layout, state: Finding) -> None:
    """Lay out the search, the days and the records; or, while one types, the keyboard."""
    left = add_head(layout, state, layout.words("Records"))
    if state.typing:
        _lay_typing(layout, state)
        return
    beside = not layout.frame.upright and left.w >= layout.px(LEAST_SEARCH)
    row = left if beside else _row_from_top(layout)
    if state.query:
        row = _add_clear(layout, row)
    hint = layout.words("Reference, amount or match code")
    add_search(layout, row, state.query, hint, PickedField(QUERY))
    chips = _row_from_top(layout) if layout.frame.upright else _foot(layout)
    add_chips(layout, chips, _spans(layout, state))
    add_pages(layout, _foot(layout), state.page, state.pages)
    _add_list(layout, state, layout.body._replace(h=_foot(layout).y - layout.px(GAP) - layout.body.y))


def _add_clear(layout: Layout, row: Rect) -> Rect:
    """Put a way to search for nothing in particular at the end of a row; return the rest of it."""
    target = layout.px(theme.LEAST_TARGET)
    add_chips(
        layout, Rect(row.right - target, row.y, target, row.h), [Chip("", Typed(Key.CLEAR), Glyph.CROSS)]
    )
    return row._replace(w=row.w - target - layout.px(GAP))


def _row_from_top(layout: Layout) -> Rect:
    """Take a row as high as a finger is wide from the top of the body."""
    body, height = layout.body, layout.px(theme.LEAST_TARGET)
    layout.body = Rect(body.x, body.y + height + layout.px(GAP), body.w, body.h - height - layout.px(GAP))
    return Rect(body.x, body.y, body.w, height)


def _foot(layout: Layout) -> Rect:
    height = layout.px(theme.LEAST_TARGET)
    return Rect(layout.body.x, layout.frame.height - layout.px(theme.GAP) - height, layout.body.w, height)


def _spans(layout: Layout, state: Finding) -> list[Chip]:
    return [
        Chip(layout.words(name), PickedSpan(span), chosen=span is state.span) for span, name in SPANS.items()
    ]


def _add_list(layout: Layout, state: Finding, card: Rect) -> None:
    layout.surface(card)
    padding = layout.px(CARD_PADDING)
    room = card.inset(padding)
    if not state.lines:
        _say_none(layout, state, room.inset(layout.px(32), 0))
        return
    dated = state.span not in {Span.TODAY, Span.YESTERDAY}
    for index, line in enumerate(state.lines[:PAGE_OF_RECORDS]):
        top = room.y + room.h * index // PAGE_OF_RECORDS
        bottom = room.y + room.h * (index + 1) // PAGE_OF_RECORDS
        rect = Rect(room.x, top, room.w, bottom - top)
        if index:
            layout.rule(rect.inset(layout.px(12), 0))
        add_record_line(layout, rect, line, dated=dated)


def _say_none(layout: Layout, state: Finding, room: Rect) -> None:
    """Say that the store is being asked, or that it has nothing like this, and what to try."""
    words = layout.words
    if state.lines is None:
        layout.column(room, (Line(words("Looking…"), theme.BODY, Colour.MUTED),), align=Align.CENTRE)
        return
    if state.query:
        lines = (
            Line(words("Nothing found for “{query}”", query=state.query), theme.HEADING),
            Line(words("Try fewer letters, or more days."), theme.CAPTION, Colour.MUTED, gap=4),
        )
    else:
        lines = (
            Line(words("No records on these days"), theme.HEADING),
            Line(words("Whatever is signed here is listed here."), theme.CAPTION, Colour.MUTED, gap=4),
        )
    layout.column(room, lines, align=Align.CENTRE)


def _lay_typing(layout: Layout, state: Finding) -> None:
    """Lay out the search with a keyboard, the days beside it, and the way to what it finds."""
    words, gap = layout.words, layout.px(GAP)
    add_bar(layout, primary(words("Search"), Entered()))
    height = keyboard_height(layout)
    body = layout.body
    keyboard = Rect(body.x - gap // 2, body.bottom + gap // 2 - height, body.w + gap, height)
    event: Touch = PickedField(QUERY)
    add_search(
        layout,
        _row_from_top(layout),
        state.query,
        words("Reference, amount or match code"),
        event,
        chosen=True,
    )
    add_keyboard(layout, keyboard, begun=bool(state.query))
