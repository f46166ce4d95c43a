"""Every screen, in every language and size, with normal and large text: does it fit, can it be read and touched?

With SIGNPOST_SCREENS set to a directory, the pictures are left there to look at.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from terminal.i18n import Catalogue
from terminal.typeset import Typesetter
from terminal.ui.canvas import FACES
from terminal.ui.frame import Frame
from terminal.ui.gallery import SIZES, render, screens
from terminal.ui.items import Align, Box, Button, Pad, Screen, Text
from terminal.ui.palette import LIGHT
from terminal.ui.rect import Rect
from terminal.ui.theme import LEAST_TARGET, Colour

LANGUAGES = ("zh-CN", "en")


@dataclass(frozen=True)
class Gallery:
    """All screens of one language on one glass."""

    frame: Frame
    screens: dict[str, Screen]

    def texts(self) -> Iterator[tuple[str, Text, Colour]]:
        """Yield every text with its screen's name and the colour it stands on."""
        for name, screen in self.screens.items():
            for index, item in enumerate(screen.items):
                if isinstance(item, Text):
                    yield name, item, _ground(screen, index, item.rect)
                elif isinstance(item, Button):
                    fill = FACES[item.kind][0]
                    yield from ((name, text, fill) for text in item.texts if item.enabled)

    def ink_boxes(self, text: Text) -> Iterator[Rect]:
        """Yield where the words of each line are, without the air above and below them."""
        for index, line in enumerate(text.lines):
            width = self.frame.typesetter.measure(line, text.style).width
            left = {
                Align.LEFT: text.rect.x,
                Align.CENTRE: text.rect.x + (text.rect.w - width) // 2,
                Align.RIGHT: text.rect.right - width,
            }[text.align]
            size = round(text.style.size_px)
            top = text.rect.y + index * text.style.line_px + (text.style.line_px - size) // 2
            if width:
                yield Rect(left, top, width, size)


def _ground(screen: Screen, index: int, rect: Rect) -> Colour:
    """Return the colour behind an item: that of the last shape before it that it stands on."""
    ground = Colour.PAPER
    for item in screen.items[:index]:
        if isinstance(item, Box) and item.rect.contains(rect):
            ground = item.fill
        elif isinstance(item, Pad) and item.framed and item.rect.contains(rect):
            ground = Colour.SHEET
    return ground


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture(
    scope="module", params=[(language, size) for size in SIZES for language in LANGUAGES], ids=str
)
def gallery(request: pytest.FixtureRequest, typesetter: Typesetter) -> Gallery:
    language, (width, height) = request.param
    frame = Frame(width, height, SIZES[width, height], typesetter, Catalogue())
    return Gallery(frame, dict(screens(frame, language)))


def test_everything_is_on_the_glass(gallery: Gallery) -> None:
    outside = [
        (name, item)
        for name, screen in gallery.screens.items()
        for item in screen.items
        if not screen.rect.contains(item.rect) or item.rect.w <= 0 or item.rect.h <= 0
    ]
    assert outside == []


def test_every_text_fits_its_place(gallery: Gallery) -> None:
    wrong = [
        (name, text.lines)
        for name, text, _ in gallery.texts()
        if len(text.lines) * text.style.line_px > text.rect.h
        or any(gallery.frame.typesetter.measure(line, text.style).width > text.rect.w for line in text.lines)
    ]
    assert wrong == []


def test_a_buttons_words_and_icons_are_on_its_face(gallery: Gallery) -> None:
    wrong = [
        (name, button.texts)
        for name, screen in gallery.screens.items()
        for button in screen.buttons
        for box in (
            *(icon.rect for icon in button.icons),
            *(box for text in button.texts for box in gallery.ink_boxes(text)),
        )
        if not button.face.contains(box)
    ]
    assert wrong == []


def test_every_button_is_large_enough_for_a_finger(gallery: Gallery) -> None:
    least = int(LEAST_TARGET * gallery.frame.unit_px)
    small = [
        (name, button.rect)
        for name, screen in gallery.screens.items()
        for button in screen.buttons
        if min(button.rect.w, button.rect.h) < least
    ]
    assert small == []


def test_no_two_buttons_overlap(gallery: Gallery) -> None:
    overlapping = [
        (name, one.texts, other.texts)
        for name, screen in gallery.screens.items()
        for one, other in combinations(screen.buttons, 2)
        if one.rect.overlaps(other.rect)
    ]
    assert overlapping == []


def test_no_words_stand_on_other_words(gallery: Gallery) -> None:
    for name, screen in gallery.screens.items():
        texts = [item for item in screen.items if isinstance(item, Text)]
        texts += [text for button in screen.buttons for text in button.texts]
        boxes = [(box, text.lines) for text in texts for box in gallery.ink_boxes(text)]
        clashes = [(a[1], b[1]) for a, b in combinations(boxes, 2) if a[0].overlaps(b[0])]
        assert clashes == [], name


def test_no_words_stand_on_a_button_they_do_not_belong_to(gallery: Gallery) -> None:
    for name, screen in gallery.screens.items():
        loose = [item for item in screen.items if isinstance(item, Text)]
        clashes = [
            text.lines
            for text in loose
            for box in gallery.ink_boxes(text)
            for button in screen.buttons
            if box.overlaps(button.face)
        ]
        assert clashes == [], name


def test_every_word_can_be_read_on_its_ground(gallery: Gallery) -> None:
    faint = [
        (name, text.lines, text.colour, ground)
        for name, text, ground in gallery.texts()
        if contrast(text.colour, ground) < 4.5
    ]
    assert faint == []


def test_every_word_is_large_enough(gallery: Gallery) -> None:
    least = 13 * gallery.frame.unit_px
    assert [(name, text.lines) for name, text, _ in gallery.texts() if text.style.size_px < least] == []


def test_large_text_is_larger(gallery: Gallery) -> None:
    for name in ("sale", "document", "consenting", "thanks", "out-store_full"):
        normal, large = (
            max(item.style.size_px for item in gallery.screens[each].items if isinstance(item, Text))
            for each in (name, f"{name}+large")
        )
        assert large > 1.1 * normal


def test_the_pad_is_as_large_as_it_can_be(gallery: Gallery) -> None:
    for name in ("signing", "signing+large"):
        pad = gallery.screens[name].pad
        assert pad is not None
        share = pad.rect.w * pad.rect.h / (gallery.frame.width * gallery.frame.height)
        assert share > (0.5 if gallery.frame.upright else 0.58)


def test_one_way_forward_on_a_screen(gallery: Gallery) -> None:
    for name, screen in gallery.screens.items():
        assert sum(button.kind == "primary" for button in screen.buttons) <= 1, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_of_all_screens_are_drawn(language: str, tmp_path: Path) -> None:
    wanted = os.environ.get("SIGNPOST_SCREENS")
    directory = Path(wanted) if wanted else tmp_path
    files = render(
        directory, languages=[language], sizes=[(800, 480), (1280, 720)] if wanted else [(800, 480)]
    )
    assert len(files) == len({file.read_bytes() for file in files}), "no two screens look the same"
    for file in files:
        with Image.open(file) as image:
            colours = image.getcolors(1 << 20)
            assert colours is not None
            assert len(colours) > 20


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    channels = [int(LIGHT[colour][i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
