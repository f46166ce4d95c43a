"""The sensor models that are known, and what they cannot say of themselves."""

from dataclasses import dataclass
from enum import StrEnum


class Lamp(StrEnum):
    """The light that a sensor shows its user."""

    AURA = "aura"
    """A ring round the glass, with rhythm and colour (AuraLedConfig, 0x35)."""
    SWITCH = "switch"
    """A lamp under the glass, on or off (0x50, 0x51)."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of sensor: what it cannot say of itself.

    Attributes:
        model: its name; what a sensor says of itself begins with it (an x stands for any digit).
        width_px: of its picture; ``height_px`` likewise.
        dpi: dots an inch of its picture.
        lamp: the light it has.
        buffers: how many samples of a finger it joins to one template.
        wake_high: whether its wake-up line goes high under a finger; else it goes low.
    """

    model: str
    width_px: int
    height_px: int
    dpi: int
    lamp: Lamp
    buffers: int
    wake_high: bool

    @property
    def image_bytes(self) -> int:
        """Length of a picture on the wire, at 4 bits a pixel."""
        return self.width_px * self.height_px // 2


PROFILES = {
    # GROW R503 manual 1.4.1; the R502 is the same inside, under a smaller ring.
    "r503": Profile("R503", 192, 192, 508, Lamp.AURA, buffers=6, wake_high=False),
    "r502": Profile("R502", 192, 192, 508, Lamp.AURA, buffers=6, wake_high=False),
    # AS608, ZFM-20/70 and R30x user manuals: 36,864 bytes an image, 500 dpi.
    "as608": Profile("AS608", 256, 288, 500, Lamp.SWITCH, buffers=2, wake_high=True),
    "zfm20": Profile("ZFM-20", 256, 288, 500, Lamp.NONE, buffers=2, wake_high=True),
    "r30x": Profile("R30x", 256, 288, 500, Lamp.SWITCH, buffers=2, wake_high=True),
}

LARGEST_IMAGE_BYTES = max(profile.image_bytes for profile in PROFILES.values())


def named(name: str) -> Profile | None:
    """The profile of that name, or None for ``auto``.

    Raises:
        ValueError: no such profile; the message lists those there are.
    """
    if name == "auto":
        return None
    if name not in PROFILES:
        raise ValueError(f"There is no sensor profile {name!r}; choose auto, {', '.join(PROFILES)}.")
    return PROFILES[name]


def by_image_bytes(length: int) -> Profile | None:
    """A profile whose picture has that length on the wire, or None when no model has."""
    return next((profile for profile in PROFILES.values() if profile.image_bytes == length), None)


def by_model(model: str) -> Profile | None:
    """The profile of a sensor that calls itself ``model``, such as ``R503-M22`` or ``R307``."""
    return next(
        (profile for profile in PROFILES.values() if model.upper().startswith(profile.model.rstrip("x"))),
        None,
    )
