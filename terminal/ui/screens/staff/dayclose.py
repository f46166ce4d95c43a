"""The day's close before it is made: the figures of its slip, what is not settled yet, and the last one."""

from collections.abc import Iterator
from datetime import datetime
from functools import reduce

from terminal.i18n import Words
from terminal.model.dayclose import DayClose, DayStanding, PastClose
from terminal.model.status import Health, Printed
from terminal.session.events import WentBack
from terminal.session.staff.events import AskedForSlip, AskedToClose
from terminal.session.staff.states import ClosingDay
from terminal.typeset import TextStyle
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, primary
from terminal.ui.icons import Glyph
from terminal.ui.items import Align
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.screens.amount import add_amount
from terminal.ui.theme import Colour, Type

from .banner import add_banner
from .head import add_head

SHARE = 0.5
GAP, PADDING = 12, 16
FACT, NAME = Type(18), Type(16)
MOST_FACT = 44
ONE_SUM, MANY_SUMS = Type(46, theme.AMOUNT.face), Type(30, theme.AMOUNT.face)
MOST_SUMS = 2
DIGEST = 8
"""So many digits of the chain's head are told from another at a glance; the slip has all of them."""
NOTICE = 74
APART = " · "


def lay_dayclose(layout: Layout, state: ClosingDay) -> None:
    """Lay out the counts on a card, and sums and facts beside it, or below it on an upright glass."""
    add_head(layout, state, layout.words("Day close"), stay=state.closing)
    again = Choice(layout.words("Print the last again"), AskedForSlip(), glyph=Glyph.PRINTER)
    add_bar(layout, *([again] if state.can_print_again else []), _way_on(layout, state))
    standing = state.standing
    if standing is None:
        line = Line(layout.words("One moment, please"), theme.BODY, Colour.MUTED)
        layout.column(layout.body, (line,), align=Align.CENTRE)
        return
    notice = _notice(layout.words, state, standing)
    if notice:
        _add_notice(layout, *notice)
    body, gap = layout.body, layout.px(GAP)
    if layout.frame.upright:
        height = round(body.h * SHARE)
        left = body._replace(h=height)
        right = Rect(body.x, left.bottom + gap, body.w, body.bottom - left.bottom - gap)
    else:
        left = body._replace(w=round(body.w * SHARE))
        right = Rect(left.right + 2 * gap, body.y, body.right - left.right - 2 * gap, body.h)
    past = standing.last if state.closed else None
    figures = past.figures if past else standing.figures
    _add_counts(layout, left, figures)
    facts = _facts(layout.words, figures, past.since if past else standing.since, standing.last)
    _add_sums(layout, right, figures, list(facts))


def _way_on(layout: Layout, state: ClosingDay) -> Choice:
    words = layout.words
    if state.closed:
        return primary(words("Done"), WentBack())
    if state.closing or state.standing is None:
        label = words("Closing…") if state.closing else words("Close the day")
        return primary(label, AskedToClose(0), enabled=False)
    prints = state.unit.readiness.printer is not Health.ABSENT
    label = words("Close and print") if prints else words("Close the day")
    return primary(label, AskedToClose(state.standing.figures.number))


def _add_notice(layout: Layout, colour: Colour, sentence: str) -> None:
    """Say along the top of the body what staff should know, and take its room."""
    body = layout.body
    taken = add_banner(layout, body._replace(h=layout.px(NOTICE)), colour, sentence).h + layout.px(GAP)
    layout.body = Rect(body.x, body.y + taken, body.w, body.h - taken)


def _notice(words: Words, state: ClosingDay, standing: DayStanding) -> tuple[Colour, str] | None:
    """Return what is to be said above the figures: what came of the close, or what is not settled before it."""
    if state.failed:
        return Colour.BAD, words("Nothing can be saved now. Call a technician.")
    if state.again:
        return Colour.GOOD, words("One more slip is on its way to the printer.")
    if state.closed and standing.last:
        return _outcome(words, standing.last, state.unit.readiness.printer)
    figures, said = standing.figures, list[str]()
    if figures.failed:
        said.append(
            words.plural(
                "{number} sale could not be signed here. If it was signed on paper, close it first.",
                "{number} sales could not be signed here. Those signed on paper should be closed first.",
                figures.failed,
            )
        )
    if figures.waiting:
        said.append(
            words.plural(
                "{number} sale still waits for its signature.",
                "{number} sales still wait for a signature.",
                figures.waiting,
            )
        )
    if said:
        return Colour.WARN, _together(words, said)
    if standing.last and not (figures.signed or figures.paper or figures.cancelled):
        return Colour.MUTED, words("Nothing has happened since the last close.")
    return None


def _outcome(words: Words, last: PastClose, printer: Health) -> tuple[Colour, str]:
    """Return how the close that was just made stands: its slip is out, on its way, or held up, and why."""
    number = last.figures.number
    if last.printed is Printed.PRINTED:
        return Colour.GOOD, words("Day close {number} is made, and its slip is printed.", number=number)
    if printer is Health.ABSENT:
        return Colour.WARN, words(
            "Day close {number} is made. There is no printer: its slip waits for one.", number=number
        )
    made = words("Day close {number} is made. Its slip is on its way to the printer.", number=number)
    if last.error:
        waits = words("Day close {number} is made. Its slip waits.", number=number)
        return Colour.WARN, _together(words, [waits, last.error])
    return Colour.GOOD, made


