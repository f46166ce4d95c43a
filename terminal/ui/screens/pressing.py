"""The sensor waits for a finger or reads it: a ring that closes, and what the finger should do."""

from terminal.i18n import message
from terminal.session.events import Chose, CustomerCancelled, SignedAgain
from terminal.session.states import Coaching, PressingFinger
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, primary, quiet
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Icon, Ring
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.strip import add_strip
from terminal.ui.theme import Colour

from .consenting import by_hand

TRY_AGAIN, GIVEN_UP = message("Please try again, or ask the cashier"), message("Please ask the cashier")
ENROLLED = message("Please press the finger that you enrolled")
SENTENCES = {
    Coaching.PRESS: (
        message("Please press one finger on the sensor"),
        message("Flat, and without moving it"),
    ),
    Coaching.HOLD: (message("Please keep still"), message("The sensor is looking at your finger")),
    Coaching.LIFT: (
        message("You can lift your finger now"),
        message("Reading the image, this takes a few seconds"),
    ),
    Coaching.PARTIAL: (
        message("Please press a little flatter"),
        message("Only a part of the finger was seen"),
    ),
    Coaching.ASIDE: (
        message("Please press in the middle"),
        message("A part of the finger was beside the sensor"),
    ),
    Coaching.DRY: (
        message("Please press a little harder"),
        message("The finger seems to be dry; breathing on it helps"),
    ),
    Coaching.WET: (message("Please dry your finger"), message("The lines run together on the sensor")),
    Coaching.MOVED: (
        message("Please press again, and keep still"),
        message("The finger moved while it was read"),
    ),
    Coaching.OTHER: (
        message("That was another finger"),
        message("Please lift it, and press the one you enrolled"),
    ),
    Coaching.UNCLEAR: (
        message("Your fingerprint did not come out clearly"),
        message("Please sign by hand, or try once more"),
    ),
    Coaching.UNMATCHED: (
        message("Your finger was not recognised"),
        message("Please sign by hand, or try once more"),
    ),
    Coaching.NOT_ENROLLED: (
        message("Your finger is not enrolled here"),
        message("Please sign by hand instead"),
    ),
    Coaching.READING_FAILED: (
        message("The sensor cannot be read just now"),
        TRY_AGAIN,
    ),
}
GIVES_UP = {Coaching.UNCLEAR, Coaching.UNMATCHED, Coaching.NOT_ENROLLED}
"""After these the sensor waits for nobody until it is asked again."""
TROUBLE = set(Coaching) - {Coaching.PRESS, Coaching.HOLD, Coaching.LIFT}
RING, RING_WIDTH, RING_GAP = 224, 8, 48
PRINT_SIZE = 112


def lay_pressing(layout: Layout, state: PressingFinger) -> None:
    """Lay out the ring and the sentence; a way to sign by hand stays open where the request allows it."""
    words = layout.words
    add_strip(layout, state.unit, state.session, step=3)
    choices = [quiet(words("Cancel"), CustomerCancelled())]
    hand, given_up, again = by_hand(state.session), state.coaching in GIVES_UP, _may_try_again(state)
    if hand and given_up:
        if again:
            choices.append(Choice(words("Try again"), SignedAgain()))
        choices.append(primary(words("Sign by hand instead"), Chose(hand)))
    elif hand:
        choices.append(Choice(words("Sign by hand instead"), Chose(hand)))
    if again and not (hand and given_up):
        choices.append(primary(words("Try again"), SignedAgain()))
    add_bar(layout, *choices)
    ring, room = _places(layout)
    colour = Colour.WARN if state.coaching in TROUBLE else Colour.PRIMARY
    fill = Colour.WARN_FILL if state.coaching in TROUBLE else Colour.TINT
    layout.add(Ring(ring, min(1.0, max(0.0, state.fraction)), layout.px(RING_WIDTH), colour, fill))
    side = min(layout.px(PRINT_SIZE), ring.w // 2)
    layout.add(Icon(ring.middle(side, side), Glyph.FINGERPRINT, colour))
    say, more = _said(state)
    lines = (Line(words(say), theme.TITLE), Line(words(more), theme.BODY, Colour.MUTED, gap=6))
    layout.column(room, lines, align=Align.CENTRE if layout.frame.upright else Align.LEFT)


def _may_try_again(state: PressingFinger) -> bool:
    """Whether the sensor can be asked once more: each finger that was another is an attempt, and those are few."""
    match state.coaching:
        case Coaching.READING_FAILED | Coaching.UNCLEAR:
            return True
        case Coaching.UNMATCHED:
            return bool(state.session.retries_left)
    return False


def _said(state: PressingFinger) -> tuple[str, str]:
    """Return what the finger should do, and why."""
    say, more = SENTENCES[state.coaching]
    if state.coaching is Coaching.PRESS and state.session.matching:
        return ENROLLED, more
    if state.coaching in GIVES_UP and not by_hand(state.session):
        return say, TRY_AGAIN if _may_try_again(state) else GIVEN_UP
    if state.coaching is Coaching.UNMATCHED and not _may_try_again(state):
        return say, SENTENCES[Coaching.NOT_ENROLLED][1]
    return say, more


def _places(layout: Layout) -> tuple[Rect, Rect]:
    """Return where the ring goes, and where the words go: beside it, or below it on an upright glass."""
    body, gap = layout.body, layout.px(RING_GAP)
    if layout.frame.upright:
        side = min(layout.px(RING), body.w, body.h // 2)
        ring = Rect(body.x + (body.w - side) // 2, body.y + layout.px(56), side, side)
        return ring, Rect(
            body.x, ring.bottom + gap // 2, body.w, (body.bottom - ring.bottom - gap // 2) * 2 // 3
        )
    side = min(layout.px(RING), body.h)
    ring = Rect(body.x, body.y + (body.h - side) // 2, side, side)
    return ring, Rect(ring.right + gap, body.y, body.right - ring.right - gap, body.h)
