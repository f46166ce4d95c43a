"""Sales that customers signed on paper: a list to pick from, the question, and a keypad for a slip's code."""

from terminal.i18n import message
from terminal.model.history import PaperLine
from terminal.session.events import WentBack
from terminal.session.staff.events import PaperTrouble, PickedField, PickedPapers, SaidSigned
from terminal.session.staff.states import PAGE_OF_PAPERS, ClosingPapers
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
from .pages import add_pages
from .paper_code import lay_paper_code
from .paper_lines import add_paper_line

GAP, CARD_PADDING, MOST_ROW = 8, 4, 112
CODE = "code"
"""The one field of this screen."""
AMOUNT = Type(46, theme.AMOUNT.face)
SLIP_CODE = Type(32, theme.CODE.face, spacing=0.1)
FACT_SHARE = 0.56

TROUBLES = {
    PaperTrouble.CLOSED_BEFORE: (Colour.WARN, message("This sale was closed before.")),
    PaperTrouble.NOT_KEPT: (Colour.BAD, message("Nothing can be saved now. Call a technician.")),
}


def lay_papers(layout: Layout, state: ClosingPapers) -> None:
    """Lay out the question about one sale, the keypad, or the list."""
    if state.asking:
        _lay_question(layout, state, state.asking)
    elif state.typing:
        lay_paper_code(layout, state)
    else:
        _lay_list(layout, state)


def _lay_list(layout: Layout, state: ClosingPapers) -> None:
    words = layout.words
    add_head(layout, state, words("On paper"))
    add_bar(layout, primary(words("Enter a slip’s code"), PickedField(CODE)))
    if state.done:
        _add_notice(
            layout, Colour.GOOD, words("“{reference}” is signed on paper.", reference=state.done), BANNER
        )
    elif state.trouble in TROUBLES:
        colour, said = TROUBLES[state.trouble]
        _add_notice(layout, colour, words(said), BANNER)
    foot = _foot(layout)
    chips = [
        Chip(words("To be closed"), PickedPapers(signed=False), chosen=not state.signed),
        Chip(words("Signed"), PickedPapers(signed=True), chosen=state.signed),
    ]
    if state.pages > 1:
        add_pages(layout, _foot(layout) if layout.frame.upright else foot, state.page, state.pages)
    add_chips(layout, foot, chips)
    card = layout.body
    layout.surface(card)
    room = card.inset(layout.px(CARD_PADDING))
    if not state.lines:
        _say_none(layout, state, room.inset(layout.px(32), 0))
        return
    height = min(layout.px(MOST_ROW), room.h // PAGE_OF_PAPERS)
    for index, line in enumerate(state.lines[:PAGE_OF_PAPERS]):
        row = Rect(room.x, room.y + index * height, room.w, height)
        if index:
            layout.rule(row.inset(layout.px(12), 0))
        add_paper_line(layout, row, line)


def _add_notice(layout: Layout, colour: Colour, sentence: str, height: int) -> None:
    """Say along the top of the body what was done, and take its room."""
    body = layout.body
    taken = add_banner(layout, body._replace(h=layout.px(height)), colour, sentence).h + layout.px(GAP)
    layout.body = Rect(body.x, body.y + taken, body.w, body.h - taken)


def _foot(layout: Layout) -> Rect:
    """Take a row as high as a finger is wide from the foot of the body."""
    body, height = layout.body, layout.px(theme.LEAST_TARGET)
    layout.body = body._replace(h=body.h - height - layout.px(GAP))
    return Rect(body.x, body.bottom - height, body.w, height)


def _say_none(layout: Layout, state: ClosingPapers, room: Rect) -> None:
    words = layout.words
    if state.lines is None:
        layout.column(room, (Line(words("Looking…"), theme.BODY, Colour.MUTED),), align=Align.CENTRE)
        return
    if state.signed:
        said, hint = (
            words("No sale was signed on paper yet"),
            words("Those that staff close are listed here."),
        )
    else:
        said = words("No sale waits for paper")
        hint = words("What the terminal cannot take is listed here.")
    lines = (Line(said, theme.HEADING), Line(hint, theme.CAPTION, Colour.MUTED, gap=4))
    layout.column(room, lines, align=Align.CENTRE)


def _lay_question(layout: Layout, state: ClosingPapers, line: PaperLine) -> None:
    """Ask whether the customer signed, with all by which the slip in one's hand is known."""
    words = layout.words
    add_head(layout, state, words("On paper"), stay=state.keeping)
    label = words("Saving…") if state.keeping else words("Yes, it is signed")
    enabled = not state.keeping
    yes = primary(label, SaidSigned(line.id), enabled=enabled)
    add_bar(layout, Choice(words("Not yet"), WentBack(), Kind.QUIET, enabled=enabled), yes)
    if state.trouble in TROUBLES:
        colour, said = TROUBLES[state.trouble]
        _add_notice(layout, colour, words(said), BANNER)
    body, gap = layout.body, layout.px(3 * GAP)
    if layout.frame.upright:
        height = round(body.h * 0.4)
        asked = body._replace(h=height)
        card = Rect(body.x, asked.bottom + gap, body.w, height)
    else:
        width = round(body.w * (1 - FACT_SHARE))
        card = Rect(body.right - width, body.y + gap, width, body.h - 2 * gap)
        asked = body._replace(w=body.w - width - 2 * gap)
    lines = (
        Line(words("Did the customer sign this slip?"), theme.TITLE),
        Line(words("Compare the code at its foot. This cannot be undone."), theme.SMALL, Colour.MUTED, gap=8),
    )
    layout.column(asked, lines)
    _add_sale(layout, card, line)


def _add_sale(layout: Layout, card: Rect, line: PaperLine) -> None:
    """Show a card with the amount, the reference, when it was, and the slip's code."""
    layout.surface(card)
    words, room = layout.words, card.inset(layout.px(24), layout.px(16))
    small, code = layout.style(theme.CAPTION), layout.style(SLIP_CODE)
    amount = layout.style(AMOUNT).line_px if line.amount else 0
    spare = room.h - amount - 3 * small.line_px - code.line_px
    y = room.y + max(0, spare) // 2
    if line.amount:
        money = words.money(line.amount, line.currency)
        add_amount(layout, Rect(room.x, y, room.w, amount), money, AMOUNT)
        y += amount
    for fact in (line.reference, f"{words.day(line.ended)} {line.ended:%H:%M} · {line.till}"):
        row = Rect(room.x, y, room.w, small.line_px)
        text = layout.shortened(fact, small, room.w)
        layout.add(layout.label(row, text, small, colour=Colour.MUTED, align=Align.LEFT))
        y += small.line_px
    y += max(0, min(layout.px(12), spare // 2))
    row = Rect(room.x, y, room.w, small.line_px)
    layout.add(layout.label(row, words("Paper code"), small, colour=Colour.MUTED, align=Align.LEFT))
    place = Rect(room.x, row.bottom, room.w, code.line_px)
    layout.add(layout.label(place, line.code, code, align=Align.LEFT))
