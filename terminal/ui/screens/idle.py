"""Nobody is here: the terminal says that it is ready, and quietly how its devices are."""

from terminal.i18n import message
from terminal.model.status import Health
from terminal.session.staff.events import StaffCalled
from terminal.session.states import Idle
from terminal.ui import theme
from terminal.ui.handwriting import FLOURISH, write
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Button, Icon, Kind, Pad
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.shift import DOWN, shift_at, shifted
from terminal.ui.theme import Colour

ARCHIVE = {
    Health.OK: (Glyph.WIFI, ""),
    Health.PROBLEM: (Glyph.WIFI_OFF, message("Offline")),
    Health.UNKNOWN: (Glyph.WIFI, message("Connecting")),
}
PRINTER = {
    Health.OK: (Glyph.PRINTER, ""),
    Health.PROBLEM: (Glyph.PRINTER, message("Check the printer")),
    Health.UNKNOWN: (Glyph.PRINTER, message("Finding the printer")),
}
SENSOR = {
    Health.OK: (Glyph.FINGERPRINT, ""),
    Health.PROBLEM: (Glyph.FINGERPRINT, message("Check the sensor")),
    Health.UNKNOWN: (Glyph.FINGERPRINT, message("Finding the sensor")),
}
STATUS_HEIGHT, ROW_HEIGHT = 64, 30
FACT = theme.Type(17)
FACT_ICON, FACT_GAP = 22, 32
FLOURISH_SIZE = (300, 116)
LOCK = 22

Fact = tuple[Glyph, str, bool]


def lay_idle(layout: Layout, state: Idle) -> None:
    """Lay out the waiting screen."""
    unit, words, body = state.unit, layout.words, layout.body
    style = layout.style(theme.CAPTION)
    strip = Rect(body.x, 0, body.w, layout.px(theme.STRIP))
    clock_width, right = layout.width("00:00", style), _add_door(layout)
    name = layout.shortened(unit.site.merchant, style, right - clock_width - layout.px(theme.GAP) - body.x)
    layout.add(layout.label(strip, name, style, colour=Colour.MUTED, align=Align.LEFT))
    if unit.now:
        clock = Rect(right - clock_width, 0, clock_width, strip.h)
        layout.add(layout.label(clock, unit.now, style, align=Align.RIGHT))
    rows = _rows(layout, _facts(layout, state), body.w - 2 * layout.px(DOWN))
    foot = layout.px(max(STATUS_HEIGHT, len(rows) * ROW_HEIGHT + DOWN))
    room = Rect(body.x, strip.bottom, body.w, layout.frame.height - strip.bottom - foot)
    width, height = (layout.px(size) for size in FLOURISH_SIZE)
    height = min(height, room.h // 2)
    title, more = words("Ready"), words("Your sale will appear here in a moment")
    if unit.readiness.store is Health.PROBLEM:
        title, more = words("Not ready just now"), words("Please ask the cashier for a slip to sign by hand")
    said = (Line(title, theme.TITLE), Line(more, theme.SMALL, Colour.MUTED, gap=2))
    text = layout.column(Rect(room.x, room.y + height, room.w, room.h - height), said, align=Align.CENTRE)
    lift = (text.y - room.y - height) // 2
    _flourish(layout, Rect(room.x + (room.w - width) // 2, room.y + lift, width, height))
    _status(layout, rows, Rect(body.x, room.bottom, body.w, foot - layout.px(DOWN)))
    across, down = shift_at(int(unit.now[-2:] or 0))
    layout.items = [shifted(item, layout.px(across), layout.px(down)) for item in layout.items]


def _add_door(layout: Layout) -> int:
    """Put the staff's way in at the right margin, a quiet lock; return where what stands before it may end."""
    target, side = layout.px(theme.LEAST_TARGET), layout.px(LOCK)
    right = layout.body.right
    rect = Rect(right - (target + side) // 2, 0, target, layout.px(theme.STRIP))
    icon = Icon(rect.middle(side, side), Glyph.LOCK, Colour.MUTED)
    layout.add(Button(rect, rect, Kind.QUIET, StaffCalled(), icons=(icon,), radius=layout.px(theme.RADIUS)))
    return rect.x


def _flourish(layout: Layout, rect: Rect) -> None:
    """Draw a signature that is nobody's: what this thing is for, without a word."""
    dots_per_mm = 5.2 * layout.frame.unit_px
    width = rect.w / dots_per_mm * 100 * 0.86
    strokes = write(FLOURISH, rect.w / dots_per_mm * 7, rect.h / dots_per_mm * 8, width)
    layout.add(Pad(rect, strokes, dots_per_mm, 0, framed=False))


def _facts(layout: Layout, state: Idle) -> list[Fact]:
    """Return how what this unit has is: an icon where it is well, words where it wants somebody."""
    ready, words = state.unit.readiness, layout.words
    tables = ((ready.archive, ARCHIVE), (ready.printer, PRINTER), (ready.sensor, SENSOR))
    facts: list[Fact] = [
        (table[health][0], words(table[health][1]) if table[health][1] else "", health is Health.PROBLEM)
        for health, table in tables
        if health in table
    ]
    if state.unit.case_open:
        facts.append((Glyph.WARNING, words("The case is open"), True))
    if ready.store is Health.PROBLEM:
        facts.append((Glyph.WARNING, words("Cannot save"), True))
    elif ready.archive is not Health.ABSENT:
        waiting = words("{count} to upload", count=ready.to_upload) if ready.to_upload else ""
        facts.append((Glyph.UPLOAD, waiting, False))
    return facts


def _rows(layout: Layout, facts: list[Fact], width: int) -> list[list[Fact]]:
    """Return the facts in rows that a width has room for."""
    rows: list[list[Fact]] = [[]]
    for fact in facts:
        taken = sum(_fact_width(layout, each) + layout.px(FACT_GAP) for each in rows[-1])
        if rows[-1] and taken + _fact_width(layout, fact) > width:
            rows.append([])
        rows[-1].append(fact)
    return rows


def _status(layout: Layout, rows: list[list[Fact]], room: Rect) -> None:
    """Write the facts along the foot, in the middle, row below row."""
    height = room.h // len(rows)
    for number, row in enumerate(rows):
        _status_row(layout, row, Rect(room.x, room.y + number * height, room.w, height))


def _fact_width(layout: Layout, fact: Fact) -> int:
    if not fact[1]:
        return layout.px(FACT_ICON)
    return layout.px(FACT_ICON + 8) + layout.width(fact[1], layout.style(FACT))


def _status_row(layout: Layout, facts: list[Fact], room: Rect) -> None:
    style, side, gap = layout.style(FACT), layout.px(FACT_ICON), layout.px(FACT_GAP)
    widths = [_fact_width(layout, fact) for fact in facts]
    x = room.x + (room.w - sum(widths) - gap * (len(facts) - 1)) // 2
    for (glyph, text, trouble), width in zip(facts, widths, strict=True):
        colour = Colour.WARN if trouble else Colour.MUTED
        layout.add(Icon(Rect(x, room.y + (room.h - side) // 2, side, side), glyph, colour))
        if not text:
            x += width + gap
            continue
        words = Rect(x + layout.px(FACT_ICON + 8), room.y, layout.width(text, style), room.h)
        layout.add(layout.label(words, text, style, colour=colour, align=Align.LEFT))
        x += width + gap
