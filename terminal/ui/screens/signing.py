"""The customer writes on the pad, which takes all the room there is."""

from terminal.i18n import message
from terminal.model.quality import Verdict
from terminal.model.request import Method
from terminal.session.events import ClearedPad, Confirmed, CustomerCancelled, UndidStroke, WentBack
from terminal.session.states import Signing
from terminal.typeset import Face, TextStyle
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, primary, quiet, reserve_bar
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Box, Button, Icon, Kind, Pad, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.strip import take_strip
from terminal.ui.theme import Colour

SENTENCES = {
    Verdict.EMPTY: message("Nothing is written yet. Please write your name."),
    Verdict.DOT: message("We can only see a dot. Please write your name."),
    Verdict.SHORT: message("That is very short. Please write your whole name."),
    Verdict.WRONG_TOOL: message("This signature needs the pen. Please write with the pen."),
}
TOO_LITTLE = {Verdict.EMPTY, Verdict.DOT, Verdict.SHORT}
WATERMARK = theme.Type(72, Face.CODE, spacing=0.14)
BANNER_HEIGHT = 52
COUNTDOWN_HEIGHT = 40
HURRY_S = 30
"""Below this many seconds the countdown is coloured; it never flashes and never covers the pad."""


def lay_signing(layout: Layout, state: Signing) -> None:
    """Lay out the pad with what was written so far, and above it what to do, what for, and how long."""
    _add_head(layout, state)
    reserve_bar(layout, *_choices(layout, state, Confirmed()))
    rect = layout.body
    per_mm = layout.frame.dots_per_mm
    confirmed = Confirmed(round(rect.w / per_mm * 100, 2), round(rect.h / per_mm * 100, 2))
    pad = Pad(
        rect,
        state.strokes,
        per_mm,
        layout.px(theme.RADIUS),
        state.session.match_code,
        watermark(layout, state.session.match_code, rect.w),
        guide=True,
        writable=True,
    )
    layout.add(pad)
    if state.verdict in SENTENCES:
        _add_verdict(layout, rect, layout.words(SENTENCES[state.verdict]))
    add_bar(layout, *_choices(layout, state, confirmed))


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
        primary(words("Confirm"), confirmed, enabled=state.verdict not in TOO_LITTLE),
    ]


def _add_head(layout: Layout, state: Signing) -> None:
    """Write what to do on the left, after a way back where there is one; on the right the amount and the time."""
    session, words, body = state.session, layout.words, layout.body
    height = layout.px(theme.STRIP)
    right = _add_countdown(layout, body.right, session.remaining_s)
    style = layout.style(theme.SMALL)
    if session.request.amount:
        money = words.money(session.request.amount, session.request.currency)
        width = layout.width(money, style)
        layout.add(layout.label(Rect(right - width, 0, width, height), money, style, align=Align.RIGHT))
        right -= width + layout.px(theme.GAP)
    left = body.x
    if len(session.methods) > 1:
        left = _add_back(layout, left)
    with_pen = state.method is Method.STYLUS
    say = words("Please sign with the pen") if with_pen else words("Please sign inside the box")
    layout.add(layout.label(Rect(left, 0, right - left, height), say, style, align=Align.LEFT))
    take_strip(layout)


def _add_back(layout: Layout, left: int) -> int:
    """Put an arrow back before the margin, with a target as large as a finger; return where words go on."""
    target, side = layout.px(theme.LEAST_TARGET), layout.px(24)
    rect = Rect(left - target // 2, 0, target, target)
    icon = Icon(Rect(left - layout.px(6), (target - side) // 2, side, side), Glyph.BACK, Colour.MUTED)
    layout.add(Button(rect, rect, Kind.QUIET, WentBack(), icons=(icon,), radius=layout.px(theme.RADIUS)))
    return rect.right


def _add_countdown(layout: Layout, right: int, remaining_s: int) -> int:
    """Show the time that is left; return where what stands before it may end."""
    style = layout.style(theme.CAPTION)
    text = f"{remaining_s // 60}:{remaining_s % 60:02}"
    width = layout.width("00:00", style) + layout.px(28)
    place = Rect(right - width, 0, width, layout.px(theme.STRIP)).middle(width, layout.px(COUNTDOWN_HEIGHT))
    line_px = max(1, layout.px(theme.LINE))
    if remaining_s > HURRY_S:
        fill, line, colour = Colour.SURFACE, Colour.LINE, Colour.TEXT
    else:
        fill, line, colour = Colour.WARN_FILL, Colour.WARN_LINE, Colour.WARN
    layout.add(Box(place, fill, line, place.h // 2, line_px))
    layout.add(layout.label(place.inset(layout.px(8), 0), text, style, colour=colour))
    return place.x - layout.px(theme.GAP)


def _add_verdict(layout: Layout, pad: Rect, sentence: str) -> None:
    """Say along the pad's upper edge what is missing."""
    style = layout.style(theme.SMALL)
    inset = layout.px(12)
    room = Rect(pad.x + inset, pad.y + inset, pad.w - 2 * inset, 0)
    side, gap = layout.px(24), layout.px(12)
    width = room.w - side - 3 * gap
    lines = layout.wrap(sentence, style, width)
    height = max(layout.px(BANNER_HEIGHT), len(lines) * style.line_px + layout.px(16))
    banner = room._replace(h=height)
    line_px = max(1, layout.px(theme.LINE))
    layout.add(Box(banner, Colour.WARN_FILL, Colour.WARN_LINE, layout.px(10), line_px))
    layout.icon(Rect(banner.x + gap, banner.y, side, banner.h), Glyph.WARNING, 24, Colour.WARN)
    taken = len(lines) * style.line_px
    words = Rect(banner.x + side + 2 * gap, banner.y + (height - taken) // 2, width, taken)
    layout.add(Text(words, lines, style, Colour.WARN))
