"""Staff have a dispute's packet made: they are asked first, and then told where it lies."""

from dataclasses import replace

from terminal.session import events as ev
from terminal.session.effects import Step

from .effects import MakePacket, OpenRecord
from .events import PacketMade, SaidPacket
from .states import Disputing, Notice


def touched(state: Disputing, touch: ev.Touch) -> Step:
    """Return what a press does while staff are asked."""
    match touch:
        case SaidPacket(record_id) if (
            not (state.making or state.made) and record_id == state.viewing.record_id
        ):
            return replace(state, making=True), [MakePacket(record_id)]
    return state, []


def answered(state: Disputing, event: ev.Event) -> Step:
    """Take where it lies; not the answer about another record."""
    match event:
        case PacketMade(record_id) if state.making and record_id == state.viewing.record_id:
            return replace(state, making=False, made=event), []
    return state, []


def back(state: Disputing) -> Step:
    """Return to the record, which is read anew; what is being made is made all the same."""
    viewing = state.turn_to(replace(state.viewing, view=None, notice=Notice.NONE))
    return viewing, [OpenRecord(state.viewing.record_id)]
