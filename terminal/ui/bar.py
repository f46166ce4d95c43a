"""The bar of buttons along the bottom: the way out on the left, the way forward on the right, filled, widest.

For the left hand it is mirrored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from terminal.session.events import Touch
from terminal.typeset import TextStyle

from . import theme
from .icons import Glyph
from .items import Button, Icon, Kind, Text
from .layout import Layout
from .rect import Rect
from .theme import Colour

PADDING = {Kind.QUIET: 24, Kind.PLAIN: 26, Kind.PRIMARY: 32, Kind.SOON: 32}
LABEL_COLOUR = {Kind.PRIMARY: Colour.ON_PRIMARY, Kind.SOON: Colour.MUTED, Kind.QUIET: Colour.MUTED}
ICON_GAP = 10
TYPES = (theme.BUTTON, theme.Type(24), theme.Type(22), theme.Type(20))
SMALLER = (theme.Type(18), theme.Type(16))


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of the bar, before it has a place. ``grow`` is its share of the room that is left over."""

    label: str
    event: Touch
    kind: Kind = Kind.PLAIN
    glyph: Glyph | None = None
    enabled: bool = True
    grow: float = 0


def quiet(label: str, event: Touch) -> Choice:
    """Return a way out: words alone."""
    return Choice(label, event, Kind.QUIET)


def primary(label: str, event: Touch, *, enabled: bool = True, grow: float = 1) -> Choice:
    """Return the way forward."""
    return Choice(label, event, Kind.PRIMARY, enabled=enabled, grow=grow)


def add_bar(layout: Layout, *choices: Choice, rows: int = 0) -> None:
    """Lay the buttons along the bottom, and take their room from the body.

    Where they do not fit beside each other, their type is made smaller; on a narrow glass the way forward then
    gets a row of its own. With ``rows`` (1 or 2) there are as many, whatever the words.
    """
    rows_of = _rows(layout, choices, rows)
    step = layout.px(theme.BUTTON_HEIGHT) + layout.px(theme.GAP)
    top = layout.frame.height - len(rows_of) * step
    for index, row in enumerate(rows_of):
        _lay_row(layout, row, layout.style(_largest(layout, row)), top + index * step)
    _take(layout, len(rows_of))


def reserve_bar(layout: Layout, *choices: Choice, rows: int = 0) -> None:
    """Take the room of a bar from the body, without laying it: for pages that are to be alike."""
    _take(layout, len(_rows(layout, choices, rows)))


def _take(layout: Layout, rows: int) -> None:
    gap = layout.px(theme.GAP)
    bottom = layout.frame.height - rows * (layout.px(theme.BUTTON_HEIGHT) + gap) - gap
    body = layout.body
    layout.body = Rect(body.x, body.y, body.w, min(body.bottom, bottom) - body.y)


def _rows(layout: Layout, choices: Sequence[Choice], rows: int) -> list[Sequence[Choice]]:
    """Return the buttons of each row."""
    fits = any(_needed(layout, choices, layout.style(kind)) <= layout.body.w for kind in TYPES)
    return (
        [choices] if rows == 1 or (fits and not rows) or len(choices) == 1 else [choices[:-1], choices[-1:]]
    )


def _largest(layout: Layout, row: Sequence[Choice]) -> theme.Type:
    """Return the largest type in which a row's buttons fit beside each other."""
    kinds = (*TYPES, *SMALLER)
    fitting = (kind for kind in kinds if _needed(layout, row, layout.style(kind)) <= layout.body.w)
    return next(fitting, kinds[-1])


def _needed(layout: Layout, choices: Sequence[Choice], style: TextStyle) -> int:
    gaps = layout.px(theme.GAP) * (len(choices) - 1)
    outside = layout.px(PADDING[Kind.QUIET]) if choices[0].kind is Kind.QUIET else 0
    return sum(_natural(layout, choice, style) for choice in choices) + gaps - outside


def _natural(layout: Layout, choice: Choice, style: TextStyle) -> int:
    """Return how wide a button is by itself."""
    icon = layout.px(ICON_GAP) + style.size_px if choice.glyph else 0
    width = layout.width(choice.label, style) + 2 * layout.px(PADDING[choice.kind]) + icon
    return max(round(width), layout.px(theme.LEAST_TARGET))


def _lay_row(layout: Layout, row: Sequence[Choice], style: TextStyle, top: int) -> None:
    body, gap = layout.body, layout.px(theme.GAP)
    # A button that is words alone begins with its words on the margin, as all other words do.
    left = body.x - (layout.px(PADDING[Kind.QUIET]) if row[0].kind is Kind.QUIET else 0)
    shares = [choice.grow for choice in row]
    if not any(shares) and row[-1].kind is not Kind.QUIET:
        shares = [float(choice.kind is not Kind.QUIET) for choice in row]
    widths = _widths([_natural(layout, choice, style) for choice in row], shares, body.right - left, gap)
    if len(row) > 1 and all(choice.kind is Kind.QUIET for choice in row):
        gap = body.right - left + layout.px(PADDING[Kind.QUIET]) - sum(widths)  # a way back, and a way out
    x = left
    for choice, width in zip(row, widths, strict=True):
        place = Rect(x, top, width, layout.px(theme.BUTTON_HEIGHT))
        if layout.view.left_handed:
            place = place._replace(x=layout.frame.width - place.right)
        layout.add(_button(layout, choice, style, place))
        x += width + gap


def _widths(natural: Sequence[int], shares: Sequence[float], room: int, gap: int) -> list[int]:
    """Return each button's width: those that grow share what the others leave, in proportion."""
    fixed = sum(width for width, share in zip(natural, shares, strict=True) if not share)
    rest, whole = room - fixed - gap * (len(natural) - 1), sum(shares)
    edges = (
        [0, *(round(rest * part / whole) for part in accumulate(shares))]
        if whole
        else [0] * (len(shares) + 1)
    )
    grown = [b - a for a, b in pairwise(edges)]
    return [width if not share else new for width, share, new in zip(natural, shares, grown, strict=True)]


def _button(layout: Layout, choice: Choice, style: TextStyle, rect: Rect) -> Button:
    texts, icons = label_with_icon(layout, rect, choice, style)
    return Button(
        rect,
        rect,
        choice.kind,
        choice.event,
        texts,
        icons,
        radius=layout.px(theme.RADIUS),
        line_px=layout.line_px,
        enabled=choice.enabled,
    )


def label_with_icon(
    layout: Layout, rect: Rect, choice: Choice, style: TextStyle
) -> tuple[tuple[Text, ...], tuple[Icon, ...]]:
    """Return a button's words in its middle, its icon before them."""
    colour = LABEL_COLOUR.get(choice.kind, Colour.TEXT)
    inner = rect.inset(layout.px(8), 0)
    if not choice.glyph:
        return (layout.label(inner, choice.label, style, colour=colour),), ()
    side, gap = round(style.size_px), layout.px(ICON_GAP)
    style = layout.frame.typesetter.fitted(choice.label, style, inner.w - side - gap)
    width = layout.width(choice.label, style)
    x = rect.x + (rect.w - side - gap - width) // 2
    icon = Icon(Rect(x, rect.y + (rect.h - side) // 2, side, side), choice.glyph, colour)
    words = layout.label(Rect(x + side + gap, rect.y, width, rect.h), choice.label, style, colour=colour)
    return (words,), (icon,)
