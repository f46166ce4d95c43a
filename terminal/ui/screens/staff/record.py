"""One record as staff see it: the signature, the facts, how far it has come, and what can be done again."""

from terminal.export.void_reasons import void_reason
from terminal.i18n import message
from terminal.model.codes import spaced
from terminal.model.history import RecordView, VoidedView
from terminal.model.request import Method
from terminal.model.status import Health
from terminal.session.staff.events import AskedForPacket, AskedForSlip, AskedToSend, AskedToVoid
from terminal.session.staff.states import Notice, ViewingRecord
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar
from terminal.ui.icons import Glyph
from terminal.ui.items import Align, Icon, Kind, Text
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.screens.amount import add_amount
from terminal.ui.screens.checking import add_signature
from terminal.ui.theme import Colour, Type

from .banner import LEAST as BANNER
from .banner import add_banner
from .chips import Chip, add_chips_from_right, chips_width
from .head import add_head
from .marks import PRINTED, UPLOADED
from .record_lines import money

METHODS = {
    Method.TOUCH: message("Finger"),
    Method.STYLUS: message("Pen"),
    Method.FINGERPRINT: message("Fingerprint"),
}
NOTICES = {
    Notice.PRINTING: message("One more slip is on its way to the printer."),
    Notice.SENDING: message("It is being sent to the archive once more."),
    Notice.VOIDED: message("It is void now. It stays on record."),
    Notice.NOT_QUEUED: message("Nothing can be saved now. Call a technician."),
}
SHARE = 0.54
CODE_HEIGHT = 56
GAP = 12
CODE_TYPE = Type(32, theme.CODE.face, spacing=0.1)
AMOUNT = Type(46, theme.AMOUNT.face)


