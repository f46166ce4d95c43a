"""The strip along the top: where am I, how far along, larger text, another language."""

from collections.abc import Sequence

from terminal.session.events import SpokeLanguage, Toggled, Touch
from terminal.session.states import Session, Unit
from terminal.session.view import Mode

from . import theme
from .icons import Glyph
from .items import Align, Box, Button, Icon, Kind, Text
from .layout import Layout
from .rect import Rect
from .theme import Colour

STEPS = 4
DASH, DASH_UPRIGHT, DASH_GAP, DASH_HEIGHT = 28, 14, 8, 4
CHIP_HEIGHT = 40
CHIP_PADDING = 16


def add_strip(layout: Layout, unit: Unit, session: Session, step: int = 0) -> None:
    """Write whose terminal this is on the left; on the right the steps up to ``step``, and the chips."""
    right = add_chips(layout, unit, session)
    if step:
        right = _add_steps(layout, right, step)
    till = session.request.till
    name = session.request.merchant or unit.site.merchant
    add_place(layout, (f"{name} · {till}", name) if till else (name,), right)


def add_place(layout: Layout, names: Sequence[str], right: int) -> None:
    """Write where one is: the first of some names that fits between the left margin and ``right``."""
    style = layout.style(theme.CAPTION)
    rect = Rect(layout.body.x, 0, right - layout.px(theme.GAP) - layout.body.x, layout.px(theme.STRIP))
    fitting = (name for name in names if layout.width(name, style) <= rect.w)
    text = next(fitting, None) or layout.shortened(names[-1], style, rect.w)
    layout.add(layout.label(rect, text, style, colour=Colour.MUTED, align=Align.LEFT))
    take_strip(layout)


def take_strip(layout: Layout) -> None:
    """Let the body begin below the strip."""
    body, strip = layout.body, layout.px(theme.STRIP)
    layout.body = Rect(body.x, strip, body.w, body.bottom - strip)


def add_chips(layout: Layout, unit: Unit, session: Session) -> int:
    """Put the small switches at the right margin; return where they begin."""
    right = layout.body.right
    next_language = _after(session.language, unit.site.languages)
    if next_language != session.language:
        name = layout.frame.catalogue.words(next_language).name
        right = _add_chip(layout, right, SpokeLanguage(next_language), text=name)
    return _add_chip(
        layout, right, Toggled(Mode.LARGE_TEXT), glyph=Glyph.TEXT_SIZE, chosen=session.view.large_text
    )


def _after(language: str, languages: tuple[str, ...]) -> str:
    """Return the language that the chip offers: the next of the site's."""
    if language not in languages:
        return languages[0]
    return languages[(languages.index(language) + 1) % len(languages)]


def _add_chip(
    layout: Layout,
    right: int,
    event: Touch,
    *,
    text: str = "",
    glyph: Glyph | None = None,
    chosen: bool = False,
) -> int:
    style = layout.style(theme.CAPTION)
    least = layout.px(theme.LEAST_TARGET)
    width = max(least, layout.width(text, style) + 2 * layout.px(CHIP_PADDING)) if text else least
    rect = Rect(right - width, 0, width, layout.px(theme.STRIP))
    face = rect.middle(width, layout.px(CHIP_HEIGHT))
    texts: tuple[Text, ...] = (layout.label(face, text, style),) if text else ()
    side = layout.px(24)
    colour = Colour.PRIMARY if chosen else Colour.TEXT
    icons = (Icon(face.middle(side, side), glyph, colour),) if glyph else ()
    layout.add(
        Button(
            rect,
            face,
            Kind.CHOSEN_CHIP if chosen else Kind.CHIP,
            event,
            texts,
            icons,
            radius=face.h // 2,
            line_px=max(1, layout.px(theme.LINE)),
        )
    )
    return rect.x - layout.px(12)


def _add_steps(layout: Layout, right: int, step: int) -> int:
    """Draw a dash for each step, those that were reached in colour; return where they begin."""
    width = layout.px(DASH_UPRIGHT if layout.frame.upright else DASH)
    gap, height = layout.px(DASH_GAP), layout.px(DASH_HEIGHT)
    left = right - layout.px(8) - STEPS * width - (STEPS - 1) * gap
    top = (layout.px(theme.STRIP) - height) // 2
    for index in range(STEPS):
        colour = Colour.PRIMARY if index < step else Colour.LINE
        rect = Rect(left + index * (width + gap), top, width, height)
        layout.add(Box(rect, colour, radius=height // 2))
    return left
