"""The customer ticks the sentences that the till asks them to agree to."""

from terminal.model.request import Consent, in_language
from terminal.session.events import Agreed, CustomerCancelled, Ticked, WentBack
from terminal.session.states import Agreeing
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, primary, quiet
from terminal.ui.icons import Glyph
from terminal.ui.items import Button, Icon, Kind, Text
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.strip import add_strip
from terminal.ui.theme import Colour

CARD_PADDING = 16
TICK = 32
CARD_GAP = 12
SIZES = (22, 20, 18, 16, 14, 12)


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
    room = Rect(body.x, title.bottom + layout.px(8), body.w, body.bottom - title.bottom - layout.px(8))
    type_ = next(
        (theme.Type(size) for size in SIZES if _height(layout, consents, theme.Type(size)) <= room.h),
        theme.Type(SIZES[-1]),
    )
    y = room.y
    for consent in consents:
        height = _card_height(layout, consent, type_)
        card = Rect(room.x, y, room.w, height)
        layout.add(_card(layout, consent, type_, card, ticked=consent.id in session.consents))
        y = card.bottom + layout.px(CARD_GAP)


def _wording(layout: Layout, consent: Consent) -> str:
    text = in_language(consent.text, layout.words.language)
    return text if consent.required else layout.words("Optional: {sentence}", sentence=text)


def _text_width(layout: Layout) -> int:
    return layout.body.w - layout.px(3 * CARD_PADDING + TICK)


def _card_height(layout: Layout, consent: Consent, type_: theme.Type) -> int:
    style = layout.style(type_)
    lines = layout.wrap(_wording(layout, consent), style, _text_width(layout))
    return max(layout.px(64), len(lines) * style.line_px + 2 * layout.px(CARD_PADDING))


def _height(layout: Layout, consents: tuple[Consent, ...], type_: theme.Type) -> int:
    cards = sum(_card_height(layout, consent, type_) for consent in consents)
    return cards + (len(consents) - 1) * layout.px(CARD_GAP)


def _card(layout: Layout, consent: Consent, type_: theme.Type, rect: Rect, *, ticked: bool) -> Button:
    style, padding, side = layout.style(type_), layout.px(CARD_PADDING), layout.px(TICK)
    lines = layout.wrap(_wording(layout, consent), style, _text_width(layout))
    height = len(lines) * style.line_px
    words = Rect(rect.x + 2 * padding + side, rect.y + (rect.h - height) // 2, _text_width(layout), height)
    tick = Rect(rect.x + padding, rect.y + (rect.h - side) // 2, side, side)
    glyph, colour = (Glyph.TICKED, Colour.PRIMARY) if ticked else (Glyph.UNTICKED, Colour.MUTED)
    return Button(
        rect,
        rect,
        Kind.CHOSEN_CARD if ticked else Kind.CARD,
        Ticked(consent.id),
        (Text(words, lines, style),),
        (Icon(tick, glyph, colour),),
        radius=layout.px(theme.RADIUS),
        line_px=max(1, layout.px(theme.LINE)),
    )
