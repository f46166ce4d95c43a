"""One sale that is signed by pen, in a list: when, its reference, how much, and its slip's code."""

from terminal.model.history import PaperLine
from terminal.session.staff.events import PickedPaper
from terminal.typeset import TextStyle
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Button, Icon, Kind, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour, Type

WORD, SMALL = Type(20), Type(17)
CODE = Type(19, theme.CODE.face, spacing=0.06)
PADDING, GAP, SIGN = 12, 16, 22
RADIUS = 12


def add_paper_line(layout: Layout, rect: Rect, line: PaperLine) -> None:
    """Lay a line that opens the question about its sale; one that is closed already is only shown."""
    inner = rect.inset(layout.px(PADDING), 0)
    side = layout.px(SIGN)
    glyph, colour = (Glyph.CHECK, Colour.GOOD) if line.signed else (Glyph.FORWARD, Colour.MUTED)
    icon = Icon(
        Rect(inner.right - side, inner.y + (inner.h - side) // 2, side, side), glyph, colour,
    )  # fmt: skip
    words = inner._replace(w=inner.w - side - layout.px(GAP))
    texts = _two_rows(layout, words, line) if layout.frame.upright else _one_row(layout, words, line)
    if line.signed:
        layout.add(*texts, icon)
        return
    layout.add(
        Button(
            rect,
            rect.inset(layout.px(1)),
            Kind.ROW,
            PickedPaper(line),
            tuple(texts),
            (icon,),
            radius=layout.px(RADIUS),
        )
    )


def _one_row(layout: Layout, room: Rect, line: PaperLine) -> list[Text]:
    """Set a line's columns: those of a known width at both ends, the reference in what is left."""
    gap, small, word, code = (
        layout.px(GAP), layout.style(SMALL), layout.style(WORD), layout.style(CODE),
    )  # fmt: skip
    widest = layout.words.day(line.ended.replace(month=12, day=30))
    time = room._replace(w=layout.width(f"{widest} 00:00", small) + layout.px(4))
    codes = layout.width("0000 0000", code)
    right = Rect(room.right - codes, room.y, codes, room.h)
    sums = layout.width("¥00,000,000.00", word)
    amount = Rect(right.x - gap - sums, room.y, sums, room.h)
    reference = Rect(time.right + gap, room.y, amount.x - time.right - 2 * gap, room.h)
    texts = [
        layout.label(time, _when(layout, line), small, colour=Colour.MUTED, align=Align.LEFT),
        _cut(layout, reference, line.reference, word),
        layout.label(right, line.code, code, colour=Colour.MUTED, align=Align.RIGHT),
    ]
    if line.amount:
        texts.append(layout.label(amount, _money(layout, line), word, align=Align.RIGHT))
    return texts


def _two_rows(layout: Layout, room: Rect, line: PaperLine) -> list[Text]:
    """Set the reference and the amount above, the time and the code below."""
    gap, small, word, code = (
        layout.px(GAP), layout.style(SMALL), layout.style(WORD), layout.style(CODE),
    )  # fmt: skip
    top = room.y + (room.h - word.line_px - small.line_px) // 2
    upper = Rect(room.x, top, room.w, word.line_px)
    lower = Rect(room.x, upper.bottom, room.w, small.line_px)
    money = _money(layout, line) if line.amount else ""
    width = min(layout.width(money, word), room.w // 2) if money else 0
    codes = layout.width(line.code, code)
    texts = [
        _cut(layout, upper._replace(w=upper.w - width - gap), line.reference, word),
        layout.label(
            lower._replace(w=lower.w - codes - gap), _when(layout, line), small, colour=Colour.MUTED,
            align=Align.LEFT,
        ),
        layout.label(
            Rect(lower.right - codes, lower.y, codes, lower.h), line.code, code, colour=Colour.MUTED,
            align=Align.RIGHT,
        ),
    ]  # fmt: skip
    if money:
        place = Rect(upper.right - width, upper.y, width, upper.h)
        texts.append(layout.label(place, money, word, align=Align.RIGHT))
    return texts


def _when(layout: Layout, line: PaperLine) -> str:
    return f"{layout.words.day(line.ended)} {line.ended:%H:%M}"


def _money(layout: Layout, line: PaperLine) -> str:
    return layout.words.money(line.amount, line.currency)


def _cut(layout: Layout, room: Rect, text: str, style: TextStyle) -> Text:
    return layout.label(room, layout.shortened(text, style, room.w), style, align=Align.LEFT)
