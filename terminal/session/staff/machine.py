"""The rules of staff mode: where staff can go, and what each press and each answer does there."""

from dataclasses import replace

from terminal.session import events as ev
from terminal.session.effects import Effect, StartTimer, Step, StopSensor, StopTimer, Timer
from terminal.session.states import InStaffMode, State

from . import dayclose, disputing, lists, papers, setting, trying, voiding
from .door import leave
from .effects import (
    EndTrials,
    FindRecords,
    KeyInSale,
    LookAtDay,
    LookAtQueues,
    LookAtTerminal,
    LookAtTills,
    WithdrawPairing,
)
from .events import (
    AskedForPairing,
    AskedToRevoke,
    AskedToTry,
    Entered,
    LeftStaffMode,
    PickedField,
    PickedPage,
    Place,
    RequestWaits,
    SaleKeyed,
    StaffCalled,
    StaffTimedOut,
    TerminalSeen,
    Typed,
    WentTo,
)
from .states import (
    Adjusting,
    ChoosingPin,
    ClosingDay,
    ClosingPapers,
    Disputing,
    Finding,
    KeyingSale,
    ManagingTills,
    Menu,
    SaleField,
    SaleTrouble,
    TryingDevices,
    ViewingQueues,
    ViewingRecord,
    ViewingTerminal,
    Voiding,
)
from .typing import settled_amount, type_amount, type_text


def in_staff_mode(state: InStaffMode, event: ev.Event) -> Step:
    """Return the next state and the effects of an event while staff are in."""
    match event:
        case RequestWaits(waits):
            return replace(state, request_waits=waits), []
        case StaffTimedOut():
            busy = isinstance(state, ManagingTills) and state.pairing is not None
            after, effects = (state, _patience(state)) if busy else leave(state.unit, state.ended)
        case SaleKeyed(trouble) if isinstance(state, KeyingSale) and state.saving:
            after, effects = _sale_kept(state, trouble)
        case ev.Pressed(touch, _):
            after, effects = _touched(state, touch)
            if isinstance(after, InStaffMode):
                effects = [*effects, *_patience(after)]
        case _:
            after, effects = _answered(state, event)
    return after, [*effects, *_cleared_up(state, after)]


def _patience(state: InStaffMode) -> list[Effect]:
    return [StartTimer(Timer.STAFF, state.unit.site.staff_timeout_s)]


def _cleared_up(before: InStaffMode, after: State) -> list[Effect]:
    """What was begun on a page does not go on when it is left."""
    if isinstance(before, TryingDevices) and not isinstance(after, TryingDevices):
        return [StopSensor(), EndTrials()]
    if isinstance(before, ManagingTills) and not isinstance(after, ManagingTills):
        # Also where none stands yet: one that was asked for may be on its way.
        return [WithdrawPairing(), StopTimer(Timer.STAFF_SECOND)]
    return []


def _touched(state: InStaffMode, touch: ev.Touch) -> Step:  # noqa: C901, PLR0912 - a line a place
    match state, touch:
        case _, LeftStaffMode() | StaffCalled():
            return leave(state.unit, state.ended)
        case _, ev.WentBack() | ev.CustomerCancelled():
            return _back(state)
        case Menu(), WentTo(place):
            return _go(state, place)
        case KeyingSale(saving=False), _:
            return _sell(state, touch)
        case ((Finding() | ViewingRecord() | ViewingQueues()), _):
            return lists.touched(state, touch)
        case Voiding(), _:
            return voiding.touched(state, touch)
        case Disputing(), _:
            return disputing.touched(state, touch)
        case TryingDevices(), WentTo(Place.TERMINAL as place):
            return _go(state, place)
        case ClosingPapers(), _:
            return papers.touched(state, touch)
        case ClosingDay(), _:
            return dayclose.touched(state, touch)
        case ((Adjusting() | ChoosingPin()), _):
            return setting.touched(state, touch)
        case TryingDevices(), AskedToTry(device):
            return trying.try_out(state, device)
        case ManagingTills(), AskedForPairing() | AskedToRevoke() | PickedPage():
            return trying.admit(state, touch)
    return state, []


