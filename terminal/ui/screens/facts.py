"""Small facts, each a word and what it is: a reference, a match code."""

from terminal.model.codes import spaced
from terminal.ui import theme
from terminal.ui.items import Align, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour


def add_reference(layout: Layout, rect: Rect, reference: str) -> None:
    """Write the till's reference in one line."""
    style = layout.style(theme.CAPTION)
    text = layout.words("Reference {reference}", reference=reference)
    layout.add(layout.label(rect, text, style, colour=Colour.MUTED, align=Align.LEFT))


def add_code(layout: Layout, rect: Rect, code: str) -> int:
    """Write the match code in one line, its word before it; return where it ends."""
    label, figures = layout.style(theme.CAPTION), layout.style(theme.CODE)
    text = layout.words("Match code")
    width = layout.width(text, label)
    baseline = rect.y + label.baseline_px
    layout.add(Text(Rect(rect.x, rect.y, width, label.line_px), (text,), label, Colour.MUTED, Align.LEFT))
    shown = spaced(code)
    place = Rect(
        rect.x + width + layout.px(8),
        baseline - figures.baseline_px,
        layout.width(shown, figures),
        figures.line_px,
    )
    layout.add(Text(place, (shown,), figures))
    return place.right
