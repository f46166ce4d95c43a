"""Staff key in a sale: the amount large as it is typed, a reference, and the way to the customer."""

import re

from terminal.i18n import Words
from terminal.session.staff.events import Entered, PickedField, Typed
from terminal.session.staff.states import KeyingSale, SaleField, SaleTrouble
from terminal.ui import theme
from terminal.ui.bar import add_bar, primary
from terminal.ui.items import Align, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

from .fields import CAPTION, PADDING, add_field, add_money_field
from .head import add_head
from .keys import KeyCap, add_keyboard, add_keypad, backspace, keyboard_height, keypad_places

AMOUNT_HEIGHT, FIELD_HEIGHT = 148, 80
LOW_HEIGHT = 64
GAP = 8
AMOUNT_SHARE = 0.4


def typed_money(words: Words, amount: str, currency: str) -> str:
    """Return an amount as far as it is typed, in the currency's own form: ``12.`` as ``¥12.``."""
    whole, point, decimals = amount.partition(".")
    figures = words.number(whole or "0") + (words.decimal_sign if point else "") + decimals
    return re.sub(r"\d.*\d|\d", lambda _: figures, words.money("0", currency), count=1)


def lay_sale(layout: Layout, state: KeyingSale) -> None:
    """Lay out both fields, and the keys for the one that is typed into."""
    add_head(layout, state, layout.words("Key in a sale"), stay=state.saving)
    if state.field is SaleField.REFERENCE:
        _lay_reference(layout, state)
    else:
        _lay_amount(layout, state)


def _lay_amount(layout: Layout, state: KeyingSale) -> None:
    """Lay out the fields with a keypad beside them, or below them on an upright glass."""
    if layout.frame.upright:
        _add_way_on(layout, state)
    room, pad = keypad_places(layout, 0.55)
    if not layout.frame.upright:
        whole, layout.body = layout.body, room
        _add_way_on(layout, state)
        room, layout.body = layout.body, whole
    gap = layout.px(GAP)
    amount = Rect(room.x, room.y + gap // 2, room.w, layout.px(AMOUNT_HEIGHT))
    _add_amount(layout, state, amount)
    _add_reference(layout, state, Rect(room.x, amount.bottom + 2 * gap, room.w, layout.px(FIELD_HEIGHT)))
    open_ = not state.saving
    decimals = state.unit.site.currency_digits > 0
    point = KeyCap(
        layout.words.decimal_sign, Typed("."), enabled=open_ and decimals and "." not in state.amount
    )
    add_keypad(layout, pad, point, backspace(enabled=open_ and bool(state.amount)), enabled=open_)


def _lay_reference(layout: Layout, state: KeyingSale) -> None:
    """Lay out the fields above a keyboard."""
    _add_way_on(layout, state)
    body, gap = layout.body, layout.px(GAP)
    height = keyboard_height(layout)
    keyboard = Rect(body.x - gap // 2, body.bottom + gap // 2 - height, body.w + gap, height)
    if layout.frame.upright:
        amount = Rect(body.x, body.y + gap // 2, body.w, layout.px(AMOUNT_HEIGHT))
        reference = Rect(body.x, amount.bottom + 2 * gap, body.w, layout.px(FIELD_HEIGHT))
    else:
        width = round(body.w * AMOUNT_SHARE)
        low = layout.px(LOW_HEIGHT)
        amount = Rect(body.x, body.y, width, low)
        reference = Rect(amount.right + 2 * gap, body.y, body.w - width - 2 * gap, low)
    _add_amount(layout, state, amount)
    _add_reference(layout, state, reference)
    add_keyboard(layout, keyboard, begun=bool(state.reference))


def _add_way_on(layout: Layout, state: KeyingSale) -> None:
    words = layout.words
    label = words("Saving…") if state.saving else words("Show to the customer")
    add_bar(layout, primary(label, Entered(), enabled=not state.saving))


def _add_amount(layout: Layout, state: KeyingSale, rect: Rect) -> None:
    """Lay the amount's field; what is wrong is said in its caption, where one looks."""
    words = layout.words
    caption, colour = {
        SaleTrouble.NONE: (words("Amount"), Colour.MUTED),
        SaleTrouble.NO_AMOUNT: (words("Key in the amount first"), Colour.WARN),
        SaleTrouble.NOT_KEPT: (words("Not saved. Try again."), Colour.WARN),
    }[state.trouble]
    money = typed_money(words, state.amount, state.unit.site.currency)
    event, chosen = PickedField(SaleField.AMOUNT), state.field is SaleField.AMOUNT
    if rect.h < layout.px(FIELD_HEIGHT):
        add_field(layout, rect, caption, money, event, chosen=chosen, enabled=not state.saving)
        return
    small, inner = layout.style(CAPTION), rect.inset(layout.px(PADDING), 0)
    height = small.line_px + layout.style(theme.AMOUNT).line_px
    place = Rect(inner.x, rect.y + (rect.h - height) // 2, inner.w, small.line_px)
    said = layout.frame.typesetter.fitted(caption, small, inner.w)
    text = Text(place, (caption,), said, colour, Align.LEFT)
    add_money_field(layout, rect, text, money, event, chosen=chosen, enabled=not state.saving)


def _add_reference(layout: Layout, state: KeyingSale, rect: Rect) -> None:
    words = layout.words
    caption = words("Reference") if state.reference else words("Reference, if there is one")
    chosen = state.field is SaleField.REFERENCE
    add_field(
        layout,
        rect,
        caption,
        state.reference,
        PickedField(SaleField.REFERENCE),
        chosen=chosen,
        enabled=not state.saving,
    )
