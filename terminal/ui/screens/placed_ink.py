"""A signature on the document's own place, as it will stand on the signed copy."""

from terminal.model.document import Document, PagePicture
from terminal.model.ink import Ink, Point, Stroke
from terminal.ui import theme
from terminal.ui.items import Pad
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect

HUNDREDTHS_PER_POINT = 2540 / 72
"""Ink is measured in 0.01 mm, pages in points."""


def add_placed_ink(layout: Layout, room: Rect, ink: Ink, document: Document, picture: PagePicture) -> None:
    """Show the part of a page round the place, as large as there is room, with the ink in the place's middle.

    The ink is as large as it was on the pad, or smaller where the place is.
    """
    place = document.place
    if place is None:
        return
    region, size = picture.region, document.pages[place.page - 1]
    scale = min(room.w / picture.width_px, room.h / picture.height_px)
    rect = room.middle(round(picture.width_px * scale), round(picture.height_px * scale))
    wide_px = rect.w / (region.right - region.left)
    high_px = rect.h / (region.bottom - region.top)
    per_point = wide_px / size.width_pt
    left, top, right, bottom = ink.box
    smaller = min(
        1.0,
        place.width * size.width_pt * HUNDREDTHS_PER_POINT / max(1.0, right - left),
        place.height * size.height_pt * HUNDREDTHS_PER_POINT / max(1.0, bottom - top),
    )
    per_hundredth = per_point / HUNDREDTHS_PER_POINT * smaller  # pixels for 0.01 mm of the ink
    x = (place.x + place.width / 2 - region.left) * wide_px / per_hundredth - (left + right) / 2
    y = (place.y + place.height / 2 - region.top) * high_px / per_hundredth - (top + bottom) / 2
    strokes = tuple(
        Stroke(each.tool, tuple(Point(p.x + x, p.y + y, p.t_ns, p.pressure) for p in each.points))
        for each in ink.strokes
    )
    layout.add(Pad(rect, strokes, per_hundredth * 100, layout.px(theme.GRID), ground=picture))
