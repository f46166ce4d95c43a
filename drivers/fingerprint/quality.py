"""Whether a picture of a finger is good enough to keep, and what to tell the customer if not.

All the counting over pixels is Pillow's, and what is left to Python is a few hundred squares: a picture is
judged in two to four milliseconds, and the thread that draws ink is not held up. Each limit is drawn through
the middle of the gap that hundreds of emulated fingers leave (``python -m bench finger`` shows how well).
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageChops, ImageFilter, ImageStat

from drivers.fingerprint import FingerImage

MM_PER_INCH = 25.4
SKIN_IS_DARKER_THAN = 236
INK_IS_DARKER_THAN = 128
LEAST_TOUCHED_MM2 = 60.0
"""Two thirds of what an R503 sees; a tip, or a finger that lies aside, shows 27 to 44 mm²."""
MOST_ASIDE_MM = 1.6
"""From the middle of the glass to the middle of the skin: 0.7 mm where a tip is pressed, 2.5 and more beside it."""
LEAST_INK = 0.25
"""A dry finger leaves 0.15 of what it touches dark at the most, any other 0.32 and more."""
LEAST_COHERENCE = 0.77
"""Ridges that stood still have 0.85 and more, smeared ones up to 0.70. (Dry ones are as low, and come first.)"""
LEAST_CONTRAST = 45.0
"""A wet finger's ridges run together: below 40, where clear ones swing by 50 and more."""
LEAST_LEGIBLE_MM2 = 12.0
"""Half of what the smallest clear tip shows; the driest finger has 16 mm² in which ridges can be followed."""

SQUARE_PX = 16
"""Ridges are judged in squares of 0.8 mm: nearly two ridges wide, so that each has one direction."""
LEAST_ENERGY = 12
SQUARE_COHERENCE = 0.4
ACROSS = ImageFilter.Kernel((3, 3), (-1, 0, 1, -2, 0, 2, -1, 0, 1), 6, 128)
DOWN = ImageFilter.Kernel((3, 3), (-1, -2, -1, 0, 0, 0, 1, 2, 1), 6, 128)
SQUARED = [min(255, (level - 128) ** 2 // 64) for level in range(256)]


class Verdict(StrEnum):
    """What is the matter with a picture, in the words that the coaching uses."""

    GOOD = "good"
    PARTIAL = "partial"
    ASIDE = "aside"
    DRY = "dry"
    WET = "wet"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Quality:
    """A verdict and what it rests on.

    Attributes:
        verdict: what is the matter, the worst thing first.
        touched_mm2: area of the glass where skin is to be seen.
        aside_mm: how far the middle of that area is from the middle of the glass.
        ink: share of that area that is dark, 0 to 1; about a half when ridges and furrows are clear.
        contrast: how far grey swings between ridge and furrow there, in grey levels; 60 is clear.
        coherence: how well neighbouring points there agree on a direction, 0 (dirt, a smear) to 1 (combed).
        legible_mm2: area in which single ridges can be followed.
    """

    verdict: Verdict
    touched_mm2: float = 0.0
    aside_mm: float = 0.0
    ink: float = 0.0
    contrast: float = 0.0
    coherence: float = 0.0
    legible_mm2: float = 0.0

    @property
    def usable(self) -> bool:
        """Whether it may be kept where no better one is to be had.

        Ridges that a finger left while it slid are not where they are on the finger: never.
        """
        return self.verdict is not Verdict.MOVED and self.legible_mm2 >= LEAST_LEGIBLE_MM2

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """Of two pictures of a finger, the one with the higher rank is the better one."""
        return self.verdict is Verdict.GOOD, self.usable, self.legible_mm2


def judge(image: FingerImage) -> Quality:
    """Say whether ``image`` shows enough of a finger, clearly enough."""
    grey = Image.frombytes("L", (image.width_px, image.height_px), image.pixels)
    skin = grey.filter(ImageFilter.BoxBlur(8)).point(
        [255] * SKIN_IS_DARKER_THAN + [0] * (256 - SKIN_IS_DARKER_THAN)
    )
    touched_px = skin.histogram()[255]
    if not touched_px:
        return Quality(Verdict.PARTIAL)
    mm = MM_PER_INCH / image.dpi
    soft = grey.filter(ImageFilter.BoxBlur(1))
    # Without its surroundings' mean, what is left of a pixel is the ridges'.
    swing = ImageChops.difference(soft, grey.filter(ImageFilter.BoxBlur(5))).filter(ImageFilter.BoxBlur(6))
    touched_mm2 = touched_px * mm**2
    aside_mm = _from_the_middle(skin) * mm
    ink = sum(grey.histogram(skin)[:INK_IS_DARKER_THAN]) / touched_px
    contrast = ImageStat.Stat(swing, skin).mean[0]
    coherence, legible = _directions(soft, skin)
    return Quality(
        verdict(touched_mm2, aside_mm, ink, contrast, coherence),
        touched_mm2,
        aside_mm,
        ink,
        contrast,
        coherence,
        legible * touched_mm2,
    )


def verdict(touched_mm2: float, aside_mm: float, ink: float, contrast: float, coherence: float) -> Verdict:
    """The first thing that is wrong. A dry finger comes first: it hardly touches, wherever it lies."""
    if ink < LEAST_INK:
        return Verdict.DRY
    if touched_mm2 < LEAST_TOUCHED_MM2:
        return Verdict.ASIDE if aside_mm > MOST_ASIDE_MM else Verdict.PARTIAL
    if coherence < LEAST_COHERENCE:
        return Verdict.MOVED
    if contrast < LEAST_CONTRAST:
        return Verdict.WET
    return Verdict.GOOD


def _from_the_middle(skin: Image.Image) -> float:
    """How far the middle of the skin is from the middle of the glass, in pixels."""
    width, height = skin.size
    along = (skin.reduce((1, height)).tobytes(), skin.reduce((width, 1)).tobytes())
    return math.hypot(*(_balance(weights) - (len(weights) - 1) / 2 for weights in along))


def _balance(weights: bytes) -> float:
    total = sum(weights)
    return sum(place * weight for place, weight in enumerate(weights)) / total if total else len(weights) / 2


def _directions(soft: Image.Image, skin: Image.Image) -> tuple[float, float]:
    """The skin's mean coherence, and the share of it where ridges can be followed.

    The coherence of the gradient's structure tensor in a square, after Kass and Witkin ("Analyzing oriented
    patterns", 1987). A byte holds a gradient about 128 and its square in 64ths, and 4ab = (a+b)² - (a-b)²
    gives the mixed product.
    """
    inside = (1, 1, soft.width - 1, soft.height - 1)  # at the very edge Pillow leaves pixels as they are
    across, down = soft.filter(ACROSS).crop(inside), soft.filter(DOWN).crop(inside)
    both, between = ImageChops.add(across, down, 2), ImageChops.subtract(across, down, 2, 128)
    sums = [each.point(SQUARED).reduce(SQUARE_PX).tobytes() for each in (across, down, both, between)]
    found: list[float] = []
    legible = 0
    for xx, yy, plus, minus, touched in zip(
        *sums, skin.crop(inside).reduce(SQUARE_PX).tobytes(), strict=True
    ):
        if touched < INK_IS_DARKER_THAN:
            continue
        energy = xx + yy
        coherence = math.hypot(xx - yy, 2 * (plus - minus)) / energy if energy else 0.0
        found.append(min(1.0, coherence))
        legible += energy >= LEAST_ENERGY and coherence >= SQUARE_COHERENCE
    return (sum(found) / len(found), legible / len(found)) if found else (0.0, 0.0)
