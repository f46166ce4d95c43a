"""A sale as the customer checks it: the amount first and largest, then what it is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from terminal.model.request import Line
from terminal.session.states import Session
from terminal.typeset import TextStyle
from terminal.ui import theme
from terminal.ui.items import Align, Scroll
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

from .amount import add_amount
from .facts import add_code, add_reference
from .flow import Laid, add_flow

AMOUNT_SHARE = 0.46
ROW_PADDING = 11
COLUMN_GAP = 24


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it is shown: its words, its figures, and how dark."""

    text: str
    amount: str
    colour: Colour = Colour.TEXT


def lay_sale(layout: Layout, room: Rect, session: Session, page: int) -> Scroll | None:
    """Lay out a sale that fills a room: the amount stands still, its lines scroll where they are many."""
    rows = _rows(layout, session)
    if not rows:
        _lay_amount(layout, room, session)
        return None
    left, right = _columns(layout, session, room)
    _lay_amount(layout, left, session)
    height = sum(_row_height(layout, row, right) for row in rows)
    if height <= right.h:
        right = right.middle(right.w, height) if not layout.frame.upright else right
    overlap = layout.style(theme.SMALL).line_px + 2 * layout.px(ROW_PADDING)
    key = (session.match_code, session.request.lines, layout.words.language, layout.style(theme.SMALL))
    return add_flow(
        layout,
        right,
        lambda on, rect: Laid(_lay_rows(on, rect, rows)),
        page=page,
        overlap=overlap,
        key=key,
    )


def lay_sale_above(layout: Layout, room: Rect, session: Session) -> int:
    """Lay out a sale along the top of a room, as high as it is: a text comes below it; return where it ends."""
    rows = _rows(layout, session)
    left, right = _columns(layout, session, room)
    amount = (left if rows else room)._replace(h=_amount_height(layout, session))
    _lay_amount(layout, amount, session)
    return max(amount.bottom, _lay_rows(layout, right, rows)) + layout.px(COLUMN_GAP)


def _rows(layout: Layout, session: Session) -> list[Row]:
    """Return the sale's lines, and under them how many things they are for how much."""
    request, words = session.request, layout.words
    rows = [Row(_wording(line), words.number(line.amount) if line.amount else "") for line in request.lines]
    if len(rows) > 1:
        total = words.number(request.amount) if request.amount else ""
        rows.append(Row(_count(layout, request.lines), total, Colour.MUTED))
    return rows


def _columns(layout: Layout, session: Session, room: Rect) -> tuple[Rect, Rect]:
    """Return where the amount goes, and where the lines go: beside it, or below it on an upright glass."""
    if layout.frame.upright:
        amount = _amount_height(layout, session)
        rest = amount + layout.px(COLUMN_GAP)
        return room._replace(h=amount), Rect(room.x, room.y + rest, room.w, room.h - rest)
    left = round(room.w * AMOUNT_SHARE)
    right = left + layout.px(COLUMN_GAP) * 2
    return room._replace(w=left), Rect(room.x + right, room.y, room.w - right, room.h)


def _amount_height(layout: Layout, session: Session) -> int:
    """Return how high the question, the amount and the facts under it are."""
    facts = layout.style(theme.CAPTION).line_px * (2 if session.request.reference else 1)
    return layout.style(theme.SMALL).line_px + layout.style(theme.AMOUNT).line_px + facts


def _lay_amount(layout: Layout, rect: Rect, session: Session) -> None:
    """Write the amount with its question above, and its reference and match code below."""
    words, request = layout.words, session.request
    question, facts = layout.style(theme.SMALL), layout.style(theme.CAPTION)
    y = rect.y + max(0, rect.h - _amount_height(layout, session)) // 2
    room = Rect(rect.x, y, rect.w, question.line_px)
    ask = words("Please check the amount")
    layout.add(layout.label(room, ask, question, colour=Colour.MUTED, align=Align.LEFT))
    room = Rect(rect.x, room.bottom, rect.w, layout.style(theme.AMOUNT).line_px)
    if request.amount:
        add_amount(layout, room, words.money(request.amount, request.currency))
    y = room.bottom
    if request.reference:
        add_reference(layout, Rect(rect.x, y, rect.w, facts.line_px), request.reference)
        y += facts.line_px
    add_code(layout, Rect(rect.x, y, rect.w, facts.line_px), session.match_code)


def _wording(line: Line) -> str:
    return line.text if line.quantity in {"", "1"} else f"{line.text} ×{line.quantity}"


def _row_style(layout: Layout, row: Row, room: Rect) -> TextStyle:
    """Return how a row's words are set: smaller where they would be higher than a page."""
    for shrunk in (1.0, 0.85, 0.7):
        style = layout.style(theme.SMALL, shrunk)
        lines = layout.wrap(row.text, style, _text_width(layout, row, room.w))
        if len(lines) * style.line_px + 2 * layout.px(ROW_PADDING) <= room.h:
            return style
    return layout.style(theme.SMALL, 0.55)


def _row_height(layout: Layout, row: Row, room: Rect) -> int:
    style = _row_style(layout, row, room)
    lines = len(layout.wrap(row.text, style, _text_width(layout, row, room.w)))
    return lines * style.line_px + 2 * layout.px(ROW_PADDING)


def _text_width(layout: Layout, row: Row, width: int) -> int:
    """Return how much of a row its words may take; the rest is its amount's."""
    return width - layout.width(row.amount, layout.style(theme.SMALL)) - layout.px(16)


def _lay_rows(layout: Layout, rect: Rect, rows: Sequence[Row]) -> int:
    """Write rows with a hairline between them from the top of a room downwards; return where they end."""
    padding, figures = layout.px(ROW_PADDING), layout.style(theme.SMALL)
    y = rect.y
    for index, row in enumerate(rows):
        height = _row_height(layout, row, rect)
        if index:
            layout.rule(Rect(rect.x, y, rect.w, height))
        room = Rect(rect.x, y + padding, _text_width(layout, row, rect.w), height)
        taken = layout.text(room, row.text, _row_style(layout, row, rect), colour=row.colour)
        amount = Rect(taken.right, taken.y, rect.right - taken.right, figures.line_px)
        if row.amount:
            layout.add(layout.label(amount, row.amount, figures, colour=row.colour, align=Align.RIGHT))
        y += height
    return y


def _count(layout: Layout, lines: tuple[Line, ...]) -> str:
    """Return how many things were bought, or how many lines there are where something is weighed."""
    quantities = [Decimal(line.quantity or "1") for line in lines]
    whole = all(quantity == quantity.to_integral_value() for quantity in quantities)
    number = int(sum(quantities)) if whole else len(lines)
    return layout.words.plural("{number} item", "{number} items", number)
