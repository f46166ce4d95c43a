"""The customer writes on the pad, which takes all the room there is."""

from terminal.i18n import message
from terminal.model.ink import Ink
from terminal.model.quality import Verdict
from terminal.model.request import Method
from terminal.session.events import ClearedPad, Confirmed, CustomerCancelled, UndidStroke, WentBack
from terminal.session.staff.events import StaffCalled
from terminal.session.states import Session, Signing
from terminal.typeset import Face, TextStyle
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, quiet, reserve_bar
from terminal.ui.buttons import chip
from terminal.ui.countdown import counted, figures, offers_time
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Box, Button, Icon, Kind, Pad, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.strip import add_chips, take_strip
from terminal.ui.theme import Colour

SENTENCES = {
    Verdict.EMPTY: message("Nothing is written yet. Please write your name."),
    Verdict.DOT: message("We can only see a dot. Please write your name."),
    Verdict.OFF_AREA: message("That is mostly at the edge. Please write inside the box."),
    Verdict.SMALL: message("That is only {mm} mm across. Please write your name larger."),
    Verdict.SHORT: message("That is very short. Please write your whole name."),
    Verdict.STRAIGHT: message("That is a straight line. Please write your name."),
    Verdict.FEW_TURNS: message("We only see a stroke or two. Please write your name."),
    Verdict.WRONG_TOOL: message("This signature needs the pen. Please write with the pen."),
}
SIGNED_FOR = theme.Type(24, Face.HEAVY)
WATERMARK = theme.Type(72, Face.CODE, spacing=0.14)
BANNER_HEIGHT = 52
COUNTDOWN_HEIGHT = 40
LOCK, LOCK_PADDING = 18, 14


