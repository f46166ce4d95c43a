"""Strokes: ways to draw a segment of live ink.

    python -m bench strokes                       as a table
    python -m bench.strokes --out build/strokes   as pictures, beside each other

A segment is the piece of the smooth curve between two samples. Each way draws the same curves on the same glass;
the error is the root mean square over the line's edge, of 255 (``bench.truth``).
"""

import argparse
from collections.abc import Callable, Iterator
from math import ceil, floor
from pathlib import Path
from time import perf_counter

import numpy as np
import pygame
from PIL import Image, ImageDraw

from terminal.export.png import ink_mask
from terminal.inkline import Curve, Dab, Nib, curves
from terminal.model.ink import Stroke, Tool
from terminal.ui.brushes import Brushes, within
from terminal.ui.handwriting import FLOURISH, HAN_NAME, LATIN_NAME, write
from terminal.ui.rect import Rect
from terminal.ui.theme import BASE_DOTS_PER_MM

from .rounds import Round, Row, interleave
from .truth import Grey, edge_error, truth

SIZE = (736, 320)
NIB = Nib(BASE_DOTS_PER_MM)
ROUNDS = 15
FINER = 4
JOINT_PX = 4.0
"""How long a straight piece is, for those who draw straight pieces."""

LARGER = 6
"""How many times larger than life the pictures show a piece of the line."""
PIECE = (212, 52, 90, 62)

Draw = Callable[[Curve], object]
Way = Callable[[pygame.Surface], Draw]


def stamps(surface: pygame.Surface) -> Draw:
    """Discs at every eighth of a pixel, the darker of brush and ground: what the glass does."""
    brushes = Brushes("#000000")
    return lambda curve: brushes.stamp(surface, (curve,), NIB.step)


def lines(surface: pygame.Surface) -> Draw:
    """One line of whole pixels' width from end to end."""

    def draw(curve: Curve) -> None:
        width = max(1, round(curve.start.radius + curve.end.radius))
        pygame.draw.line(surface, "black", curve.start[:2], curve.end[:2], width)

    return draw


def aalines(surface: pygame.Surface) -> Draw:
    """SDL's antialiased lines, with antialiased circles as joints."""

    def draw(curve: Curve) -> None:
        for before, dab in _joints(_to_middles(curve)):
            width = max(1, round(before.radius + dab.radius))
            pygame.draw.aaline(surface, "black", before[:2], dab[:2], width)
            pygame.draw.aacircle(surface, "black", dab[:2], dab.radius)

    return draw


def polygons(surface: pygame.Surface) -> Draw:
    """Filled polygons with antialiased lines round them, and antialiased circles as joints."""

    def draw(curve: Curve) -> None:
        for before, dab in _joints(_to_middles(curve)):
            corners = _sides(before, dab)
            pygame.draw.polygon(surface, "black", corners)
            pygame.draw.aalines(surface, "black", True, corners)
            pygame.draw.aacircle(surface, "black", dab[:2], dab.radius)

    return draw


def supersampled(surface: pygame.Surface) -> Draw:
    """Polygons and circles on a surface four times as large each way, the changed part scaled down."""
    fine = pygame.Surface((SIZE[0] * FINER, SIZE[1] * FINER), 0, 32)
    fine.fill("white")
    whole = Rect(0, 0, *SIZE)

    def draw(curve: Curve) -> None:
        large = Curve(*(Dab(x * FINER, y * FINER, radius * FINER) for x, y, radius in curve))
        for before, dab in _joints(large, JOINT_PX * FINER):
            pygame.draw.polygon(fine, "black", _sides(before, dab))
            pygame.draw.circle(fine, "black", dab[:2], round(dab.radius))
        where = within((curve,)).clipped(whole)
        part = fine.subsurface([each * FINER for each in where])
        surface.blit(pygame.transform.smoothscale(part, where[2:]), where[:2])

    return draw


def pillow(surface: pygame.Surface) -> Draw:
    """The same by Pillow, on a tile around the segment alone."""

    def draw(curve: Curve) -> None:
        x, y, width, height = within((curve,))
        tile = Image.new("L", (width * FINER, height * FINER), 255)
        pen = ImageDraw.Draw(tile)
        for before, dab in _joints(_to_middles(curve, FINER, 0.5), JOINT_PX * FINER):
            pen.polygon([(round(a - x * FINER), round(b - y * FINER)) for a, b in _sides(before, dab)], 0)
            left, top, across = dab.x - x * FINER - dab.radius, dab.y - y * FINER - dab.radius, 2 * dab.radius
            pen.ellipse((round(left), round(top), round(left + across), round(top + across)), 0)
        small = tile.reduce(FINER).convert("RGB")
        drawn = pygame.image.frombytes(small.tobytes(), small.size, "RGB")
        surface.blit(drawn, (x, y), special_flags=pygame.BLEND_RGB_MIN)

    return draw


