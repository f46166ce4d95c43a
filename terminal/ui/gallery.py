"""Pictures of every screen, in every language and size, to look at."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pygame
from PIL import Image

from terminal.i18n import Catalogue
from terminal.session.states import Idle
from terminal.session.view import View
from terminal.typeset import Typesetter

from .canvas import Canvas
from .frame import Frame
from .items import Screen
from .screens import make_screen
from .storyboard import storyboard

SIZES = {
    (800, 480): 800 / 154.08,
    (1024, 600): 1024 / 154.2,
    (1280, 720): 1280 / 154.5,
    (720, 1280): 720 / 87.0,
}
"""Panels of seven inches, and the dots per millimetre of each."""


def render(
    directory: Path,
    sizes: Iterable[tuple[int, int]] = ((800, 480), (1280, 720)),
    languages: Iterable[str] = ("zh-CN", "en"),
) -> list[Path]:
    """Draw every screen to a PNG, ``<directory>/<language>/<width>x<height>/<name>.png``; return the files.

    Screens with large text are drawn beside the others, their names ending in ``+large``.
    """
    typesetter, catalogue = Typesetter(), Catalogue()
    written = []
    for language in languages:
        for width, height in sizes:
            folder = directory / language / f"{width}x{height}"
            folder.mkdir(parents=True, exist_ok=True)
            frame = Frame(width, height, SIZES[width, height], typesetter, catalogue)
            for name, screen in screens(frame, language):
                path = folder / f"{name}.png"
                picture(screen, frame).save(path, compress_level=6)
                written.append(path)
    return written


def screens(frame: Frame, language: str) -> Iterator[tuple[str, Screen]]:
    """Yield every screen of the storyboard by name, then all again with large text."""
    for large_text in (False, True):
        for name, state in storyboard(language, view=View(large_text=large_text)):
            if large_text and isinstance(state, Idle):
                continue  # nobody is there to read it
            yield name + ("+large" if large_text else ""), make_screen(state, frame)


def picture(screen: Screen, frame: Frame) -> Image.Image:
    """Return a screen as a picture, drawn as the glass draws it."""
    surface = pygame.Surface((screen.width, screen.height), 0, 32)
    Canvas(surface, frame.typesetter, frame.unit_px).show(screen)
    return Image.frombytes("RGB", surface.get_size(), pygame.image.tobytes(surface, "RGB"))
