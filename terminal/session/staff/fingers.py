"""Staff come in by a finger: when the sensor is asked for one at the PIN pad, and what its answer does there."""

from dataclasses import replace

from terminal.model.status import Health
from terminal.session.effects import Effect, StopSensor
from terminal.session.states import DoorFinger, EnteringPin, PinTrouble, State, Unit

from .effects import AskStaffFinger


def may_open(unit: Unit) -> bool:
    """Whether a finger opens here at all. While the case is open it does not: that may be another sensor."""
    return unit.site.opens_by_finger and unit.readiness.sensor is Health.OK and not unit.case_open


def offer(state: State, effects: list[Effect]) -> tuple[State, list[Effect]]:
    """Ask the sensor for a finger as long as one may open, and no longer."""
    if not isinstance(state, EnteringPin):
        return state, effects
    shut = bool(state.locked_s) or state.trouble in {PinTrouble.LOCKED, PinTrouble.NOT_SET}
    wanted = may_open(state.unit) and state.pin_set and not shut
    match state.finger:
        case DoorFinger.NOT_ASKED if wanted:
            return replace(state, finger=DoorFinger.WAITED_FOR), [*effects, AskStaffFinger(state.opened_ns)]
        case DoorFinger.WAITED_FOR if not wanted:
            return replace(state, finger=DoorFinger.NOT_ASKED), [*effects, StopSensor()]
    return state, effects


def left(before: EnteringPin, after: State, effects: list[Effect]) -> list[Effect]:
    """Return the effects with the sensor let be, where the pad is left that waited for a finger."""
    if before.finger is DoorFinger.WAITED_FOR and not isinstance(after, EnteringPin):
        return [StopSensor(), *effects]
    return effects
