"""How the devices stand now: what each process wrote, as far as it can still be believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from terminal.clock import Clock
from terminal.model.status import Health
from terminal.store import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """One device or line: its health, a sentence for staff, and how long ago somebody looked."""

    health: Health
    sentence: str
    age_s: float | None


class Case(StrEnum):
    """What the switch at the terminal's case says; ``unknown`` where none is wired, or none can be heard."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Power(StrEnum):
    """What the supply says it runs on; ``unknown`` where it tells nothing, or cannot be heard."""

    MAINS = "mains"
    LOST = "lost"
    UNKNOWN = "unknown"


_CASE = {Health.OK: Case.CLOSED, Health.PROBLEM: Case.OPEN}
_POWER = {Health.OK: Power.MAINS, Health.PROBLEM: Power.LOST}


def case_of(found: Mapping[str, Standing]) -> Case:
    """Return how the case is, of all standings."""
    return _CASE.get(found["case"].health, Case.UNKNOWN) if "case" in found else Case.UNKNOWN


def power_of(found: Mapping[str, Standing]) -> Power:
    """Return what the terminal runs on, of all standings."""
    return _POWER.get(found["power"].health, Power.UNKNOWN) if "power" in found else Power.UNKNOWN


def standings(store: Store, clock: Clock) -> dict[str, Standing]:
    """Return every device and line by name. What was written before this boot is not known any more."""
    now = clock.now()
    found: dict[str, Standing] = {}
    for name, state in store.devices.all().items():
        if state.boot_id == now.boot_id:
            age_s = round(max(0, now.monotonic_ns - state.monotonic_ns) / 1e9, 1)
            found[name] = Standing(state.health, state.sentence, age_s)
        else:
            found[name] = Standing(Health.UNKNOWN, "Nobody has looked since the computer started.", None)
    return found


@dataclass(frozen=True, slots=True)
class SensorStanding:
    """The fingerprint sensor now: its health, and the places of the fingers it knows; None where it has not said."""

    health: Health
    templates: tuple[int, ...] | None


def sensor_standing(store: Store, clock: Clock) -> SensorStanding:
    """Return how the fingerprint sensor is now, and whom it knows."""
    devices, boot = store.devices, clock.boot_id
    return SensorStanding(devices.health("sensor", boot), devices.templates("sensor", boot))
