"""A customer at the desk who is played: reads the glass, presses buttons, writes a name."""

import time
from collections.abc import Sequence

from desk.eyes import Eyes
from desk.glass import Glass
from terminal.model.ink import Phase, Sample, Stroke, Tool
from terminal.session.events import Touch
from terminal.ui.handwriting import LATIN_NAME, Way, write
from terminal.ui.rect import Rect

_PRESS_MS = 60
_NAME_IN_PAD = 0.56
"""How much of the pad's width a name takes."""
_NS_MS = 1_000_000


class Customer:
    """A hand and two eyes.

    Example::

        customer = desk.customer("en")
        customer.tap("sale", ReadOn)
        customer.tap("choosing", Chose(Method.TOUCH))
        customer.sign()
        customer.tap("signing-ink", Confirmed)
        customer.tap("checking", Confirmed)

    Args:
        glass: what they touch.
        dots_per_mm: of the glass.
        language: the one they read.
        hurried: write in no time, with the time stamps of a hand that has just done so; for tests. Others take
            as long as a hand does.
    """

    def __init__(
        self, glass: Glass, dots_per_mm: float, language: str = "zh-CN", *, hurried: bool = False
    ) -> None:
        self._hurried = hurried
        self.eyes = Eyes(glass, dots_per_mm, language)
        self._glass = glass
        self._pointer = 0

    def tap(self, screen: str, event: Touch | type[Touch], tool: Tool = Tool.FINGER) -> None:
        """Wait for a button and press it.

        Raises:
            TimeoutError: it did not come.
        """
        x, y = self.eyes.find(screen, event).centre
        now = time.monotonic_ns()
        pressure = 0.4 if tool is Tool.PEN else None
        self._touch(
            Sample(Phase.DOWN, self._pointer, x, y, now - _PRESS_MS * _NS_MS, pressure, tool),
            Sample(Phase.UP, self._pointer, x, y, now, pressure, tool),
        )

    def sign(self, ways: Sequence[Way] = LATIN_NAME, tool: Tool = Tool.FINGER) -> None:
        """Write a name on the pad, with the times of a hand; returns when it is written."""
        strokes = strokes_on(self.eyes.pad, ways, tool, time.monotonic_ns())
        if not self._hurried:
            took_ns = strokes[-1][-1].t_ns - strokes[0][0].t_ns
            strokes = strokes_on(self.eyes.pad, ways, tool, time.monotonic_ns() + took_ns)
        for samples in strokes:
            time.sleep(max(0, samples[-1].t_ns - time.monotonic_ns()) / 1e9)
            self._touch(*samples)

    def _touch(self, *samples: Sample) -> None:
        if not self._glass.send(samples):
            raise TimeoutError("the glass does not feel anything: is the power plug in?")
        self._pointer += samples[-1].phase is Phase.UP


def strokes_on(pad: Rect, ways: Sequence[Way], tool: Tool, end_ns: int) -> list[list[Sample]]:
    """Return handwriting as samples of the glass, a list for each stroke, the last of them at ``end_ns``."""
    width = pad.w * _NAME_IN_PAD
    high = max(y for way in ways for _, y in way) * width / max(x for way in ways for x, _ in way)
    left, top = pad.x + (pad.w - width) / 2, pad.y + (pad.h - high) / 2
    written: tuple[Stroke, ...] = write(ways, left, top, width, tool)
    late_ns = end_ns - written[-1].points[-1].t_ns
    samples = []
    for pointer, stroke in enumerate(written):
        phases = [Phase.DOWN, *[Phase.MOVE] * (len(stroke.points) - 2), Phase.UP]
        samples.append(
            [
                Sample(phase, pointer, point.x, point.y, point.t_ns + late_ns, point.pressure, tool)
                for phase, point in zip(phases, stroke.points, strict=True)
            ]
        )
    return samples
