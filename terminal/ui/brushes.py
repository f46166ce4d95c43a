"""Round brushes for ink on a surface: antialiased discs, kept ready for every size and sub-pixel place.

A brush is stamped by taking the darker of brush and ground (``BLEND_RGB_MIN``), so stamps that overlap build
up nothing, and drawing the same line twice changes no pixel.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import ceil, floor

import pygame
from PIL import Image, ImageDraw

from terminal.inkline import Dab, Nib

from .palette import SHEET
from .rect import Rect
from .theme import Colour

PHASES = 4
"""Places within a pixel, each way: a quarter pixel is finer than the eye sees in a line."""

RADII_PER_PX = 8
FINER = 8


class Brushes:
    """The brushes of one ink colour. Bounded: as many as a hand's range of widths needs."""

    def __init__(self, colour: str = SHEET[Colour.INK]) -> None:
        """Mix the ink; brushes are made when they are first needed."""
        self._rgb = pygame.Color(colour)
        self._brush = lru_cache(maxsize=2048)(self._make)

    def warm(self, nib: Nib) -> None:
        """Make every brush that a nib can need, so that the first stroke waits for none."""
        low = round(nib.radius(0) * RADII_PER_PX)
        high = round(nib.radius(1) * RADII_PER_PX)
        for size in range(low, high + 1):
            for phase in range(PHASES * PHASES):
                self._brush(size, phase % PHASES, phase // PHASES)

    def stamp(
        self, surface: pygame.Surface, line: Iterable[Dab], offset: tuple[int, int] = (0, 0)
    ) -> Rect | None:
        """Draw dabs on a surface, moved by whole pixels, and return where; None for no dab."""
        stamps: list[tuple[pygame.Surface, tuple[int, int], None, int]] = []
        left = top = 1 << 20
        right = bottom = -(1 << 20)
        for x, y, radius in line:
            column, row = floor(x * PHASES) // PHASES, floor(y * PHASES) // PHASES
            brush = self._brush(
                max(1, round(radius * RADII_PER_PX)),
                floor(x * PHASES) % PHASES,
                floor(y * PHASES) % PHASES,
            )
            half = brush.get_width() // 2
            column, row = column - half + offset[0], row - half + offset[1]
            stamps.append((brush, (column, row), None, pygame.BLEND_RGB_MIN))
            left, top = min(left, column), min(top, row)
            right, bottom = max(right, column + 2 * half + 1), max(bottom, row + 2 * half + 1)
        if not stamps:
            return None
        surface.blits(stamps, doreturn=False)  # type: ignore[arg-type]  # None as area is allowed, its stub forgot
        return Rect(left, top, right - left, bottom - top)

    def _make(self, size: int, phase_x: int, phase_y: int) -> pygame.Surface:
        """Draw one brush: ``size`` is its radius in eighths of a pixel, the phases where in a pixel it stands."""
        radius = size / RADII_PER_PX
        half = ceil(radius + 1)
        side = 2 * half + 1
        cover = Image.new("L", (side * FINER, side * FINER))
        x, y = ((half + (phase + 0.5) / PHASES) * FINER for phase in (phase_x, phase_y))
        reach = radius * FINER
        ImageDraw.Draw(cover).ellipse((x - reach, y - reach, x + reach - 1, y + reach - 1), 255)
        disc = Image.new("RGB", (side, side), "#FFFFFF")
        disc.paste((self._rgb.r, self._rgb.g, self._rgb.b), (0, 0), cover.reduce(FINER))
        brush = pygame.Surface((side, side), 0, 32)
        brush.blit(pygame.image.frombytes(disc.tobytes(), (side, side), "RGB"), (0, 0))
        return brush
