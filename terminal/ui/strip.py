"""The strip along the top: where am I, how far along, and the glass as this customer wants it, by one touch each."""

from collections.abc import Sequence
from dataclasses import dataclass

from terminal.session.events import OpenedView, SpokeLanguage, Toggled, Touch
from terminal.session.states import Session, Unit
from terminal.session.view import Mode

from . import buttons, theme
from .countdown import time_left
from .icons import Glyph
from .items import Align, Box, Button, Icon, Text
from .layout import Layout
from .rect import Rect
from .theme import Colour

STEPS = 4
DASH, DASH_GAP, DASH_HEIGHT = 28, 8, 4
CHIP_HEIGHT = 40
CHIP_PADDING = 16
CHIP_GAP = 8
LEAST_PLACE = 120
"""What the name of the shop has left at least, beside the chips."""

MODES = {
    Mode.LARGE_TEXT: Glyph.TEXT_SIZE,
    Mode.HIGH_CONTRAST: Glyph.CONTRAST,
    Mode.LEFT_HANDED: Glyph.HAND,
}


def add_strip(layout: Layout, unit: Unit, session: Session, step: int = 0, about: str = "") -> None:
    """Write whose terminal this is on the left, and what it is ``about``; on the right the steps and the chips.

    On an upright glass the steps run along the strip's lower edge. Near the deadline, the time that is left takes
    the place of the name and the steps.
    """
    hurry = time_left(layout, session)
    beside = bool(step) and not layout.frame.upright and not hurry
    least = layout.px(LEAST_PLACE) + (_steps_width(layout) + 2 * layout.px(theme.GAP) if beside else 0)
    right = add_chips(layout, unit, session, layout.body.w - least)
    if beside:
        right = _add_steps(layout, right, step)
    elif step and layout.frame.upright:
        _add_long_steps(layout, step)
    if hurry:
        add_place(layout, hurry, right, Colour.TEXT)
        return
    till = session.request.till
    name = session.request.merchant or unit.site.merchant
    if about:
        add_place(layout, (f"{name} · {about}", about), right)
    else:
        add_place(layout, (f"{name} · {till}", name) if till else (name,), right)
    if step and not beside:
        body, gap = layout.body, layout.px(theme.GRID)
        layout.body = Rect(body.x, body.y + gap, body.w, body.h - gap)


def add_place(layout: Layout, names: Sequence[str], right: int, colour: Colour = Colour.MUTED) -> None:
    """Write where one is: the first of some names that fits between the left margin and ``right``."""
    style = layout.style(theme.CAPTION)
    rect = Rect(layout.body.x, 0, right - layout.px(theme.GAP) - layout.body.x, layout.px(theme.STRIP))
    fitting = (name for name in names if layout.width(name, style) <= rect.w)
    text = next(fitting, None) or layout.shortened(names[-1], style, rect.w)
    layout.add(layout.label(rect, text, style, colour=colour, align=Align.LEFT))
    take_strip(layout)


def take_strip(layout: Layout) -> None:
    """Let the body begin below the strip."""
    body, strip = layout.body, layout.px(theme.STRIP)
    layout.body = Rect(body.x, strip, body.w, body.bottom - strip)


@dataclass(frozen=True, slots=True)
class Chip:
    """One small switch, before it has a place."""

    event: Touch
    glyph: Glyph | None = None
    text: str = ""
    chosen: bool = False


def add_chips(layout: Layout, unit: Unit, session: Session, room: int) -> int:
    """Put the small switches at the right margin; return where they begin.

    One for each mode and one for the language where ``room`` (pixels) has place for them; where it has not, one
    opens the others.
    """
    gap = layout.px(CHIP_GAP)
    for chips in _sets(layout, unit, session):
        if sum(_chip_width(layout, chip) + gap for chip in chips) - gap <= room:
            break
    right = layout.body.right
    for chip in reversed(chips):
        width = _chip_width(layout, chip)
        layout.add(_button(layout, chip, Rect(right - width, 0, width, layout.px(theme.STRIP))))
        right -= width + gap
    return right + gap


def _sets(layout: Layout, unit: Unit, session: Session) -> tuple[list[Chip], ...]:
    """Return the chips there may be, from all of them to the one that opens the others."""
    view, languages = session.view, unit.site.languages
    modes = [Chip(Toggled(mode), glyph, chosen=view.has(mode)) for mode, glyph in MODES.items()]
    opens = Chip(OpenedView(), Glyph.TEXT_SIZE, chosen=any(view.has(mode) for mode in Mode))
    other = next((each for each in languages if each != session.language), None)
    if other is None:
        speaks = []
    elif set(languages) | {session.language} == {other, session.language}:
        speaks = [Chip(SpokeLanguage(other), text=layout.frame.catalogue.words(other).name)]
    else:
        speaks = [Chip(OpenedView(), Glyph.GLOBE)]
    return [*modes, *speaks], [opens, *speaks], [opens]


def _chip_width(layout: Layout, chip: Chip) -> int:
    words = (
        layout.width(chip.text, layout.style(theme.CAPTION)) + 2 * layout.px(CHIP_PADDING) if chip.text else 0
    )
    return max(words, layout.px(theme.LEAST_TARGET) - layout.px(CHIP_GAP))


def _button(layout: Layout, chip: Chip, place: Rect) -> Button:
    """Return a chip: what a finger may hit reaches halfway to its neighbours, and to the strip's edges."""
    face = place.middle(place.w, layout.px(CHIP_HEIGHT))
    style, side = layout.style(theme.CAPTION), layout.px(24)
    colour = Colour.PRIMARY if chip.chosen else Colour.TEXT
    texts: tuple[Text, ...] = (layout.label(face, chip.text, style),) if chip.text else ()
    icons = (Icon(face.middle(side, side), chip.glyph, colour),) if chip.glyph else ()
    reach = place.inset(-(layout.px(CHIP_GAP) // 2), 0)
    return buttons.chip(layout, reach, chip.event, texts, icons, face=face, chosen=chip.chosen)


def _steps_width(layout: Layout) -> int:
    return STEPS * layout.px(DASH) + (STEPS - 1) * layout.px(DASH_GAP)


def _add_steps(layout: Layout, right: int, step: int) -> int:
    """Draw a dash for each step before the chips; return where they begin."""
    left = right - layout.px(theme.GAP) - _steps_width(layout)
    _add_dashes(layout, Rect(left, 0, _steps_width(layout), layout.px(theme.STRIP)), step)
    return left


def _add_long_steps(layout: Layout, step: int) -> None:
    """Draw a dash for each step, together as wide as the body."""
    height = layout.px(2 * DASH_HEIGHT)
    _add_dashes(layout, Rect(layout.body.x, layout.px(theme.STRIP) - height, layout.body.w, height), step)


def _add_dashes(layout: Layout, room: Rect, step: int) -> None:
    """Draw a dash for each step in a room, those that were reached in colour."""
    gap, height = layout.px(DASH_GAP), layout.px(DASH_HEIGHT)
    width = (room.w - (STEPS - 1) * gap) // STEPS
    top = room.y + (room.h - height) // 2
    for index in range(STEPS):
        number = (
            STEPS - 1 - index if layout.view.left_handed else index
        )  # the strip is mirrored, their order is not
        colour = Colour.PRIMARY if number < step else Colour.TRACK
        layout.add(Box(Rect(room.x + index * (width + gap), top, width, height), colour, radius=height // 2))
