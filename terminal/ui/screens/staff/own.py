"""This terminal: what it is called, by which key it is known, and how far it has come."""

from collections.abc import Iterator

from terminal.model.codes import short_key
from terminal.model.history import TerminalFacts
from terminal.session.staff.states import ViewingTerminal
from terminal.ui import theme
from terminal.ui.items import Align, Text
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour, Type

from .head import add_head

PADDING, GAP = 20, 16
NAME, VALUE = Type(16), Type(24)
KEY = Type(24, theme.CODE.face, spacing=0.06)
DIGEST = Type(16, theme.CODE.face, spacing=0.04)
DIGITS = 16
"""So many of a digest's digits a line, in groups of four, as slips have them."""

Fact = tuple[str, str, Type, tuple[str, ...]]
"""A name, what is said large, and how it is set; and below it lines to compare in small."""


def lay_terminal(layout: Layout, state: ViewingTerminal) -> None:
    """Lay out two cards: who this terminal is, and where its chain and journal stand."""
    add_head(layout, state, layout.words("This terminal"))
    if state.facts is None:
        waiting = Line(layout.words("One moment, please"), theme.BODY, Colour.MUTED)
        layout.column(layout.body, (waiting,), align=Align.CENTRE)
        return
    body, gap = layout.body, layout.px(GAP)
    room = body._replace(h=layout.frame.height - gap - body.y)
    if layout.frame.upright:
        height = (room.h - gap) // 2
        upper = room._replace(h=height)
        lower = Rect(room.x, upper.bottom + gap, room.w, height)
    else:
        width = (room.w - gap) // 2
        upper = room._replace(w=width)
        lower = Rect(upper.right + gap, room.y, width, room.h)
    _add_card(layout, upper, list(_who(layout, state.facts)))
    _add_card(layout, lower, list(_where(layout, state.facts)))


def _who(layout: Layout, facts: TerminalFacts) -> Iterator[Fact]:
    words, half = layout.words, (len(facts.key) + 1) // 2
    yield words("Terminal"), facts.terminal_id, VALUE, ()
    yield words("Version"), facts.version, VALUE, ()
    whole = tuple(part for part in (facts.key[:half], facts.key[half:]) if part)
    yield words("Key"), short_key(facts.key) if facts.key else "–", KEY, whole


def _where(layout: Layout, facts: TerminalFacts) -> Iterator[Fact]:
    words = layout.words
    yield words("Chain head"), str(facts.chain_seq), VALUE, _digits(facts.chain_sha256)
    yield words("Journal head"), str(facts.journal_seq), VALUE, _digits(facts.journal_sha256)


def _digits(digest: str) -> tuple[str, ...]:
    """Return a digest in lines that people can compare."""
    groups = [digest[start : start + 4] for start in range(0, len(digest), 4)]
    a_line = DIGITS // 4
    return tuple(" ".join(groups[start : start + a_line]) for start in range(0, len(groups), a_line))


def _add_card(layout: Layout, card: Rect, facts: list[Fact]) -> None:
    """Write facts below each other in a card, a hairline between them, each with the same air."""
    layout.surface(card)
    room = card.inset(layout.px(PADDING), layout.px(PADDING) // 2)
    heights = [_height(layout, fact) for fact in facts]
    air = max(0, room.h - sum(heights)) // len(facts)
    y = room.y
    for index, (fact, height) in enumerate(zip(facts, heights, strict=True)):
        if index:
            layout.rule(Rect(room.x, y, room.w, height))
        _add_fact(layout, Rect(room.x, y + air // 2, room.w, height), fact)
        y += height + air


def _height(layout: Layout, fact: Fact) -> int:
    _, _, kind, lines = fact
    small = layout.style(DIGEST).line_px * len(lines)
    return layout.style(NAME).line_px + layout.style(kind).line_px + small


def _add_fact(layout: Layout, room: Rect, fact: Fact) -> None:
    name, said, kind, lines = fact
    small, large = layout.style(NAME), layout.style(kind)
    above = Rect(room.x, room.y, room.w, small.line_px)
    layout.add(layout.label(above, name, small, colour=Colour.MUTED, align=Align.LEFT))
    below = Rect(room.x, above.bottom, room.w, large.line_px)
    layout.add(layout.label(below, said, large, align=Align.LEFT))
    if lines:
        style = layout.frame.typesetter.fitted(max(lines, key=len), layout.style(DIGEST), room.w)
        layout.add(
            Text(Rect(room.x, below.bottom, room.w, len(lines) * style.line_px), lines, style, Colour.MUTED)
        )
