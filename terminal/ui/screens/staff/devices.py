"""The devices: what each is and how it is, and a test that says in words what was seen."""

from terminal.i18n import message
from terminal.model.status import Health
from terminal.session.staff.events import AskedToTry, Place, Tryable, WentTo
from terminal.session.staff.states import Trial, TryingDevices
from terminal.session.states import Unit
from terminal.typeset import TextStyle
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Button, Icon, Kind, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour, Type

from .chips import Chip, add_chips_from_right, chips_width
from .head import add_head

DEVICES = {
    Tryable.PRINTER: (Glyph.PRINTER, message("Printer"), message("Prints a test slip.")),
    Tryable.SENSOR: (
        Glyph.FINGERPRINT,
        message("Sensor"),
        message("Asks whether the sensor answers."),
    ),
    Tryable.PANEL: (
        Glyph.LAMP,
        message("Lamp, buzzer"),
        message("Lights the lamp, sounds the buzzer."),
    ),
    Tryable.ARCHIVE: (Glyph.CLOUD, message("Archive"), message("Asks whether the archive answers.")),
}
STATES = {
    Health.OK: (Colour.GOOD, message("Works")),
    Health.PROBLEM: (Colour.WARN, message("Needs a look")),
    Health.UNKNOWN: (Colour.MUTED, message("Not known yet")),
    Health.ABSENT: (Colour.MUTED, message("Not fitted")),
}
GAP, PADDING = 16, 16
BADGE = 56
SMALL, DETAIL = Type(17), Type(16)
TEST_WIDTH = 104


def lay_devices(layout: Layout, state: TryingDevices) -> None:
    """Lay out a card for each device, two beside each other, or all below each other on an upright glass."""
    rest = add_head(layout, state, layout.words("Devices"))
    own = [Chip(layout.words("This terminal"), WentTo(Place.TERMINAL))]
    if chips_width(layout, own) <= rest.w:  # a sale that waits goes before, where the glass is narrow
        add_chips_from_right(layout, rest, own)
    columns = 1 if layout.frame.upright else 2
    rows, gap, body = len(DEVICES) // columns, layout.px(GAP), layout.body
    width = (body.w - gap * (columns - 1)) // columns
    height = (layout.frame.height - gap - body.y - gap * (rows - 1)) // rows
    trials = {trial.device: trial for trial in state.trials}
    for index, device in enumerate(DEVICES):
        row, column = divmod(index, columns)
        card = Rect(body.x + column * (width + gap), body.y + row * (height + gap), width, height)
        _add_device(layout, card, state.unit, device, trials.get(device))


def _health(unit: Unit, device: Tryable) -> Health:
    """Return how a device is."""
    ready = unit.readiness
    return {
        Tryable.PRINTER: ready.printer,
        Tryable.SENSOR: ready.sensor,
        Tryable.PANEL: ready.panel,
        Tryable.ARCHIVE: ready.archive,
    }[device]


def _standing(unit: Unit, device: Tryable) -> tuple[Colour, str]:
    """Return how a device is, in words and their colour; an open case is more urgent than a lamp that works."""
    if device is Tryable.PANEL and unit.case_open:
        return Colour.WARN, message("The case is open")
    return STATES[_health(unit, device)]


def _guarded(unit: Unit) -> str:
    """Return what the panel's switches say that is well, as far as there are any."""
    match unit.case_open, unit.mains_lost:
        case False, False:
            return message("The case is shut, the mains are on.")
        case False, _:
            return message("The case is shut.")
        case _, False:
            return message("The mains are on.")
    return ""


