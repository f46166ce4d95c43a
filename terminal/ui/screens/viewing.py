"""The customer picks how to have the glass: larger, in stronger contrast, for the other hand, in a language."""

from terminal.i18n import message
from terminal.session.events import OpenedView, SpokeLanguage, Toggled
from terminal.session.states import Ended, InSession
from terminal.session.view import Mode
from terminal.ui import theme
from terminal.ui.bar import add_bar, primary
from terminal.ui.buttons import card
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Button, Icon, Text
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.strip import MODES, add_place
from terminal.ui.theme import Colour

NAMES = {
    Mode.LARGE_TEXT: message("Larger text"),
    Mode.HIGH_CONTRAST: message("Strong contrast"),
    Mode.LEFT_HANDED: message("For the left hand"),
}
MIRRORED = message("For the right hand")
"""What the bar is mirrored for in a language that is read from the right."""

MODE_HEIGHT, MODE_ROW_HEIGHT, MODE_ICON = 120, 80, 36
LANGUAGE_HEIGHT, LANGUAGE_WIDTH = 64, 160
GAP = 16


def lay_viewing(layout: Layout, state: InSession | Ended) -> None:
    """Lay out a card for each mode, and below them one for each language, in its own name."""
    session, words = state.session, layout.words
    add_place(layout, (session.request.merchant or state.unit.site.merchant,), layout.body.right)
    add_bar(layout, primary(words("Done"), OpenedView()))
    body, gap = layout.body, layout.px(GAP)
    title = layout.column(body, (Line(words("What makes this easier for you?"), theme.TITLE),), middle=False)
    languages = state.unit.site.languages if len(state.unit.site.languages) > 1 else ()
    top = title.bottom + layout.px(8)
    room = Rect(body.x, top, body.w, body.bottom - top)
    columns = max(1, min(len(languages), (room.w + gap) // (layout.px(LANGUAGE_WIDTH) + gap)))
    rows = -(-len(languages) // columns)
    below = rows * (layout.px(LANGUAGE_HEIGHT) + gap)
    height, across, down = layout.px(MODE_HEIGHT), len(Mode), 1
    if layout.frame.upright:
        height, across, down = len(Mode) * layout.px(MODE_ROW_HEIGHT) + (len(Mode) - 1) * gap, 1, len(Mode)
    height = min(height, room.h - below)
    for mode, rect in zip(Mode, _grid(room._replace(h=height), across, down, gap), strict=True):
        layout.add(_mode(layout, mode, rect, chosen=session.view.has(mode)))
    rest = Rect(room.x, room.y + height + gap, room.w, below - gap)
    for language, rect in zip(languages, _grid(rest, columns, rows, gap), strict=False):
        layout.add(_language(layout, language, rect, chosen=language == session.language))


def _grid(room: Rect, columns: int, rows: int, gap: int) -> list[Rect]:
    """Return the places of a grid, row by row."""
    if not rows:
        return []
    width, height = (room.w - (columns - 1) * gap) // columns, (room.h - (rows - 1) * gap) // rows
    return [
        Rect(room.x + column * (width + gap), room.y + row * (height + gap), width, height)
        for row in range(rows)
        for column in range(columns)
    ]


def _mode(layout: Layout, mode: Mode, rect: Rect, *, chosen: bool) -> Button:
    """Return a mode's card: its icon above its name, or before it in a row as wide as an upright glass."""
    name = MIRRORED if mode is Mode.LEFT_HANDED and layout.words.right_to_left else NAMES[mode]
    style, side, gap = layout.style(theme.SMALL), layout.px(MODE_ICON), layout.px(8)
    inner, align = rect.inset(layout.px(12), 0), Align.CENTRE
    if layout.frame.upright:
        icon = Rect(rect.x + layout.px(20), rect.y + (rect.h - side) // 2, side, side)
        left = icon.right + layout.px(20)
        inner, align = Rect(left, rect.y, rect.right - left - layout.px(12), rect.h), Align.LEFT
    lines = layout.balanced(layout.words(name), style, inner.w)
    height = len(lines) * style.line_px
    top = rect.y + (rect.h - height) // 2
    if not layout.frame.upright:
        top += (side + gap) // 2
        icon = Rect(rect.x + (rect.w - side) // 2, top - gap - side, side, side)
    text = Text(Rect(inner.x, top, inner.w, height), lines, style, align=align)
    drawn = Icon(icon, MODES[mode], _colour(chosen=chosen))
    return card(layout, rect, Toggled(mode), (text,), (drawn,), chosen=chosen)


def _language(layout: Layout, language: str, rect: Rect, *, chosen: bool) -> Button:
    name = layout.frame.catalogue.words(language).name
    text = layout.label(rect.inset(layout.px(36), 0), name, layout.style(theme.BODY))
    side = layout.px(24)
    place = Rect(rect.right - side - layout.px(12), rect.y + (rect.h - side) // 2, side, side)
    icons = (Icon(place, Glyph.CHECK, _colour(chosen=True)),) if chosen else ()
    return card(layout, rect, SpokeLanguage(language), (text,), icons, chosen=chosen)


def _colour(*, chosen: bool) -> Colour:
    return Colour.PRIMARY if chosen else Colour.TEXT
