"""Fingers on buttons: a press counts when it went down and up inside the same button."""

from math import hypot

from terminal.model.ink import Phase, Sample
from terminal.session.events import Touch

from .items import Button, Screen
from .pen import SILENCE_NS

GUARD_NS = 350_000_000
"""A button that came under a finger by the finger's own last touch cannot be pressed before this: a double tap on
one screen presses nothing on the next, and leaves no dot on a pad that came in the button's place."""
NEAR = 24
"""The taps of a double tap are no farther apart than this (theme units, 5 mm); what begins elsewhere is a stroke."""

Look = tuple[object, ...]


class Fingers:
    """Follows one finger at a time from button to event; others wait until it is gone."""

    def __init__(self, unit_px: float = 1.0) -> None:
        """Start with no finger on the glass, of which a theme unit has so many pixels."""
        self._near_px = NEAR * unit_px
        self._pointer: int | None = None
        self._button: Button | None = None
        self._inside = False
        self._last_ns: int | None = None
        self._last_press: Sample | None = None
        self._came: dict[Look, int | None] = {}

    @property
    def pressed(self) -> Button | None:
        """The button that looks pressed: the finger went down in it, and is inside it now."""
        return self._button if self._inside else None

    def take(self, sample: Sample, screen: Screen) -> Touch | None:
        """Take one sample in; return what a button means when the press is done."""
        silent = self._last_ns is None or sample.t_ns - self._last_ns > SILENCE_NS
        if sample.phase is Phase.DOWN and (silent or self._pointer in {None, sample.pointer}):
            self._pointer = sample.pointer
            button = button_at(screen, sample.x_px, sample.y_px)
            self._button = button if button and not self._just_came(button, sample) else None
        if sample.pointer != self._pointer:
            return None
        self._last_ns = sample.t_ns
        button = self._button
        self._inside = button is not None and button.rect.holds(sample.x_px, sample.y_px)
        if sample.phase not in {Phase.UP, Phase.CANCEL, Phase.LOST}:
            return None
        done = button.event if button and self._inside and sample.phase is Phase.UP else None
        if done:
            self._last_press = sample
        self._pointer, self._button, self._inside = None, None, False
        return done

    def echoes(self, sample: Sample) -> bool:
        """Whether a touch is the second tap of a double one: just where a button was pressed an instant ago."""
        first = self._last_press
        if first is None or sample.t_ns - first.t_ns >= GUARD_NS:
            return False
        return hypot(sample.x_px - first.x_px, sample.y_px - first.y_px) <= self._near_px

    def follow(self, screen: Screen) -> None:
        """Let go of a button that the new screen does not have, or has switched off; note which ones are new."""
        looks = [look(button) for button in screen.buttons]
        self._came = {each: self._came.get(each, self._last_ns) for each in looks}
        if self._button not in screen.buttons:
            self._button, self._inside = None, False

    def _just_came(self, button: Button, sample: Sample) -> bool:
        came_ns = self._came.get(look(button))
        return came_ns is not None and sample.t_ns - came_ns < GUARD_NS


def look(button: Button) -> Look:
    """Return what makes a button the same to a customer: its place, its words and icons; not what it means."""
    words = tuple(text.lines for text in button.texts)
    return (button.rect, words, tuple(icon.glyph for icon in button.icons))


def button_at(screen: Screen, x: float, y: float) -> Button | None:
    """Return the button that can be pressed at a place; the front one where two overlap."""
    return next(
        (button for button in reversed(screen.buttons) if button.enabled and button.rect.holds(x, y)), None
    )
