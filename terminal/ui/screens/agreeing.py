"""The customer ticks the sentences that the till asks them to agree to."""

from collections.abc import Iterator, Sequence

from terminal.model.request import Consent, in_language
from terminal.session.events import Agreed, CustomerCancelled, Ticked, WentBack
from terminal.session.states import Agreeing
from terminal.typeset import TextStyle
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, primary, quiet
from terminal.ui.buttons import card
from terminal.ui.icons import Glyph
from terminal.ui.items import Button, Icon, Text
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.strip import add_strip
from terminal.ui.theme import Colour

MOST_IN_A_COLUMN = 4
"""More sentences than this stand in two columns; twice as many is what a screen holds."""

CARD_PADDING = 14
TICK = 28
CARD_GAPS = (12, 8)
SIZES = (22, 20, 18, 16, 14, 12, 10)


def lay_agreeing(layout: Layout, state: Agreeing) -> None:
    """Lay out a card for each sentence; the way on unlocks when the required ones are ticked."""
    session, words = state.session, layout.words
    consents = session.request.consents
    add_strip(layout, state.unit, session, step=1)
    ready = all(consent.id in session.consents for consent in consents if consent.required)
    add_bar(
        layout,
        quiet(words("Cancel"), CustomerCancelled()),
        Choice(words("Back"), WentBack()),
        primary(words("Agree and continue"), Agreed(), enabled=ready),
    )
    body = layout.body
    title = layout.column(body, (Line(words("Do you agree?"), theme.TITLE),), middle=False)
    top = title.bottom + layout.px(8)
    room = Rect(body.x, top, body.w, body.bottom - top)
    for consent, rect, style in _places(layout, consents, room):
        layout.add(_card(layout, consent, style, rect, ticked=consent.id in session.consents))


def _places(
    layout: Layout, consents: Sequence[Consent], room: Rect
) -> Iterator[tuple[Consent, Rect, TextStyle]]:
    """Yield where each sentence goes and how it is set: as large as all of them have room for."""
    gap = layout.px(CARD_GAPS[0] if len(consents) < MOST_IN_A_COLUMN else CARD_GAPS[1])
    columns = 1 if len(consents) <= MOST_IN_A_COLUMN else 2
    width = (room.w - gap * (columns - 1)) // columns
    rows = [consents[i : i + columns] for i in range(0, len(consents), columns)]
    style, heights = layout.style(theme.Type(SIZES[0])), [0]
    for size in SIZES:
        style = layout.style(theme.Type(size))
        heights = [max(_card_height(layout, consent, style, width) for consent in row) for row in rows]
        if sum(heights) + gap * (len(rows) - 1) <= room.h:
            break
    y = room.y
    for row, height in zip(rows, heights, strict=True):
        for column, consent in enumerate(row):
            yield consent, Rect(room.x + column * (width + gap), y, width, height), style
        y += height + gap


def _wording(layout: Layout, consent: Consent) -> str:
    text = in_language(consent.text, layout.words.language)
    return text if consent.required else layout.words("Optional: {sentence}", sentence=text)


def _text_width(layout: Layout, width: int) -> int:
    return width - layout.px(3 * CARD_PADDING + TICK)


def _card_height(layout: Layout, consent: Consent, style: TextStyle, width: int) -> int:
    lines = layout.wrap(_wording(layout, consent), style, _text_width(layout, width))
    return max(layout.px(theme.LEAST_TARGET), len(lines) * style.line_px + layout.px(CARD_PADDING))


def _card(layout: Layout, consent: Consent, style: TextStyle, rect: Rect, *, ticked: bool) -> Button:
    padding, side = layout.px(CARD_PADDING), layout.px(TICK)
    width = _text_width(layout, rect.w)
    lines = layout.balanced(_wording(layout, consent), style, width)
    height = len(lines) * style.line_px
    words = Rect(rect.x + 2 * padding + side, rect.y + (rect.h - height) // 2, width, height)
    tick = Rect(rect.x + padding, rect.y + (rect.h - side) // 2, side, side)
    glyph, colour = (Glyph.TICKED, Colour.PRIMARY) if ticked else (Glyph.UNTICKED, Colour.MUTED)
    texts, icons = (Text(words, lines, style),), (Icon(tick, glyph, colour),)
    return card(layout, rect, Ticked(consent.id), texts, icons, chosen=ticked)
