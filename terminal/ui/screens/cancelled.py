"""Nothing was signed, and the screen says who ended it."""

from terminal.i18n import message
from terminal.model.status import CancelReason
from terminal.session.states import Cancelled
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.layout import Layout, Line
from terminal.ui.strip import add_strip
from terminal.ui.theme import Colour

from .notice import add_next, add_notice

REASONS = {
    CancelReason.CUSTOMER: (
        Glyph.CROSS,
        message("You have cancelled"),
        message("Nothing was signed, and nothing was kept of it."),
    ),
    CancelReason.TILL: (
        Glyph.CROSS,
        message("The cashier has cancelled"),
        message("Nothing was signed. The cashier will help you."),
    ),
    CancelReason.DEADLINE: (
        Glyph.CLOCK,
        message("The time is up"),
        message("Nothing was signed. The cashier can send it again."),
    ),
}


def lay_cancelled(layout: Layout, state: Cancelled) -> None:
    """Lay out who ended it, and that nothing was signed."""
    session, words = state.session, layout.words
    add_strip(layout, state.unit, session)
    glyph, title, more = REASONS[state.reason]
    lines = (Line(words(title), theme.TITLE), Line(words(more), theme.BODY, Colour.MUTED, gap=8))
    add_notice(layout, glyph, Colour.MUTED, lines)
    add_next(layout, state)
