"""Staff close the day: once for each press, however often the button is hit."""

from dataclasses import replace

from terminal.session import events as ev
from terminal.session.effects import Step

from .effects import CloseDay, PrintCloseAgain
from .events import AskedForSlip, AskedToClose, DayClosed, DaySeen
from .states import ClosingDay


def touched(state: ClosingDay, touch: ev.Touch) -> Step:
    """Close the day whose figures are on the glass, where that is not being done or done."""
    match touch:
        case AskedToClose(number) if (
            state.standing and number == state.standing.figures.number and not (state.closing or state.closed)
        ):
            return replace(state, closing=True, again=False, failed=False), [CloseDay(number)]
        case AskedForSlip() if state.can_print_again and state.standing and state.standing.last:
            number = state.standing.last.figures.number
            return replace(state, again=True, failed=False), [PrintCloseAgain(number)]
    return state, []


def answered(state: ClosingDay, event: ev.Event) -> Step:
    """Take how the day stands, and whether it is closed."""
    match event:
        case DaySeen(standing):
            return replace(state, standing=standing), []
        case DayClosed(None) if state.closing or state.again:
            return replace(state, closing=False, again=False, failed=True), []
        case DayClosed(standing) if state.closing:
            return replace(state, closing=False, closed=True, standing=standing), []
    return state, []
