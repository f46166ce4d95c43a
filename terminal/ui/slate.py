"""A glass that nobody sees, and a hand that touches it: the emulator of panel and customer in one process.

It stands at the same seam as a real window, so what is shown on it is shown as on any other, and its samples
go the way of every sample. For demonstrations, benchmarks and tests.
"""

from collections.abc import Iterable, Sequence

import pygame

from terminal.model.ink import Phase, Sample, Tool
from terminal.session.events import Touch

from .glass import Glass
from .items import Button
from .rect import Rect

SAMPLE_NS = 8_000_000
PAUSE_NS = 500_000_000


class Slate:
    """A window without a display: samples are put into it, and what it presented is remembered."""

    def __init__(self, width: int = 800, height: int = 480) -> None:
        """Begin black, untouched."""
        self.surface = pygame.Surface((width, height), 0, 32)
        self.presented: list[Rect] = []
        self.waiting: list[Sample] = []

    def present(self, rects: Iterable[Rect]) -> bool:
        """Remember what was presented."""
        self.presented += rects
        return False

    def samples(self) -> list[Sample]:
        """Return what was put in."""
        taken, self.waiting = self.waiting, []
        return taken

    def fileno(self) -> int | None:
        """Return nothing to wait on: whoever puts samples in says so."""
        return None

    def close(self) -> None:
        """Let the samples go."""
        self.waiting = []


class Hand:
    """A customer's hand over a slate: it touches, and the glass says what that meant."""

    def __init__(self, slate: Slate, glass: Glass, tool: Tool = Tool.FINGER) -> None:
        """Touch ``slate``, which ``glass`` shows on, with a tool."""
        self._slate = slate
        self._glass = glass
        self._tool = tool
        self.now_ns = 0

    def sample(self, phase: Phase, x: float, y: float, *, pointer: int = 0) -> Sample:
        """Return the next sample, 8 ms after the one before."""
        self.now_ns += SAMPLE_NS
        return Sample(phase, pointer, x, y, self.now_ns, None, self._tool)

    def stroke(self, *places: tuple[float, float], pointer: int = 0) -> list[Sample]:
        """Return the samples of a way from the first place to the last, two at least."""
        first, *middle, last = places
        return [
            self.sample(Phase.DOWN, *first, pointer=pointer),
            *(self.sample(Phase.MOVE, *place, pointer=pointer) for place in middle),
            self.sample(Phase.UP, *last, pointer=pointer),
        ]

    def does(self, *samples: Sample) -> Sequence[Touch]:
        """Touch the slate, and return what that meant."""
        self._slate.waiting += samples
        return self._glass.touches()

    def taps(self, x: float, y: float) -> Sequence[Touch]:
        """Touch a place shortly, after a pause in which a person would have looked."""
        self.now_ns += PAUSE_NS
        return self.does(*self.stroke((x, y), (x, y)))

    def presses(self, label: str) -> Sequence[Touch]:
        """Press the button that says ``label``.

        Raises:
            LookupError: there is none on the screen.
        """
        return self.taps(*self.button(label).rect.centre)

    def button(self, label: str) -> Button:
        """Return the button that says ``label``.

        Raises:
            LookupError: there is none on the screen.
        """
        for button in self._glass.screen.buttons:
            if label in {" ".join(text.lines) for text in button.texts}:
                return button
        raise LookupError(f"No button says {label!r}")
