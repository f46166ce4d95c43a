"""One sentence on a tinted ground, with an icon: what was done, what is wrong and what to do."""

from terminal.typeset import TextStyle
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.items import Box, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

FILLS = {
    Colour.GOOD: (Colour.GOOD_TINT, None),
    Colour.WARN: (Colour.WARN_FILL, Colour.WARN_LINE),
    Colour.BAD: (Colour.BAD_TINT, None),
    Colour.MUTED: (Colour.OFF, None),
}
GLYPHS = {
    Colour.GOOD: Glyph.CHECK,
    Colour.WARN: Glyph.WARNING,
    Colour.BAD: Glyph.WARNING,
    Colour.MUTED: Glyph.CLOCK,
}
ICON, PADDING, GAP = 24, 12, 12
RADIUS = 10
LEAST = 48


def add_banner(layout: Layout, room: Rect, colour: Colour, sentence: str, glyph: Glyph | None = None) -> Rect:
    """Say a sentence along the top of a room, smaller where it would be higher than it; return what it took."""
    style, lines = _set(layout, room, sentence)
    taken = len(lines) * style.line_px
    banner = Rect(room.x, room.y, room.w, max(layout.px(LEAST), taken + layout.px(PADDING)))
    fill, line = FILLS[colour]
    layout.add(Box(banner, fill, line, layout.px(RADIUS), layout.line_px))
    side, gap = layout.px(ICON), layout.px(GAP)
    layout.icon(Rect(banner.x + gap, banner.y, side, banner.h), glyph or GLYPHS[colour], ICON, colour)
    words = Rect(banner.x + side + 2 * gap, banner.y + (banner.h - taken) // 2, _width(layout, room), taken)
    layout.add(Text(words, lines, style, Colour.TEXT if colour is Colour.MUTED else colour))
    return banner


def _width(layout: Layout, room: Rect) -> int:
    return room.w - layout.px(ICON) - 3 * layout.px(GAP)


def _set(layout: Layout, room: Rect, sentence: str) -> tuple[TextStyle, tuple[str, ...]]:
    """Return how a sentence is set, and its lines."""
    for size in (18, 17, 16, 15):
        style = layout.style(theme.Type(size))
        lines = layout.wrap(sentence, style, _width(layout, room))
        if len(lines) * style.line_px + layout.px(PADDING) <= room.h:
            return style, lines
    most = max(1, (room.h - layout.px(PADDING)) // style.line_px)
    return style, layout.wrapped_to(sentence, style, _width(layout, room), most)
