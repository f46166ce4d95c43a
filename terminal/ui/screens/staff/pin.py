"""A PIN is typed: its digits as dots, a keypad, and in words what was wrong."""

from dataclasses import dataclass

from terminal.i18n import message
from terminal.session.events import WentBack
from terminal.session.staff.events import Entered
from terminal.session.staff.states import LEAST_PIN, MOST_PIN, ChoosingPin
from terminal.session.states import DoorFinger, EnteringPin, PinTrouble
from terminal.ui import theme
from terminal.ui.bar import add_bar, quiet
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Box, Kind
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.strip import add_place
from terminal.ui.theme import Colour

from .banner import add_banner
from .head import add_head
from .keys import KeyCap, add_keypad, backspace, keypad_places

SENTENCES = {
    PinTrouble.NOT_SET: message("No PIN is set yet. A technician sets one: signpost staff pin"),
    PinTrouble.TOO_SHORT: message("A PIN has at least {least} digits."),
    PinTrouble.TOO_SIMPLE: message("That is easy to guess. Please take another."),
    PinTrouble.DIFFERENT: message("The two were different. Please begin again."),
    PinTrouble.NOT_KEPT: message("It could not be kept; the old PIN still stands."),
}
BADGE, DOT, DOT_GAP = 72, 18, 16
SAID_HEIGHT = 84


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, and how far the answer has come; the digits themselves are not needed for that."""

    title: str
    hint: str
    typed: int
    waiting: bool
    wait_s: int = 0
    locked: bool = False
    by_finger: bool = False


def lay_entering_pin(layout: Layout, state: EnteringPin) -> None:
    """Lay out the door to staff mode."""
    words = layout.words
    add_place(layout, (state.unit.site.merchant,), layout.body.right)
    accepting, by_finger = state.override is not None, state.finger is DoorFinger.WAITED_FOR
    asked = Asked(
        words("Accept this signature?") if accepting else words("Staff only"),
        words("Enter the staff PIN, or press your finger") if by_finger else words("Enter the staff PIN"),
        len(state.pin),
        waiting=state.judging,
        wait_s=state.locked_s,
        locked=state.trouble in {PinTrouble.LOCKED, PinTrouble.NOT_SET},
        by_finger=by_finger,
    )
    room = _add_keys(layout, asked, cancel=True)
    _add_asked(layout, room, asked, _said(layout, state))


def lay_choosing_pin(layout: Layout, state: ChoosingPin) -> None:
    """Lay out the question for a new PIN, then the same once more."""
    words = layout.words
    add_head(layout, state, words("New PIN"))
    hint = words("{least} to {most} digits", least=LEAST_PIN, most=MOST_PIN)
    asked = Asked(
        words("Once more, to be sure") if state.first else words("Choose a new PIN"),
        hint,
        len(state.pin),
        waiting=state.keeping,
    )
    room = _add_keys(layout, asked, cancel=False)
    _add_asked(layout, room, asked, _sentence(layout, state.trouble))


def _said(layout: Layout, state: EnteringPin) -> str:
    """Return in words why the last PIN did not open."""
    if state.trouble is PinTrouble.LOCKED:
        left = f"{state.locked_s // 60}:{state.locked_s % 60:02}"
        return layout.words("Locked after too many wrong PINs. Try again in {time}.", time=left)
    if state.trouble is PinTrouble.OTHER_FINGER:
        return layout.words.plural(
            "This finger does not open. {number} try is left.",
            "This finger does not open. {number} tries are left.",
            state.tries_left,
        )
    if state.trouble is PinTrouble.WRONG:
        return layout.words.plural(
            "Wrong PIN. {number} try is left.", "Wrong PIN. {number} tries are left.", state.tries_left
        )
    return _sentence(layout, state.trouble)


def _sentence(layout: Layout, trouble: PinTrouble) -> str:
    text = SENTENCES.get(trouble)
    return layout.words(text, least=LEAST_PIN) if text else ""


def _add_keys(layout: Layout, asked: Asked, *, cancel: bool) -> Rect:
    """Lay the keypad, and a way out under what is asked; return the room that is left for that."""
    upright, back_out = layout.frame.upright, quiet(layout.words("Cancel"), WentBack())
    if upright and cancel:
        add_bar(layout, back_out)
    room, pad = keypad_places(layout)
    if cancel and not upright:
        whole, layout.body = layout.body, room
        add_bar(layout, back_out)
        room, layout.body = layout.body, whole
    open_ = not asked.waiting and not asked.locked
    enter = KeyCap("", Entered(), Glyph.CHECK, Kind.PRIMARY, enabled=open_ and asked.typed >= LEAST_PIN)
    add_keypad(layout, pad, backspace(enabled=open_ and asked.typed > 0), enter, enabled=open_)
    return room


def _add_asked(layout: Layout, room: Rect, asked: Asked, said: str) -> None:
    """Put a lock, the question and the dots in the middle of a room, and under them what was wrong."""
    badge, said_height, gap = layout.px(BADGE), layout.px(SAID_HEIGHT), layout.px(theme.GAP)
    lines = (Line(asked.title, theme.TITLE), Line(asked.hint, theme.CAPTION, Colour.MUTED, gap=2))
    expected = layout.style(theme.TITLE).line_px + layout.style(theme.CAPTION).line_px
    y = room.y + max(0, room.h - badge - expected - layout.px(DOT) - 3 * gap - said_height) // 2
    ways = (Glyph.LOCK, Glyph.FINGERPRINT) if asked.by_finger else (Glyph.LOCK,)
    place = Rect(room.x + (room.w - badge * len(ways) - gap * (len(ways) - 1)) // 2, y, badge, badge)
    for number, way in enumerate(ways):
        beside = place._replace(x=place.x + number * (badge + gap))
        layout.badge(beside, way, Colour.PRIMARY, Colour.TINT)
    top = place.bottom + gap // 2
    question = Rect(room.x, top, room.w, 2 * expected)
    text = layout.column(question, lines, align=Align.CENTRE, middle=False)
    dots = Rect(room.x, text.bottom + gap, room.w, layout.px(DOT))
    _add_dots(layout, dots, asked.typed)
    below = Rect(room.x, dots.bottom + gap, room.w, said_height)
    if asked.waiting:
        words = layout.words
        wait = (
            words("It is looked at in {seconds} s", seconds=asked.wait_s)
            if asked.wait_s
            else words("One moment, please")
        )
        layout.column(below, (Line(wait, theme.CAPTION, Colour.MUTED),), align=Align.CENTRE)
    elif said:
        glyph = Glyph.LOCK if asked.locked else None
        add_banner(layout, below, Colour.BAD if asked.locked else Colour.WARN, said, glyph)


def _add_dots(layout: Layout, row: Rect, typed: int) -> None:
    """Draw a dot for each digit typed, and rings for those that are wanted at least."""
    count, side, gap = max(LEAST_PIN, typed), layout.px(DOT), layout.px(DOT_GAP)
    x = row.x + (row.w - count * side - (count - 1) * gap) // 2
    for index in range(count):
        filled = index < typed
        fill, line = (Colour.PRIMARY, None) if filled else (Colour.PAPER, Colour.LINE)
        layout.add(
            Box(
                Rect(x + index * (side + gap), row.y, side, side),
                fill,
                line,
                side // 2,
                layout.line_px,
            )
        )
