"""The record is on disk: thank you, and the code that finds it again."""

from terminal.model.status import Health
from terminal.session.states import Thanks
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Text
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.strip import add_strip
from terminal.ui.theme import Colour

from .notice import add_next

CHECK = 80
CARD = (248, 232)


def lay_thanks(layout: Layout, state: Thanks) -> None:
    """Lay out the thanks on the left, and the match code on a card of its own on the right."""
    session, words = state.session, layout.words
    add_strip(layout, state.unit, session)
    body, side = layout.body, layout.px(CHECK)
    width, height = layout.px(CARD[0]), layout.px(CARD[1])
    lines = (
        Line(words("Saved, thank you!"), theme.TITLE),
        Line(_about_the_slip(layout, state), theme.BODY, Colour.MUTED, gap=4),
    )
    lift = layout.px(theme.STRIP) // 2  # the strip is empty here, so the middle is that of the whole glass
    if layout.frame.upright:
        room = Rect(body.x, body.y + layout.px(80) + side, body.w, body.h - 2 * side - height)
        text = layout.column(room, lines, align=Align.CENTRE, middle=False)
        badge = Rect(body.x + (body.w - side) // 2, text.y - side - layout.px(20), side, side)
        card = Rect(body.x + (body.w - width) // 2, text.bottom + layout.px(40), width, height)
    else:
        room = Rect(body.x, body.y + side - lift, body.w - width - layout.px(40), body.h - side)
        text = layout.column(room, lines)
        badge = Rect(body.x, text.y - side - layout.px(16), side, side)
        card = Rect(body.right - width, body.y - lift + (body.h - height) // 2, width, height)
    layout.badge(badge, Glyph.CHECK, Colour.GOOD, Colour.GOOD_TINT, draws=True)
    add_next(layout, state)
    _add_code_card(layout, card, session.match_code)


def _about_the_slip(layout: Layout, state: Thanks) -> str:
    words, printer = layout.words, state.unit.readiness.printer
    if not state.session.request.copies or printer is Health.ABSENT:
        return words("Keep the match code: it finds your signature again.")
    if printer is Health.PROBLEM:
        return words("Your slip is printed as soon as the printer is ready. Compare the match code.")
    return words("Your slip is printing. Compare the match code.")


def _add_code_card(layout: Layout, card: Rect, code: str) -> None:
    """Write the match code on a card, in two groups as people read it out."""
    layout.surface(card)
    caption = layout.style(theme.CAPTION)
    figures = layout.frame.typesetter.fitted(code[:4], layout.style(theme.BIG_CODE), card.w - layout.px(48))
    height = caption.line_px + layout.px(8) + 2 * figures.line_px
    y = card.y + (card.h - height) // 2
    word = Rect(card.x, y, card.w, caption.line_px)
    layout.add(Text(word, (layout.words("Match code"),), caption, Colour.MUTED, Align.CENTRE))
    place = Rect(card.x, word.bottom + layout.px(8), card.w, 2 * figures.line_px)
    layout.add(Text(place, (code[:4], code[4:]), figures, Colour.TEXT, Align.CENTRE))
