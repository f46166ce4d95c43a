"""The sensor models that are known, and what they cannot say of themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of sensor: the size of its picture and whether it has a ring of light round the glass."""

    model: str
    width_px: int
    height_px: int
    dpi: int
    aura: bool

    @property
    def image_bytes(self) -> int:
        """Length of a picture on the wire, at 4 bits a pixel."""
        return self.width_px * self.height_px // 2


PROFILES = {
    # GROW R503 manual 1.4.1.
    "r503": Profile("R503", 192, 192, 508, aura=True),
    # AS608 and ZFM-20/70 user manuals: 36,864 bytes an image, 500 dpi.
    "as608": Profile("AS608", 256, 288, 500, aura=False),
    "zfm20": Profile("ZFM-20", 256, 288, 500, aura=False),
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
    """The profile of a sensor that calls itself ``model``, such as ``R503-M22``."""
    return next((profile for profile in PROFILES.values() if model.upper().startswith(profile.model)), None)
