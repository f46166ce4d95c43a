"""Small switches in a row: days to look at, a language, a theme."""

from collections.abc import Sequence
from dataclasses import dataclass

from terminal.session.events import Touch
from terminal.ui import buttons, theme
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Button, Icon, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

HEIGHT, PADDING, GAP = 40, 16, 8
ICON, ICON_GAP = 20, 8


@dataclass(frozen=True, slots=True)
class Chip:
    """One switch, before it has a place; ``chosen`` ones look so."""

    text: str
    event: Touch
    glyph: Glyph | None = None
    chosen: bool = False
    enabled: bool = True


def add_chips(layout: Layout, room: Rect, chips: Sequence[Chip]) -> int:
    """Lay chips from the left of a room, narrower where they would not fit; return where they end."""
    gap = layout.px(GAP)
    widths = _widths(layout, chips, room.w)
    x = room.x
    for chip, width in zip(chips, widths, strict=True):
        layout.add(_button(layout, chip, Rect(x, room.y, width, room.h)))
        x += width + gap
    return x - gap


def add_chips_from_right(layout: Layout, room: Rect, chips: Sequence[Chip]) -> int:
    """Lay chips so that the last ends at the right of a room; return where what stands before them may end."""
    needed = chips_width(layout, chips)
    left = max(room.x, room.right - needed)
    add_chips(layout, Rect(left, room.y, room.right - left, room.h), chips)
    return left - layout.px(theme.GAP)


def chips_width(layout: Layout, chips: Sequence[Chip]) -> int:
    """Return how wide a row of chips is where nothing presses it."""
    return sum(_natural(layout, chip) for chip in chips) + layout.px(GAP) * (len(chips) - 1)


def _natural(layout: Layout, chip: Chip) -> int:
    icon = layout.px(ICON) if chip.glyph else 0
    words = layout.width(chip.text, layout.style(theme.CAPTION)) if chip.text else 0
    between = layout.px(ICON_GAP) if icon and words else 0
    return max(icon + between + words + 2 * layout.px(PADDING), layout.px(theme.LEAST_TARGET))


def _widths(layout: Layout, chips: Sequence[Chip], room: int) -> list[int]:
    natural = [_natural(layout, chip) for chip in chips]
    free = room - layout.px(GAP) * (len(chips) - 1)
    if sum(natural) <= free:
        return natural
    least = layout.px(theme.LEAST_TARGET)
    spare = [width - least for width in natural]
    share = max(0.0, (free - least * len(chips)) / max(1, sum(spare)))
    return [least + int(extra * share) for extra in spare]


def _button(layout: Layout, chip: Chip, rect: Rect) -> Button:
    """Return a chip: what a finger may hit is as high as the room, its face is not."""
    face = rect.middle(rect.w, min(rect.h, layout.px(HEIGHT)))
    colour = Colour.PRIMARY if chip.chosen else Colour.TEXT
    inner = face.inset(min(layout.px(PADDING), face.w // 8), 0)
    icons: tuple[Icon, ...] = ()
    texts: tuple[Text, ...] = ()
    style = layout.style(theme.CAPTION)
    if chip.glyph:
        side = layout.px(ICON)
        gap = layout.px(ICON_GAP) if chip.text else 0
        words = min(layout.width(chip.text, style), inner.w - side - gap) if chip.text else 0
        x = inner.x + (inner.w - side - gap - words) // 2
        icons = (Icon(Rect(x, face.y + (face.h - side) // 2, side, side), chip.glyph, colour),)
        inner = Rect(x + side + gap, face.y, words, face.h)
    if chip.text:
        texts = (layout.label(inner, chip.text, style, colour=colour, align=Align.CENTRE),)
    return buttons.chip(
        layout, rect, chip.event, texts, icons, face=face, chosen=chip.chosen, enabled=chip.enabled
    )
