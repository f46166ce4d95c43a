"""``ink.json``: the strokes as they were drawn, for whoever examines a signature years later."""

import json
from itertools import repeat
from typing import Any

from terminal.model.ink import Ink, Point, Stroke, Tool


def ink_json(ink: Ink) -> bytes:
    """Return a signature's samples as JSON, UTF-8.

    Points are ``[x, y, t, pressure]``: 0.01 mm to the right and down from the pad's corner, milliseconds from
    the first pen-down, and 0–1 or null where the panel measures none. A stroke that lost samples says
    ``"broken": true``; one by a pen that measures how it leans has ``"tilt"``, degrees to the right and downwards
    for each point.
    """
    began_ns = ink.pen_down_ns or 0
    values = {
        "schema": "signpost.ink/1",
        "width": ink.width,
        "height": ink.height,
        "strokes": [_stroke(stroke, began_ns) for stroke in ink.strokes],
    }
    return json.dumps(values, separators=(",", ":")).encode("ascii")


def read_ink(content: bytes) -> Ink:
    """Return the ink that ``ink.json`` holds; its times count from the first pen-down.

    Raises:
        KeyError, TypeError, ValueError: it holds none as this version knows it.
    """
    said = json.loads(content)
    return Ink(said["width"], said["height"], tuple(_read_stroke(stroke) for stroke in said["strokes"]))


def _read_stroke(said: dict[str, Any]) -> Stroke:
    tilts = said.get("tilt") or repeat(None)
    points = tuple(
        Point(x, y, round(t * 1e6), pressure, tuple(tilt) if tilt else None)
        for (x, y, t, pressure), tilt in zip(said["points"], tilts, strict=False)
    )
    return Stroke(Tool(said["tool"]), points, broken=bool(said.get("broken")))


def _stroke(stroke: Stroke, began_ns: int) -> dict[str, object]:
    values: dict[str, object] = {"tool": stroke.tool.value, "points": _points(stroke, began_ns)}
    if stroke.broken:
        values["broken"] = True
    if any(point.tilt for point in stroke.points):
        values["tilt"] = [point.tilt for point in stroke.points]
    return values


def _points(stroke: Stroke, began_ns: int) -> list[list[float | None]]:
    return [[point.x, point.y, (point.t_ns - began_ns) / 1e6, point.pressure] for point in stroke.points]
