"""Ridges grown from noise along an orientation field, and how they look through a sensor's glass.

After the method of SFinGe (Cappelli, Maio, Maltoni: "Synthetic fingerprint-image generation", 2000):
singular points give the directions, and filtering noise along them again and again lets ridges grow that
end and fork as real ones do.
"""

import math
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from drivers.fingerprint.fingers import Finger, Pattern

Field = npt.NDArray[np.floating[Any]]

WIDTH, HEIGHT = 320, 384
"""The skin that is grown, in pixels of 500 dpi: 16 by 19.5 mm, more than any sensor sees."""
PERIOD_PX = 9.0
"""From ridge to ridge: about 0.46 mm on an adult's finger."""
DIRECTIONS = 16
ROUNDS = 12

# Where ridges turn (cores) and where three flows meet (deltas), from the middle of the pad, in pixels.
SINGULARITIES: dict[Pattern, tuple[list[complex], list[complex]]] = {
    Pattern.ARCH: ([], []),
    Pattern.LEFT_LOOP: ([-4 - 22j], [88 + 92j]),
    Pattern.RIGHT_LOOP: ([4 - 22j], [-88 + 92j]),
    Pattern.WHORL: ([-3 - 28j, 3 + 10j], [-100 + 96j, 100 + 96j]),
    Pattern.DOUBLE_LOOP: ([-20 - 34j, 20 + 20j], [-98 + 104j, 102 + 92j]),
}


def orientation(finger: Finger, rng: np.random.Generator) -> Field:
    """Direction of the ridges at each pixel, in radians, after Sherlock and Monro's zero-pole model."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    x -= WIDTH / 2
    y -= HEIGHT / 2
    cores, deltas = SINGULARITIES[finger.pattern]
    if not cores:
        steepness = np.clip(1.5 - np.abs(y - 30) / 190, 0, None) * rng.uniform(0.8, 1.0)
        bend: Field = np.arctan(steepness * np.sin(x / (WIDTH * 0.32)))
        return bend
    place = x + 1j * y
    turning = np.ones_like(place)
    for core in cores:
        turning *= place - core - complex(*rng.normal(0, 4, 2))
    for delta in deltas:
        turning /= place - delta - complex(*rng.normal(0, 4, 2))
    directions: Field = np.angle(turning) / 2
    return directions


@lru_cache(maxsize=16)
def skin(finger: Finger) -> Field:
    """The finger's ridges before anything presses them: +1 on a ridge, -1 in a furrow."""
    rng = np.random.default_rng(finger.seed)
    nearness = along(orientation(finger, rng))
    spectra = filters()
    ridges: Field = rng.standard_normal((HEIGHT, WIDTH), np.float32)
    for _ in range(ROUNDS):
        spectrum = np.fft.rfft2(ridges)
        grown = np.zeros_like(ridges)
        for near, passed in zip(nearness, spectra, strict=True):
            grown += near * np.fft.irfft2(spectrum * passed, ridges.shape).astype(np.float32)
        ridges = np.tanh(2.5 * grown / grown.std())
    return ridges


def along(directions: Field) -> list[Field]:
    """How near each pixel's direction is to each of the filters': two of them share every pixel."""
    place = (directions / math.pi * DIRECTIONS) % DIRECTIONS
    apart = [np.abs((place - k + DIRECTIONS / 2) % DIRECTIONS - DIRECTIONS / 2) for k in range(DIRECTIONS)]
    return [np.clip(1 - gap, 0, None).astype(np.float32) for gap in apart]


@lru_cache(maxsize=1)
def filters() -> list[Field]:
    """One Gabor filter a direction, as spectra: each lets ridges of the usual period through."""
    fy = np.fft.fftfreq(HEIGHT).astype(np.float32)[:, None]
    fx = np.fft.rfftfreq(WIDTH).astype(np.float32)[None, :]
    spread = 2 * (1 / (2 * math.pi * 4.6)) ** 2  # a spot of 4.6 pixels sees about three ridges
    made = []
    for k in range(DIRECTIONS):
        across = math.pi * k / DIRECTIONS + math.pi / 2
        cx, cy = math.cos(across) / PERIOD_PX, math.sin(across) / PERIOD_PX
        there = np.exp(-((fx - cx) ** 2 + (fy - cy) ** 2) / spread)
        mirrored = np.exp(-((fx + cx) ** 2 + (fy + cy) ** 2) / spread)
        made.append((there + mirrored).astype(np.float32))
    return made


def clouds(rng: np.random.Generator, shape: tuple[int, int], size_px: float) -> Field:
    """Smooth noise of unit spread whose lumps are about ``size_px`` wide."""
    fy = np.fft.fftfreq(shape[0])[:, None]
    fx = np.fft.rfftfreq(shape[1])[None, :]
    passed = np.exp(-2 * (math.pi * size_px / 2.5) ** 2 * (fx**2 + fy**2))
    noise: Field = np.fft.irfft2(np.fft.rfft2(rng.standard_normal(shape)) * passed, shape)
    noise /= noise.std()
    return noise


def sampled(field: Field, x: Field, y: Field) -> Field:
    """``field`` between its pixels, by its four neighbours; beyond the edge, the edge."""
    x = np.clip(x, 0, field.shape[1] - 1.001)
    y = np.clip(y, 0, field.shape[0] - 1.001)
    left, top = x.astype(np.intp), y.astype(np.intp)
    right, down = x - left, y - top
    upper: Field = field[top, left] * (1 - right) + field[top, left + 1] * right
    lower: Field = field[top + 1, left] * (1 - right) + field[top + 1, left + 1] * right
    return upper * (1 - down) + lower * down
