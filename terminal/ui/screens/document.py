"""A document as the customer reads it: its title, the facts of it, then its text."""

from terminal.model.request import in_language
from terminal.session.states import Session
from terminal.typeset import Face
from terminal.ui import theme
from terminal.ui.items import Align, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

from .facts import add_code
from .flow import Laid

TITLE = theme.Type(28, Face.HEAVY)
TITLE_LINES = 2
TITLE_GAP = 10
PARAGRAPH_GAP = 0.45  # of a line, where the text has an empty one


def lay_document(layout: Layout, room: Rect, session: Session) -> Laid:
    """Write a document from the top of a room downwards."""
    y = _lay_head(layout, room, session)
    style = layout.style(theme.BODY)
    body = in_language(session.request.body, layout.words.language)
    lines, whole = layout.frame.galleys.lines(layout.frame.typesetter, body, style, room.w)
    block: list[str] = []
    for line in (*lines, ""):
        if line:
            block.append(line)
            continue
        if block:
            rect = Rect(room.x, y, room.w, len(block) * style.line_px)
            layout.add(Text(rect, tuple(block), style))
            y, block = rect.bottom, []
        y += round(style.line_px * PARAGRAPH_GAP)
    return Laid(y, whole)


def _title_lines(layout: Layout, session: Session, width: int) -> tuple[str, ...]:
    title = in_language(session.request.title, layout.words.language) or session.request.reference
    return layout.wrapped_to(title, layout.style(TITLE), width, TITLE_LINES)


def _lay_head(layout: Layout, room: Rect, session: Session) -> int:
    """Write the title, and under it the facts of the document; return where the text begins."""
    style, facts = layout.style(TITLE), layout.style(theme.CAPTION)
    lines = _title_lines(layout, session, room.w)
    title = Rect(room.x, room.y, room.w, len(lines) * style.line_px)
    layout.add(Text(title, lines, style))
    row = Rect(room.x, title.bottom, room.w, facts.line_px)
    end = add_code(layout, row, session.match_code)
    request, words = session.request, layout.words
    rest = words.money(request.amount, request.currency) if request.amount else request.reference
    room_left = Rect(end + layout.px(24), row.y, row.right - end - layout.px(24), row.h)
    if rest and room_left.w > layout.px(80):
        shown = layout.shortened(rest, facts, room_left.w)
        layout.add(layout.label(room_left, shown, facts, colour=Colour.MUTED, align=Align.RIGHT))
    return row.bottom + layout.px(TITLE_GAP)
