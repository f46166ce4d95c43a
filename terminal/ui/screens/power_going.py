"""The mains are gone: what was confirmed is kept, nothing new is begun, and the screen says so while it can."""

from terminal.session.states import PowerGoing
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.layout import Layout, Line
from terminal.ui.strip import add_place
from terminal.ui.theme import Colour

from .notice import add_notice


def lay_power_going(layout: Layout, state: PowerGoing) -> None:
    """Lay out what a customer must know of their own signature; there is nothing to press."""
    session, words = state.session, layout.words
    merchant = state.unit.site.merchant
    add_place(layout, (session.request.merchant or merchant if session else merchant,), layout.body.right)
    more = words("The terminal will be back when the power is.")
    if state.signed:
        more = words("Your signature is kept safely. You need not sign again.")
    elif state.paused:
        more = words("You have not signed yet. When the power is back, you can go on.")
    lines = (
        Line(words("Power is going, please wait"), theme.TITLE),
        Line(more, theme.BODY, Colour.MUTED, gap=8),
    )
    add_notice(layout, Glyph.PLUG, Colour.GOOD if state.signed else Colour.WARN, lines)
