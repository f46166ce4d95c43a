"""The customer reads what they are asked to sign: a sale with its lines, a document, or both, one after the other.

What is longer than the glass is dragged with a finger, or turned page by page with the buttons.
"""

from terminal.model.request import Kind, in_language
from terminal.session.events import CustomerCancelled, ReadOn, Touch, Turned
from terminal.session.states import Reviewing, Session
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, primary, quiet, reserve_bar
from terminal.ui.items import Align, Scroll
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.strip import add_strip
from terminal.ui.theme import Colour

from .document import lay_document
from .flow import Laid, add_flow
from .pager import add_dots
from .sale import lay_sale, lay_sale_above

PAGER = 32
PAGER_TYPE = theme.Type(16)


def lay_reviewing(layout: Layout, state: Reviewing) -> None:
    """Lay out what is read; the way on is there once its end was seen."""
    session = state.session
    add_strip(layout, state.unit, session, step=1)
    rows = 2 if layout.frame.upright else 1
    for read in (True, False):  # the text keeps its place, whichever buttons are below it
        reserve_bar(layout, *_choices(layout, session, 1, 3, read=read), rows=rows)
    room = layout.body
    items = list(layout.items)
    if scroll := _lay(layout, state, room):
        layout.items = items
        room = room._replace(h=room.h - layout.px(PAGER))
        scroll = _lay(layout, state, room)
    if scroll is None:
        add_bar(layout, *_choices(layout, session, 0, 1, read=True), rows=rows)
        return
    number = min(state.page, scroll.pages - 1)
    _add_pager(layout, Rect(room.x, room.bottom, room.w, layout.px(PAGER)), number, scroll)
    read = scroll.whole and max(len(session.pages), number + 1) >= scroll.pages
    add_bar(layout, *_choices(layout, session, number, scroll.pages, read=read), rows=rows)


def _lay(layout: Layout, state: Reviewing, room: Rect) -> Scroll | None:
    """Lay out what a request asks for in a room; return what scrolls."""
    session, request = state.session, state.session.request
    with_sale = request.kind is Kind.SALE or bool(request.lines)
    with_text = bool(in_language(request.body, layout.words.language)) or not with_sale
    if not with_text:
        return lay_sale(layout, room, session, state.page)

    def flow(on: Layout, rect: Rect) -> Laid:
        top = lay_sale_above(on, rect, session) if with_sale else rect.y
        return lay_document(on, Rect(rect.x, top, rect.w, rect.h), session)

    style = layout.style(theme.BODY)
    body = in_language(request.body, layout.words.language)
    key = (session.match_code, request.lines, body, layout.words.language, style)
    return add_flow(layout, room, flow, page=state.page, overlap=style.line_px * 3 // 2, key=key)


def _choices(layout: Layout, session: Session, number: int, count: int, *, read: bool) -> list[Choice]:
    """Return the way out, the ways to other pages and, once all was read, on.

    On the first page the way back is there and off: no button moves under a finger that turns the pages.
    """
    words, request = layout.words, session.request
    choices = [quiet(words("Cancel"), CustomerCancelled())]
    if count > 1:
        choices.append(Choice(words("Previous"), Turned(max(0, number - 1)), enabled=number > 0))
    on: Touch = ReadOn(count)
    further = number + 1 < count
    if not read:
        if not request.read_to_end:
            choices.append(Choice(words("Skip to sign"), on))
        return [*choices, primary(words("Next page"), Turned(number + 1))]
    if further:
        choices.append(Choice(words("Next page"), Turned(number + 1)))
    done = words("Correct, go to sign") if request.kind is Kind.SALE else words("I have read it, go on")
    if request.document:
        done = words("On to the document")
    return [*choices, primary(done, on)]


def _add_pager(layout: Layout, rect: Rect, number: int, scroll: Scroll) -> None:
    """Write which page this is, with a dot for each where they are few, and how much is left."""
    style, words, count = layout.style(PAGER_TYPE), layout.words, scroll.pages
    if not scroll.whole:
        text = words("Page {number}", number=number + 1)
        layout.add(layout.label(rect, text, style, colour=Colour.MUTED, align=Align.LEFT))
        return
    text = words("Page {number} of {count}", number=number + 1, count=count)
    width = layout.width(text, style)
    layout.add(layout.label(rect._replace(w=width), text, style, colour=Colour.MUTED, align=Align.LEFT))
    x = add_dots(layout, rect, rect.x + width + layout.px(16), number, count)
    left = count - number - 1
    more = (
        words.plural("{number} more page", "{number} more pages", left) if left else words("This is the end")
    )
    room = Rect(x, rect.y, rect.right - x, rect.h)
    if layout.width(more, style) <= room.w:
        layout.add(layout.label(room, more, style, colour=Colour.MUTED, align=Align.RIGHT))
