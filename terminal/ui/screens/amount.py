"""An amount in large figures, its currency smaller before or after them."""

import re

from terminal.ui import theme
from terminal.ui.items import Align, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour, Type

SYMBOL_SHARE = 0.5
SYMBOL_GAP = 8
UNSEEN = " \u00a0\u200e\u200f"
"""What stands between figures and currency without being seen: spaces, and the marks of direction."""


def add_amount(layout: Layout, rect: Rect, money: str, kind: Type = theme.AMOUNT) -> None:
    """Write an amount along the top of a rectangle, as large as it has room, figures and currency on one line."""
    layout.add(*amount_texts(layout, rect, money, kind))


def amount_texts(layout: Layout, rect: Rect, money: str, kind: Type = theme.AMOUNT) -> list[Text]:
    """Return an amount as ``add_amount`` writes it: its figures, and its currency before or after them."""
    before, figures, after = _parted(money)
    symbol, amount = layout.style(Type(kind.size * SYMBOL_SHARE)), layout.style(kind)
    gap = layout.px(SYMBOL_GAP)
    beside = sum(layout.width(part, symbol) + gap for part in (before, after) if part)
    fitted = layout.frame.typesetter.fitted(figures, amount, rect.w - beside)
    baseline = rect.y + amount.baseline_px
    x, texts = rect.x, list[Text]()
    for part, style, colour in (
        (before, symbol, Colour.MUTED),
        (figures, fitted, Colour.TEXT),
        (after, symbol, Colour.MUTED),
    ):
        if part:
            width = layout.width(part, style)
            place = Rect(x, baseline - style.baseline_px, width, style.line_px)
            texts.append(Text(place, (part,), style, colour, Align.LEFT))
            x += width + gap
    return texts


def _parted(money: str) -> tuple[str, str, str]:
    """Return what stands before the figures, the figures, and what stands after."""
    found = re.search(r"\d.*\d[.,]?|\d[.,]?", money)
    if not found:
        return "", money, ""
    return money[: found.start()].strip(UNSEEN), found.group(), money[found.end() :].strip(UNSEEN)
