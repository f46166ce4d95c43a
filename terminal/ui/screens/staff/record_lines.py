"""One record in a list: when, its reference, how much, its match code, and how far it has come."""

from terminal.model.codes import spaced
from terminal.model.history import RecordLine
from terminal.session.staff.events import PickedRecord
from terminal.typeset import Face, TextStyle
from terminal.ui import theme
from terminal.ui.items import Align, Button, Kind, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour, Type

from .marks import marks, marks_width

WORD, SMALL = Type(19), Type(17)
CODE = Type(18, Face.CODE, spacing=0.06)
PADDING, GAP = 12, 16
RADIUS = 12


def add_record_line(layout: Layout, rect: Rect, line: RecordLine, *, dated: bool) -> None:
    """Lay a line that opens its record, on one row, or on two on an upright glass."""
    inner = rect.inset(layout.px(PADDING), 0)
    texts = (
        _two_rows(layout, inner, line, dated=dated)
        if layout.frame.upright
        else _one_row(layout, inner, line, dated=dated)
    )
    marked = _halves(layout, inner)[1] if layout.frame.upright else inner
    layout.add(
        Button(
            rect,
            rect.inset(layout.px(1)),
            Kind.ROW,
            PickedRecord(line.id),
            tuple(texts),
            tuple(marks(layout, marked, line.printed, line.uploaded)),
            radius=layout.px(RADIUS),
        )
    )


def when(layout: Layout, line: RecordLine, *, dated: bool) -> str:
    """Return when a record was made, with its day where that is not known anyway."""
    time = f"{line.confirmed:%H:%M}"
    return f"{layout.words.day(line.confirmed)} {time}" if dated else time


def money(layout: Layout, line: RecordLine) -> str:
    """Return a record's amount with its currency, or nothing for a document."""
    return layout.words.money(line.amount, line.currency) if line.amount else ""


def _one_row(layout: Layout, inner: Rect, line: RecordLine, *, dated: bool) -> list[Text]:
    """Set a line's columns: those of a known width at both ends, the reference in what is left."""
    gap = layout.px(GAP)
    small, word, code = layout.style(SMALL), layout.style(WORD), layout.style(CODE)
    widest = layout.words.day(line.confirmed.replace(month=12, day=30)) + " " if dated else ""
    time_width = layout.width(f"{widest}00:00", small) + layout.px(4)
    amount_width, code_width = layout.width("¥0,000,000.00", word), layout.width(spaced("00000000"), code)
    code_x = inner.right - marks_width(layout) - gap - code_width
    amount_x = code_x - gap - amount_width
    reference_x = inner.x + time_width + gap
    width = amount_x - gap - reference_x
    return [
        _text(
            layout,
            Rect(inner.x, inner.y, time_width, inner.h),
            when(layout, line, dated=dated),
            small,
            Colour.MUTED,
        ),
        _text(
            layout,
            Rect(reference_x, inner.y, width, inner.h),
            _called(layout, line),
            word,
        ),
        _text(
            layout,
            Rect(amount_x, inner.y, amount_width, inner.h),
            money(layout, line),
            word,
            align=Align.RIGHT,
        ),
        _text(
            layout, Rect(code_x, inner.y, code_width, inner.h), spaced(line.match_code), code, Colour.MUTED
        ),
    ]


def _two_rows(layout: Layout, inner: Rect, line: RecordLine, *, dated: bool) -> list[Text]:
    """Set the reference and the amount above, the time and the match code below."""
    gap = layout.px(GAP)
    small, word, code = layout.style(SMALL), layout.style(theme.SMALL), layout.style(CODE)
    upper, lower = _halves(layout, inner)
    amount = money(layout, line)
    amount_width = min(layout.width(amount, word) if amount else 0, inner.w // 2)
    left = upper._replace(w=upper.w - amount_width - gap)
    right = Rect(upper.right - amount_width, upper.y, amount_width, upper.h)
    said = when(layout, line, dated=dated)
    time_width = layout.width(said, small)
    rest = lower.w - time_width - 2 * gap - marks_width(layout)
    code_width = min(layout.width(spaced(line.match_code), code), rest)
    texts = [
        _text(layout, left, _called(layout, line), word),
        _text(layout, lower._replace(w=time_width), said, small, Colour.MUTED),
        _text(
            layout,
            Rect(lower.x + time_width + gap, lower.y, code_width, lower.h),
            spaced(line.match_code),
            code,
            Colour.MUTED,
        ),
    ]
    return [*texts, _text(layout, right, amount, word, align=Align.RIGHT)] if amount else texts


def _halves(layout: Layout, inner: Rect) -> tuple[Rect, Rect]:
    """Return where the two rows of a line are: together in the middle of its height."""
    upper, lower = layout.style(theme.SMALL).line_px, layout.style(SMALL).line_px
    top = inner.y + (inner.h - upper - lower) // 2
    return Rect(inner.x, top, inner.w, upper), Rect(inner.x, top + upper, inner.w, lower)


def _called(layout: Layout, line: RecordLine) -> str:
    """Return what a record is called, and that it is void where it is."""
    name = line.reference or _other_name(layout, line)
    return f"{layout.words('Voided')} · {name}" if line.voided else name


def _other_name(layout: Layout, line: RecordLine) -> str:
    """Return what a record without a reference is called: by its place in the chain."""
    return layout.words("No. {number}", number=line.seq)


def _text(
    layout: Layout,
    rect: Rect,
    text: str,
    style: TextStyle,
    colour: Colour = Colour.TEXT,
    *,
    align: Align = Align.LEFT,
) -> Text:
    """Return one line in the middle of a rectangle's height: figures smaller, words cut, where they are too wide."""
    if align is Align.LEFT and style.face is not Face.CODE:
        text = layout.shortened(text, style, rect.w)
    return layout.label(rect, text, style, colour=colour, align=align)
