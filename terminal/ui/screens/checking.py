"""The customer looks at what they gave: is this your signature?"""

from terminal.model.impression import Impression
from terminal.model.ink import Ink, Point, Stroke
from terminal.model.match import Match
from terminal.model.record import Signature
from terminal.session.events import Confirmed, CustomerCancelled, SignedAgain
from terminal.session.states import Checking
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, primary, quiet
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Box, Pad, Picture
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.strip import add_strip
from terminal.ui.theme import Colour

from .placed_ink import add_placed_ink
from .signing import watermark

MATCH_BADGE = 104


def lay_checking(layout: Layout, state: Checking) -> None:
    """Lay out the question, the signature, and a way to give another where the request still allows one."""
    session, words = state.session, layout.words
    add_strip(layout, state.unit, session, step=4)
    finish = primary(words("Yes, finish"), Confirmed())
    if session.retries_left:
        add_bar(layout, Choice(words("Sign again"), SignedAgain(), grow=1), finish)
    else:
        add_bar(layout, quiet(words("Cancel"), CustomerCancelled()), finish)
    body = layout.body
    title = layout.column(body, (Line(_question(layout, state.signature), theme.TITLE),), middle=False)
    top = title.bottom + layout.px(10)
    room = Rect(body.x, top, body.w, body.bottom - top)
    document, picture = session.request.document, session.leaves.round_place
    if isinstance(state.signature, Ink) and document and document.place and picture:
        add_placed_ink(layout, room, state.signature, document, picture)
    else:
        add_signature(layout, room, state.signature, session.match_code)


def _question(layout: Layout, signature: Signature) -> str:
    words = layout.words
    match signature:
        case Ink():
            return words("Is this your signature?")
        case Impression():
            return words("Is your fingerprint clear?")
        case Match():
            return words("Sign with this finger?")


def add_signature(layout: Layout, room: Rect, signature: Signature, code: str) -> None:
    """Show what the customer gave, as large as there is room: ink on its pad, a finger's image, or that it matched."""
    match signature:
        case Ink():
            _add_ink(layout, room, signature, code)
        case Impression():
            _add_impression(layout, room, signature)
        case Match():
            add_match(layout, room)


def _add_ink(layout: Layout, room: Rect, ink: Ink, code: str) -> None:
    """Show the pad as it was, smaller where it must be, in the middle of a sheet."""
    scale = min(room.w / ink.width, room.h / ink.height)
    dots_per_mm = scale * 100
    # The sheet fills the room; the pad's own corner is moved so that the ink keeps its place on it.
    across = (room.w / scale - ink.width) / 2
    down = (room.h / scale - ink.height) / 2
    strokes = tuple(
        Stroke(
            stroke.tool,
            tuple(Point(p.x + across, p.y + down, p.t_ns, p.pressure) for p in stroke.points),
        )
        for stroke in ink.strokes
    )
    style = watermark(layout, code, round(ink.width * scale))
    layout.add(Pad(room, strokes, dots_per_mm, layout.px(theme.RADIUS), code, style))


def _add_impression(layout: Layout, room: Rect, impression: Impression) -> None:
    """Show the image on a white card, in its own proportions."""
    frame = layout.px(16)
    inner = room.inset(frame)
    scale = min(inner.w / impression.width_px, inner.h / impression.height_px)
    place = inner.middle(round(impression.width_px * scale), round(impression.height_px * scale))
    line_px = max(1, layout.px(theme.LINE))
    sheet = Box(place.inset(-frame), Colour.SHEET, Colour.SHEET_LINE, layout.px(theme.RADIUS), line_px)
    layout.add(sheet)
    layout.add(Picture(place, impression.width_px, impression.height_px, impression.pixels))


def add_match(layout: Layout, room: Rect) -> None:
    """Say on a card that the finger is the one enrolled: there is no image of it to be shown."""
    words = layout.words
    layout.surface(room)
    side, gap = layout.px(MATCH_BADGE), layout.px(theme.GAP)
    inner = room.inset(layout.px(24), layout.px(12))
    lines = (
        Line(words("Your finger was recognised"), theme.BUTTON, Colour.GOOD),
        Line(
            words("It matches the one that you enrolled. No image was taken."),
            theme.CAPTION,
            Colour.MUTED,
            gap=4,
        ),
    )
    text = layout.column(
        Rect(inner.x, inner.y + side + gap, inner.w, inner.h - side - gap), lines, align=Align.CENTRE
    )
    place = Rect(room.x + (room.w - side) // 2, text.y - gap - side, side, side)
    layout.badge(place, Glyph.FINGERPRINT, Colour.GOOD, Colour.GOOD_TINT)
