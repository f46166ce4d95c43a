"""Round brushes for ink on a surface: antialiased discs, kept ready for every size and sub-pixel place.

A brush is stamped by taking the darker of brush and ground (``BLEND_RGB_MIN``), so stamps that overlap build
up nothing, and drawing the same line twice changes no pixel.

Of the ways to draw a line of varying width on a surface this one was kept. ``python -m bench strokes`` prints
what each costs and how far it is from the true line; ``python -m bench.strokes --out FOLDER`` draws them beside
each other. SDL's lines, polygons and circles are cheap, and jagged or bound to whole pixels (an error of their edge
ten times as large); drawing four times larger and scaling down takes three times as long, a surface of 60 MB on a
large glass, and is farther from the truth all the same; Pillow's tiles are nearer to it, and take six times as long.
"""

from collections.abc import Iterable
from itertools import product
from math import ceil, hypot

import pygame
from PIL import Image, ImageDraw, ImageOps

from terminal.inkline import STEP, Curve, Nib

from .palette import SHEET
from .rect import Rect
from .theme import Colour

PHASES = 8
"""Places within a pixel, each way. With four an edge is off by up to an eighth of a pixel: it shows as a ripple."""

SIZES = 16
"""Sizes of brushes to a pixel of radius."""

FINER = 32
"""Brushes are drawn this many times larger, then averaged down; twice PHASES divides it, so phases are exact."""

FAR = 1 << 16
"""More than any line is away from its surface, so that places are rounded down on either side of zero."""

Placed = tuple[pygame.Surface, tuple[int, int], None, int]


class Brushes:
    """The brushes of one ink colour, as many as a hand's range of widths needs; they are made when needed."""

    def __init__(self, colour: str = SHEET[Colour.INK]) -> None:
        """Mix the ink."""
        self._rgb = pygame.Color(colour)
        self._sizes: dict[int, tuple[int, list[pygame.Surface]]] = {}

    def warm(self, nib: Nib) -> None:
        """Make every brush that a nib can need, so that the first stroke waits for none."""
        for size in range(_size(nib.radius(0)), _size(nib.radius(1)) + 1):
            self._of_size(size)

    def stamp(self, surface: pygame.Surface, line: Iterable[Curve], step: float) -> None:
        """Draw curves on a surface, with stamps no farther apart than ``step``.

        One loop from the curve to the stamps, with no function of ours in it: it runs for every point of a live line.
        """
        stamps: list[Placed] = []
        sizes = self._sizes
        for (ax, ay, ar), (bx, by, br), (cx, cy, cr) in line:
            count = int(2 * max(hypot(bx - ax, by - ay), hypot(cx - bx, cy - by)) / step) + 1
            # The curve is p + t (q + t s), in phases of a pixel; its radius in sizes.
            px, qx, sx = (ax + FAR) * PHASES, (bx - ax) * 2 * PHASES, (ax - 2 * bx + cx) * PHASES
            py, qy, sy = (ay + FAR) * PHASES, (by - ay) * 2 * PHASES, (ay - 2 * by + cy) * PHASES
            pr, qr, sr = ar * SIZES + 0.5, (br - ar) * 2 * SIZES, (ar - 2 * br + cr) * SIZES
            for index in range(1, count + 1):
                t = index / count
                x, y = int(px + t * (qx + t * sx)), int(py + t * (qy + t * sy))
                size = int(pr + t * (qr + t * sr))
                half, brushes = sizes.get(size) or self._of_size(size)
                brush = brushes[y % PHASES * PHASES + x % PHASES]
                place = (x // PHASES - FAR - half, y // PHASES - FAR - half)
                stamps.append((brush, place, None, pygame.BLEND_RGB_MIN))
        surface.blits(stamps, doreturn=False)  # type: ignore[arg-type]  # None as area is allowed, its stub forgot

    def _of_size(self, size: int) -> tuple[int, list[pygame.Surface]]:
        """Return the brushes of a radius, one for each phase, and how far their middle pixel is from their edge."""
        if size not in self._sizes:
            radius = max(1, size) / SIZES
            # Discs at a step from each other leave hollows along the edge, this deep on the average.
            hollow = STEP**2 / (20 * radius)
            self._sizes[size] = self._make(radius + hollow)
        return self._sizes[size]

    def _make(self, radius: float) -> tuple[int, list[pygame.Surface]]:
        """Draw a disc at every phase, on one surface that the brushes are parts of."""
        half = ceil(radius + 1)
        side = 2 * half + 1
        covers = _covers(radius, half, side)
        inks = [
            covers.point([255 - (255 - ink) * cover // 255 for cover in range(256)]) for ink in self._rgb[:3]
        ]
        drawn = Image.merge("RGB", inks)
        whole = pygame.Surface(covers.size, 0, 32)
        whole.blit(pygame.image.frombytes(drawn.tobytes(), drawn.size, "RGB"), (0, 0))
        places = [(phase % PHASES * side, phase // PHASES * side) for phase in range(PHASES * PHASES)]
        return half, [whole.subsurface((x, y, side, side)) for x, y in places]


def within(line: Iterable[Curve]) -> Rect:
    """Return a rectangle that holds all pixels of some curves, however they are stamped."""
    xs, ys, radii = zip(*(dab for curve in line for dab in curve), strict=True)
    reach = int(max(radii)) + 3
    left, top = int(min(xs)) - reach, int(min(ys)) - reach
    return Rect(left, top, int(max(xs)) + reach - left + 1, int(max(ys)) + reach - top + 1)


def _covers(radius: float, half: int, side: int) -> Image.Image:
    """Return how much of each pixel a disc covers, at every phase: 8 × 8 pictures in one, phases going on."""
    reach, middle = round(radius * FINER), (half + 1) * FINER
    disc = Image.new("L", (side * FINER + FINER,) * 2)
    ImageDraw.Draw(disc).ellipse(
        (middle - reach, middle - reach, middle + reach - 1, middle + reach - 1), 255
    )
    quarter = Image.new("L", (side * PHASES // 2,) * 2)
    for row, column in product(range(PHASES // 2), repeat=2):
        left, top = (FINER - (2 * phase + 1) * FINER // (2 * PHASES) for phase in (column, row))
        placed = disc.crop((left, top, left + side * FINER, top + side * FINER))
        quarter.paste(placed.reduce(FINER), (column * side, row * side))
    # The other phases are these seen in a mirror.
    covers = Image.new("L", (side * PHASES,) * 2)
    covers.paste(quarter, (0, 0))
    covers.paste(ImageOps.mirror(quarter), (quarter.width, 0))
    covers.paste(ImageOps.flip(covers.crop((0, 0, covers.width, quarter.height))), (0, quarter.height))
    return covers


def _size(radius: float) -> int:
    """Return a radius in the steps that brushes come in."""
    return int(radius * SIZES + 0.5)
