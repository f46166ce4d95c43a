"""What staff set: language, theme, brightness, volume, and their PIN. Every switch says all that is to stand."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from terminal.i18n import message
from terminal.model.settings import Settings, Theme
from terminal.session.events import Touch
from terminal.session.staff.events import AskedForNewPin, ChangedSettings
from terminal.session.staff.states import Adjusting
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Box, Button, Icon, Kind
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour, Type

from .chips import Chip, add_chips, chips_width
from .head import add_head

STEP = 10
LEAST_BRIGHTNESS, MOST = 10, 100
"""The glass never goes dark altogether: nobody would find the button that makes it light again."""

THEMES = {Theme.LIGHT: (Glyph.SUN, message("Light")), Theme.DARK: (Glyph.MOON, message("Dark"))}
PADDING, ICON = 20, 24
CONTROL_SHARE = 0.6
BAR_HEIGHT = 8
SMALL = Type(16)

Control = Callable[[Layout, Rect], None]


def lay_adjusting(layout: Layout, state: Adjusting) -> None:
    """Lay out a card with a row for each thing that can be set."""
    words = layout.words
    add_head(layout, state, words("Settings"))
    kept = words("The new PIN stands") if state.pin_kept else ""
    rows: list[tuple[Glyph, str, str, Control]] = [
        (Glyph.GLOBE, words("Language"), "", partial(_add_languages, state=state)),
        (Glyph.MOON, words("Theme"), "", partial(_add_themes, state=state)),
        (Glyph.SUN, words("Brightness"), "", partial(_add_brightness, state=state)),
        (Glyph.SPEAKER, words("Volume"), "", partial(_add_volume, state=state)),
        (Glyph.KEY, words("PIN"), kept, _add_new_pin),
    ]
    body, foot = layout.body, layout.px(theme.GAP)
    card = Rect(body.x, body.y, body.w, layout.frame.height - foot - body.y)
    layout.surface(card)
    room = card.inset(layout.px(PADDING), layout.px(2))
    for index, (glyph, name, said, control) in enumerate(rows):
        top = room.y + room.h * index // len(rows)
        row = Rect(room.x, top, room.w, room.y + room.h * (index + 1) // len(rows) - top)
        if index:
            layout.rule(row)
        _add_row(layout, row, (glyph, name, said), control)


def _add_row(layout: Layout, row: Rect, label: tuple[Glyph, str, str], control: Control) -> None:
    """Lay a row: what it is on the left and its control on the right, or below it on an upright glass."""
    target = layout.px(theme.LEAST_TARGET)
    if layout.frame.upright:
        height = layout.style(theme.BODY).line_px
        top = row.y + (row.h - height - layout.px(8) - target) // 2
        _add_label(layout, Rect(row.x, top, row.w, height), label)
        control(layout, Rect(row.x, top + height + layout.px(8), row.w, target))
        return
    width = round(row.w * CONTROL_SHARE)
    _add_label(layout, row._replace(w=row.w - width - layout.px(theme.GAP)), label)
    control(layout, Rect(row.right - width, row.y + (row.h - target) // 2, width, target))


def _add_label(layout: Layout, rect: Rect, label: tuple[Glyph, str, str]) -> None:
    glyph, name, said = label
    side, gap = layout.px(ICON), layout.px(14)
    layout.add(Icon(Rect(rect.x, rect.y + (rect.h - side) // 2, side, side), glyph, Colour.MUTED))
    style, small = layout.style(theme.SMALL), layout.style(SMALL)
    room = Rect(rect.x + side + gap, rect.y, rect.w - side - gap, rect.h)
    if not said:
        layout.add(layout.label(room, name, style, align=Align.LEFT))
        return
    if layout.frame.upright:
        width = layout.width(name, style)
        layout.add(layout.label(room._replace(w=width), name, style, align=Align.LEFT))
        below = Rect(room.x + width + gap, room.y, room.w - width - gap, room.h)
    else:
        height = style.line_px + small.line_px
        top = room.y + (room.h - height) // 2
        layout.add(layout.label(Rect(room.x, top, room.w, style.line_px), name, style, align=Align.LEFT))
        below = Rect(room.x, top + style.line_px, room.w, small.line_px)
    mark = layout.px(16)
    layout.add(Icon(Rect(below.x, below.y + (below.h - mark) // 2, mark, mark), Glyph.CHECK, Colour.GOOD))
    text = Rect(below.x + mark + layout.px(6), below.y, below.w - mark - layout.px(6), below.h)
    layout.add(layout.label(text, said, small, colour=Colour.GOOD, align=Align.LEFT))


def _add_from_right(layout: Layout, rect: Rect, chips: list[Chip]) -> None:
    """Lay chips at the right of a row, or at its left on an upright glass, under their name."""
    left = rect.x if layout.frame.upright else max(rect.x, rect.right - chips_width(layout, chips))
    add_chips(layout, Rect(left, rect.y, rect.right - left, rect.h), chips)


def _add_languages(layout: Layout, rect: Rect, state: Adjusting) -> None:
    """Lay a chip for each language by its own name, or the one there is between arrows where they are many."""
    settings, catalogue, languages = state.unit.settings, layout.frame.catalogue, state.unit.site.languages
    now = state.unit.language
    chips = [
        Chip(catalogue.words(tag).name, ChangedSettings(replace(settings, language=tag)), chosen=tag == now)
        for tag in languages
    ]
    if chips_width(layout, chips) > rect.w:
        index = languages.index(now)
        before, after = (ChangedSettings(replace(settings, language=languages[each % len(languages)]))
                         for each in (index - 1, index + 1))  # fmt: skip
        chips = [Chip("", before, Glyph.BACK), chips[index], Chip("", after, Glyph.FORWARD)]
    _add_from_right(layout, rect, chips)


def _add_themes(layout: Layout, rect: Rect, state: Adjusting) -> None:
    settings = state.unit.settings
    chips = [
        Chip(
            layout.words(name),
            ChangedSettings(replace(settings, theme=each)),
            glyph,
            chosen=each is settings.theme,
        )
        for each, (glyph, name) in THEMES.items()
    ]
    _add_from_right(layout, rect, chips)


def _add_brightness(layout: Layout, rect: Rect, state: Adjusting) -> None:
    settings = state.unit.settings

    def to(percent: int) -> Settings:
        return replace(settings, brightness=percent)

    _add_steps(layout, rect, settings.brightness, LEAST_BRIGHTNESS, to)


def _add_volume(layout: Layout, rect: Rect, state: Adjusting) -> None:
    settings = state.unit.settings

    def to(percent: int) -> Settings:
        return replace(settings, volume=percent)

    _add_steps(layout, rect, settings.volume, 0, to)


def _add_steps(layout: Layout, rect: Rect, percent: int, least: int, to: Callable[[int], Settings]) -> None:
    """Lay − and + round a bar that is filled as far as the value goes, the value in figures beside it."""
    target, gap, style = layout.px(theme.LEAST_TARGET), layout.px(16), layout.style(theme.CAPTION)
    figures = layout.width("100 %", style)
    less = ChangedSettings(to((percent - 1) // STEP * STEP))
    more = ChangedSettings(to(percent // STEP * STEP + STEP))
    place = Rect(rect.right - figures, rect.y, figures, rect.h)
    layout.add(layout.label(place, f"{percent} %", style, colour=Colour.MUTED, align=Align.RIGHT))
    right = Rect(place.x - gap - target, rect.y, target, target)
    left = Rect(rect.x, rect.y, target, target)
    layout.add(_step(layout, left, Glyph.MINUS, less, enabled=percent > least))
    layout.add(_step(layout, right, Glyph.PLUS, more, enabled=percent < MOST))
    height = layout.px(BAR_HEIGHT)
    track = Rect(left.right + gap, rect.y + (rect.h - height) // 2, right.x - left.right - 2 * gap, height)
    layout.add(Box(track, Colour.LINE, radius=height // 2))
    filled = round(track.w * percent / MOST)
    if filled >= height:
        layout.add(Box(track._replace(w=filled), Colour.PRIMARY, radius=height // 2))


def _step(layout: Layout, rect: Rect, glyph: Glyph, event: Touch, *, enabled: bool) -> Button:
    side, face = layout.px(22), rect.inset(layout.px(4))
    icon = Icon(face.middle(side, side), glyph, Colour.TEXT)
    return Button(
        rect, face, Kind.PLAIN, event, (), (icon,), radius=layout.px(12), line_px=layout.line_px,
        enabled=enabled,
    )  # fmt: skip


def _add_new_pin(layout: Layout, rect: Rect) -> None:
    _add_from_right(layout, rect, [Chip(layout.words("Choose a new PIN"), AskedForNewPin(), Glyph.KEY)])
