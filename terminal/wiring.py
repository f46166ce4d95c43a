"""How front panel and fingerprint sensor are wired, from the configuration."""

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.errors import Refused
from drivers.fingerprint import FingerprintSensor, never, open_reader
from drivers.panel import PanelPins, PanelTraits
from terminal.config import ConfigError, FingerprintConfig, PanelConfig

if TYPE_CHECKING:
    from drivers.fingerprint.wake import OpenWakeLine, WakeLine


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


def open_sensor(
    sensor: FingerprintConfig, stopping: Callable[[], bool] = never, *, raise_baud: bool | None = None
) -> FingerprintSensor:
    """Open the fingerprint sensor as it is configured.

    Args:
        sensor: its section of the configuration.
        stopping: asked along every wait whether the process ends.
        raise_baud: whether it may be asked to speak faster, where that is not as configured.

    Raises:
        DriverError: what ``open_reader`` raises; Refused too where its password cannot be read.
    """
    return open_reader(
        sensor.port,
        profile=sensor.profile,
        baud=sensor.baud,
        password=read_password(sensor.password_file),
        address=int(sensor.address, 16),
        raise_baud=sensor.raise_baud if raise_baud is None else raise_baud,
        stopping=stopping,
        wake=_wake_line(sensor.wake_pin),
    )


def read_password(name: str) -> int:
    """Return the sensor's password from its file; 0, the factory's, where no file is named.

    Raises:
        Refused: there is no such file, others may read it, or it holds something else.
    """
    if not name:
        return 0
    file = Path(name)
    try:
        if file.stat().st_mode & 0o077:
            raise Refused(f"Others may read the sensor's password in {file}. Make it private: chmod 600.")
        digits = file.read_text(encoding="ascii").strip().removeprefix("0x")
    except FileNotFoundError as error:
        raise Refused(f"There is no {file}. Put the sensor's password there, eight hex digits.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"The sensor's password in {file} cannot be read: {type(error).__name__}.") from error
    if not re.fullmatch("[0-9A-Fa-f]{8}", digits):
        raise Refused(f"{file} should hold the sensor's password, eight hex digits, and nothing else.")
    return int(digits, 16)


def _wake_line(pin: int) -> "OpenWakeLine | None":
    if not pin:
        return None

    def opened(high: bool) -> "WakeLine":  # noqa: FBT001 - as OpenWakeLine says it
        from drivers.panel.header import open_line  # noqa: PLC0415 - gpiozero, where a line is wired

        return open_line(pin, high=high)

    return opened
