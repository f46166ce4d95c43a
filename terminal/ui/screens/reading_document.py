"""The customer leafs through a document: one page at a time, as large as they need it, to its last line."""

from dataclasses import replace

from terminal.model.request import in_language
from terminal.session.events import CustomerCancelled, LookedAt, ReadOn, Touch, Turned, WentBack
from terminal.session.reading import may_turn, was_read
from terminal.session.shown import has_words
from terminal.session.states import ReadingDocument, Session
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, primary, quiet, reserve_bar
from terminal.ui.buttons import chip
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Button, Icon, Kind, Text
from terminal.ui.layout import Layout
from terminal.ui.leaf import FOOT, STEP, Leaf, Look
from terminal.ui.rect import Rect
from terminal.ui.strip import add_strip
from terminal.ui.theme import Colour

from .pager import add_dots, add_dots_below

SIDE, SIDE_GAP = 64, 16
FACE = 48
BESIDE = theme.Type(18)
BELOW = theme.Type(16)
SIGN_HERE = theme.Type(14)


def lay_reading_document(layout: Layout, state: ReadingDocument) -> None:
    """Lay out the page with the ways to enlarge it beside it, or below it on an upright glass."""
    session, document = state.session, state.session.request.document
    if document is None:
        return
    title = in_language(session.request.title, layout.words.language)
    add_strip(layout, state.unit, session, step=1, about=title)
    rows = 2 if layout.frame.upright else 1
    reserve_bar(layout, *_longest(layout), rows=rows)
    room, tools = _rooms(layout)
    leaf = _leaf(layout, session, room)
    layout.add(leaf)
    if not leaf.pictures:
        _add_waiting(layout, leaf)
    if layout.frame.upright:
        _add_page_number(layout, tools, leaf)
    _add_tools(layout, tools, leaf)
    add_bar(layout, *_choices(layout, session, leaf), rows=rows)


def _rooms(layout: Layout) -> tuple[Rect, Rect]:
    """Return the page's room, and that of what belongs to it."""
    body, side, gap = layout.body, layout.px(SIDE), layout.px(SIDE_GAP)
    if layout.frame.upright:
        top = body.bottom - layout.px(theme.LEAST_TARGET)
        return body._replace(h=top - layout.px(8) - body.y), Rect(body.x, top, body.w, body.bottom - top)
    room = body._replace(w=body.w - side - gap)
    tools = Rect(body.right - side, body.y, side, body.h)
    if layout.view.left_handed:
        return room._replace(x=body.right - room.w), tools._replace(x=body.x)
    return room, tools


def _leaf(layout: Layout, session: Session, room: Rect) -> Leaf:
    request, leaves = session.request, session.leaves
    document = request.document
    if document is None:
        raise TypeError("a request without a document")
    place = document.place
    words, style = layout.words("Your signature"), layout.style(SIGN_HERE)
    return Leaf(
        room,
        leaves.page,
        len(document.pages),
        document.pages[leaves.page],
        leaves.of_page(leaves.page),
        leaves.seen,
        leaves.page_px,
        place if place and place.page == leaves.page + 1 else None,
        words,
        style,
        layout.width(words, style),
        key=session.record_id,
        forward=leaves.page + 1 < len(document.pages) and may_turn(session),
        back=leaves.page > 0,
        line_px=layout.line_px,
    )


def _add_waiting(layout: Layout, leaf: Leaf) -> None:
    """Say on the bare page that it is being made."""
    seen = leaf.paper(leaf.looked_at).clipped(leaf.rect).inset(layout.px(16), 0)
    style = layout.style(theme.CAPTION)
    lines = layout.balanced(layout.words("This page is being prepared …"), style, seen.w)
    place = seen.middle(seen.w, len(lines) * style.line_px)
    layout.add(Text(place, lines, style, Colour.SHEET_WORDS, Align.CENTRE))


def _add_page_number(layout: Layout, room: Rect, leaf: Leaf) -> None:
    """Write below the page which one it is, with a dot for each where they are few."""
    style, words = layout.style(BELOW), layout.words
    text = words("Page {number} of {count}", number=leaf.page + 1, count=leaf.count)
    left = room._replace(w=room.w - 3 * layout.px(theme.LEAST_TARGET))
    number = layout.label(left, text, style, colour=Colour.MUTED, align=Align.LEFT)
    width = layout.width(text, number.style)
    layout.add(Text(number.rect._replace(w=width), number.lines, number.style, Colour.MUTED))
    add_dots(layout, left, room.x + width + layout.px(16), leaf.page, leaf.count)


