"""Eyes on the glass: they find a button by how it looks, as a customer does, and wait until it is there."""

from collections.abc import Callable
from functools import cached_property
from time import sleep
from typing import Protocol

from PIL import Image, ImageChops, ImageStat

from terminal.i18n import Catalogue
from terminal.session.events import Touch
from terminal.typeset import Typesetter
from terminal.ui.frame import Frame
from terminal.ui.gallery import picture, screens
from terminal.ui.items import Screen
from terminal.ui.rect import Rect

_ALIKE = 3.0
"""How far two pictures of a button may be apart, of 255, on average over their pixels."""
_PATIENCE_S = 60.0
_LOOK_S = 0.4
"""How long they look before the hand moves. The glass takes a faster touch for the second of a double tap, meant for
the screen before (``terminal.ui.touch.GUARD_NS``)."""


class Seen(Protocol):
    """What eyes look at: the desk's glass, or a display."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in pixels."""

    def image(self, rect: Rect | None = None) -> Image.Image:
        """Return what is on it, or in a rectangle of it."""

    def wait_for(self, seen: Callable[[Image.Image], bool], within_s: float = 60.0) -> Image.Image:
        """Wait until the picture on it is as ``seen`` wants it, and return it; else raise TimeoutError."""


class Eyes:
    """Someone who looks at the glass, and knows what the screens look like from their storyboard.

    Args:
        glass: what they look at.
        dots_per_mm: of the glass.
        language: the one they read.
    """

    def __init__(self, glass: Seen, dots_per_mm: float, language: str = "zh-CN") -> None:
        self._glass = glass
        self._language = language
        self._frame = Frame(*glass.size, dots_per_mm, Typesetter(), Catalogue())
        self._drawn: dict[str, Image.Image] = {}

    def find(self, screen: str, event: Touch | type[Touch], within_s: float = _PATIENCE_S) -> Rect:
        """Wait for a button of a screen, its label and all, and return where it is.

        Args:
            screen: its name in the storyboard, such as ``choosing``.
            event: what the button does; a class where its values do not matter.
            within_s: how long to look out for it.

        Raises:
            LookupError: that screen never has such a button.
            TimeoutError: it did not come.
        """
        face = self._button(screen, event)
        looks = self._picture(screen).crop((face.x, face.y, face.right, face.bottom))
        try:
            self._glass.wait_for(lambda _seen: _apart(self._glass.image(face), looks) < _ALIKE, within_s)
        except TimeoutError as error:
            raise TimeoutError(
                f"no {event} of the screen {screen!r} on the glass in {within_s:.0f} s"
            ) from error
        sleep(_LOOK_S)
        return face

    def sees(self, screen: str, event: Touch | type[Touch]) -> bool:
        """Say whether a button of a screen is on the glass now."""
        face = self._button(screen, event)
        looks = self._picture(screen).crop((face.x, face.y, face.right, face.bottom))
        return _apart(self._glass.image(face), looks) < _ALIKE

    @property
    def pad(self) -> Rect:
        """Where ink is written on the screen that asks for it."""
        pad = self._screens["signing"].pad
        if pad is None:
            raise LookupError("the screen to sign on has no pad")
        return pad.rect

    def _button(self, screen: str, event: Touch | type[Touch]) -> Rect:
        for button in self._screens[screen].buttons:
            if button.event == event or (isinstance(event, type) and isinstance(button.event, event)):
                return button.face
        raise LookupError(f"the screen {screen!r} has no button for {event}")

    @cached_property
    def _screens(self) -> dict[str, Screen]:
        return dict(screens(self._frame, self._language))

    def _picture(self, screen: str) -> Image.Image:
        if screen not in self._drawn:
            self._drawn[screen] = picture(self._screens[screen], self._frame)
        return self._drawn[screen]


def _apart(one: Image.Image, other: Image.Image) -> float:
    """Return how different two pictures of one size are: 0 to 255."""
    return float(sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3)
