"""The tills that may call: since when, and a way to shut each out; and the way to let another in."""

from collections.abc import Sequence

from terminal.model.history import PairedTill
from terminal.session.events import WentBack
from terminal.session.staff.events import AskedForPairing, AskedToRevoke
from terminal.session.staff.states import PAGE_OF_TILLS, ManagingTills
from terminal.ui import theme
from terminal.ui.bar import add_bar, primary, quiet
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Button, Icon, Kind
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.screens.notice import add_notice
from terminal.ui.theme import Colour, Type

from .banner import LEAST as BANNER
from .banner import add_banner
from .head import add_head
from .pages import add_pages
from .pairing import lay_pairing

MOST_ROW, PADDING = 80, 16
SMALL = Type(16)
LONGEST_NAME = 320


def lay_tills(layout: Layout, state: ManagingTills) -> None:
    """Lay out the tills; or the code that stands; or the question whether one is to be shut out."""
    if state.pairing:
        lay_pairing(layout, state, state.pairing)
    elif state.revoking:
        _lay_question(layout, state)
    else:
        _lay_list(layout, state)


def _lay_question(layout: Layout, state: ManagingTills) -> None:
    words = layout.words
    add_head(layout, state, words("Tills"))
    shut_out = primary(words("Shut out"), AskedToRevoke(state.revoking, sure=True))
    add_bar(layout, quiet(words("Keep it"), WentBack()), shut_out)
    name = layout.shortened(state.revoking, layout.style(theme.TITLE), layout.px(LONGEST_NAME))
    lines = (
        Line(words("Shut “{till}” out?", till=name), theme.TITLE),
        Line(words("It can send nothing more until it is let in again."), theme.SMALL, Colour.MUTED, gap=8),
    )
    add_notice(layout, Glyph.SHUT_OUT, Colour.WARN, lines)


def _lay_list(layout: Layout, state: ManagingTills) -> None:
    words, upright = layout.words, layout.frame.upright
    strip = add_head(layout, state, words("Tills"))
    add_bar(layout, primary(words("Let a till in"), AskedForPairing()))
    if state.paired:
        _add_notice(
            layout, Colour.GOOD, words("“{till}” is let in: it can send sales now.", till=state.paired)
        )
    elif state.spent:
        _add_notice(
            layout, Colour.WARN, words("Wrong codes came in, and this one is void. Is it one of your tills?")
        )
    if state.pages > 1:
        add_pages(layout, _foot(layout) if upright else strip, state.page, state.pages)
    card = layout.body
    layout.surface(card)
    if not state.tills:
        _say_none(layout, card, waiting=state.tills is None)
        return
    height, padding = min(layout.px(MOST_ROW), card.h // PAGE_OF_TILLS), layout.px(PADDING)
    for index, till in enumerate(_shown(state, state.tills)):
        row = Rect(card.x + padding, card.y + index * height, card.w - 2 * padding, height)
        if index:
            layout.rule(row)
        _add_till(layout, row, till)


def _shown(state: ManagingTills, tills: Sequence[PairedTill]) -> Sequence[PairedTill]:
    """Return the tills of this page; those that may call come first, as one may want to shut them out."""
    first = state.page * PAGE_OF_TILLS
    return sorted(tills, key=lambda till: till.revoked)[first : first + PAGE_OF_TILLS]


def _add_notice(layout: Layout, colour: Colour, sentence: str) -> None:
    """Say along the top of the body what has happened, and take its room."""
    body, most = layout.body, layout.px(2 * BANNER if layout.frame.upright else BANNER)
    taken = add_banner(layout, body._replace(h=most), colour, sentence).h + layout.px(8)
    layout.body = Rect(body.x, body.y + taken, body.w, body.h - taken)


def _foot(layout: Layout) -> Rect:
    """Take a row as high as a finger is wide from the foot of the body."""
    body, height = layout.body, layout.px(theme.LEAST_TARGET)
    layout.body = body._replace(h=body.h - height - layout.px(8))
    return Rect(body.x, body.bottom - height, body.w, height)


def _say_none(layout: Layout, card: Rect, *, waiting: bool) -> None:
    words, inner = layout.words, card.inset(layout.px(32), 0)
    if waiting:
        layout.column(inner, (Line(words("Looking…"), theme.BODY, Colour.MUTED),), align=Align.CENTRE)
        return
    lines = (
        Line(words("No till may call yet"), theme.HEADING),
        Line(words("Let one in, and it can send its sales here."), theme.CAPTION, Colour.MUTED, gap=4),
    )
    layout.column(inner, lines, align=Align.CENTRE)


def _add_till(layout: Layout, row: Rect, till: PairedTill) -> None:
    """Write a till's name and since when it may call, or that it was shut out."""
    words, colour = layout.words, Colour.MUTED if till.revoked else Colour.TEXT
    side, gap = layout.px(24), layout.px(14)
    glyph = Glyph.SHUT_OUT if till.revoked else Glyph.TILL
    layout.add(Icon(Rect(row.x, row.y + (row.h - side) // 2, side, side), glyph, Colour.MUTED))
    right = row.right
    if not till.revoked:
        button = _shut_out(layout, row, till)
        layout.add(button)
        right = button.rect.x - gap
    style, small = layout.style(theme.SMALL), layout.style(SMALL)
    since = words("Has been shut out") if till.revoked else words("Since {day}", day=words.date(till.since))
    left = row.x + side + gap
    top = row.y + (row.h - style.line_px - small.line_px) // 2
    name = layout.shortened(till.name, style, right - left)
    upper = Rect(left, top, right - left, style.line_px)
    layout.add(layout.label(upper, name, style, colour=colour, align=Align.LEFT))
    lower = Rect(left, upper.bottom, right - left, small.line_px)
    layout.add(layout.label(lower, since, small, colour=Colour.MUTED, align=Align.LEFT))


def _shut_out(layout: Layout, row: Rect, till: PairedTill) -> Button:
    style, target = layout.style(theme.CAPTION), layout.px(theme.LEAST_TARGET)
    text = layout.words("Shut out")
    width = min(row.w // 2, max(target, layout.width(text, style) + 2 * layout.px(PADDING)))
    rect = Rect(row.right - width, row.y + (row.h - target) // 2, width, target)
    face = rect.middle(width, layout.px(44))
    label = layout.label(face.inset(layout.px(8), 0), text, style)
    return Button(
        rect,
        face,
        Kind.PLAIN,
        AskedToRevoke(till.name),
        (label,),
        radius=layout.px(12),
        line_px=layout.line_px,
    )
