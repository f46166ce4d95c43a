"""A slip's code is typed: eight characters in two groups, as the slip has them, beside a keypad of 0 to F."""

from terminal.i18n import message
from terminal.model.codes import spaced
from terminal.session.staff.events import Entered, PaperTrouble
from terminal.session.staff.states import PAPER_DIGITS, ClosingPapers
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Box, Kind
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour, Type

from .banner import add_banner
from .head import add_head
from .keys import KeyCap, add_hex_keypad, backspace, keypad_places

TROUBLES = {
    PaperTrouble.UNKNOWN: message("No sale has this code. Compare it with the slip."),
    PaperTrouble.CLOSED_BEFORE: message("This sale was closed before."),
}
SHARE = 0.46
CODE = Type(40, theme.CODE.face, spacing=0.1)
FIELD, SAID, GAP = 76, 96, 16
EMPTY = "·"


def lay_paper_code(layout: Layout, state: ClosingPapers) -> None:
    """Lay out what is asked and what was typed, and the keypad."""
    words, open_ = layout.words, not state.sought
    add_head(layout, state, words("On paper"))
    room, pad = keypad_places(layout, SHARE)
    enter = KeyCap(
        "", Entered(), Glyph.CHECK, Kind.PRIMARY, enabled=open_ and len(state.code) == PAPER_DIGITS, span=3
    )
    add_hex_keypad(layout, pad, backspace(enabled=open_ and bool(state.code)), enter, enabled=open_)
    field, gap, said = layout.px(FIELD), layout.px(GAP), layout.px(SAID)
    lines = (
        Line(words("The slip’s code"), theme.HEADING),
        Line(words("Eight characters at its foot"), theme.CAPTION, Colour.MUTED, gap=2),
    )
    asked = sum(layout.style(line.type).line_px for line in lines) + gap
    y = room.y + max(0, room.h - asked - field - 2 * gap - said) // 2
    text = layout.column(Rect(room.x, y, room.w, asked), lines, align=Align.CENTRE, middle=False)
    place = Rect(room.x, text.bottom + gap, room.w, field)
    _add_typed(layout, place, state.code)
    below = Rect(room.x, place.bottom + gap, room.w, said)
    if state.sought:
        line = Line(words("Looking…"), theme.CAPTION, Colour.MUTED)
        layout.column(below, (line,), align=Align.CENTRE, middle=False)
    elif state.trouble in TROUBLES:
        add_banner(layout, below, Colour.WARN, words(TROUBLES[state.trouble]))


def _add_typed(layout: Layout, field: Rect, code: str) -> None:
    """Write what was typed, and a dot for each character that is still wanted."""
    layout.add(Box(field, Colour.SURFACE, Colour.PRIMARY, layout.px(theme.RADIUS), layout.line_px))
    shown = spaced(code.ljust(PAPER_DIGITS, EMPTY))
    inner = field.inset(layout.px(GAP), 0)
    layout.add(layout.label(inner, shown, layout.style(CODE)))
