"""The front panel's pins, from the configuration."""

from dataclasses import fields

from drivers.panel import PanelPins
from terminal.config import ConfigError, PanelConfig


def panel_pins(panel: PanelConfig) -> PanelPins:
    """Return what each part of the panel is wired to, as the driver wants it.

    Raises:
        ConfigError: a pin is used twice, or is not on the header.
    """
    try:
        return PanelPins(**{part.name: getattr(panel, part.name) for part in fields(PanelPins)})
    except ValueError as error:
        raise ConfigError(f"panel: {error}") from error
