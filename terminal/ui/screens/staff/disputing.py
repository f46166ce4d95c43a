"""A dispute's packet: whether it is to be made, and where it lies."""

from terminal.i18n import message
from terminal.session.events import WentBack
from terminal.session.staff.events import PacketMade, PacketPlace, SaidPacket
from terminal.session.staff.states import Disputing
from terminal.ui import theme
from terminal.ui.bar import Choice, add_bar, primary
from terminal.ui.icons import Glyph
from terminal.ui.items import Kind
from terminal.ui.layout import Layout, Line
from terminal.ui.screens.notice import DISC, DISC_GAP, add_notice
from terminal.ui.theme import Colour

from .head import add_head

TOLD = {
    PacketPlace.STICK: (message("It is on the stick"), message("You can pull the stick out now.")),
    PacketPlace.STICK_HELD: (
        message("It is on the stick"),
        message("Pull the stick out once its light no longer blinks."),
    ),
    PacketPlace.TERMINAL: (
        message("It is kept in this terminal"),
        message("No USB stick is plugged in. A technician can copy it."),
    ),
    PacketPlace.STICK_UNFIT: (
        message("It is kept in this terminal"),
        message("The USB stick cannot be used. A technician can copy it."),
    ),
    PacketPlace.NOWHERE: (
        message("It could not be made"),
        message("The record is as safe as before. Call a technician."),
    ),
}


def lay_disputing(layout: Layout, state: Disputing) -> None:
    """Lay out the question, or what came of it."""
    words = layout.words
    add_head(layout, state, words("For a dispute"))
    if state.made:
        add_bar(layout, primary(words("Done"), WentBack()))
        _tell(layout, state.made)
        return
    label = words("One moment, please") if state.making else words("Make the file")
    make = primary(label, SaidPacket(state.viewing.record_id), enabled=not state.making)
    add_bar(layout, Choice(words("Back"), WentBack(), Kind.QUIET), make)
    lines = (
        Line(words("Put everything about this sale into one file?"), theme.TITLE),
        Line(
            words("It goes onto a USB stick if one is plugged in, or else stays in this terminal."),
            theme.SMALL,
            gap=10,
        ),
        Line(
            words("Whoever has it can see the signature and how it was written."),
            theme.SMALL,
            Colour.MUTED,
            gap=6,
        ),
    )
    add_notice(layout, Glyph.SAVE, Colour.PRIMARY, lines)


def _tell(layout: Layout, made: PacketMade) -> None:
    words = layout.words
    said, what_next = TOLD[made.place]
    failed = made.place is PacketPlace.NOWHERE
    lines = [Line(words(said), theme.TITLE), Line(words(what_next), theme.SMALL, gap=10)]
    if made.file:
        style = layout.style(theme.CAPTION)
        name = layout.shortened(
            made.file, style, layout.body.w - (0 if layout.frame.upright else layout.px(DISC + DISC_GAP))
        )
        lines.append(Line(name, theme.CAPTION, Colour.MUTED, gap=8))
    if not made.holds:
        lines.append(
            Line(words("Not all of this record holds: the file says what."), theme.SMALL, Colour.WARN, gap=8)
        )
    glyph, colour = (Glyph.WARNING, Colour.BAD) if failed else (Glyph.CHECK, Colour.GOOD)
    add_notice(layout, glyph, colour, lines)
