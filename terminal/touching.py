"""Touch and pen as the configuration has them: which devices, how they lie over the glass, what a palm is."""

import logging

from terminal.config import Config, ConfigError
from terminal.ui.affine import read_affine
from terminal.ui.input.arbiter import Arbiter, PalmLimits
from terminal.ui.input.finder import Finder
from terminal.ui.input.mapping import Mapping
from terminal.ui.input.reader import Reader

log = logging.getLogger(__name__)

NOT_INSTALLED = "evdev is not installed (Debian's python3-evdev, or pip install signpost[pi])"


def open_touch(config: Config, size: tuple[int, int], *, bare: bool) -> Reader | None:
    """Return the reader of touch and pen, or None where touches are left to SDL.

    Args:
        config: says which devices.
        size: of the picture, in pixels.
        bare: whether the screen has no desktop, which would turn and mend touches itself.
    """
    wanted = config.touch.device
    if wanted == "none" or (wanted == "auto" and not bare):
        return None
    mapping = touch_mapping(config, size)
    try:
        finder = Finder(wanted, grab=config.touch.grab)
    except ImportError:
        log.warning("touch without pressure, as SDL reports it: %s", NOT_INSTALLED)
        return None
    reader = Reader(finder, mapping, arbiter(config))
    if not reader.devices:
        why = "; ".join(f"{path}: {reason}" for path, reason in finder.refused.items()) or "there is none"
        log.warning("no touchscreen and no pen could be opened yet, touches are as SDL reports them: %s", why)
    return reader


def touch_mapping(config: Config, size: tuple[int, int]) -> Mapping:
    """Return how touch panels lie over a picture of a size.

    Raises:
        ConfigError: the calibration is none.
    """
    try:
        calibration = read_affine(config.touch.calibration)
    except ValueError as error:
        raise ConfigError(f"touch.calibration: {error}.") from error
    return Mapping(*size, config.glass.rotation, calibration)


def arbiter(config: Config) -> Arbiter:
    """Return who decides which touches count."""
    touch = config.touch
    limits = PalmLimits(touch.palm_mm, touch.jump_m_per_s, touch.rest_mm, touch.rest_s)
    return Arbiter(limits, config.glass.dots_per_mm)
