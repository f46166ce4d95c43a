"""A record is voided: what it is, why, and whether staff are sure."""

from terminal.export.void_reasons import VOID_REASONS
from terminal.model.codes import spaced
from terminal.model.history import RecordLine
from terminal.session.events import WentBack
from terminal.session.staff.events import PickedReason, SaidVoid, VoidReason
from terminal.session.staff.states import Voiding
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, primary
from terminal.ui.items import Align, Kind
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.screens.amount import add_amount
from terminal.ui.theme import Colour, Type

from .banner import LEAST as BANNER
from .banner import add_banner
from .chips import Chip, add_chips
from .head import add_head
from .record_lines import money

AMOUNT = Type(46, theme.AMOUNT.face)
CODE = Type(32, theme.CODE.face, spacing=0.1)
SHARE = 0.42
GAP = 12


def lay_voiding(layout: Layout, state: Voiding) -> None:
    """Lay out the question, the reasons, and the record that it is about."""
    words = layout.words
    view = state.viewing.view
    add_head(layout, state, words("Void"), stay=state.keeping)
    label = words("Saving…") if state.keeping else words("Void it")
    sure = primary(
        label, SaidVoid(state.viewing.record_id), enabled=state.reason is not None and not state.keeping
    )
    add_bar(layout, Choice(words("Back"), WentBack(), Kind.QUIET, enabled=not state.keeping), sure)
    body, gap = layout.body, layout.px(GAP)
    if state.failed:
        said = words("Nothing can be saved now. Call a technician.")
        taken = add_banner(layout, body._replace(h=layout.px(BANNER)), Colour.BAD, said).h + gap
        body = Rect(body.x, body.y + taken, body.w, body.h - taken)
    if layout.frame.upright:
        asked = body._replace(h=round(body.h * 0.55))
        card = Rect(body.x, asked.bottom + gap, body.w, body.bottom - asked.bottom - gap)
    else:
        width = round(body.w * SHARE)
        card = Rect(body.right - width, body.y + gap, width, body.h - 2 * gap)
        asked = body._replace(w=body.w - width - 2 * gap)
    _add_question(layout, asked, state)
    if view:
        _add_record(layout, card, view.line)


def _add_question(layout: Layout, room: Rect, state: Voiding) -> None:
    """Ask, and offer the reasons below each other."""
    words, row, gap = layout.words, layout.px(theme.LEAST_TARGET), layout.px(4)
    chips = len(VoidReason) * (row + gap)
    question = Line(words("Why does this sale not count any more?"), theme.HEADING)
    lines = (
        question,
        Line(
            words("It stays on record, marked as void. This cannot be undone."),
            theme.CAPTION,
            Colour.MUTED,
            gap=6,
        ),
    )
    layout.column(room._replace(h=room.h - chips), (question,) if state.failed else lines)
    y = room.bottom - chips
    for reason in VoidReason:
        chip = Chip(
            words(VOID_REASONS[reason.value]),
            PickedReason(reason),
            chosen=reason is state.reason,
            enabled=not state.keeping,
        )
        add_chips(layout, Rect(room.x, y, room.w, row), [chip])
        y += row + gap


def _add_record(layout: Layout, card: Rect, line: RecordLine) -> None:
    """Show a card with all by which the record is known."""
    layout.surface(card)
    words, room = layout.words, card.inset(layout.px(24), layout.px(16))
    small, code = layout.style(theme.CAPTION), layout.style(CODE)
    amount = money(layout, line)
    high = layout.style(AMOUNT).line_px if amount else 0
    y = room.y + max(0, room.h - high - 3 * small.line_px - code.line_px) // 2
    if amount:
        add_amount(layout, Rect(room.x, y, room.w, high), amount, AMOUNT)
        y += high
    signed = f"{words.day(line.confirmed)} {line.confirmed:%H:%M} · {line.till}"
    for fact in (line.reference, signed, words("Match code")):
        row = Rect(room.x, y, room.w, small.line_px)
        text = layout.shortened(fact, small, room.w)
        layout.add(layout.label(row, text, small, colour=Colour.MUTED, align=Align.LEFT))
        y += small.line_px
    place = Rect(room.x, y, room.w, code.line_px)
    layout.add(layout.label(place, spaced(line.match_code), code, align=Align.LEFT))
