"""One contact at a time: a pen with all that it measures, or a panel that knows one finger."""

from collections.abc import Iterator
from dataclasses import replace

from terminal.model.ink import Phase, Sample, Tool

from . import codes
from .mapping import Scale
from .traits import Kind

_TIPS = {codes.BTN_TOOL_PEN, codes.BTN_TOOL_BRUSH, codes.BTN_TOOL_PENCIL, codes.BTN_TOOL_AIRBRUSH}
_TOOLS = {*_TIPS, codes.BTN_TOOL_RUBBER}
_AXES = {
    codes.ABS_X, codes.ABS_Y, codes.ABS_PRESSURE, codes.ABS_DISTANCE, codes.ABS_TILT_X, codes.ABS_TILT_Y
}  # fmt: skip


class Single:
    """The one contact of a pen or a single-touch panel. The pen's barrel buttons are none of its business."""

    def __init__(self, kind: Kind, scale: Scale, pointer: int) -> None:
        """Begin with nothing near the glass."""
        self._finger = kind is Kind.SINGLE_TOUCH
        self._scale = scale
        self._pointer = pointer
        self._axes = dict.fromkeys(_AXES, 0)
        self._tools: set[int] = set()
        self._touching = False
        self._changed = False
        self._last: Sample | None = None

    def take(self, event: codes.Event) -> None:
        """Take in what an event says."""
        if event.type == codes.EV_ABS and event.code in _AXES:
            self._axes[event.code] = event.value
        elif event.type == codes.EV_KEY and event.code == codes.BTN_TOUCH:
            self._touching = event.value != 0
        elif event.type == codes.EV_KEY and event.code in _TOOLS:
            (self._tools.add if event.value else self._tools.discard)(event.code)
        else:
            return
        self._changed = True

    def report(self, t_ns: int) -> Iterator[Sample]:
        """Yield what the events since the last report come to."""
        if not self._changed:
            return
        self._changed = False
        tool, last = self._tool(), self._last
        if last and last.tool is not tool:
            yield from self._gone(last, t_ns)
            last = None
        wrote = last is not None and last.phase in {Phase.DOWN, Phase.MOVE}
        if self._touching and tool:
            self._last = self._sample(Phase.MOVE if wrote else Phase.DOWN, tool, t_ns)
            yield self._last
        elif tool:
            if wrote:
                yield self._sample(Phase.UP, tool, t_ns)
            self._last = self._sample(Phase.NEAR, tool, t_ns)
            yield self._last

    def lost(self, t_ns: int) -> Iterator[Sample]:
        """Yield the end of the stroke, and of the pen's nearness: nobody knows what became of them."""
        if self._last:
            if self._last.phase is not Phase.NEAR:
                yield replace(self._last, phase=Phase.LOST, t_ns=t_ns)
            if not self._finger:
                yield replace(self._last, phase=Phase.GONE, t_ns=t_ns)
        self._last, self._touching, self._changed = None, False, False
        self._tools.clear()

    def _tool(self) -> Tool | None:
        """Return what is near the glass now."""
        if self._finger:
            return Tool.FINGER if self._touching else None
        if codes.BTN_TOOL_RUBBER in self._tools:
            return Tool.ERASER
        return Tool.PEN if self._tools or self._touching else None

    def _gone(self, last: Sample, t_ns: int) -> Iterator[Sample]:
        """Yield that what was near is no longer: lifted, where it touched, and out of range."""
        if last.phase is not Phase.NEAR:
            yield self._sample(Phase.UP, last.tool, t_ns)
        if not self._finger:
            yield self._sample(Phase.GONE, last.tool, t_ns)
        self._last = None

    def _sample(self, phase: Phase, tool: Tool, t_ns: int) -> Sample:
        axes, scale = self._axes, self._scale
        x_px, y_px = scale.place(axes[codes.ABS_X], axes[codes.ABS_Y])
        return Sample(
            phase,
            self._pointer,
            x_px,
            y_px,
            t_ns,
            scale.pressure(axes[codes.ABS_PRESSURE]),
            tool,
            scale.tilt(axes[codes.ABS_TILT_X], axes[codes.ABS_TILT_Y]),
        )
