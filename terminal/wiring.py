"""How the front panel is wired, from the configuration."""

from dataclasses import fields

from drivers.panel import PanelPins, PanelTraits
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


def panel_traits(panel: PanelConfig) -> PanelTraits:
    """Return what kind of parts the panel has.

    Raises:
        ConfigError: a part that cannot be so.
    """
    try:
        return PanelTraits(
            active_buzzer=panel.buzzer_kind == "active",
            lamp_brightness=panel.lamp_brightness,
            drawer_ms=panel.drawer_ms,
            power_fail_high=panel.power_fail_level == "high",
        )
    except ValueError as error:
        raise ConfigError(f"panel: {error}") from error
