"""Every screen, in every language, size and mode: does it fit, can it be read and touched?

Every screen is laid out in every language on every size of glass; each mode in several languages and sizes, those
that need more room in all. With SIGNPOST_SCREENS set to a directory, pictures are left there to look at.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from pathlib import Path

import pytest
from PIL import Image

from terminal.i18n import Catalogue
from terminal.pseudo import with_pseudo
from terminal.session.events import OpenedView, SpokeLanguage, Toggled
from terminal.session.view import Mode
from terminal.typeset import Typesetter
from terminal.ui.canvas import FACES
from terminal.ui.frame import Frame
from terminal.ui.gallery import LANGUAGES, MODES, SIZES, render, screens
from terminal.ui.items import Align, Box, Button, Icon, Kind, Pad, Screen, Scroll, Text
from terminal.ui.leaf import Leaf
from terminal.ui.palette import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Palette
from terminal.ui.rect import Rect
from terminal.ui.theme import LEAST_TARGET, Colour

SMALL, UPRIGHT = (800, 480), (720, 1280)

SHOWN = [
    *(("normal", language, size) for size in SIZES for language in LANGUAGES),
    *(("large", language, size) for size in (SMALL, UPRIGHT) for language in LANGUAGES),
    *((mode, "zh-CN", SMALL) for mode in ("contrast", "dark")),
    *((mode, "ar", UPRIGHT) for mode in ("contrast", "dark")),
    *(
        (mode, *shown)
        for mode in ("left", "all")
        for shown in (("de", SMALL), ("ar", SMALL), ("en-XA", UPRIGHT))
    ),
]

READABLE = ((LIGHT, 4.5), (DARK, 4.5), (LIGHT_CONTRAST, 7.0), (DARK_CONTRAST, 7.0))
"""The least contrast of words (WCAG 2, AA; AAA where strong contrast was asked for)."""

DRAWN = 3.0
"""The least contrast of icons (WCAG 2)."""


@dataclass(frozen=True)
class Gallery:
    """All screens of one language on one glass in one mode."""

    frame: Frame
    language: str
    mode: str
    screens: dict[str, Screen]

    def drawn(self) -> Iterator[tuple[str, Text | Icon, Colour]]:
        """Yield every text and icon that is not off, with its screen's name and the colour it stands on."""
        for name, screen in self.screens.items():
            for index, item in enumerate(screen.items):
                match item:
                    case Text() | Icon():
                        yield name, item, _ground(screen, index, item.rect)
                    case Scroll(items=items):
                        yield from ((name, part, Colour.PAPER) for part in items if isinstance(part, Text))
                    case Button(enabled=True):
                        fill = FACES[item.kind][0]
                        parts: tuple[Text | Icon, ...] = (*item.texts, *item.icons)
                        yield from ((name, part, fill) for part in parts)

    def texts(self) -> Iterator[tuple[str, Text, Colour]]:
        """Yield every text with its screen's name and the colour it stands on."""
        return ((name, item, ground) for name, item, ground in self.drawn() if isinstance(item, Text))

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
        elif isinstance(item, Pad) and item.framed and item.rect.contains(rect):  # noqa: SIM114 - two kinds
            ground = Colour.SHEET
        elif isinstance(item, Leaf) and item.paper(item.looked_at).clipped(item.rect).contains(rect):
            ground = Colour.SHEET
    return ground


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


def frame_of(size: tuple[int, int], typesetter: Typesetter) -> Frame:
    return Frame(*size, SIZES[size], typesetter, with_pseudo(Catalogue()))


@pytest.fixture(
    scope="module", params=SHOWN, ids=lambda shown: f"{shown[0]}-{shown[1]}-{shown[2][0]}x{shown[2][1]}"
)
def gallery(request: pytest.FixtureRequest, typesetter: Typesetter) -> Gallery:
    mode, language, size = request.param
    frame = frame_of(size, typesetter)
    return Gallery(frame, language, mode, dict(screens(frame, language, mode)))


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


def test_every_word_can_be_read_and_every_icon_seen_on_its_ground(gallery: Gallery) -> None:
    pairs = {(item.colour, ground, isinstance(item, Text)) for _, item, ground in gallery.drawn()}
    faint = [
        (palette.name, colour, ground)
        for palette, least in READABLE
        for colour, ground, words in pairs
        if contrast(palette, colour, ground) < (least if words else DRAWN)
    ]
    assert faint == []


