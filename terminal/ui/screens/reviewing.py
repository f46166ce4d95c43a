"""The customer reads what they are asked to sign: a sale with its lines, a document page by page, or both."""

from terminal.model.request import Kind, in_language
from terminal.session.events import CustomerCancelled, ReadOn, Turned
from terminal.session.states import Reviewing, Session
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, primary, quiet, reserve_bar
from terminal.ui.items import Align, Box
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.strip import add_strip
from terminal.ui.theme import Colour

from .document import document_pages
from .page import Page
from .sale import sale_pages

PAGER = 32
DOT, DOT_GAP, MOST_DOTS = 8, 8, 12


def lay_reviewing(layout: Layout, state: Reviewing) -> None:
    """Lay out the page that the customer is on; the way on is there when it is the last."""
    session = state.session
    add_strip(layout, state.unit, session, step=1)
    reserve_bar(layout, *_choices(layout, session, 1, 3))  # the bar of a page in the middle,
    reserve_bar(layout, *_choices(layout, session, 1, 2))  # and of the last: pages are alike under either
    room = layout.body
    pages = _pages(layout, session, room)
    if len(pages) > 1:
        room = replace_height(room, room.h - layout.px(PAGER))
        pages = _pages(layout, session, room)
    number = min(state.page, len(pages) - 1)
    pages[number](layout, room)
    if len(pages) > 1:
        _add_pager(layout, Rect(room.x, room.bottom, room.w, layout.px(PAGER)), number, len(pages))
    add_bar(layout, *_choices(layout, session, number, len(pages)))


def replace_height(rect: Rect, height: int) -> Rect:
    """Return a rectangle with another height."""
    return rect._replace(h=height)


def _pages(layout: Layout, session: Session, room: Rect) -> list[Page]:
    """Return the pages that a request takes in a room; one at least."""
    request = session.request
    body = in_language(request.body, layout.words.language)
    pages: list[Page] = []
    if request.kind is Kind.SALE or request.lines:
        pages += sale_pages(layout, session, room)
    if body or not pages:
        pages += document_pages(layout, session, room, body)
    return pages


def _choices(layout: Layout, session: Session, number: int, count: int) -> list[Choice]:
    """Return the way out, and the way to the next page or, from the last, on."""
    words, request = layout.words, session.request
    choices = [quiet(words("Cancel"), CustomerCancelled())]
    if number:
        choices.append(Choice(words("Previous"), Turned(number - 1)))
    on = words("Correct, go to sign") if request.kind is Kind.SALE else words("I have read it, go on")
    if number + 1 < count:
        if not request.read_to_end:
            choices.append(Choice(words("Skip to sign"), ReadOn(count)))
        return [*choices, primary(words("Next page"), Turned(number + 1))]
    return [*choices, primary(on, ReadOn(count))]


def _add_pager(layout: Layout, rect: Rect, number: int, count: int) -> None:
    """Write which page this is, with a dot for each where they are few."""
    style = layout.style(theme.Type(16))
    text = layout.words("Page {number} of {count}", number=number + 1, count=count)
    side, gap = layout.px(DOT), layout.px(DOT_GAP)
    dots = count if count <= MOST_DOTS else 0
    width = layout.width(text, style)
    layout.add(layout.label(rect, text, style, colour=Colour.MUTED, align=Align.LEFT))
    x = rect.x + width + layout.px(16)
    for index in range(dots):
        colour = Colour.PRIMARY if index == number else Colour.LINE
        layout.add(Box(Rect(x, rect.y + (rect.h - side) // 2, side, side), colour, radius=side // 2))
        x += side + gap
