"""What most buttons look like: a card that may be chosen, and a chip, which is small and round."""

from terminal.session.events import Touch

from . import theme
from .items import Button, Icon, Kind, Text
from .layout import Layout
from .rect import Rect


def card(
    layout: Layout,
    rect: Rect,
    event: Touch,
    texts: tuple[Text, ...],
    icons: tuple[Icon, ...] = (),
    *,
    chosen: bool = False,
    enabled: bool = True,
) -> Button:
    """Return a card as large as ``rect``."""
    return Button(
        rect,
        rect,
        Kind.CHOSEN_CARD if chosen else Kind.CARD,
        event,
        texts,
        icons,
        radius=layout.px(theme.RADIUS),
        line_px=layout.line_px,
        enabled=enabled,
    )


def chip(
    layout: Layout,
    rect: Rect,
    event: Touch,
    texts: tuple[Text, ...],
    icons: tuple[Icon, ...] = (),
    *,
    face: Rect,
    chosen: bool = False,
    enabled: bool = True,
) -> Button:
    """Return a chip that is seen as ``face``; a finger may hit all of ``rect``, which is higher."""
    return Button(
        rect,
        face,
        Kind.CHOSEN_CHIP if chosen else Kind.CHIP,
        event,
        texts,
        icons,
        radius=face.h // 2,
        line_px=layout.line_px,
        enabled=enabled,
    )
