"""Staff look things up: records and one of them, and what waits to be printed and sent."""

from dataclasses import replace

from terminal.model.history import RecordView
from terminal.model.status import Health
from terminal.session import events as ev
from terminal.session.effects import Effect, Step
from terminal.session.states import InStaffMode

from .effects import FindRecords, OpenRecord, PrintAgain, RetrySlip, RetryUpload, SendAgain
from .events import (
    AskedForPacket,
    AskedForSlip,
    AskedToSend,
    AskedToVoid,
    Entered,
    Key,
    NotQueued,
    PickedField,
    PickedPage,
    PickedRecord,
    PickedSpan,
    QueuesSeen,
    RecordOpened,
    RecordsFound,
    RetriedSlip,
    RetriedUpload,
    Typed,
)
from .states import Disputing, Finding, Notice, ViewingQueues, ViewingRecord, Voiding
from .typing import type_text


def touched(state: InStaffMode, touch: ev.Touch) -> Step:
    """Return what a press does on the lists."""
    match state, touch:
        case Finding(), _:
            return _find(state, touch)
        case ViewingRecord(), AskedForSlip() if state.unit.readiness.printer is not Health.ABSENT:
            return replace(state, notice=Notice.PRINTING), [PrintAgain(state.record_id)]
        case ViewingRecord(), AskedToSend() if state.unit.readiness.archive is not Health.ABSENT:
            return replace(state, notice=Notice.SENDING), [SendAgain(state.record_id)]
        case ViewingRecord(view=RecordView(voided=None)), AskedToVoid():
            return state.turn_to(Voiding(state.unit, state)), []
        case ViewingRecord(view=RecordView()), AskedForPacket():
            return state.turn_to(Disputing(state.unit, state)), []
        case ViewingQueues(), RetriedSlip(slip_id):
            return state, [RetrySlip(slip_id)]
        case ViewingQueues(), RetriedUpload(upload_id):
            return state, [RetryUpload(upload_id)]
    return state, []


def _find(state: Finding, touch: ev.Touch) -> Step:
    """Staff say which records they look for, and pick one."""
    match touch:
        case PickedField():
            return replace(state, typing=True), []
        case Typed(key) if state.typing:
            return replace(state, query=type_text(state.query, key)), []
        case Entered() if state.typing:
            return search(state)
        case Typed(key) if key == Key.CLEAR:
            return search(replace(state, query=""))
        case PickedSpan(span):
            return search(replace(state, span=span))
        case PickedPage(page) if 0 <= page < state.pages:
            return search(state, page)
        case PickedRecord(record_id):
            found = replace(state, typing=False)
            return state.turn_to(ViewingRecord(state.unit, found, record_id)), [OpenRecord(record_id)]
    return state, []


def search(state: Finding, page: int = 0) -> Step:
    """Look the records up; what was found before is not what is sought now."""
    looking: list[Effect] = [FindRecords(state.query.strip(), state.span, page)]
    return replace(state, query=state.query.strip(), page=page, lines=None, typing=False), looking


def answered(state: InStaffMode, event: ev.Event) -> Step:
    """Take what the store answers; not the answer to an earlier question."""
    match state, event:
        case Finding(), RecordsFound(query, span, page, lines, in_all) if not state.typing and (
            query,
            span,
            page,
        ) == (state.query, state.span, state.page):
            return replace(state, lines=lines, in_all=in_all), []
        case ViewingRecord(), RecordOpened(record_id, view) if record_id == state.record_id:
            return replace(state, view=view), []
        case ViewingRecord(), NotQueued(record_id) if record_id == state.record_id:
            return replace(state, notice=Notice.NOT_QUEUED), []
        case ViewingQueues(), QueuesSeen(queues):
            return replace(state, queues=queues), []
    return state, []