def lay_record(layout: Layout, state: ViewingRecord) -> None:
    """Lay out a record; while it is being read, only where it will be."""
    words, view = layout.words, state.view
    title = view.line.reference if view else words("Record")
    strip = add_head(
        layout,
        state,
        layout.shortened(title or words("Record"), layout.style(theme.BODY), layout.body.w // 2),
    )
    ready = view is not None and not view.line.became
    _offer_packet(layout, strip, ready=ready)
    readiness = state.unit.readiness
    prints, sends = readiness.printer is not Health.ABSENT, readiness.archive is not Health.ABSENT
    void = [Choice(words("Void"), AskedToVoid(), Kind.QUIET)] if view and not view.voided else []
    add_bar(
        layout,
        *void,
        Choice(words("Print again"), AskedForSlip(), glyph=Glyph.PRINTER, enabled=ready and prints, grow=1),
        Choice(words("Send again"), AskedToSend(), glyph=Glyph.CLOUD, enabled=ready and sends, grow=1),
    )
    if view is None:
        layout.column(
            layout.body, (Line(words("One moment, please"), theme.BODY, Colour.MUTED),), align=Align.CENTRE
        )
        return
    if state.notice in NOTICES:
        colour = Colour.BAD if state.notice is Notice.NOT_QUEUED else Colour.GOOD
        _add_notice(layout, words(NOTICES[state.notice]), colour)
    elif view.voided:
        _add_notice(layout, _since_when(layout, view.voided), Colour.WARN)
    elif view.line.became:
        gone = words("Its content was destroyed; its number stays")
        sealed = words("Sealed to its owner: it cannot be read here any more")
        _add_notice(layout, sealed if view.line.became == "sealed" else gone, Colour.WARN)
    body = layout.body
    if layout.frame.upright:
        height = round(body.h * 0.46)
        left = body._replace(h=height)
        right = Rect(body.x, left.bottom + layout.px(GAP), body.w, body.bottom - left.bottom - layout.px(GAP))
    else:
        left = body._replace(w=round(body.w * SHARE))
        right = Rect(left.right + layout.px(28), body.y, body.right - left.right - layout.px(28), body.h)
    _add_signature(layout, left, view)
    _add_facts(layout, right, view)


def _offer_packet(layout: Layout, strip: Rect, *, ready: bool) -> None:
    """Offer a dispute's packet at the right of the strip; by its icon alone where words have no room."""
    for words in (layout.words("For a dispute"), ""):
        chip = Chip(words, AskedForPacket(), Glyph.SAVE, enabled=ready)
        if chips_width(layout, [chip]) <= strip.w:
            add_chips_from_right(layout, strip, [chip])
            return


def _since_when(layout: Layout, voided: VoidedView) -> str:
    """Say that a record does not count any more, since when and why."""
    words = layout.words
    when = f"{words.day(voided.at)} {voided.at:%H:%M}"
    return words("Void since {when}: {reason}", when=when, reason=void_reason(voided.reason, words))


def _add_notice(layout: Layout, sentence: str, colour: Colour) -> None:
    """Say at the foot of the body what is being done, and take its room."""
    body, height = layout.body, layout.px(BANNER)
    add_banner(layout, Rect(body.x, body.bottom - height, body.w, height), colour, sentence)
    layout.body = body._replace(h=body.h - height - layout.px(GAP))


def _add_signature(layout: Layout, room: Rect, view: RecordView) -> None:
    """Show the signature on its pad as it was, and the match code large below it."""
    code = layout.px(CODE_HEIGHT)
    pad = room._replace(h=room.h - code)
    if view.ink:
        add_signature(layout, pad, view.ink, view.line.match_code)
    else:
        _name_finger(layout, pad, matched=view.matched)
    row = Rect(room.x, pad.bottom, room.w, code)
    figures, label = layout.style(CODE_TYPE), layout.style(theme.CAPTION)
    shown = spaced(view.line.match_code)
    width = layout.width(shown, figures)
    place = Rect(row.right - width, row.y, width, row.h)
    layout.add(layout.label(place, shown, figures, align=Align.RIGHT))
    words = Rect(row.x, row.y, row.w - width - layout.px(GAP), row.h)
    layout.add(layout.label(words, layout.words("Match code"), label, colour=Colour.MUTED, align=Align.LEFT))


def _name_finger(layout: Layout, card: Rect, *, matched: bool) -> None:
    """Say that a finger signed; its image, where there is one, is nobody's to look at here."""
    layout.surface(card)
    side = layout.px(64)
    inner = card.inset(layout.px(24), layout.px(12))
    said = (
        layout.words("It matched the one enrolled. No image was taken.")
        if matched
        else layout.words("Its image is sealed, and is not shown.")
    )
    lines = (
        Line(layout.words("Signed with a fingerprint"), theme.BODY),
        Line(said, theme.CAPTION, Colour.MUTED, gap=2),
    )
    text = layout.column(Rect(inner.x, inner.y + side, inner.w, inner.h - side), lines, align=Align.CENTRE)
    top = card.y + (text.y - card.y - side) // 2 + layout.px(8)
    layout.icon(Rect(card.x, top, card.w, side), Glyph.FINGERPRINT, 56, Colour.PRIMARY)


def _add_facts(layout: Layout, room: Rect, view: RecordView) -> None:
    """Write the amount, when and how it was signed, and how far it has come."""
    words, line = layout.words, view.line
    y = room.y
    amount = money(layout, line)
    if amount:
        height = layout.style(AMOUNT).line_px
        add_amount(layout, Rect(room.x, y, room.w, height), amount, AMOUNT)
        y += height
    style = layout.style(theme.CAPTION)
    facts = [f"{words.date(line.confirmed)} {line.confirmed:%H:%M}"]
    facts.append(" · ".join(part for part in (line.till, words(METHODS[line.method])) if part))
    for fact in facts:
        text = layout.shortened(fact, style, room.w)
        layout.add(Text(Rect(room.x, y, room.w, style.line_px), (text,), style, Colour.MUTED))
        y += style.line_px
    y += layout.px(GAP)
    half = (room.bottom - y) // 2
    printed = _slips(layout, view)
    _add_way(layout, Rect(room.x, y, room.w, half), Glyph.PRINTER, printed, view.print_error)
    sign, colour, said = UPLOADED[line.uploaded]
    uploaded = (sign, colour, words(said))
    _add_way(layout, Rect(room.x, y + half, room.w, half), Glyph.CLOUD, uploaded, view.upload_error)


def _slips(layout: Layout, view: RecordView) -> tuple[Glyph, Colour, str]:
    """Return how its last slip is, and how many there were."""
    sign, colour, said = PRINTED[view.line.printed]
    text = layout.words(said)
    if view.slips > 1:
        text += " · " + layout.words.plural("{number} slip", "{number} slips", view.slips)
    return sign, colour, text


def _add_way(layout: Layout, room: Rect, device: Glyph, state: tuple[Glyph, Colour, str], error: str) -> None:
    """Write how far a record has come on one way, and under it in words why no farther."""
    sign, colour, said = state
    layout.rule(room)
    style, small = layout.style(theme.CAPTION), layout.style(Type(16))
    side, gap = layout.px(22), layout.px(10)
    row = Rect(room.x, room.y + layout.px(10), room.w, max(side, style.line_px))
    layout.add(Icon(Rect(row.x, row.y + (row.h - side) // 2, side, side), device, Colour.MUTED))
    mark = layout.px(18)
    layout.add(Icon(Rect(row.right - mark, row.y + (row.h - mark) // 2, mark, mark), sign, colour))
    words = Rect(row.x + side + gap, row.y, row.w - side - mark - 2 * gap, row.h)
    layout.add(layout.label(words, said, style, align=Align.LEFT))
    most = (room.bottom - row.bottom) // small.line_px
    if error and most > 0:
        lines = layout.wrapped_to(error, small, words.w, most)
        layout.add(
            Text(Rect(words.x, row.bottom, words.w, len(lines) * small.line_px), lines, small, Colour.MUTED)
        )
