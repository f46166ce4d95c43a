"""What is read and may be longer than the glass: laid out as if the glass had no end, then seen through a room."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from terminal.ui.items import Box, Scroll, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect

BAR_ROOM = 24
"""How far the scroll bar's side reaches into the margin."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Where something that flows ends, and whether all of it is laid: a long text is set bit by bit."""

    bottom: int
    whole: bool = True


Flow = Callable[[Layout, Rect], Laid]
"""Something that lays itself out from the top of a room downwards, as far as it takes."""


def add_flow(
    layout: Layout, room: Rect, flow: Flow, *, page: int, overlap: int, key: Hashable
) -> Scroll | None:
    """Lay something out in a room; where it is higher than that, it scrolls.

    Args:
        layout: of the screen.
        room: where it is seen.
        flow: lays it out.
        page: that the session is on.
        overlap: what one page should show again of the page before, in pixels.
        key: tells one text from another.

    Returns:
        What scrolls, or None where all is seen at once.
    """

    def lay() -> tuple[Laid, tuple[Text | Box, ...]]:
        before, layout.items = layout.items, []
        laid = flow(layout, room)
        flowing, layout.items = layout.items, before
        return laid, tuple(item for item in flowing if isinstance(item, Text | Box))

    laid, flowing = layout.frame.galleys.kept((key, room), lay)
    height = laid.bottom - room.y
    if height <= room.h and laid.whole:
        layout.add(*flowing)
        return None
    rect = Rect(room.x, room.y, room.w + layout.px(BAR_ROOM), room.h)
    scroll = Scroll(rect, room, flowing, height, min(overlap, room.h // 2), page, key, laid.whole)
    layout.add(scroll)
    return scroll
