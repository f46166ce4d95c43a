"""A document as the customer reads it: its title, then its text, a page at a time."""

from functools import partial

from terminal.model.request import in_language
from terminal.session.states import Session
from terminal.typeset import Face
from terminal.ui import theme
from terminal.ui.items import Align, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

from .facts import add_code
from .page import Page

TITLE = theme.Type(28, Face.HEAVY)
TITLE_LINES = 2
PARAGRAPH_GAP = 0.45  # of a line, where the text has an empty one


def document_pages(layout: Layout, session: Session, room: Rect, text: str) -> list[Page]:
    """Return the pages that a text takes; the first has the title above it."""
    style = layout.style(theme.BODY)
    lines = list(layout.wrap(text, style, room.w))
    pages: list[Page] = []
    while lines or not pages:
        top = 0 if pages else _head_height(layout, session, room.w)
        count, used = 0, 0
        while count < len(lines) and used + style.line_px <= room.h - top:
            used += _line_height(lines[count], style.line_px)
            count += 1
        count = max(1, count)
        pages.append(partial(_lay_page, session=session, lines=lines[:count], first=not pages))
        lines = lines[count:]
        while lines and not lines[0]:
            lines.pop(0)
    return pages


def _line_height(line: str, line_px: int) -> int:
    return line_px if line else round(line_px * PARAGRAPH_GAP)


def _lay_page(layout: Layout, room: Rect, session: Session, lines: list[str], first: bool) -> None:  # noqa: FBT001 (bound by name, in document_pages)
    y = room.y
    if first:
        y += _lay_head(layout, room, session)
    style = layout.style(theme.BODY)
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
            continue
        if block:
            rect = Rect(room.x, y, room.w, len(block) * style.line_px)
            layout.add(Text(rect, tuple(block), style))
            y = rect.bottom
        y += _line_height("", style.line_px)
        block = []


def _title_lines(layout: Layout, session: Session, width: int) -> tuple[str, ...]:
    title = in_language(session.request.title, layout.words.language) or session.request.reference
    style = layout.style(TITLE)
    lines = layout.wrap(title, style, width)
    if len(lines) > TITLE_LINES:
        lines = (
            *lines[: TITLE_LINES - 1],
            layout.shortened(" ".join(lines[TITLE_LINES - 1 :]), style, width),
        )
    return lines


def _head_height(layout: Layout, session: Session, width: int) -> int:
    title = len(_title_lines(layout, session, width)) * layout.style(TITLE).line_px
    return title + layout.style(theme.CAPTION).line_px + layout.px(10)


def _lay_head(layout: Layout, room: Rect, session: Session) -> int:
    """Write the title, and under it the facts of the document; return how high they are."""
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
    return _head_height(layout, session, room.w)