def _add_device(layout: Layout, card: Rect, unit: Unit, device: Tryable, trial: Trial | None) -> None:
    """Lay a card: the device, how it is, a button to test it, and below what the test saw."""
    layout.surface(card)
    padding, badge = layout.px(PADDING), layout.px(BADGE)
    inner = card.inset(padding)
    glyph, name, hint = DEVICES[device]
    health, (colour, said) = _health(unit, device), _standing(unit, device)
    layout.badge(Rect(inner.x, inner.y, badge, badge), glyph, Colour.PRIMARY, Colour.TINT)
    button = _test_button(layout, inner, device, health, trial)
    small = layout.style(SMALL)
    left = inner.x + badge + layout.px(14)
    room = Rect(left, inner.y, button.rect.x - left - layout.px(10), badge)
    style = _name_style(layout, room.w)
    lines = style.line_px + small.line_px
    top = room.y + (badge - lines) // 2
    text = layout.words(name)
    layout.add(layout.label(Rect(room.x, top, room.w, style.line_px), text, style, align=Align.LEFT))
    below = Rect(room.x, top + style.line_px, room.w, small.line_px)
    layout.add(layout.label(below, layout.words(said), small, colour=colour, align=Align.LEFT))
    layout.add(button)
    top = inner.y + badge + layout.px(12)
    result = Rect(inner.x, top, inner.w, card.bottom - layout.px(6) - top)
    layout.rule(result)
    if trial and (trial.passed is not None or trial.sentence):
        _add_result(layout, result, trial)
    else:
        hinted = _add_words(layout, result, layout.words(hint), Colour.MUTED)
        if device is Tryable.PANEL and (said := _guarded(unit)):
            top = hinted.bottom - layout.px(6)
            below = Rect(result.x, top, result.w, result.bottom - top)
            _add_words(layout, below, layout.words(said), Colour.MUTED)


def _name_style(layout: Layout, width: int) -> TextStyle:
    """Return how the devices' names are set: all alike, so that the longest has room."""
    style = layout.style(theme.SMALL)
    for _, name, _ in DEVICES.values():
        style = layout.frame.typesetter.fitted(layout.words(name), style, width)
    return style


def _test_button(layout: Layout, inner: Rect, device: Tryable, health: Health, trial: Trial | None) -> Button:
    running = trial is not None and trial.passed is None
    width = layout.px(TEST_WIDTH)
    rect = Rect(inner.right - width, inner.y, width, layout.px(BADGE))
    label = layout.words("Testing…") if running else layout.words("Test")
    words = layout.label(rect.inset(layout.px(8), 0), label, layout.style(theme.SMALL))
    return Button(
        rect,
        rect,
        Kind.PLAIN,
        AskedToTry(device),
        (words,),
        radius=layout.px(12),
        line_px=layout.line_px,
        enabled=not running and health is not Health.ABSENT,
    )


def _add_result(layout: Layout, room: Rect, trial: Trial) -> None:
    """Say what a test saw, or while it runs what to do, with a sign; below it the device's own words."""
    words, side = layout.words, layout.px(22)
    glyph, colour, said = {
        True: (Glyph.CHECK, Colour.GOOD, trial.sentence or message("It works.")),
        False: (Glyph.WARNING, Colour.WARN, trial.sentence or message("It did not answer.")),
        None: (Glyph.MORE, Colour.PRIMARY, trial.sentence),
    }[trial.passed]
    layout.add(Icon(Rect(room.x, room.y + layout.px(10), side, side), glyph, colour))
    indent = side + layout.px(12)
    left = Rect(room.x + indent, room.y, room.w - indent, room.h)
    taken = _add_words(layout, left, words(said), colour)
    below = Rect(left.x, taken.bottom - layout.px(6), left.w, room.bottom - taken.bottom + layout.px(6))
    if trial.detail and below.h >= layout.px(10) + layout.style(DETAIL).line_px:
        _add_words(layout, below, trial.detail, Colour.MUTED, DETAIL)


def _add_words(layout: Layout, room: Rect, sentence: str, colour: Colour, kind: Type = SMALL) -> Rect:
    """Write a sentence at the top of a room, cut where there is more of it than room; return what it took."""
    style, top = layout.style(kind), room.y + layout.px(10)
    lines = layout.wrapped_to(sentence, style, room.w, max(1, (room.bottom - top) // style.line_px))
    taken = Rect(room.x, top, room.w, len(lines) * style.line_px)
    layout.add(Text(taken, lines, style, colour))
    return taken
