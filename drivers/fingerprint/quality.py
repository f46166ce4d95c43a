"""Whether a picture of a finger is good enough to keep, and what to tell the customer if not.

All the counting is Pillow's: a picture is judged in one to two milliseconds, and the thread that draws ink
is not held up. The limits are drawn through the middle of the gaps that the emulated fingers show.
"""

from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageChops, ImageFilter, ImageStat

from drivers.fingerprint import FingerImage

SKIN_IS_DARKER_THAN = 236
INK_IS_DARKER_THAN = 128
LEAST_TOUCHED_MM2 = 60.0
"""Two thirds of what an R503 sees; a fingertip that only grazes the glass shows about 40 mm²."""
LEAST_INK = 0.25
LEAST_CLARITY = 46.0
NO_RIDGES_BELOW = 28
MOST_BLURRED = 0.5


class Verdict(StrEnum):
    """What is the matter with a picture, in the words that the coaching uses."""

    GOOD = "good"
    PARTIAL = "partial"
    DRY = "dry"
    WET = "wet"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Quality:
    """A verdict and what it rests on.

    Attributes:
        verdict: what is the matter, the worst thing first.
        touched_mm2: area of the glass where skin is to be seen.
        ink: share of that area that is dark, 0 to 1; about a half when ridges and furrows are clear.
        clarity: how far grey swings between ridge and furrow there, in grey levels; 60 is clear.
        blurred: share of that area where no ridges can be told apart, 0 to 1.
    """

    verdict: Verdict
    touched_mm2: float
    ink: float
    clarity: float
    blurred: float


def judge(image: FingerImage) -> Quality:
    """Say whether ``image`` shows enough of a finger, clearly enough."""
    grey = Image.frombytes("L", (image.width_px, image.height_px), image.pixels)
    skin = grey.filter(ImageFilter.BoxBlur(8)).point(
        [255] * SKIN_IS_DARKER_THAN + [0] * (256 - SKIN_IS_DARKER_THAN)
    )
    touched_px = skin.histogram()[255]
    if not touched_px:
        return Quality(Verdict.PARTIAL, 0.0, 0.0, 0.0, 0.0)
    # Without its surroundings' mean, what is left of a pixel is the ridges'.
    ridges = ImageChops.difference(grey.filter(ImageFilter.BoxBlur(1)), grey.filter(ImageFilter.BoxBlur(5)))
    swing = ridges.filter(ImageFilter.BoxBlur(6))
    touched_mm2 = touched_px * (25.4 / image.dpi) ** 2
    ink = sum(grey.histogram(skin)[:INK_IS_DARKER_THAN]) / touched_px
    clarity = ImageStat.Stat(swing, skin).mean[0]
    blurred = sum(swing.histogram(skin)[:NO_RIDGES_BELOW]) / touched_px
    return Quality(verdict(touched_mm2, ink, clarity, blurred), touched_mm2, ink, clarity, blurred)


def verdict(touched_mm2: float, ink: float, clarity: float, blurred: float) -> Verdict:
    """The first thing that is wrong. A dry finger comes first: it hardly touches, wherever it lies."""
    if ink < LEAST_INK:
        return Verdict.DRY
    if touched_mm2 < LEAST_TOUCHED_MM2:
        return Verdict.PARTIAL
    if blurred > MOST_BLURRED:
        return Verdict.MOVED
    if clarity < LEAST_CLARITY:
        return Verdict.WET
    return Verdict.GOOD