def _together(words: Words, sentences: list[str]) -> str:
    """Return sentences one after the other, as the language sets them."""
    return reduce(lambda first, second: words("{first} {second}", first=first, second=second), sentences)


def _counts(words: Words, figures: DayClose) -> Iterator[tuple[str, int, Colour]]:
    """Yield each count with its name, in the slip's order."""
    yield words("Signed"), figures.signed, Colour.TEXT
    yield words("Signed on paper"), figures.paper, Colour.TEXT
    yield words("Cancelled"), figures.cancelled, Colour.TEXT
    yield words("Not signed, for trouble"), figures.failed, Colour.WARN if figures.failed else Colour.TEXT
    yield words("Still waiting"), figures.waiting, Colour.WARN if figures.waiting else Colour.TEXT
    if figures.unsigned is not None:
        count = len(figures.unsigned)
        yield words("Sales without a signature"), count, Colour.WARN if count else Colour.TEXT


def _add_counts(layout: Layout, card: Rect, figures: DayClose) -> None:
    layout.surface(card)
    room = card.inset(layout.px(PADDING), 0)
    counts = list(_counts(layout.words, figures))
    style = _count_style(layout, counts, room.w)
    for index, (name, count, colour) in enumerate(counts):
        top, bottom = (room.y + room.h * each // len(counts) for each in (index, index + 1))
        row = Rect(room.x, top, room.w, bottom - top)
        if index:
            layout.rule(row)
        said = str(count)
        width = layout.width(said, style)
        layout.add(
            layout.label(row._replace(w=row.w - width - layout.px(GAP)), name, style, align=Align.LEFT)
        )
        place = Rect(row.right - width, row.y, width, row.h)
        layout.add(layout.label(place, said, style, colour=colour, align=Align.RIGHT))


def _count_style(layout: Layout, counts: list[tuple[str, int, Colour]], width: int) -> TextStyle:
    """Return how counts and their names are set: all alike, so that the longest has room."""
    style = layout.style(theme.SMALL)
    most = max(layout.width(str(count), style) for _, count, _ in counts)
    for name, _, _ in counts:
        style = layout.frame.typesetter.fitted(name, style, width - most - layout.px(GAP))
    return style


def _facts(
    words: Words, figures: DayClose, since: datetime | None, last: PastClose | None
) -> Iterator[tuple[str, str]]:
    """Yield what a close says besides its counts and sums, and which was the last."""
    yield words("Since"), _when(words, since) if since else words("the first start")
    records = f"{figures.first_seq} – {figures.last_seq}" if figures.first_seq else "–"
    yield words("Record numbers"), records
    yield words("Chain head"), f"{figures.head_seq}{APART}{figures.head_sha256[:DIGEST].upper()}"
    if last:
        number = words("number {number}", number=last.figures.number)
        yield words("Last close"), f"{number}{APART}{_when(words, last.at)}"
    else:
        yield words("Last close"), words("none yet")


def _when(words: Words, when: datetime) -> str:
    return f"{words.day(when)} {when:%H:%M}"


def _add_sums(layout: Layout, room: Rect, figures: DayClose, facts: list[tuple[str, str]]) -> None:
    """Write what was signed for, by currency, large; and below it the facts."""
    words, name = layout.words, layout.style(NAME)
    y = room.y
    layout.add(
        layout.label(
            Rect(room.x, y, room.w, name.line_px), words("Total"), name, colour=Colour.MUTED, align=Align.LEFT
        )
    )
    y += name.line_px
    kind = ONE_SUM if len(figures.sums) == 1 else MANY_SUMS
    height = layout.style(kind).line_px
    for currency, amount in figures.sums[:MOST_SUMS]:
        add_amount(layout, Rect(room.x, y, room.w, height), words.money(amount, currency), kind)
        y += height
    if len(figures.sums) > MOST_SUMS:
        rest = figures.sums[MOST_SUMS:]
        more = APART.join(words.money(amount, currency) for currency, amount in rest)
        small = layout.style(FACT)
        said = layout.shortened(more, small, room.w)
        layout.add(layout.label(Rect(room.x, y, room.w, small.line_px), said, small, align=Align.LEFT))
        y += small.line_px
    if not figures.sums:
        none = Rect(room.x, y, room.w, height)
        layout.add(
            layout.label(
                none,
                words("No amounts yet"),
                layout.style(theme.BODY),
                colour=Colour.MUTED,
                align=Align.LEFT,
            )
        )
        y += height
    _add_facts(layout, Rect(room.x, y, room.w, room.bottom - y), facts)


def _add_facts(layout: Layout, room: Rect, facts: list[tuple[str, str]]) -> None:
    """Write facts beside their names at the foot of a room, as far apart as there is room, up to a little."""
    style = layout.style(FACT)
    height = min(layout.px(MOST_FACT), room.h // len(facts))
    top = room.bottom - height * len(facts)
    for index, (name, fact) in enumerate(facts):
        row = Rect(room.x, top + index * height, room.w, height)
        layout.rule(row)
        width = min(layout.width(fact, style), round(row.w * 0.66))
        place = Rect(row.right - width, row.y, width, row.h)
        layout.add(layout.label(place, fact, style, align=Align.RIGHT))
        words = row._replace(w=row.w - width - layout.px(GAP))
        layout.add(layout.label(words, name, layout.style(NAME), colour=Colour.MUTED, align=Align.LEFT))
