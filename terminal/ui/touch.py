"""Fingers on buttons: a press counts when it went down and up inside the same button."""

from terminal.model.ink import Phase, Sample
from terminal.session.events import Touch

from .items import Button, Screen
from .pen import SILENCE_NS


class Fingers:
    """Follows one finger at a time from button to event; others wait until it is gone."""

    def __init__(self) -> None:
        """Start with no finger on the glass."""
        self._pointer: int | None = None
        self._button: Button | None = None
        self._inside = False
        self._last_ns = 0

    @property
    def pressed(self) -> Button | None:
        """The button that looks pressed: the finger went down in it, and is inside it now."""
        return self._button if self._inside else None

    def take(self, sample: Sample, screen: Screen) -> Touch | None:
        """Take one sample in; return what a button means when the press is done."""
        free = self._pointer in {None, sample.pointer} or sample.t_ns - self._last_ns > SILENCE_NS
        if free and sample.phase is Phase.DOWN:
            self._pointer = sample.pointer
            self._button = button_at(screen, sample.x_px, sample.y_px)
        if sample.pointer != self._pointer:
            return None
        self._last_ns = sample.t_ns
        button = self._button
        self._inside = button is not None and button.rect.holds(sample.x_px, sample.y_px)
        if sample.phase not in {Phase.UP, Phase.CANCEL, Phase.LOST}:
            return None
        done = button.event if button and self._inside and sample.phase is Phase.UP else None
        self._pointer, self._button, self._inside = None, None, False
        return done

    def follow(self, screen: Screen) -> None:
        """Let go of a button that the new screen does not have, or has switched off."""
        if self._button not in screen.buttons:
            self._button, self._inside = None, False


def button_at(screen: Screen, x: float, y: float) -> Button | None:
    """Return the button that can be pressed at a place; the front one where two overlap."""
    return next(
        (button for button in reversed(screen.buttons) if button.enabled and button.rect.holds(x, y)), None
    )
