"""Pictures of every screen, in every language, size and mode, to look at and to check."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pygame
from PIL import Image

from terminal.i18n import Catalogue
from terminal.model.settings import Theme
from terminal.pseudo import LANGUAGE as PSEUDO
from terminal.pseudo import with_pseudo
from terminal.session.reading import draw_place
from terminal.session.states import Checking, Ended, InSession, ReadingDocument, State
from terminal.session.view import View
from terminal.typeset import Typesetter

from .canvas import Canvas
from .frame import Frame
from .items import Screen
from .sample_contract import ContractPages
from .screens import make_screen
from .storyboard import PAD, UPRIGHT_PAD, storyboard

SIZES = {
    (800, 480): 800 / 154.08,
    (1024, 600): 1024 / 154.2,
    (1280, 720): 1280 / 154.5,
    (720, 1280): 720 / 87.0,
}
"""Panels of seven inches, and the dots per millimetre of each."""

LANGUAGES = ("zh-CN", "en", PSEUDO, "de", "ar")

MODES = {
    "normal": (View(), Theme.LIGHT),
    "large": (View(large_text=True), Theme.LIGHT),
    "contrast": (View(high_contrast=True), Theme.LIGHT),
    "left": (View(left_handed=True), Theme.LIGHT),
    "dark": (View(), Theme.DARK),
    "all": (View(large_text=True, high_contrast=True, left_handed=True), Theme.DARK),
}
"""How the glass can be had: as it is, in each of the customer's modes, in the dark, and all of it at once."""


def render(
    directory: Path,
    sizes: Iterable[tuple[int, int]] = ((800, 480), (1280, 720)),
    languages: Iterable[str] = ("zh-CN", "en"),
    modes: Iterable[str] = ("normal", "large"),
) -> list[Path]:
    """Draw screens to PNG files, ``<directory>/<language>/<width>x<height>/<name>.png``; return the files.

    Names of screens in another mode than ``normal`` end in ``+<mode>``.
    """
    typesetter, catalogue = Typesetter(), with_pseudo(Catalogue())
    modes = tuple(modes)
    written = []
    for language in languages:
        for width, height in sizes:
            folder = directory / language / f"{width}x{height}"
            folder.mkdir(parents=True, exist_ok=True)
            frame = Frame(width, height, SIZES[width, height], typesetter, catalogue)
            for mode in modes:
                for name, screen in screens(frame, language, mode):
                    path = folder / f"{name if mode == 'normal' else f'{name}+{mode}'}.png"
                    picture(screen, frame).save(path, compress_level=1)
                    written.append(path)
    return written


def screens(frame: Frame, language: str, mode: str = "normal") -> Iterator[tuple[str, Screen]]:
    """Yield every screen of the storyboard by name; in a customer's mode, those that a customer sees."""
    view, theme = MODES[mode]
    pages = ContractPages(language)
    try:
        for name, state in storyboard(language, view=view, pad=UPRIGHT_PAD if frame.upright else PAD):
            if view == View() or isinstance(state, InSession | Ended):
                unit = replace(state.unit, settings=replace(state.unit.settings, theme=theme))
                yield name, make_screen(_drawn(replace(state, unit=unit), frame, pages), frame)
    finally:
        pages.close()


def _drawn(state: State, frame: Frame, pages: ContractPages) -> State:
    """Return a state with its document's page drawn, or the place that is signed, where it is on the glass."""
    if isinstance(state, Checking) and (asked := draw_place(state.session)):
        ask = asked[0]
        picture = pages.picture(ask.page, ask.width_px, ask.region)
        leaves = replace(state.session.leaves, round_place=picture)
        return replace(state, session=replace(state.session, leaves=leaves))
    leaf = make_screen(state, frame).leaf if isinstance(state, ReadingDocument) else None
    if leaf is None or not isinstance(state, ReadingDocument) or not state.session.leaves.stands:
        return state
    picture = pages.picture(leaf.page + 1, round(leaf.looked_at.wide_px))
    leaves = state.session.leaves.with_picture(picture)
    return replace(state, session=replace(state.session, leaves=leaves))


def picture(screen: Screen, frame: Frame) -> Image.Image:
    """Return a screen as a picture, drawn as the glass draws it."""
    surface = pygame.Surface((screen.width, screen.height), 0, 32)
    Canvas(surface, frame.typesetter, frame.unit_px).show(screen)
    return Image.frombytes("RGB", surface.get_size(), pygame.image.tobytes(surface, "RGB"))