def _answered(state: InStaffMode, event: ev.Event) -> Step:
    """Take what the workers answer, where it answers what is still asked."""
    match state:
        case Finding() | ViewingRecord() | ViewingQueues():
            return lists.answered(state, event)
        case Voiding():
            return voiding.answered(state, event)
        case Disputing():
            return disputing.answered(state, event)
        case ViewingTerminal() if isinstance(event, TerminalSeen):
            return replace(state, facts=event.facts), []
        case ClosingPapers():
            return papers.answered(state, event)
        case ClosingDay():
            return dayclose.answered(state, event)
        case ChoosingPin():
            return setting.answered(state, event)
        case TryingDevices() | ManagingTills():
            return trying.answered(state, event)
    return state, []


def _go(state: InStaffMode, place: Place) -> Step:
    """Staff picked a place, most of them from the menu."""
    unit = state.unit
    match place:
        case Place.SALE:
            return state.turn_to(KeyingSale(unit)), []
        case Place.RECORDS:
            found = state.turn_to(Finding(unit))
            return found, [FindRecords(found.query, found.span, found.page)]
        case Place.PAPERS:
            return papers.look(state.turn_to(ClosingPapers(unit)))
        case Place.DAY_CLOSE:
            return state.turn_to(ClosingDay(unit)), [LookAtDay()]
        case Place.QUEUES:
            return state.turn_to(ViewingQueues(unit)), [LookAtQueues()]
        case Place.SETTINGS:
            return state.turn_to(Adjusting(unit)), []
        case Place.DEVICES:
            return state.turn_to(TryingDevices(unit)), []
        case Place.TILLS:
            return state.turn_to(ManagingTills(unit)), [LookAtTills()]
        case Place.TERMINAL:
            return state.turn_to(ViewingTerminal(unit)), [LookAtTerminal()]


def _back(state: InStaffMode) -> Step:  # noqa: C901 - a line a place
    """One step back; from the menu, out."""
    match state:
        case Menu():
            return leave(state.unit, state.ended)
        case Finding(typing=True):
            return lists.search(state)
        case ViewingRecord(found=found):
            found = state.turn_to(found)
            return found, [FindRecords(found.query, found.span, found.page)]
        case Voiding(keeping=keeping):
            return (state, []) if keeping else voiding.back(state)
        case Disputing():
            return disputing.back(state)
        case ViewingTerminal():
            return state.turn_to(TryingDevices(state.unit)), []
        case ChoosingPin():
            return state.turn_to(Adjusting(state.unit)), []
        case ManagingTills(revoking=revoking) if revoking:
            return replace(state, revoking=""), []
        case ManagingTills() if state.pairing:
            return trying.withdraw(state)
        case KeyingSale(saving=True) | ClosingDay(closing=True):
            return state, []
        case ClosingPapers() if step := papers.back(state):
            return step
    return state.turn_to(Menu(state.unit)), []


def _sell(state: KeyingSale, touch: ev.Touch) -> Step:
    """A sale is keyed in: the amount on a keypad, a reference for those who have one."""
    decimals = state.unit.site.currency_digits
    match touch:
        case PickedField(name) if name in tuple(SaleField):
            return replace(state, field=SaleField(name)), []
        case Typed(key) if state.field is SaleField.AMOUNT:
            amount = type_amount(state.amount, key, decimals)
            return replace(state, amount=amount, trouble=SaleTrouble.NONE), []
        case Typed(key):
            return replace(state, reference=type_text(state.reference, key)), []
        case Entered():
            amount = settled_amount(state.amount, decimals)
            if not amount:
                return replace(state, trouble=SaleTrouble.NO_AMOUNT, field=SaleField.AMOUNT), []
            unit, reference = state.unit, state.reference.strip()
            sale = KeyInSale(amount, unit.site.currency, reference, unit.language)
            return replace(state, saving=True, trouble=SaleTrouble.NONE), [sale]
    return state, []


def _sale_kept(state: KeyingSale, trouble: str) -> Step:
    """The sale is in the store, and the terminal the customer's; or staff are told that it is not."""
    if trouble:
        return replace(state, saving=False, trouble=SaleTrouble.NOT_KEPT), []
    return leave(state.unit, state.ended)
