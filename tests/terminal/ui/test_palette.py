from dataclasses import replace

import pygame
import pytest

from terminal.model.ink import Phase
from terminal.model.settings import Theme
from terminal.session.states import InSession, Signing, State
from terminal.session.view import View
from terminal.ui.canvas import Canvas
from terminal.ui.frame import Frame
from terminal.ui.glass import Glass
from terminal.ui.palette import DARK, LIGHT, LIGHT_CONTRAST, SHEET, Palette, palette_for
from terminal.ui.rect import Rect
from terminal.ui.screens import make_screen
from terminal.ui.slate import Hand, Slate
from terminal.ui.theme import Colour

PALETTES = [palette_for(theme, high_contrast=high) for theme in Theme for high in (False, True)]


def in_theme(state: State, theme: Theme) -> State:
    unit = replace(state.unit, settings=replace(state.unit.settings, theme=theme))
    return replace(state, unit=unit)


def seen(state: State, view: View) -> State:
    assert isinstance(state, InSession)
    return replace(state, session=replace(state.session, view=view))


def pixels(surface: pygame.Surface, rect: Rect) -> bytes:
    return pygame.image.tobytes(surface.subsurface(rect), "RGB")


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_every_colour_has_a_value_in_every_palette(palette: Palette) -> None:
    assert set(palette.values) == set(Colour)
    assert all(0 <= part <= 255 for colour in Colour for part in palette.rgb(colour))


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_what_is_written_on_is_white_and_the_ink_is_ink(palette: Palette) -> None:
    assert (palette[Colour.SHEET], palette[Colour.INK]) == ("#FFFFFF", "#0B1F4B")
    assert palette[Colour.WATERMARK] == SHEET[Colour.WATERMARK]


def test_the_shop_chooses_dark_or_light_and_the_customer_contrast(
    states: dict[str, State], frame: Frame
) -> None:
    sale = states["sale"]
    assert make_screen(sale, frame).palette == LIGHT
    assert make_screen(in_theme(sale, Theme.DARK), frame).palette == DARK
    assert make_screen(seen(sale, View(high_contrast=True)), frame).palette == LIGHT_CONTRAST


def test_another_palette_draws_everything_anew_and_leaves_the_pad_as_it_was(
    states: dict[str, State], frame: Frame
) -> None:
    surface = pygame.Surface((frame.width, frame.height), 0, 32)
    canvas = Canvas(surface, frame.typesetter, frame.unit_px)
    signing = states["signing-ink"]
    screen = make_screen(signing, frame)
    assert screen.pad is not None
    within = screen.pad.rect.inset(20)
    canvas.show(screen)
    before = pixels(surface, within)
    assert canvas.show(make_screen(in_theme(signing, Theme.DARK), frame)) == [screen.rect]
    assert surface.get_at((2, 2))[:3] == DARK.rgb(Colour.PAPER)
    assert pixels(surface, within) == before


def test_a_drawing_on_dark_ground_is_light(states: dict[str, State], frame: Frame) -> None:
    surface = pygame.Surface((frame.width, frame.height), 0, 32)
    canvas = Canvas(surface, frame.typesetter, frame.unit_px)
    canvas.show(make_screen(in_theme(states["idle"], Theme.DARK), frame))
    colours = {tuple(surface.get_at((x, y))[:3]) for x in range(250, 550) for y in range(60, 250)}
    assert DARK.rgb(Colour.FLOURISH) in colours


@pytest.mark.parametrize(
    "view", [View(high_contrast=True), View(large_text=True), View(left_handed=True)], ids=repr
)
def test_ink_being_written_stays_when_the_glass_looks_otherwise(
    slate: Slate, glass: Glass, hand: Hand, states: dict[str, State], view: View
) -> None:
    signing = states["signing"]
    assert isinstance(signing, Signing)
    glass.show(signing)
    pad = glass.screen.pad
    assert pad is not None
    x, y = pad.rect.x + 100, pad.rect.y + 40
    hand.does(
        hand.sample(Phase.DOWN, x, y), hand.sample(Phase.MOVE, x + 40, y), hand.sample(Phase.MOVE, x + 80, y)
    )
    glass.show(seen(signing, view))
    drew = hand.does(hand.sample(Phase.MOVE, x + 120, y), hand.sample(Phase.UP, x + 120, y))
    assert [len(each.stroke.points) for each in drew if hasattr(each, "stroke")] == [5]
    assert slate.surface.get_at((x + 20, y))[:3] == LIGHT.rgb(Colour.INK)
