"""A finger on the glass: where it lies, how hard it presses, how dry or wet it is."""

import math

import numpy as np

from drivers.fingerprint.fingers import Finger, Manner
from drivers.fingerprint.ridges import HEIGHT, WIDTH, Field, clouds, sampled, skin

PAD_X, PAD_Y = 112.0, 138.0
"""Half width and half height of the skin that a firm press flattens, in pixels: 11 by 14 mm."""
TIP = 0.5
"""How much of the pad's width and height touches when only the tip does."""
SMEARS = 7
PAPER = 250.0
WIDTH_AND_EDGE = {Manner.WET: (0.95, 2.2), Manner.DRY: (-0.42, 5.0), Manner.MOVED: (0.3, 2.4)}
"""How far ridges swell and how sharp their edges are, where a manner changes it."""


def press(finger: Finger, width_px: int, height_px: int, manner: Manner) -> bytes:
    """What the sensor sees of the finger, one byte a pixel, row by row from the top."""
    rng = np.random.default_rng([finger.seed, list(Manner).index(manner), width_px])
    x, y = lie(rng, width_px, height_px, manner)
    contact = flattened(rng, x, y, manner)
    ridges = sampled(skin(finger), x + WIDTH / 2, y + HEIGHT / 2)
    if manner is Manner.MOVED:
        ridges = smeared(finger, x, y)
    grey = PAPER - inked(rng, ridges, contact, manner)
    grey += rng.normal(0, 3.0, grey.shape)
    return bytes(np.clip(grey, 0, 255).astype(np.uint8))


def lie(rng: np.random.Generator, width_px: int, height_px: int, manner: Manner) -> tuple[Field, Field]:
    """Which point of the finger (from the middle of its pad) each pixel of the sensor touches."""
    y, x = np.mgrid[0:height_px, 0:width_px].astype(np.float32)
    x -= (width_px - 1) / 2
    y -= (height_px - 1) / 2
    turn = rng.normal(0, 0.05)
    x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
    x += rng.normal(0, 3)
    y += rng.normal(0, 3)
    if manner is Manner.ASIDE:
        x -= 0.42 * width_px
        y += 0.44 * height_px
    # Skin gives way: ridges lie wider here and closer there.
    shape = (height_px, width_px)
    return x + 3 * clouds(rng, shape, 90), y + 3 * clouds(rng, shape, 90)


def flattened(rng: np.random.Generator, x: Field, y: Field, manner: Manner) -> Field:
    """How firmly each point touches, 0 to 1: a pad with a soft and uneven edge."""
    reach = {Manner.PARTIAL: TIP, Manner.ASIDE: 0.86, Manner.DRY: 0.94, Manner.WET: 1.04}.get(manner, 1.0)
    egg = 1 + 0.10 * np.clip(y / PAD_Y, -1, 1)  # a fingertip is narrower at its tip
    edge = 1 - np.hypot(x / (PAD_X * egg), y / PAD_Y) / reach
    edge += 0.025 * clouds(rng, x.shape, 14) + 0.02 * clouds(rng, x.shape, 4)
    touch: Field = 1 / (1 + np.exp(-edge * 26))
    return touch


def smeared(finger: Finger, x: Field, y: Field) -> Field:
    """The ridges of a finger that slid and turned while the sensor looked."""
    total: Field = np.zeros_like(x)
    for step in np.linspace(-0.5, 0.5, SMEARS):
        turn = 0.10 * step
        right, down = x + y * turn + 9 * step, y - x * turn + 6 * step
        total += sampled(skin(finger), right + WIDTH / 2, down + HEIGHT / 2)
    return total / SMEARS


def inked(rng: np.random.Generator, ridges: Field, contact: Field, manner: Manner) -> Field:
    """How much darker than the bare glass each pixel is, 0 to 250."""
    shape = ridges.shape
    grain = 0.22 * clouds(rng, shape, 2.5) + 0.30 * clouds(rng, shape, 22)
    width, sharpness = WIDTH_AND_EDGE.get(manner, (0.12, 4.2))
    touching: Field = 1 / (1 + np.exp(-sharpness * (ridges + width + grain - 1.6 * (1 - contact))))
    darkness: Field = np.clip(195 + 16 * clouds(rng, shape, 60), 120, 245)
    if manner is Manner.DRY:
        flakes = clouds(rng, shape, 5) + 0.8 * clouds(rng, shape, 16)
        touching /= 1 + np.exp(-4 * (flakes - 0.1))
        darkness *= 0.72
    pores = (ridges > 0.8) & (clouds(rng, shape, 2.2) > 1.9)
    open_pores = 0.0 if manner is Manner.WET else 0.55
    inked: Field = contact * touching * darkness * np.where(pores, 1 - open_pores, 1.0)
    return inked