WAYS: dict[str, Way] = {
    "stamps of discs (ours)": stamps,
    "draw.line": lines,
    "draw.aaline + aacircle": aalines,
    "polygon + aalines + aacircle": polygons,
    "four times larger, scaled down": supersampled,
    "the same by Pillow, on a tile": pillow,
}


def measure() -> Iterator[Row]:
    """Draw one page of handwriting, segment by segment, in every way."""
    strokes = _page()
    segments = [curve for stroke in strokes for curve in curves(stroke, NIB)]
    true = truth(strokes, NIB, SIZE)
    rounds = interleave({name: _round(way, segments) for name, way in WAYS.items()}, ROUNDS)
    ours = next(iter(WAYS))
    for name, way in WAYS.items():
        yield rounds.row(f"{name}: a segment", name, "µs", "" if name == ours else ours)
        yield Row(f"{name}: error of its edge", edge_error(drawn(way, segments), true), "/255")
    exact = np.asarray(ink_mask(strokes, NIB, SIZE), dtype=np.float64)
    yield Row("exact coverage (ours, for what is kept): error of its edge", edge_error(exact, true), "/255")


def drawn(way: Way, segments: list[Curve]) -> Grey:
    """Return what a way makes of all segments: 255 where ink is."""
    surface = _sheet()
    draw = way(surface)
    for curve in segments:
        draw(curve)
    shades = np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8).reshape(SIZE[1], SIZE[0], 3)
    return 255 - shades[:, :, 0].astype(np.float64)


def _round(way: Way, segments: list[Curve]) -> Round:
    surface = _sheet()
    draw = way(surface)

    def once() -> float:
        surface.fill("white")
        begun = perf_counter()
        for curve in segments:
            draw(curve)
        return (perf_counter() - begun) / len(segments)

    return once


def _sheet() -> pygame.Surface:
    surface = pygame.Surface(SIZE, 0, 32)
    surface.fill("white")
    return surface


def _page() -> list[Stroke]:
    """Return three hands on one page, one of them a pen that presses."""
    unit = SIZE[0] / NIB.unit_per_mm
    return [
        *write(HAN_NAME, unit * 10, unit * 6, unit * 38),
        *write(LATIN_NAME, unit * 55, unit * 6, unit * 38, Tool.PEN),
        *write(FLOURISH, unit * 25, unit * 24, unit * 42),
    ]


def _to_middles(curve: Curve, larger: int = 1, less: float = 0.0) -> Curve:
    """Return a curve that much larger, and thinner, for those who count from the middle of a pixel."""
    dabs = (Dab(x * larger - 0.5, y * larger - 0.5, radius * larger - less) for x, y, radius in curve)
    return Curve(*dabs)


def _joints(curve: Curve, step: float = JOINT_PX) -> Iterator[tuple[Dab, Dab]]:
    """Yield the short straight pieces that stand for a curve."""
    before = curve.start
    for dab in curve.dabs(step):
        yield before, dab
        before = dab


def _sides(a: Dab, b: Dab) -> list[tuple[float, float]]:
    """Return the four corners of a piece that is as wide as its two dabs."""
    dx, dy = b.x - a.x, b.y - a.y
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    nx, ny = -dy / length, dx / length
    return [
        (a.x + nx * a.radius, a.y + ny * a.radius),
        (b.x + nx * b.radius, b.y + ny * b.radius),
        (b.x - nx * b.radius, b.y - ny * b.radius),
        (a.x - nx * a.radius, a.y - ny * a.radius),
    ]


def pictures(folder: Path) -> list[Path]:
    """Write a piece of the line, larger than life, as the truth has it and as each way draws it."""
    strokes = _page()
    segments = [curve for stroke in strokes for curve in curves(stroke, NIB)]
    true = truth(strokes, NIB, SIZE)
    found = {"the truth": true, **{name: drawn(way, segments) for name, way in WAYS.items()}}
    folder.mkdir(parents=True, exist_ok=True)
    x, y, width, height = PIECE
    columns = 2
    cell = (width * LARGER + 16, height * LARGER + 40)
    whole = Image.new("L", (cell[0] * columns, cell[1] * ceil(len(found) / columns)), 255)
    written = []
    for number, (name, shades) in enumerate(found.items()):
        picture = Image.fromarray((255 - shades).clip(0, 255).astype(np.uint8))
        path = folder / f"{number}-{''.join(each if each.isalnum() else '-' for each in name)}.png"
        picture.save(path)
        written.append(path)
        piece = picture.crop((x, y, x + width, y + height)).resize(
            (width * LARGER, height * LARGER), Image.Resampling.NEAREST
        )
        left, top = number % columns * cell[0], floor(number / columns) * cell[1]
        whole.paste(piece, (left, top + 28))
        label = f"{name}: {edge_error(shades, true):.1f}/255"
        ImageDraw.Draw(whole).text((left + 4, top + 6), label, 0, font_size=16)
    beside = folder / "beside.png"
    whole.save(beside)
    return [*written, beside]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m bench.strokes", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--out", type=Path, required=True, help="the folder for the pictures")
    for file in pictures(parser.parse_args().out):
        print(file)
