"""How far a record has come: a device's icon with a sign beside it in lists, a sentence where there is room."""

from collections.abc import Iterator

from terminal.i18n import message
from terminal.model.status import Printed, Uploaded
from terminal.ui.icons import Glyph
from terminal.ui.items import Icon
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

ICON, SIGN = 22, 16
BETWEEN, APART = 4, 16

PRINTED = {
    Printed.NONE: (Glyph.MINUS, Colour.MUTED, message("No slip was asked for")),
    Printed.WAITING: (Glyph.CLOCK, Colour.WARN, message("Waits for the printer")),
    Printed.PRINTING: (Glyph.MORE, Colour.PRIMARY, message("Printing")),
    Printed.PRINTED: (Glyph.CHECK, Colour.GOOD, message("Printed")),
    Printed.FAILED: (Glyph.CROSS, Colour.BAD, message("Not printed")),
}
UPLOADED = {
    Uploaded.NONE: (Glyph.MINUS, Colour.MUTED, message("Kept on this terminal only")),
    Uploaded.WAITING: (Glyph.CLOCK, Colour.WARN, message("Waits to be sent")),
    Uploaded.SENT: (Glyph.MORE, Colour.PRIMARY, message("Sent, not yet confirmed")),
    Uploaded.ACKNOWLEDGED: (Glyph.CHECK, Colour.GOOD, message("In the archive")),
    Uploaded.REFUSED: (Glyph.CROSS, Colour.BAD, message("Refused by the archive")),
}


def marks_width(layout: Layout) -> int:
    """Return how wide the two marks of a line are."""
    return 2 * layout.px(ICON + BETWEEN + SIGN) + layout.px(APART)


def marks(layout: Layout, rect: Rect, printed: Printed, uploaded: Uploaded) -> Iterator[Icon]:
    """Yield the marks of a record, ending at the right of a rectangle: printer and cloud, each with a sign."""
    x = rect.right - marks_width(layout)
    for device, (sign, colour, _) in ((Glyph.PRINTER, PRINTED[printed]), (Glyph.CLOUD, UPLOADED[uploaded])):
        side = layout.px(ICON)
        yield Icon(Rect(x, rect.y + (rect.h - side) // 2, side, side), device, Colour.MUTED)
        x += side + layout.px(BETWEEN)
        side = layout.px(SIGN)
        yield Icon(Rect(x, rect.y + (rect.h - side) // 2, side, side), sign, colour)
        x += side + layout.px(APART)
