"""Pointer events of a browser, as the samples that a touchscreen would give."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desk.browser_time import BrowserClock
from terminal.model.ink import Phase, Sample, Tool

_UNMEASURED = {0.0, 0.5, 1.0}
"""What browsers report of a touchscreen without pressure."""
_MOST_SAMPLES = 2000
_CALM_PX_S = 150.0
_HASTY_PX_S = 2500.0
_FIRM, _LIGHT, _SETTLING = 0.72, 0.22, 0.25


class Pointers:
    """The pointers of one page: what they are, when they moved, and how hard they press.

    Args:
        now_ns: reads CLOCK_MONOTONIC.
    """

    def __init__(self, now_ns: Callable[[], int]) -> None:
        self._clock = BrowserClock(now_ns)
        self._down: dict[int, Sample] = {}
        self._touch_has_pressure = False
        self._hand = Hand()

    def heard(self, sent_ms: float) -> None:
        """Learn the page's clock from a message that it sent at ``sent_ms``."""
        self._clock.heard(sent_ms)

    def samples(self, message: Mapping[str, Any]) -> list[Sample]:
        """Return the samples in a page's message.

        ``message`` is ``{"sent": ms, "as": "mouse" | "finger" | "pen", "events": [[phase, pointer, x_px, y_px,
        stamp_ms, pressure, type], …]}``; ``as`` says what a mouse plays.

        Raises:
            ValueError: it is not such a message.
        """
        try:
            self.heard(float(message["sent"]))
            plays = Tool(message.get("as", "mouse"))
            return [self._sample(event, plays) for event in message["events"][:_MOST_SAMPLES]]
        except (KeyError, TypeError, IndexError, OverflowError) as error:
            raise ValueError(f"not a message of pointer events: {error}") from error

    def gone(self) -> list[Sample]:
        """Return what ends the strokes of a page that went away in the middle of them."""
        now_ns = self._clock.now_ns()
        lost = [replace(last, phase=Phase.CANCEL, t_ns=now_ns) for last in self._down.values()]
        self._down.clear()
        self._clock.release()
        return lost

    def _sample(self, event: Sequence[Any], plays: Tool) -> Sample:
        phase, pointer = Phase(event[0]), int(event[1])
        x_px, y_px, stamp_ms, said = (float(value) for value in event[2:6])
        if not all(map(math.isfinite, (x_px, y_px, stamp_ms, said))):
            raise ValueError("a place or a time that is no number")
        if phase is Phase.DOWN:
            self._clock.hold()
        t_ns = self._clock.to_ns(stamp_ms)
        tool, pressure = self._touching(event[6], plays, said)
        if event[6] == "mouse" and plays is Tool.PEN:
            pressure = self._hand.pressure(phase, x_px, y_px, t_ns)
        sample = Sample(phase, pointer, x_px, y_px, t_ns, pressure, tool)
        self._follow(sample)
        return sample

    def _follow(self, sample: Sample) -> None:
        """Remember which pointers are down, and where."""
        if sample.phase in {Phase.UP, Phase.CANCEL}:
            self._down.pop(sample.pointer, None)
        else:
            self._down[sample.pointer] = sample
        if not self._down:
            self._clock.release()

    def _touching(self, kind: str, plays: Tool, said: float) -> tuple[Tool, float | None]:
        """Return what touched the glass and how hard, as far as anything measured it."""
        if kind == "pen":
            return Tool.PEN, min(1.0, max(0.0, said))
        if kind == "touch":
            self._touch_has_pressure = self._touch_has_pressure or said not in _UNMEASURED
            return Tool.FINGER, min(1.0, max(0.0, said)) if self._touch_has_pressure else None
        return plays, None


class Hand:
    """The hand that holds an emulated pen: it presses hard where it is slow, and less where it hurries."""

    def __init__(self) -> None:
        self._last: tuple[float, float, int] | None = None
        self._pressure = _FIRM

    def pressure(self, phase: Phase, x_px: float, y_px: float, t_ns: int) -> float:
        """Return how hard the pen presses at a point, 0 to 1."""
        if phase is Phase.DOWN or self._last is None:
            self._pressure = _FIRM
        else:
            x0, y0, t0_ns = self._last
            speed = math.hypot(x_px - x0, y_px - y0) / max((t_ns - t0_ns) / 1e9, 0.001)
            haste = min(1.0, max(0.0, (speed - _CALM_PX_S) / (_HASTY_PX_S - _CALM_PX_S)))
            aim = _FIRM + (_LIGHT - _FIRM) * haste
            self._pressure += (aim - self._pressure) * _SETTLING
        self._last = (x_px, y_px, t_ns)
        return round(self._pressure, 3)
