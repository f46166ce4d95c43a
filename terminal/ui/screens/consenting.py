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
    return next((method for method in session.methods if method is not Method.FINGERPRINT), None)


def lay_consenting(layout: Layout, state: Consenting) -> None:
    """Lay out the question, and what becomes of the finger: what is agreed to goes into the record, word for word."""
    session, words = state.session, layout.words
    add_strip(layout, state.unit, session, step=2)
    hand = by_hand(session)
    question, sentences = _matching(layout) if session.matching else _imaging(layout, state)
    if hand:
        sentences.append(words("Signing by hand is just as good."))
    joint = "" if words.language.startswith("zh") else " "
    text = joint.join(sentences)
    agree = primary(words("Agree and continue"), Agreed(f"{question}\n{text}"))
    if hand:
        add_bar(
            layout,
            quiet(words("Back"), WentBack()),
            Choice(words("Sign by hand instead"), Chose(hand)),
            agree,
        )
    else:
        add_bar(layout, quiet(words("Cancel"), CustomerCancelled()), agree)
    lines = (Line(question, theme.TITLE), Line(text, theme.BODY, Colour.MUTED, gap=10))
    add_notice(layout, Glyph.LOCK, Colour.PRIMARY, lines)


def _imaging(layout: Layout, state: Consenting) -> tuple[str, list[str]]:
    """Ask for an image, and say what becomes of it and until when."""
    words, until = layout.words, state.unit.site.finger_deleted(state.session.opened)
    return words("May we take one fingerprint?"), [
        words(
            "The image serves only as your signature here. Only this terminal and the shop's archive keep it."
        ),
        words("It is destroyed by {date}.", date=words.date(until)),
    ]


def _matching(layout: Layout) -> tuple[str, list[str]]:
    """Ask for a comparison, of which no image is left."""
    words = layout.words
    return words("May we compare your fingerprint?"), [
        words("Your finger is compared with the one that you enrolled here."),
        words("No image is taken; only that it matched, and how closely, goes into the record."),
    ]
