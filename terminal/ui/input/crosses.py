"""Four crosses on the glass, to be touched one after the other: what a calibration is found from."""

import select
from collections.abc import Iterator

import pygame

from terminal.model.ink import Phase, Sample
from terminal.ui.palette import LIGHT
from terminal.ui.rect import Rect
from terminal.ui.theme import Colour
from terminal.ui.window import Window

from .calibration import INSET, Place, corners, mean
from .reader import Reader


def touched_crosses(window: Window, reader: Reader) -> list[Place]:
    """Show the crosses, wait until each has been touched, and return where the panel says that was.

    Args:
        window: to draw in.
        reader: of the panel, over a glass that is one pixel wide and high.
    """
    strokes = _strokes(reader)
    touched = []
    for number in range(len(corners(INSET))):
        _draw(window.surface, number)
        window.present([Rect(0, 0, *window.surface.get_size())])
        window.samples()  # so that a desktop sees that the window is alive
        touched.append(mean([(sample.x_px, sample.y_px) for sample in next(strokes)]))
    return touched


def _strokes(reader: Reader) -> Iterator[list[Sample]]:
    """Yield touches as they are lifted; those that were none are passed over."""
    samples: list[Sample] = []
    while True:
        select.select([reader], [], [])
        for sample in reader.samples():
            if sample.phase is Phase.DOWN:
                samples = []
            samples.append(sample)
            if sample.phase is Phase.UP:
                yield samples


def _draw(surface: pygame.Surface, current: int) -> None:
    """Draw the cross to touch, and where the others are."""
    surface.fill(LIGHT[Colour.PAPER])
    width, height = surface.get_size()
    arm = min(width, height) // 20
    for number, (x, y) in enumerate(corners(INSET)):
        place = pygame.Vector2(x * width, y * height)
        if number != current:
            pygame.draw.aacircle(surface, LIGHT[Colour.GUIDE], place, arm // 5)
            continue
        for way in (pygame.Vector2(arm, 0), pygame.Vector2(0, arm)):
            pygame.draw.line(surface, LIGHT[Colour.PRIMARY], place - way, place + way, 2)
        pygame.draw.aacircle(surface, LIGHT[Colour.PRIMARY], place, arm // 2, 2)
