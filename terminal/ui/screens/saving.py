"""The customer has confirmed: the record is being sealed and written, and the screen says so."""

from terminal.session.states import Saving
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.layout import Layout, Line
from terminal.ui.strip import add_place
from terminal.ui.theme import Colour

from .notice import add_notice


def lay_saving(layout: Layout, state: Saving) -> None:
    """Lay out what is happening; there is nothing to press."""
    session, words = state.session, layout.words
    one_moment = words("It is being sealed and written down. One moment, please.")
    longer = words("This takes longer than usual. Please wait; nothing of it is lost.")
    add_place(layout, (session.request.merchant or state.unit.site.merchant,), layout.body.right)
    add_notice(
        layout,
        Glyph.SAVE,
        Colour.PRIMARY,
        (
            Line(words("Saving your signature"), theme.TITLE),
            Line(longer if state.late else one_moment, theme.BODY, Colour.MUTED, gap=8),
        ),
    )