def lay_signing(layout: Layout, state: Signing) -> None:
    """Lay out the pad with what was written so far, and above it what to do, what for, and how long."""
    _add_head(layout, state)
    rows = 2 if layout.frame.upright else 1  # in every language and size: the pad stays as large as it was
    reserve_bar(layout, *_choices(layout, state, Confirmed()), rows=rows)
    rect, words = layout.body, layout.words
    per_mm = layout.frame.dots_per_mm
    with_pen = state.method is Method.STYLUS
    hint = words("Please sign here with the pen") if with_pen else words("Please sign here")
    confirmed = Confirmed(round(rect.w / per_mm * 100, 2), round(rect.h / per_mm * 100, 2))
    pad = Pad(
        rect,
        state.strokes,
        per_mm,
        layout.px(theme.RADIUS),
        state.session.match_code,
        watermark(layout, state.session.match_code, rect.w),
        guide=True,
        hint=hint,
        hint_style=layout.frame.typesetter.fitted(hint, layout.style(theme.CAPTION), rect.w * 2 // 3),
        writable=True,
    )
    layout.add(pad)
    if state.verdict in SENTENCES:
        sentence = words(SENTENCES[state.verdict], mm=_across_mm(state))
        _add_verdict(layout, rect, sentence, acceptable=state.can_be_accepted)
    add_bar(layout, *_choices(layout, state, confirmed), rows=rows)


def watermark(layout: Layout, code: str, width: int) -> TextStyle:
    """Return how a match code is set behind ink: large, but inside the pad."""
    plain = Layout(layout.frame, layout.words.language)  # as large for every reader: it is no text to read
    return layout.frame.typesetter.fitted(code, plain.style(WATERMARK), round(width * 0.72))


def _choices(layout: Layout, state: Signing, confirmed: Confirmed) -> list[Choice]:
    words, written = layout.words, bool(state.strokes)
    return [
        quiet(words("Cancel"), CustomerCancelled()),
        Choice(words("Undo"), UndidStroke(), glyph=Glyph.UNDO, enabled=written),
        Choice(words("Clear"), ClearedPad(), enabled=written),
        Choice(words("Confirm"), confirmed, Kind.PRIMARY if _open(state) else Kind.SOON, grow=1),
    ]


def _open(state: Signing) -> bool:
    """Return whether the way forward looks open: there is ink, and it was not refused as it is."""
    return bool(state.strokes) and state.verdict in {Verdict.FINE, Verdict.WRONG_TOOL}


def _across_mm(state: Signing) -> int:
    """Return how large all that was written is, to a millimetre."""
    left, top, right, bottom = Ink(0, 0, state.strokes).box
    return round(max(right - left, bottom - top) / 100)


def _add_head(layout: Layout, state: Signing) -> None:
    """Write what is signed for on the left, after a way back where there is one; on the right the time and chips.

    What to do stands on the pad itself, below the line, as on paper.
    """
    session, words, body = state.session, layout.words, layout.body
    back = layout.px(theme.LEAST_TARGET) // 2 if len(session.methods) > 1 else 0
    style = layout.style(SIGNED_FOR)
    request = session.request
    signed_for = words.money(request.amount, request.currency) if request.amount else request.reference
    counting = _countdown_width(layout) + layout.px(theme.GAP)
    least = back + min(layout.width(signed_for, style), body.w // 4) + layout.px(theme.GAP) + counting
    right = add_chips(layout, state.unit, session, body.w - least) - layout.px(theme.GAP)
    right -= counting
    if counted(session):
        _add_countdown(layout, right + layout.px(theme.GAP), session)
    left = _add_back(layout, body.x) if back else body.x
    room = Rect(left, 0, right - left, layout.px(theme.STRIP))
    more, small = words("Need more time? Touch the screen"), layout.style(theme.SMALL)
    if offers_time(session) and layout.width(more, small) <= room.w:
        signed_for, style = more, small
    elif not request.amount:
        signed_for = layout.shortened(signed_for, style, room.w)
    layout.add(layout.label(room, signed_for, style, align=Align.LEFT))
    take_strip(layout)


def _add_back(layout: Layout, left: int) -> int:
    """Put an arrow back before the margin, with a target as large as a finger; return where words go on."""
    target, side = layout.px(theme.LEAST_TARGET), layout.px(24)
    rect = Rect(left - target // 2, 0, target, target)
    icon = Icon(Rect(left - layout.px(6), (target - side) // 2, side, side), Glyph.BACK, Colour.MUTED)
    layout.add(Button(rect, rect, Kind.QUIET, WentBack(), icons=(icon,), radius=layout.px(theme.RADIUS)))
    return rect.right


def _countdown_width(layout: Layout) -> int:
    return layout.width("00:00", layout.style(theme.CAPTION)) + layout.px(28)


def _add_countdown(layout: Layout, left: int, session: Session) -> None:
    """Show the time that is left, in a quiet form: it never flashes and never covers the pad."""
    style = layout.style(theme.CAPTION)
    strip = Rect(left, 0, _countdown_width(layout), layout.px(theme.STRIP))
    place = strip.middle(strip.w, layout.px(COUNTDOWN_HEIGHT))
    layout.add(Box(place, Colour.SURFACE, Colour.LINE, place.h // 2, layout.line_px))
    layout.add(layout.label(place.inset(layout.px(8), 0), figures(session), style))


def _add_verdict(layout: Layout, pad: Rect, sentence: str, *, acceptable: bool) -> None:
    """Say along the pad's upper edge what is missing; where staff may let it pass, there is their way to."""
    style = layout.style(theme.SMALL)
    inset = layout.px(12)
    room = Rect(pad.x + inset, pad.y + inset, pad.w - 2 * inset, 0)
    side, gap = layout.px(24), layout.px(12)
    staff = _staff_width(layout) + gap if acceptable else 0
    width = room.w - side - 3 * gap - staff
    lines = layout.wrap(sentence, style, width)
    least = layout.px(theme.LEAST_TARGET + 8 if acceptable else BANNER_HEIGHT)
    height = max(least, len(lines) * style.line_px + layout.px(16))
    banner = room._replace(h=height)
    layout.add(Box(banner, Colour.WARN_FILL, Colour.WARN_LINE, layout.px(10), layout.line_px))
    layout.icon(Rect(banner.x + gap, banner.y, side, banner.h), Glyph.WARNING, 24, Colour.WARN)
    taken = len(lines) * style.line_px
    words = Rect(banner.x + side + 2 * gap, banner.y + (height - taken) // 2, width, taken)
    layout.add(Text(words, lines, style, Colour.WARN))
    if acceptable:
        place = Rect(banner.right - gap - _staff_width(layout), banner.y, _staff_width(layout), banner.h)
        _add_staff(layout, place)


def _staff_width(layout: Layout) -> int:
    words = layout.width(layout.words("Staff"), layout.style(theme.CAPTION))
    return words + layout.px(LOCK + 8 + 2 * LOCK_PADDING)


def _add_staff(layout: Layout, place: Rect) -> None:
    """Put the staff's way in on the banner: behind the PIN they may accept what was refused."""
    rect = place.middle(place.w, layout.px(theme.LEAST_TARGET))
    face, side = rect.middle(rect.w, layout.px(COUNTDOWN_HEIGHT)), layout.px(LOCK)
    x = face.x + layout.px(LOCK_PADDING)
    icon = Icon(Rect(x, face.y + (face.h - side) // 2, side, side), Glyph.LOCK, Colour.MUTED)
    left = x + side + layout.px(8)
    room = Rect(left, face.y, face.right - layout.px(LOCK_PADDING) - left, face.h)
    words = layout.label(room, layout.words("Staff"), layout.style(theme.CAPTION))
    layout.add(chip(layout, rect, StaffCalled(), (words,), (icon,), face=face))
