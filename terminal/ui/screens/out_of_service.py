"""The terminal cannot take this signature: it says so, and paper is the way."""

from terminal.i18n import message
from terminal.session.events import Dismissed
from terminal.session.states import OutOfService, OutReason
from terminal.ui import theme
from terminal.ui.bar import add_bar, primary
from terminal.ui.icons import Glyph
from terminal.ui.layout import Layout, Line
from terminal.ui.strip import add_strip
from terminal.ui.theme import Colour

from .notice import add_next, add_notice

REASONS = {
    OutReason.STORE_FULL: message(
        "The terminal has no room to keep your signature safely, so it kept nothing. "
        "The cashier will give you a slip to sign by hand."
    ),
    OutReason.STORE_DAMAGED: message(
        "The terminal could not keep your signature safely, so it kept nothing. "
        "The cashier will give you a slip to sign by hand."
    ),
    OutReason.DOCUMENT_UNREADABLE: message(
        "This document cannot be shown here as it should be, so it cannot be signed here. "
        "Please ask the cashier for it on paper."
    ),
    OutReason.NOTHING_TO_SIGN_WITH: message(
        "What is needed for this signature is not working right now. "
        "The cashier will give you a slip to sign by hand."
    ),
}


def lay_out_of_service(layout: Layout, state: OutOfService) -> None:
    """Lay out why, and what happens instead; stays until someone has understood."""
    session, words = state.session, layout.words
    add_strip(layout, state.unit, session)
    add_bar(layout, primary(words("Understood"), Dismissed()))
    lines = (
        Line(words("Please sign on paper this time"), theme.TITLE),
        Line(words(REASONS[state.reason]), theme.BODY, Colour.MUTED, gap=8),
    )
    add_notice(layout, Glyph.PAPER, Colour.WARN, lines)
    add_next(layout, state)
