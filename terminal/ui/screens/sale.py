"""A sale as the customer checks it: the amount first and largest, then what it is for."""

from decimal import Decimal
from functools import partial

from terminal.model.request import Line
from terminal.session.states import Session
from terminal.ui import theme
from terminal.ui.items import Align, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

from .amount import add_amount
from .facts import add_code, add_reference
from .page import Page

AMOUNT_SHARE = 0.46
ROW_PADDING = 11
COLUMN_GAP = 24


def sale_pages(layout: Layout, session: Session, room: Rect) -> list[Page]:
    """Return as many pages as the sale's lines need; each shows the amount."""
    lines = session.request.lines
    if not lines:
        return [partial(_lay_page, session=session, lines=(), last=True)]
    _, right = _columns(layout, room, has_lines=True)
    pages: list[Page] = []
    start, total = 0, _row_height(layout, session, "", right.w)
    while start < len(lines):
        end, used = start, 0
        while end < len(lines):
            needed = _row_height(layout, session, _wording(lines[end]), right.w)
            last = end + 1 == len(lines)
            if end > start and used + needed + (total if last else 0) > right.h:
                break
            used += needed
            end += 1
        pages.append(partial(_lay_page, session=session, lines=lines[start:end], last=end == len(lines)))
        start = end
    return pages


def _columns(layout: Layout, room: Rect, *, has_lines: bool) -> tuple[Rect, Rect]:
    """Return where the amount goes, and where the lines go: beside it, or below it on an upright glass."""
    if not has_lines:
        return room, room
    if layout.frame.upright:
        height = layout.px(200)
        return Rect(room.x, room.y, room.w, height), Rect(room.x, room.y + height, room.w, room.h - height)
    left = round(room.w * AMOUNT_SHARE)
    right = left + layout.px(COLUMN_GAP) * 2
    return Rect(room.x, room.y, left, room.h), Rect(room.x + right, room.y, room.w - right, room.h)


def _lay_page(layout: Layout, room: Rect, session: Session, lines: tuple[Line, ...], last: bool) -> None:  # noqa: FBT001 (bound by name, in sale_pages)
    left, right = _columns(layout, room, has_lines=bool(lines))
    _lay_amount(layout, left, session)
    if lines:
        _lay_lines(layout, right, session, lines, last=last)


def _lay_amount(layout: Layout, rect: Rect, session: Session) -> None:
    """Write the amount with its question above, and its reference and match code below."""
    words, request = layout.words, session.request
    question = layout.style(theme.SMALL)
    facts = layout.style(theme.CAPTION)
    amount_height = layout.style(theme.AMOUNT).line_px
    rows = bool(request.reference) + 1
    height = question.line_px + amount_height + rows * facts.line_px
    align = Align.LEFT
    y = rect.y + max(0, rect.h - height) // 2
    room = Rect(rect.x, y, rect.w, question.line_px)
    layout.add(
        Text(
            room,
            (layout.shortened(words("Please check the amount"), question, rect.w),),
            question,
            Colour.MUTED,
            align,
        )
    )
    y += question.line_px
    if request.amount:
        add_amount(
            layout, Rect(rect.x, y, rect.w, amount_height), words.money(request.amount, request.currency)
        )
    y += amount_height
    if request.reference:
        add_reference(layout, Rect(rect.x, y, rect.w, facts.line_px), request.reference)
        y += facts.line_px
    add_code(layout, Rect(rect.x, y, rect.w, facts.line_px), session.match_code)


def _wording(line: Line) -> str:
    return line.text if line.quantity in {"", "1"} else f"{line.text} ×{line.quantity}"


def _row_height(layout: Layout, session: Session, text: str, width: int) -> int:
    style = layout.style(theme.SMALL)
    lines = len(layout.wrap(text, style, _text_width(layout, session, width)))
    return lines * style.line_px + 2 * layout.px(ROW_PADDING)


def _text_width(layout: Layout, session: Session, width: int) -> int:
    """Return how much of a row its words may take; the rest is for the widest amount."""
    request, style = session.request, layout.style(theme.SMALL)
    amounts = [
        layout.words.number(amount)
        for amount in (request.amount, *(line.amount for line in request.lines))
        if amount
    ]
    widest = max((layout.width(amount, style) for amount in amounts), default=0)
    return max(width // 2, width - widest - layout.px(16))


def _lay_lines(layout: Layout, rect: Rect, session: Session, lines: tuple[Line, ...], *, last: bool) -> None:
    """Write the lines with a hairline between them, and on the last page how many there are."""
    request, words = session.request, layout.words
    rows = [(_wording(line), words.number(line.amount) if line.amount else "", Colour.TEXT) for line in lines]
    if last and len(request.lines) > 1:
        total = words.number(request.amount) if request.amount else ""
        rows.append((_count(layout, request.lines), total, Colour.MUTED))
    height = sum(_row_height(layout, session, text, rect.w) for text, _, _ in rows)
    y = rect.y + max(0, rect.h - height) // 2
    style = layout.style(theme.SMALL)
    for index, (text, amount, colour) in enumerate(rows):
        row = Rect(rect.x, y, rect.w, _row_height(layout, session, text, rect.w))
        if index:
            layout.rule(row)
        words_room = Rect(row.x, y + layout.px(ROW_PADDING), _text_width(layout, session, row.w), row.h)
        taken = layout.text(words_room, text, style, colour=colour)
        amount_room = Rect(taken.right, taken.y, row.right - taken.right, style.line_px)
        layout.add(layout.label(amount_room, amount, style, colour=colour, align=Align.RIGHT))
        y = row.bottom


def _count(layout: Layout, lines: tuple[Line, ...]) -> str:
    """Return how many things were bought, or how many lines there are where something is weighed."""
    quantities = [Decimal(line.quantity or "1") for line in lines]
    whole = all(quantity == quantity.to_integral_value() for quantity in quantities)
    number = int(sum(quantities)) if whole else len(lines)
    return layout.words.plural("{number} item", "{number} items", number)
