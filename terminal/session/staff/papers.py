"""Staff close sales that customers signed on paper: picked from a list, or by the code on the slip."""

from dataclasses import replace

from terminal.session import events as ev
from terminal.session.effects import Effect, Step

from .effects import ClosePaper, FindPaper, LookAtPapers
from .events import (
    Entered,
    PaperClosed,
    PaperFound,
    PapersSeen,
    PaperTrouble,
    PickedField,
    PickedPage,
    PickedPaper,
    PickedPapers,
    SaidSigned,
    Typed,
)
from .states import PAPER_DIGITS, ClosingPapers
from .typing import type_code


def touched(state: ClosingPapers, touch: ev.Touch) -> Step:
    """Return what a press does on the list, the keypad, or the question."""
    if state.asking:
        return _confirm(state, touch)
    match touch:
        case PickedField():
            return replace(_calm(state), typing=True, code="", sought=""), []
        case Typed(key) if state.typing and not state.sought:
            return replace(_calm(state), code=type_code(state.code, key)), []
        case Entered() if state.typing and not state.sought and len(state.code) == PAPER_DIGITS:
            return replace(_calm(state), sought=state.code), [FindPaper(state.code)]
        case PickedPapers(signed) if not state.typing:
            return look(replace(_calm(state), signed=signed))
        case PickedPage(page) if not state.typing and 0 <= page < state.pages:
            return look(_calm(state), page)
        case PickedPaper(line) if not (state.typing or line.signed):
            return replace(_calm(state), asking=line), []
    return state, []


def back(state: ClosingPapers) -> Step | None:
    """Return one step back from the question or the keypad; None from the list."""
    if state.keeping:
        return state, []
    if state.asking:
        return replace(state, asking=None, trouble=PaperTrouble.NONE), []
    return look(replace(_calm(state), typing=False, code="", sought=""), state.page) if state.typing else None


def look(state: ClosingPapers, page: int = 0) -> Step:
    """Ask the store for a page of the list; what was listed before is not what is wanted now."""
    looking: list[Effect] = [LookAtPapers(state.signed, page)]
    return replace(state, page=page, lines=None), looking


def answered(state: ClosingPapers, event: ev.Event) -> Step:
    """Take what the store answers; not the answer to an earlier question."""
    match event:
        case PapersSeen(signed, page, lines, in_all) if (signed, page) == (state.signed, state.page):
            seen = replace(state, lines=lines, in_all=in_all)
            return (seen, []) if page < seen.pages else look(seen, seen.pages - 1)
        case PaperFound(code) if state.typing and code == state.sought:
            return _found(state, event)
        case PaperClosed(request_id, trouble) if (
            state.keeping and state.asking and request_id == state.asking.id
        ):
            if trouble is PaperTrouble.NOT_KEPT:
                return replace(state, keeping=False, trouble=trouble), []
            done = "" if trouble is PaperTrouble.CLOSED_BEFORE else state.asking.reference
            listed = replace(
                state, asking=None, keeping=False, typing=False, code="", done=done, trouble=trouble
            )
            return look(listed, state.page)
    return state, []


def _found(state: ClosingPapers, found: PaperFound) -> Step:
    """The code belongs to a sale that staff are asked about; or they are told why not."""
    state = replace(state, sought="")
    if found.line is None:
        return replace(state, trouble=PaperTrouble.UNKNOWN), []
    if found.line.signed:
        return replace(state, trouble=PaperTrouble.CLOSED_BEFORE), []
    return replace(state, asking=found.line), []


def _confirm(state: ClosingPapers, touch: ev.Touch) -> Step:
    """Close the sale that is on the glass, once, when staff are sure."""
    match touch:
        case SaidSigned(request_id) if (
            not state.keeping and state.asking is not None and request_id == state.asking.id
        ):
            return replace(state, keeping=True, trouble=PaperTrouble.NONE), [ClosePaper(request_id)]
    return state, []


def _calm(state: ClosingPapers) -> ClosingPapers:
    """Say no more of what was done before."""
    return replace(state, done="", trouble=PaperTrouble.NONE)
