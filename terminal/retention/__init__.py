"""Letting go of what is kept: by the policy that is configured, on request, or into the hands of its owner."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from terminal.clock import Clock
from terminal.config import Config
from terminal.store import Store

from .destroying import Destroyer, NothingToDestroy
from .policy import Due, Kind
from .running import Retention
from .sealing_away import SealingAway

if TYPE_CHECKING:
    from terminal.evidence.keys import DeviceKey

__all__ = [
    "Destroyer",
    "Due",
    "Kind",
    "NothingToDestroy",
    "Retention",
    "SealingAway",
    "build_destroyer",
    "build_retention",
    "build_sealing_away",
]


def build_destroyer(config: Config, store: Store) -> Destroyer:
    """Return what destroys, with the key of the configured terminal."""
    return Destroyer(store, _key(config))


def build_sealing_away(config: Config, store: Store) -> SealingAway | None:
    """Return what seals records to their owner; None where that is not wanted."""
    evidence = config.evidence
    return SealingAway(store, evidence.recipients, _key(config)) if evidence.seal == "everything" else None


def build_retention(config: Config, store: Store, clock: Clock) -> Retention:
    """Return what lets go of things as a configuration says."""
    zone = config.site.timezone
    return Retention(
        store,
        config.retention,
        build_destroyer(config, store),
        today=lambda: clock.local(zone).date(),
        zone=clock.zone(zone),
        clock=clock.state,
    )


def _key(config: Config) -> "Callable[[], DeviceKey]":
    def key() -> "DeviceKey":
        from terminal.evidence.keys import read_device_key  # noqa: PLC0415 - cryptography, when it is needed

        return read_device_key(config.paths.device_key, config.paths.device_certificate)

    return key
