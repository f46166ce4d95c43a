"""A till is let in: eight digits to enter there, for how long, and how the till knows that it is this terminal."""

from terminal.model.history import PairingCode
from terminal.session.staff.events import AskedForPairing
from terminal.session.staff.states import ManagingTills
from terminal.typeset import Face
from terminal.ui import theme
from terminal.ui.items import Align, Text
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour, Type

from .head import add_head

CODE = Type(76, Face.CODE, spacing=0.08)
PRINT = Type(17, Face.CODE, spacing=0.04)
ADDRESS = Type(19, Face.CODE)
CARD_HEIGHT = 160
GROUP = 4
GAP = 16
HURRY_S = 30


def grouped(text: str, size: int = GROUP) -> tuple[str, ...]:
    """Return a text in groups, as people compare it."""
    return tuple(text[i : i + size] for i in range(0, len(text), size))


def lay_pairing(layout: Layout, state: ManagingTills, code: PairingCode) -> None:
    """Lay out the code very large, and below it what the till needs besides. Going back withdraws the code."""
    add_head(layout, state, layout.words("Let a till in"), back=AskedForPairing())
    body = layout.body
    card = Rect(body.x, body.y, body.w, layout.px(CARD_HEIGHT))
    _add_code(layout, card, code.code, state.remaining_s)
    top = card.bottom + layout.px(GAP)
    room = Rect(body.x, top, body.w, layout.frame.height - layout.px(GAP) - top)
    if layout.frame.upright:
        height = room.h // 3
        steps, facts = room._replace(h=height), Rect(room.x, room.y + height, room.w, room.h - height)
    else:
        half = round(room.w * 0.44)
        steps = room._replace(w=half)
        facts = Rect(room.x + half + 2 * layout.px(GAP), room.y, room.w - half - 2 * layout.px(GAP), room.h)
    _add_steps(layout, steps, certified=bool(code.certificate_sha256))
    _add_facts(layout, facts, code)


def _add_code(layout: Layout, card: Rect, code: str, remaining_s: int) -> None:
    layout.surface(card)
    caption = layout.style(theme.CAPTION)
    inner = card.inset(layout.px(24), layout.px(12))
    shown = " ".join(grouped(code))
    place = Rect(inner.x, inner.y, inner.w, inner.h - caption.line_px)
    layout.add(layout.label(place, shown, layout.style(CODE)))
    left = f"{remaining_s // 60}:{remaining_s % 60:02}"
    colour = Colour.MUTED if remaining_s > HURRY_S else Colour.WARN
    foot = Rect(inner.x, place.bottom, inner.w, caption.line_px)
    said = layout.words("Good for one till, and for {time} more", time=left)
    layout.add(layout.label(foot, said, caption, colour=colour))


def _add_steps(layout: Layout, room: Rect, *, certified: bool) -> None:
    """Say what to do on the till."""
    words = layout.words
    lines = [
        Line(words("On the till"), theme.BODY),
        Line(words("1. Enter the address of this terminal."), theme.CAPTION, gap=8),
        Line(words("2. Enter the eight digits."), theme.CAPTION, gap=4),
    ]
    if certified:
        lines.append(Line(words("3. Compare the certificate’s fingerprint."), theme.CAPTION, gap=4))
    layout.column(room, lines, middle=False)


def _add_facts(layout: Layout, room: Rect, code: PairingCode) -> None:
    """Write the address, and the certificate's fingerprint in groups."""
    words, caption = layout.words, layout.style(Type(16))
    y = room.y + layout.px(4)
    address = layout.style(ADDRESS)
    layout.add(Text(Rect(room.x, y, room.w, caption.line_px), (words("Address"),), caption, Colour.MUTED))
    y += caption.line_px
    layout.add(
        layout.label(Rect(room.x, y, room.w, address.line_px), code.address, address, align=Align.LEFT)
    )
    y += address.line_px + layout.px(12)
    if not code.certificate_sha256:
        return
    name = layout.label(
        Rect(room.x, y, room.w, caption.line_px),
        words("Certificate fingerprint (SHA-256)"),
        caption,
        colour=Colour.MUTED,
        align=Align.LEFT,
    )
    layout.add(name)
    y += caption.line_px
    style = layout.style(PRINT)
    groups = grouped(code.certificate_sha256.upper())
    per_line = max(1, min(8, (room.w + layout.width(" ", style)) // layout.width("0000 ", style)))
    while len(groups) % per_line:
        per_line -= 1
    rows = tuple(" ".join(groups[i : i + per_line]) for i in range(0, len(groups), per_line))
    layout.add(Text(Rect(room.x, y, room.w, len(rows) * style.line_px), rows, style))
