"""Handwriting that nobody wrote: made-up strokes that look signed, for the idle screen and for pictures.

A hand is drawn as a few points that each stroke passes; the pen glides through them as hands do, slowly at
both ends of a stroke and in its bends, sampled as a panel would.
"""

from functools import lru_cache
from itertools import pairwise
from math import hypot

from terminal.model.ink import Point, Stroke, Tool

Way = tuple[tuple[float, float], ...]

HAN_NAME: tuple[Way, ...] = (
    # 王
    ((3, 12), (12, 11), (22, 9)),
    ((5, 24), (12, 23.4), (20, 22)),
    ((13, 10), (12.6, 22), (11.6, 36.5)),
    ((0, 38.5), (10, 37.4), (26, 34.8)),
    # 小
    ((44, 5), (44.4, 20), (43.6, 36), (42.2, 39.6), (38.6, 36.4)),
    ((35.6, 17), (34, 23), (30.6, 29.4)),
    ((51, 15.6), (54, 20), (58, 27)),
    # 川, run together at the end
    ((69, 9), (69.4, 20), (67.6, 30), (63.4, 39)),
    ((78, 12), (78.4, 20), (77.8, 31), (79, 31.6), (84, 20), (90.6, 5.4), (91.6, 12), (90.4, 27), (90, 39.6),
     (92, 44), (97, 40), (104, 33)),
)  # fmt: skip

LATIN_NAME: tuple[Way, ...] = (
    ((2, 32), (7, 27), (12, 14), (14, 4), (13, 2.4), (11.4, 8), (11, 22), (11.6, 34), (14, 30), (19, 16),
     (23.4, 5), (24, 4.4), (23.6, 14), (24.4, 30), (27, 34.6), (31, 31), (34, 25), (35, 21.6), (34.2, 27),
     (35, 33.4), (38.4, 33.6), (43, 27), (48.6, 15), (50.4, 5), (48.4, 2), (45.6, 8), (44.4, 20),
     (45, 31), (48, 35), (53, 31), (58, 24.6), (63, 22), (60, 21.4), (55.6, 26), (55.4, 32.6), (59, 34),
     (63.4, 28), (65, 22.4), (64.2, 28.6), (66, 34), (71, 32.4), (78, 27.6), (92, 24), (104, 24.8)),
    ((37.2, 13.2), (38.4, 12.6)),
)  # fmt: skip

FLOURISH: tuple[Way, ...] = (
    ((0, 30), (9, 27), (18, 18), (24, 6), (22.6, 1), (18, 6), (15.4, 18), (16.4, 31), (22, 34.4), (29, 27),
     (34, 18.4), (36, 16), (35, 22), (35.4, 30), (38, 31), (42, 25.4), (45.6, 18), (46.4, 24), (48, 30.6),
     (51.6, 27), (56, 20), (60, 17.6), (58, 23), (58.6, 30), (64, 30.4), (72, 24), (84, 17.6), (98, 15.4),
     (106, 17.4), (101, 22.6), (84, 28), (62, 35), (44, 41.6)),
)  # fmt: skip

SAMPLE_S = 1 / 125


@lru_cache(maxsize=16)
def write(
    ways: tuple[Way, ...], left: float, top: float, width: float, tool: Tool = Tool.FINGER
) -> tuple[Stroke, ...]:
    """Return handwriting at a place on a pad, ``width`` wide (0.01 mm); a pen presses, a finger does not."""
    scale = width / max(x for way in ways for x, _ in way)
    strokes: list[Stroke] = []
    clock_s = 0.0
    for way in ways:
        placed = tuple((left + x * scale, top + y * scale) for x, y in way)
        points: list[Point] = []
        for (x, y), effort in _glide(placed):
            pressure = round(0.25 + 0.5 * effort, 4) if tool is Tool.PEN else None
            points.append(Point(round(x, 2), round(y, 2), round(clock_s * 1e9), pressure))
            clock_s += SAMPLE_S
        strokes.append(Stroke(tool, tuple(points)))
        clock_s += 0.14
    return tuple(strokes)


def _glide(way: Way) -> list[tuple[tuple[float, float], float]]:
    """Return where the pen is at each sample, and how hard it presses there, 0–1."""
    fine = [_between(way, i, step / 24) for i in range(len(way) - 1) for step in range(24)] + [way[-1]]
    out = [(fine[0], 0.2)]
    rest = 0.0
    length = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(fine)) or 1.0
    gone = 0.0
    for a, b, c in zip(fine, fine[1:], [*fine[2:], fine[-1]], strict=False):
        step = hypot(b[0] - a[0], b[1] - a[1])
        gone += step
        share = gone / length
        bend = _bend(a, b, c)
        speed = length**0.45 * 330 * (0.22 + 2.8 * share * (1 - share)) * (1 - 0.7 * bend)
        rest += step
        while rest > speed * SAMPLE_S:
            rest -= speed * SAMPLE_S
            out.append((b, min(1.0, 0.35 + 2.2 * share * (1 - share) + 0.3 * bend)))
    return [*out, (fine[-1], 0.1)]


def _between(way: Way, index: int, t: float) -> tuple[float, float]:
    """Return a point of the Catmull-Rom curve through a way, ``t`` of the way from ``index`` to the next."""
    a, b = way[max(0, index - 1)], way[index]
    c, d = way[index + 1], way[min(len(way) - 1, index + 2)]
    x, y = (
        b[k] + 0.5 * t * (c[k] - a[k] + t * (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]
        + t * (3 * (b[k] - c[k]) + d[k] - a[k])))
        for k in (0, 1)
    )  # fmt: skip
    return x, y


def _bend(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Return how sharply the way turns at ``b``: 0 straight on, 1 a tenth of a half turn or more."""
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]
    size = hypot(ux, uy) * hypot(vx, vy)
    return min(1.0, 3 * abs(ux * vy - uy * vx) / size) if size else 0.0
