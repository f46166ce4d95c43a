"""What staff can do: eight tiles, and the way out."""

from terminal.i18n import message
from terminal.model.settings import Theme
from terminal.model.status import Health
from terminal.session.staff.events import LeftStaffMode, Place, WentTo
from terminal.session.staff.states import Menu
from terminal.session.states import Unit
from terminal.typeset import TextStyle
from terminal.ui import theme
from terminal.ui.buttons import card
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Button, Icon, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour

from .chips import Chip
from .head import add_first_head

TILES = {
    Place.SALE: (Glyph.KEYPAD, message("Key in a sale")),
    Place.RECORDS: (Glyph.PAPER, message("Records")),
    Place.PAPERS: (Glyph.PEN, message("On paper")),
    Place.DAY_CLOSE: (Glyph.SLIP, message("Day close")),
    Place.QUEUES: (Glyph.LIST, message("Queues")),
    Place.SETTINGS: (Glyph.SETTINGS, message("Settings")),
    Place.DEVICES: (Glyph.PLUG, message("Devices")),
    Place.TILLS: (Glyph.TILL, message("Tills")),
}
NAME, FACT = theme.Type(24), theme.Type(17)
ICON = 48
GAP = 16

APART = " · "

Fact = tuple[str, Colour]


def lay_menu(layout: Layout, state: Menu) -> None:
    """Lay out the tiles, four beside each other, or two on an upright glass."""
    words = layout.words
    waiting = [Chip(words("A sale is waiting"), LeftStaffMode(), Glyph.BELL, chosen=True)]
    add_first_head(
        layout, words("Staff"), waiting if state.request_waits else [Chip(words("Leave"), LeftStaffMode())]
    )
    columns = 2 if layout.frame.upright else 4
    rows, gap, body = len(TILES) // columns, layout.px(GAP), layout.body
    bottom = layout.frame.height - layout.px(GAP)
    width = (body.w - gap * (columns - 1)) // columns
    height = (bottom - body.y - gap * (rows - 1)) // rows
    for index, place in enumerate(TILES):
        row, column = divmod(index, columns)
        rect = Rect(body.x + column * (width + gap), body.y + row * (height + gap), width, height)
        layout.add(_tile(layout, place, rect, _fact(layout, state.unit, place)))


def _fact(layout: Layout, unit: Unit, place: Place) -> Fact:  # noqa: C901 - a line a place
    """Return what is worth knowing before going to a place."""
    words, ready = layout.words, unit.readiness
    match place:
        case Place.SALE:
            return words("Without the till"), Colour.MUTED
        case Place.RECORDS:
            return words("Find, print, send again"), Colour.MUTED
        case Place.PAPERS:
            return words("Close what the pen signed"), Colour.MUTED
        case Place.DAY_CLOSE:
            return words("Sums and a slip"), Colour.MUTED
        case Place.QUEUES:
            return _waiting(layout, ready.to_print, ready.to_upload)
        case Place.SETTINGS:
            look = words("Dark") if unit.settings.theme is Theme.DARK else words("Light")
            return APART.join((words.name, look)), Colour.MUTED
        case Place.DEVICES:
            if Health.PROBLEM in {ready.printer, ready.sensor, ready.archive, ready.store}:
                return words("Needs a look"), Colour.WARN
            return words("All well"), Colour.MUTED
        case Place.TILLS:
            return words("Let in, shut out"), Colour.MUTED
        case Place.TERMINAL:
            return "", Colour.MUTED  # reached from the devices, and no tile


def _waiting(layout: Layout, to_print: int, to_upload: int) -> Fact:
    words = layout.words
    said = []
    if to_print:
        said.append(words("{count} to print", count=to_print))
    if to_upload:
        said.append(words("{count} to upload", count=to_upload))
    return APART.join(said) or words("Nothing waits"), Colour.MUTED


def _fact_lines(layout: Layout, said: str, style: TextStyle, width: int) -> tuple[str, ...]:
    """Return a fact as two lines at most; one that has two parts is parted between them."""
    parts = said.split(APART)
    if layout.width(said, style) > width and all(layout.width(part, style) <= width for part in parts):
        return tuple(parts[:2])
    return layout.balanced(said, style, width)[:2]


def _name_style(layout: Layout, width: int) -> TextStyle:
    """Return how the tiles' names are set: all alike, so that the longest has room."""
    style = layout.style(NAME)
    for _, name in TILES.values():
        style = layout.frame.typesetter.fitted(layout.words(name), style, width)
    return style


def _tile(layout: Layout, place: Place, rect: Rect, fact: Fact) -> Button:
    """Return a tile: its icon, its name, and in small what is worth knowing."""
    glyph, name = TILES[place]
    text, inner = layout.words(name), rect.inset(layout.px(12), 0)
    said, colour = fact
    name_style = _name_style(layout, inner.w)
    fact_style = layout.style(FACT)
    lines = _fact_lines(layout, said, fact_style, inner.w)
    side, gap = layout.px(ICON), layout.px(12)
    height = (
        side + gap + name_style.line_px + fact_style.line_px
    )  # a second line hangs below, so that names align
    y = rect.y + (rect.h - height) // 2
    names = Rect(inner.x, y + side + gap, inner.w, name_style.line_px)
    below = Rect(inner.x, names.bottom, inner.w, len(lines) * fact_style.line_px)
    texts = (
        Text(names, (text,), name_style, Colour.TEXT, Align.CENTRE),
        Text(below, lines, fact_style, colour, Align.CENTRE),
    )
    icon = Icon(Rect(rect.x + (rect.w - side) // 2, y, side, side), glyph, Colour.PRIMARY)
    return card(layout, rect, WentTo(place), texts, (icon,))