def test_every_word_is_large_enough(gallery: Gallery) -> None:
    least = 13 * gallery.frame.unit_px
    assert [(name, text.lines) for name, text, _ in gallery.texts() if text.style.size_px < least] == []


def test_one_way_forward_on_a_screen(gallery: Gallery) -> None:
    for name, screen in gallery.screens.items():
        assert sum(button.kind == "primary" for button in screen.buttons) <= 1, name


def test_the_bar_is_for_the_hand_that_was_picked(gallery: Gallery) -> None:
    forward_on_the_left = (gallery.mode in {"left", "all"}) != (gallery.language == "ar")
    for name in ("sale", "signing-ink", "consenting"):
        buttons = gallery.screens[name].buttons
        (forward,) = [button for button in buttons if button.kind is Kind.PRIMARY]
        row = [each for each in buttons if each is not forward and each.rect.y == forward.rect.y]
        assert all((forward.rect.x < each.rect.x) is forward_on_the_left for each in row), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_customer_can_have_the_glass_otherwise_on_every_screen(
    language: str, size: tuple[int, int], typesetter: Typesetter
) -> None:
    shown = dict(screens(frame_of(size, typesetter), language, "left"))
    assert len(shown) > 30
    for name, screen in shown.items():
        if name.startswith(("saving", "viewing")):
            continue
        events = {button.event for button in screen.buttons}
        modes = {Toggled(mode) for mode in Mode} <= events
        speaks = any(isinstance(event, SpokeLanguage) for event in events)
        assert OpenedView() in events or (modes and speaks), name
        if size[0] > size[1]:
            assert modes, f"{name}: a mode by one touch"


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_pad_is_as_large_as_it_can_be_whatever_the_language_and_mode(
    size: tuple[int, int], typesetter: Typesetter
) -> None:
    frame = frame_of(size, typesetter)
    pads = [
        (pad.rect.w, pad.rect.h)
        for language in LANGUAGES
        for mode in ("normal", "large", "left")
        for name, screen in screens(frame, language, mode)
        if name in {"signing", "signing-ink", "signing-dot", "signing-pen"} and (pad := screen.pad)
    ]
    assert len(pads) == len(LANGUAGES) * 3 * 4
    assert len(set(pads)) == 1, "ink that was written stays on the pad"
    share = pads[0][0] * pads[0][1] / (frame.width * frame.height)
    assert share > (0.5 if frame.upright else 0.58)


@pytest.mark.parametrize("language", ["zh-CN", "en", "ar"])
def test_large_text_is_larger(language: str, typesetter: Typesetter) -> None:
    frame = frame_of(SMALL, typesetter)
    shown = [dict(screens(frame, language, mode)) for mode in ("normal", "large")]
    for name in ("sale", "document", "consenting", "thanks", "out-store_full"):
        normal, large = (max(text.style.size_px for text in _all_texts(each[name])) for each in shown)
        assert large > 1.1 * normal, name


def _all_texts(screen: Screen) -> Iterator[Text]:
    parts = chain.from_iterable(item.items if isinstance(item, Scroll) else (item,) for item in screen.items)
    return (part for part in parts if isinstance(part, Text))


@pytest.mark.parametrize("mode", MODES)
def test_pictures_of_all_screens_are_drawn(mode: str, tmp_path: Path) -> None:
    wanted = os.environ.get("SIGNPOST_SCREENS")
    directory = Path(wanted) if wanted else tmp_path
    languages = LANGUAGES if wanted else ("zh-CN", "ar") if mode == "normal" else ("en",)
    sizes = list(SIZES) if wanted else [SMALL]
    for language in languages:
        files = render(directory, sizes, [language], [mode])
        assert len(files) == len({file.read_bytes() for file in files}), "no two screens look the same"
        for file in files:
            with Image.open(file) as image:
                colours = image.getcolors(1 << 20)
                assert colours is not None
                assert len(colours) > 20


def contrast(palette: Palette, one: Colour, other: Colour) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    light, dark = sorted((luminance(palette, one), luminance(palette, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(palette: Palette, colour: Colour) -> float:
    channels = [channel / 255 for channel in palette.rgb(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
