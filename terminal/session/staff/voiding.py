"""Staff void a record: they are asked why, and whether they are sure; it stays, and everybody is told."""

from dataclasses import replace

from terminal.session import events as ev
from terminal.session.effects import Step

from .effects import OpenRecord, VoidRecord
from .events import PickedReason, RecordVoided, SaidVoid
from .states import Notice, Voiding


def touched(state: Voiding, touch: ev.Touch) -> Step:
    """Return what a press does while staff are asked."""
    match touch:
        case PickedReason(reason) if not state.keeping:
            return replace(state, reason=reason, failed=False), []
        case SaidVoid(record_id) if (
            not state.keeping and state.reason is not None and record_id == state.viewing.record_id
        ):
            return replace(state, keeping=True, failed=False), [VoidRecord(record_id, state.reason)]
    return state, []


def answered(state: Voiding, event: ev.Event) -> Step:
    """Take what the store says of it."""
    match event:
        case RecordVoided(record_id, kept) if state.keeping and record_id == state.viewing.record_id:
            if not kept:
                return replace(state, keeping=False, failed=True), []
            return back(state, Notice.VOIDED)
    return state, []


def back(state: Voiding, notice: Notice = Notice.NONE) -> Step:
    """Return to the record, which is read anew."""
    viewing = state.turn_to(replace(state.viewing, view=None, notice=notice))
    return viewing, [OpenRecord(state.viewing.record_id)]
