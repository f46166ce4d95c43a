"""The strip above the staff's screens: a way back, where one is, and whether a sale waits meanwhile."""

from terminal.session.events import Touch, WentBack
from terminal.session.staff.events import LeftStaffMode
from terminal.session.states import InStaffMode
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Button, Icon, Kind
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.strip import take_strip
from terminal.ui.theme import Colour

from .chips import Chip, add_chips_from_right

LEAST_TITLE = 120


def add_head(
    layout: Layout, state: InStaffMode, title: str, *, back: Touch | None = None, stay: bool = False
) -> Rect:
    """Write where one is, after an arrow back (to ``back``, or a step); return the strip's room that is left.

    With ``stay`` there is no going back just now. A sale that waits is said on the right, and pressing it goes
    there: the terminal is the customers' first.
    """
    body, height = layout.body, layout.px(theme.STRIP)
    right = body.right
    if state.request_waits:
        waiting = Chip(layout.words("A sale is waiting"), LeftStaffMode(), Glyph.BELL, chosen=True)
        least = layout.px(theme.LEAST_TARGET + LEAST_TITLE)
        right = add_chips_from_right(layout, Rect(body.x + least, 0, body.w - least, height), [waiting])
    left = _add_back(layout, back or WentBack(), enabled=not stay)
    return _add_title(layout, Rect(left, 0, right - left, height), title)


def add_first_head(layout: Layout, title: str, chips: list[Chip]) -> None:
    """Write the head of a screen that has nothing to go back to."""
    body, height = layout.body, layout.px(theme.STRIP)
    right = add_chips_from_right(layout, Rect(body.x, 0, body.w, height), chips)
    _add_title(layout, Rect(body.x, 0, right - body.x, height), title)


def _add_title(layout: Layout, room: Rect, title: str) -> Rect:
    style = layout.style(theme.BODY)
    words = layout.label(room, title, style, align=Align.LEFT)
    width = min(room.w, layout.width(title, words.style))
    layout.add(words)
    take_strip(layout)
    x = room.x + width + layout.px(theme.GAP)
    return Rect(x, 0, max(0, room.right - x), room.h)


def _add_back(layout: Layout, event: Touch, *, enabled: bool) -> int:
    """Put an arrow back before the margin, with a target as large as a finger; return where words go on."""
    target, side = layout.px(theme.LEAST_TARGET), layout.px(24)
    rect = Rect(layout.body.x - target // 2, 0, target, target)
    icon = Icon(
        Rect(layout.body.x - layout.px(6), (target - side) // 2, side, side), Glyph.BACK, Colour.MUTED
    )
    layout.add(
        Button(rect, rect, Kind.QUIET, event, icons=(icon,), radius=layout.px(theme.RADIUS), enabled=enabled)
    )
    return rect.right