def _add_tools(layout: Layout, room: Rect, leaf: Leaf) -> None:
    """Put the buttons that enlarge the page beside each other, or below each other under the page's number."""
    target = layout.px(theme.LEAST_TARGET)
    look = leaf.looked_at
    is_whole = look.wide_px <= leaf.whole_px
    is_wide = leaf.at_rest(Look(leaf.rect.w, 0, 0))
    other = is_wide if is_whole else leaf.at_rest(Look(leaf.whole_px, 0, 0))
    tools = (
        (Glyph.PLUS, leaf.larger(STEP)),
        (Glyph.MINUS, leaf.larger(1 / STEP)),
        (Glyph.WIDE if is_whole else Glyph.WHOLE, other),
    )
    if layout.frame.upright:
        places = [Rect(room.right - (3 - i) * target, room.y, target, target) for i in range(3)]
        places = [places[1], places[0], places[2]]  # less, more, all
    else:
        style = layout.style(BESIDE)
        number = Rect(room.x, room.y, room.w, style.line_px)
        text = f"{leaf.page + 1} / {leaf.count}"
        layout.add(layout.label(number, text, style, colour=Colour.MUTED))
        step = (room.h - number.h - 3 * target) // 3
        high = target + min(step, layout.px(8))
        top = room.bottom - 3 * high + (high - target)
        places = [Rect(room.x, top + i * high, room.w, target) for i in range(3)]
        between = Rect(room.x, number.bottom, room.w, top - number.bottom)
        add_dots_below(layout, between, leaf.page, leaf.count)
    for (glyph, wanted), place in zip(tools, places, strict=True):
        may = wanted.wide_px != look.wide_px
        layout.add(_tool(layout, place, glyph, _look(leaf, wanted), enabled=may))


def _tool(layout: Layout, rect: Rect, glyph: Glyph, event: Touch, *, enabled: bool) -> Button:
    face = rect.middle(layout.px(FACE), layout.px(FACE))
    icon = Icon(face.middle(layout.px(24), layout.px(24)), glyph, Colour.TEXT)
    return chip(layout, rect, event, (), (icon,), face=face, enabled=enabled)


def _longest(layout: Layout) -> list[Choice]:
    """Return as many buttons as there may be: the page keeps its room whichever there are."""
    return [
        quiet(layout.words("Cancel"), CustomerCancelled()),
        Choice(layout.words("Previous"), WentBack()),
        primary(layout.words("I have read it, go on"), ReadOn()),
    ]


def _choices(layout: Layout, session: Session, leaf: Leaf) -> list[Choice]:
    """Return the way out, the way back, and on: down the page, to the next one, and once all was read, further."""
    words, read = layout.words, was_read(session)
    choices = [quiet(words("Cancel"), CustomerCancelled()), _back(layout, session, leaf)]
    further = _further(layout, leaf)
    if further and not read:
        if not session.request.read_to_end:
            choices.append(Choice(words("Skip to sign"), ReadOn()))
        return [*choices, replace(further, kind=Kind.PRIMARY, grow=1)]
    on = primary(words("I have read it, go on"), ReadOn(), enabled=read or not session.request.read_to_end)
    return [*choices, further, on] if further else [*choices, on]


def _further(layout: Layout, leaf: Leaf) -> Choice | None:
    """Return the way further down the page, or to the next one; None at the document's end."""
    if leaf.seen_of(leaf.looked_at).bottom < FOOT:
        return Choice(layout.words("Further down"), _look(leaf, leaf.further_down()))
    if leaf.page + 1 == leaf.count:
        return None
    return Choice(layout.words("Next page"), Turned(leaf.page + 1), enabled=leaf.forward)


def _look(leaf: Leaf, look: Look) -> LookedAt:
    return LookedAt(leaf.seen_of(look), round(look.wide_px))


def _back(layout: Layout, session: Session, leaf: Leaf) -> Choice:
    """Return the way to the page before, or to the words before the document."""
    label = layout.words("Previous")
    if leaf.page:
        return Choice(label, Turned(leaf.page - 1))
    return Choice(label, WentBack(), enabled=has_words(session.request))
