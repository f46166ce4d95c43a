"""Keys to type with: a keypad for figures, a keyboard for references. Every key says ``Typed`` and what it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from terminal.session.events import Touch
from terminal.session.staff.events import Key, Typed
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.items import Button, Icon, Kind, Text
from terminal.ui.layout import Layout
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour, Type

FIGURE, LETTER = Type(32), Type(24)
ICON = 30
GAP = 8
RADIUS = 12
UPRIGHT_KEY = 92
COLUMN_GAP = 32

DIGITS = ("123", "456", "789")
HEX_DIGITS = ("123AB", "456CD", "789EF")
ACROSS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL-", "ZXCVBNM.")
"""The keyboard of a lying glass."""

UPRIGHT = ("12345", "67890-", "ABCDEFG", "HIJKLMN", "OPQRSTU", "VWXYZ.")
"""The keyboard of an upright glass, where ten keys beside each other would be too narrow for a finger."""


@dataclass(frozen=True, slots=True)
class KeyCap:
    """One key: what is on it, and what it says when pressed. ``span`` is its width in ordinary keys."""

    text: str
    event: Touch
    glyph: Glyph | None = None
    kind: Kind = Kind.PLAIN
    enabled: bool = True
    span: int = 1


def backspace(*, enabled: bool = True) -> KeyCap:
    """Return the key that takes the last character back."""
    return KeyCap("", Typed(Key.BACKSPACE), Glyph.BACKSPACE, enabled=enabled)


def add_keypad(layout: Layout, room: Rect, left: KeyCap, right: KeyCap, *, enabled: bool = True) -> None:
    """Lay a keypad into a room: nine digits, and 0 between ``left`` and ``right``."""
    rows = [[_key(digit, enabled=enabled) for digit in row] for row in DIGITS]
    rows.append([left, _key("0", enabled=enabled), right])
    _lay(layout, room, rows, FIGURE)


def add_hex_keypad(layout: Layout, room: Rect, left: KeyCap, right: KeyCap, *, enabled: bool = True) -> None:
    """Lay a keypad for codes into a room: 1 to F, and 0 between ``left`` and ``right``."""
    rows = [[_key(digit, enabled=enabled) for digit in row] for row in HEX_DIGITS]
    rows.append([left, _key("0", enabled=enabled), right])
    _lay(layout, room, rows, FIGURE)


def keypad_places(layout: Layout, words_share: float = 0.5) -> tuple[Rect, Rect]:
    """Return the room for what is typed, and the keypad's: beside each other, or one above the other.

    Args:
        layout: whose body is shared out.
        words_share: how much of a lying glass's width is not the keypad's.
    """
    body, gap = layout.body, layout.px(GAP)
    foot = layout.px(theme.GAP) - gap // 2
    if layout.frame.upright:
        height = 4 * layout.px(UPRIGHT_KEY)
        bottom = min(body.bottom, layout.frame.height - foot)
        pad = Rect(body.x - gap // 2, bottom - height, body.w + gap, height)
        return Rect(body.x, body.y, body.w, pad.y - body.y), pad
    left = round(body.w * words_share)
    x = body.x + left
    pad = Rect(x, body.y, body.right - x + gap // 2, layout.frame.height - foot - body.y)
    return Rect(body.x, body.y, left - layout.px(COLUMN_GAP), body.h), pad


def add_keyboard(layout: Layout, room: Rect, *, begun: bool) -> None:
    """Lay a keyboard into a room: digits, letters, ``-``, ``.``, and once something is typed space and backspace."""
    space = KeyCap("", Typed(" "), Glyph.SPACE, enabled=begun)
    if layout.frame.upright:
        rows = [[_key(each) for each in row] for row in UPRIGHT]
        rows[0].append(backspace(enabled=begun))
        rows[-1].append(space)
    else:
        rows = [[_key(each) for each in row] for row in ACROSS]
        rows[-1] += [space, backspace(enabled=begun)]
    _lay(layout, room, rows, LETTER)


def keyboard_height(layout: Layout) -> int:
    """Return how high a keyboard wants to be: its keys as high as a finger is wide, and their gaps."""
    rows = len(UPRIGHT if layout.frame.upright else ACROSS)
    return rows * layout.px(theme.LEAST_TARGET + GAP)


def _key(character: str, *, enabled: bool = True) -> KeyCap:
    return KeyCap(character, Typed(character), enabled=enabled)


def _lay(layout: Layout, room: Rect, rows: Sequence[Sequence[KeyCap]], kind: Type) -> None:
    """Lay rows of keys. What a finger may hit has no gaps between: a touch there means the nearest key.

    Figures and Latin letters run from left to right for every reader: where the screen will be mirrored, rows are
    laid from their ends, and come out as they are on every keypad.
    """
    gap = layout.px(GAP)
    for index, keys in enumerate(rows):
        row = keys[::-1] if layout.words.right_to_left else keys
        top = room.y + room.h * index // len(rows)
        bottom = room.y + room.h * (index + 1) // len(rows)
        spans, before = sum(cap.span for cap in row), 0
        for cap in row:
            left = room.x + room.w * before // spans
            before += cap.span
            right = room.x + room.w * before // spans
            rect = Rect(left, top, right - left, bottom - top)
            layout.add(_button(layout, cap, rect, rect.inset(gap // 2), kind))


def _button(layout: Layout, cap: KeyCap, rect: Rect, face: Rect, kind: Type) -> Button:
    colour = Colour.ON_PRIMARY if cap.kind is Kind.PRIMARY else Colour.TEXT
    texts: tuple[Text, ...] = ()
    icons: tuple[Icon, ...] = ()
    if cap.glyph:
        side = layout.px(ICON)
        icons = (Icon(face.middle(side, side), cap.glyph, colour),)
    else:
        texts = (layout.label(face, cap.text, layout.style(kind), colour=colour),)
    return Button(
        rect,
        face,
        cap.kind,
        cap.event,
        texts,
        icons,
        radius=layout.px(RADIUS),
        line_px=layout.line_px,
        enabled=cap.enabled,
    )
