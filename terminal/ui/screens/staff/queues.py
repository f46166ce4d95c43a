"""What waits to be printed and to be sent: since when, how often it was tried, and why it has not worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from terminal.model.history import QueuedSlip, QueuedUpload, Queues
from terminal.model.status import Printed, Uploaded
from terminal.session.events import Touch
from terminal.session.staff.events import RetriedSlip, RetriedUpload
from terminal.session.staff.states import ViewingQueues
from terminal.ui import theme
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Button, Icon, Kind, Text
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour, Type

from .head import add_head
from .marks import PRINTED, UPLOADED

HEAD, ENTRY_PADDING = 56, 10
PADDING, GAP = 16, 16
SMALL = Type(16)
MOST_REASON = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that waits, whichever queue it is in; ``again`` where staff can have it tried at once."""

    name: str
    sign: Glyph
    colour: Colour
    said: str
    asked: datetime
    attempts: int
    error: str
    again: Touch | None


def lay_queues(layout: Layout, state: ViewingQueues) -> None:
    """Lay out both queues beside each other, or one above the other on an upright glass."""
    words, queues = layout.words, state.queues
    add_head(layout, state, words("Queues"))
    body, gap = layout.body, layout.px(GAP)
    height = layout.frame.height - gap - body.y
    if layout.frame.upright:
        half = (height - gap) // 2
        upper, lower = body._replace(h=half), Rect(body.x, body.y + half + gap, body.w, half)
    else:
        half = (body.w - gap) // 2
        upper, lower = Rect(body.x, body.y, half, height), Rect(body.x + half + gap, body.y, half, height)
    seen = queues or Queues()
    waiting = queues is None
    _add_queue(
        layout, upper, (Glyph.PRINTER, words("To print")), [_slip(layout, each) for each in seen.slips],
        seen.slips_in_all, waiting=waiting,
    )  # fmt: skip
    _add_queue(
        layout, lower, (Glyph.CLOUD, words("To send")), [_upload(layout, each) for each in seen.uploads],
        seen.uploads_in_all, waiting=waiting,
    )  # fmt: skip


def _slip(layout: Layout, slip: QueuedSlip) -> Entry:
    sign, colour, said = PRINTED[slip.state]
    again = RetriedSlip(slip.id) if slip.state is Printed.FAILED else None
    nameless = {"test": layout.words("Test slip"), "close": layout.words("Day close")}
    name = slip.reference or nameless.get(slip.kind) or layout.words("Record")
    told = _position(layout, slip) or layout.words(said)
    return Entry(name, sign, colour, told, slip.asked, slip.attempts, slip.error, again)


def _position(layout: Layout, slip: QueuedSlip) -> str:
    """Say how much of a slip that is printing, or stopped in its middle, has gone to the printer; else nothing."""
    if slip.sent_percent is None:
        return ""
    if slip.state is Printed.PRINTING:
        return layout.words("Printing, {percent} %", percent=slip.sent_percent)
    return layout.words("Stopped at {percent} %", percent=slip.sent_percent)


def _upload(layout: Layout, upload: QueuedUpload) -> Entry:
    sign, colour, said = UPLOADED[upload.state]
    again = RetriedUpload(upload.id) if upload.state is Uploaded.REFUSED else None
    name = upload.reference or layout.words("Record")
    return Entry(name, sign, colour, layout.words(said), upload.asked, upload.attempts, upload.error, again)


def _add_queue(
    layout: Layout,
    card: Rect,
    title: tuple[Glyph, str],
    entries: Sequence[Entry],
    in_all: int,
    *,
    waiting: bool,
) -> None:
    """Lay a card: what the queue is, how much is in it, and as many entries as it has room for."""
    layout.surface(card)
    padding = layout.px(PADDING)
    head = Rect(card.x + padding, card.y, card.w - 2 * padding, layout.px(HEAD))
    _add_title(layout, head, title, in_all)
    room = Rect(head.x, head.bottom, head.w, card.bottom - head.bottom)
    if not entries:
        _say_none(layout, room, waiting=waiting)
        return
    caption = layout.style(SMALL)
    foot = caption.line_px + layout.px(16)
    y, shown = room.y, 0
    for entry in entries:
        height = _entry_height(layout, entry, room.w)
        last = shown + 1 == in_all
        if y + height + (0 if last else foot) > room.bottom:
            break
        _add_entry(layout, Rect(room.x, y, room.w, height), entry)
        y, shown = y + height, shown + 1
    if shown < in_all:
        more = layout.words("and {number} more", number=in_all - shown)
        layout.rule(Rect(room.x, y, room.w, 1))
        layout.add(
            layout.label(Rect(room.x, y, room.w, foot), more, caption, colour=Colour.MUTED, align=Align.LEFT)
        )


