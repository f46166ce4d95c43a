"""A finger pressed as a signature, as ink on paper would show it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PressQuality:
    """How well a finger was pressed, as its record says it; what the figures mean: ``drivers.fingerprint.quality``.

    Attributes:
        verdict: ``good``, or what was the matter with it.
        tries: how many pictures were taken; this is the best of them.
    """

    verdict: str
    tries: int
    touched_mm2: float
    aside_mm: float
    ink: float
    contrast: float
    coherence: float
    legible_mm2: float


@dataclass(frozen=True, slots=True)
class Impression:
    """The image of one pressed finger: grey bytes, 0 black to 255 white, row by row.

    ``pixels`` never appears in a repr, so that no log or crash can carry a fingerprint.
    """

    width_px: int
    height_px: int
    dpi: int
    pixels: bytes = field(repr=False)
    sensor: str = ""
    pressed_ns: int = 0
    quality: PressQuality | None = None
