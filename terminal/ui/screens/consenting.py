"""The customer is asked before any finger is."""

from terminal.model.request import Method
from terminal.session.events import Agreed, Chose, CustomerCancelled, WentBack
from terminal.session.states import Consenting, Session
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, primary, quiet
from terminal.ui.icons import Glyph
from terminal.ui.layout import Layout, Line
from terminal.ui.strip import add_strip
from terminal.ui.theme import Colour

from .notice import add_notice


def by_hand(session: Session) -> Method | None:
    """Return the way to sign by hand that is offered instead of a finger, if the request allows one."""
    return next(iter(session.by_hand), None)


def lay_consenting(layout: Layout, state: Consenting) -> None:
    """Lay out the question, what becomes of the image, and until when."""
    session, words = state.session, layout.words
    add_strip(layout, state.unit, session, step=2)
    hand = by_hand(session)
    agree = primary(words("Agree and continue"), Agreed())
    if hand:
        add_bar(
            layout,
            quiet(words("Back"), WentBack()),
            Choice(words("Sign by hand instead"), Chose(hand)),
            agree,
        )
    else:
        add_bar(layout, quiet(words("Cancel"), CustomerCancelled()), agree)
    until = state.unit.site.finger_deleted(session.opened)
    sentences = [
        words(
            "The image serves only as your signature here. Only this terminal and the shop's archive keep it."
        ),
        words("It is destroyed by {date}.", date=words.date(until)),
    ]
    if hand:
        sentences.append(words("Signing by hand is just as good."))
    joint = "" if words.language.startswith("zh") else " "
    add_notice(
        layout,
        Glyph.LOCK,
        Colour.PRIMARY,
        (
            Line(words("May we take one fingerprint?"), theme.TITLE),
            Line(joint.join(sentences), theme.BODY, Colour.MUTED, gap=10),
        ),
    )