def _add_title(layout: Layout, head: Rect, title: tuple[Glyph, str], in_all: int) -> None:
    glyph, name = title
    side, gap = layout.px(24), layout.px(10)
    layout.add(Icon(Rect(head.x, head.y + (head.h - side) // 2, side, side), glyph, Colour.PRIMARY))
    style = layout.style(theme.SMALL)
    count = str(in_all) if in_all else ""
    width = layout.width(count, style) if count else 0
    words = Rect(head.x + side + gap, head.y, head.w - side - 2 * gap - width, head.h)
    layout.add(layout.label(words, name, style, align=Align.LEFT))
    if count:
        place = Rect(head.right - width, head.y, width, head.h)
        layout.add(layout.label(place, count, style, colour=Colour.MUTED, align=Align.RIGHT))


def _say_none(layout: Layout, room: Rect, *, waiting: bool) -> None:
    """Say that nothing waits, or that the store is being asked."""
    if waiting:
        lines = (Line(layout.words("Looking…"), theme.CAPTION, Colour.MUTED),)
        layout.column(room, lines, align=Align.CENTRE)
        return
    badge = layout.px(56)
    lines = (Line(layout.words("Nothing waits"), theme.BODY),)
    text = layout.column(
        Rect(room.x, room.y + badge, room.w, room.h - badge - layout.px(HEAD // 2)), lines, align=Align.CENTRE
    )
    place = Rect(room.x + (room.w - badge) // 2, text.y - badge - layout.px(8), badge, badge)
    layout.badge(place, Glyph.CHECK, Colour.GOOD, Colour.GOOD_TINT)


def _reason(layout: Layout, entry: Entry, width: int) -> tuple[str, ...]:
    """Return why an entry is still here, as lines; what is longer than they is cut."""
    return layout.wrapped_to(entry.error, layout.style(SMALL), width, MOST_REASON) if entry.error else ()


def _words_width(layout: Layout, entry: Entry, width: int) -> int:
    """Return how much of an entry's width is left beside its button."""
    return width - (layout.px(theme.LEAST_TARGET) + layout.px(12) if entry.again else 0)


def _entry_height(layout: Layout, entry: Entry, width: int) -> int:
    reason = len(_reason(layout, entry, _words_width(layout, entry, width)))
    below = layout.style(SMALL).line_px * (1 + reason)
    if entry.again:
        below = max(below, layout.px(theme.LEAST_TARGET))
    return layout.px(2 * ENTRY_PADDING) + layout.style(theme.CAPTION).line_px + below


def _add_entry(layout: Layout, rect: Rect, entry: Entry) -> None:
    """Write what waits and since when, and below it how it stands and why; beside that, the way to try again."""
    layout.rule(rect)
    style, small = layout.style(theme.CAPTION), layout.style(SMALL)
    asked = f"{layout.words.day(entry.asked)} {entry.asked:%H:%M}"
    since = layout.width(asked, small)
    upper = Rect(rect.x, rect.y + layout.px(ENTRY_PADDING), rect.w, style.line_px)
    name = upper._replace(w=upper.w - since - layout.px(12))
    text = layout.shortened(entry.name, style, name.w)
    layout.add(layout.label(name, text, style, align=Align.LEFT))
    place = Rect(upper.right - since, upper.y, since, upper.h)
    layout.add(layout.label(place, asked, small, colour=Colour.MUTED, align=Align.RIGHT))
    width = _words_width(layout, entry, rect.w)
    lower = Rect(rect.x, upper.bottom, width, small.line_px)
    side = layout.px(16)
    layout.add(Icon(Rect(lower.x, lower.y + (lower.h - side) // 2, side, side), entry.sign, entry.colour))
    said = Rect(lower.x + side + layout.px(6), lower.y, width - side - layout.px(6), lower.h)
    layout.add(
        layout.label(said, _how_it_stands(layout, entry), small, colour=entry.colour, align=Align.LEFT)
    )
    if reason := _reason(layout, entry, width):
        taken = Rect(lower.x, lower.bottom, width, len(reason) * small.line_px)
        layout.add(Text(taken, reason, small, Colour.MUTED))
    if entry.again:
        room = Rect(rect.x, upper.bottom, rect.w, rect.bottom - upper.bottom - layout.px(ENTRY_PADDING))
        layout.add(_again(layout, room, entry.again))


def _how_it_stands(layout: Layout, entry: Entry) -> str:
    if entry.attempts > 1:
        tries = layout.words.plural("{number} try", "{number} tries", entry.attempts)
        return f"{entry.said} · {tries}"
    return entry.said


def _again(layout: Layout, rect: Rect, event: Touch) -> Button:
    """Return the button that has an entry tried at once."""
    target, side = layout.px(theme.LEAST_TARGET), layout.px(24)
    place = Rect(rect.right - target, rect.y + (rect.h - target) // 2, target, target)
    icon = Icon(place.middle(side, side), Glyph.AGAIN, Colour.PRIMARY)
    return Button(
        place,
        place,
        Kind.PLAIN,
        event,
        (),
        (icon,),
        radius=layout.px(12),
        line_px=layout.line_px,
    )
