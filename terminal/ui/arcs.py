"""Rings that close: drawn once whole, then uncovered as far as they have come, so that each frame costs little."""

from functools import lru_cache
from math import ceil, cos, pi, sin

import pygame
from PIL import Image, ImageDraw

from .items import Ring

Rgb = tuple[int, int, int]

FINER = 4
SECTOR_STEPS = 60
"""A sector's rim has this many corners a turn; it lies outside of the ring, where its shape is not seen."""


class Arcs:
    """Draws rings; keeps the parts of a few."""

    def __init__(self) -> None:
        self._parts = lru_cache(maxsize=4)(_parts)
        self._cap = lru_cache(maxsize=4)(_disc)

    def draw(self, surface: pygame.Surface, ring: Ring, done: Rgb, fill: Rgb, still: Rgb) -> None:
        """Draw a circle that is closed as far as its fraction says, from the top, clockwise."""
        side, width = ring.rect.w, ring.width_px
        ground, whole = self._parts(side, width, done, fill, still)
        surface.blit(ground, ring.rect[:2])
        if ring.fraction <= 0:
            return
        if ring.fraction >= 1:
            surface.blit(whole, ring.rect[:2])
            return
        seen = pygame.Surface((side, side), pygame.SRCALPHA)
        pygame.draw.polygon(seen, "white", _sector(side, ring.fraction))
        seen.blit(whole, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        surface.blit(seen, ring.rect[:2])
        cap, middle = self._cap(width, done), (side - width) / 2
        for turn in (0.0, 2 * pi * ring.fraction):
            x, y = middle + middle * sin(turn), middle - middle * cos(turn)
            surface.blit(cap, (ring.rect.x + round(x), ring.rect.y + round(y)))


def _sector(side: int, fraction: float) -> list[tuple[float, float]]:
    """Return the corners of a sector from the middle to beyond the rim."""
    half, count = side / 2, ceil(SECTOR_STEPS * fraction)
    turns = [2 * pi * fraction * step / count for step in range(count + 1)]
    return [(half, half), *((half + side * sin(turn), half - side * cos(turn)) for turn in turns)]


def _parts(side: int, width: int, done: Rgb, fill: Rgb, still: Rgb) -> tuple[pygame.Surface, pygame.Surface]:
    """Return the disc with its ring still open, and the closed ring alone."""
    ground, whole = (Image.new("RGBA", (side * FINER, side * FINER), (*rgb, 0)) for rgb in (still, done))
    box, wide = (0, 0, side * FINER - 1, side * FINER - 1), width * FINER
    ImageDraw.Draw(ground).ellipse(box, (*fill, 255), (*still, 255), wide)
    ImageDraw.Draw(whole).ellipse(box, None, (*done, 255), wide)
    return _surface(ground.reduce(FINER)), _surface(whole.reduce(FINER))


def _disc(width: int, rgb: Rgb) -> pygame.Surface:
    """Return a ring's round end."""
    image = Image.new("RGBA", (width * FINER, width * FINER), (*rgb, 0))
    ImageDraw.Draw(image).ellipse((0, 0, width * FINER - 1, width * FINER - 1), (*rgb, 255))
    return _surface(image.reduce(FINER))


def _surface(image: Image.Image) -> pygame.Surface:
    return pygame.image.frombytes(image.tobytes(), image.size, "RGBA")
