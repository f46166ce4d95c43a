"""Letting go of what is kept: by the policy that is configured, on request, or into the hands of its owner."""

from typing import TYPE_CHECKING

from terminal.clock import Clock
from terminal.config import Config
from terminal.store import Store

from .destroying import Destroyer, NothingToDestroy
from .policy import Due, Kind
from .running import Retention

if TYPE_CHECKING:
    from terminal.evidence.keys import DeviceKey

__all__ = ["Destroyer", "Due", "Kind", "NothingToDestroy", "Retention", "build_destroyer", "build_retention"]


def build_destroyer(config: Config, store: Store) -> Destroyer:
    """Return what destroys, with the key of the configured terminal."""

    def key() -> "DeviceKey":
        from terminal.evidence.keys import read_device_key  # noqa: PLC0415 - cryptography, when it is needed

        return read_device_key(config.paths.device_key, config.paths.device_certificate)

    return Destroyer(store, key)


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
