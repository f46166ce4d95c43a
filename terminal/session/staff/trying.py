"""Staff try devices out, and let tills in or shut them out."""

from dataclasses import replace

from terminal.session import events as ev
from terminal.session.effects import Effect, StartTimer, Step, StopTimer, Timer
from terminal.session.states import InStaffMode

from .effects import LookAtTills, OfferPairing, RevokeTill, TryDevice, WithdrawPairing
from .events import (
    AskedForPairing,
    AskedToRevoke,
    DeviceTried,
    PairingEnded,
    PairingOffered,
    PickedPage,
    StaffSecondPassed,
    TillsSeen,
    Tryable,
)
from .states import ManagingTills, Trial, TryingDevices

CODE_STANDS_S = 120
"""For how long a till can be let in by a code."""


def try_out(state: TryingDevices, device: Tryable) -> Step:
    """Test a device, where it is not being tested already."""
    if _runs(state, device):
        return state, []
    return _with(state, Trial(device)), [TryDevice(device)]


def _runs(state: TryingDevices, device: Tryable) -> bool:
    return any(trial.device is device and trial.passed is None for trial in state.trials)


def _with(state: TryingDevices, trial: Trial) -> TryingDevices:
    others = tuple(each for each in state.trials if each.device is not trial.device)
    return replace(state, trials=(*others, trial))


def admit(state: ManagingTills, touch: ev.Touch) -> Step:
    """Let a till in by a code, or shut one out once staff are sure; look at others."""
    match touch:
        case AskedForPairing() if state.pairing is None:
            return replace(state, paired="", spent=False), [OfferPairing()]
        case AskedForPairing():
            return withdraw(state)
        case PickedPage(page) if 0 <= page < state.pages:
            return replace(state, page=page), []
        case AskedToRevoke(name, sure=True) if name == state.revoking:
            return replace(state, revoking=""), [RevokeTill(name)]
        case AskedToRevoke(name):
            return replace(state, revoking=name), []
    return state, []


def withdraw(state: ManagingTills) -> Step:
    """Let the code on the glass be worth nothing: nobody is to be let in after all."""
    stopped: list[Effect] = [WithdrawPairing(), StopTimer(Timer.STAFF_SECOND)]
    return replace(state, pairing=None, remaining_s=0), stopped


def answered(state: InStaffMode, event: ev.Event) -> Step:
    """Take what the workers answer about devices and tills."""
    match state, event:
        case TryingDevices(), DeviceTried(device, passed, sentence, detail) if _runs(state, device):
            return _with(state, Trial(device, passed, sentence, detail)), []
        case ManagingTills(), TillsSeen(tills):
            seen = replace(state, tills=tills)
            return replace(seen, page=min(state.page, seen.pages - 1)), []
        case ManagingTills(), PairingOffered(code):
            tick: list[Effect] = [StartTimer(Timer.STAFF_SECOND, 1)]
            return replace(state, pairing=code, remaining_s=CODE_STANDS_S), tick
        case ManagingTills(), PairingEnded(till, spent) if state.pairing:
            ended = replace(state, pairing=None, remaining_s=0, paired=till, spent=spent)
            return ended, [StopTimer(Timer.STAFF_SECOND), LookAtTills()]
        case ManagingTills(), StaffSecondPassed(at) if state.pairing:
            left_s = (state.pairing.until_ns - at.monotonic_ns) // 1_000_000_000
            if left_s > 0:
                return replace(state, remaining_s=left_s), [StartTimer(Timer.STAFF_SECOND, 1)]
            return replace(state, pairing=None, remaining_s=0), [WithdrawPairing(), LookAtTills()]
    return state, []
