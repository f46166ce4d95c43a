"""Hands that nobody has: signatures of many writers, and what gets onto a pad without anybody signing.

Two ways of making each, so that limits can be set by the one and judged by the other: ``drawn`` moves, slants and
shakes a few that were drawn for it; ``swung`` knows none of them, and makes the movements themselves: oscillating
scribbles, characters of random strokes, marks of people who do not write. Places are in mm until they are sampled.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin, tan
from random import Random

from terminal.model.ink import Ink, Point, Stroke, Tool
from terminal.ui.handwriting import FLOURISH, HAN_NAME, LATIN_NAME

PAD_MM = (141.7, 63.0)
"""The pad of the 7-inch panel."""

RATES_HZ = (33, 47, 60, 100, 133, 200)
"""From the Pi's first official panel to a Wacom pen."""

Path = list[tuple[float, float]]
Maker = Callable[[Random], list[Path]]


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody writes: how fast, how steadily, on which panel."""

    rate_hz: float
    speed_mm_s: float
    noise_mm: float
    tremor_mm: float
    presses: bool


def a_hand(rng: Random) -> Hand:
    """Return some hand: every eighth one is old and shaky, every fourth uses a pen that presses."""
    old = rng.random() < 1 / 8
    return Hand(
        rate_hz=rng.choice(RATES_HZ),
        speed_mm_s=rng.uniform(25, 60) if old else rng.uniform(70, 320),
        noise_mm=rng.uniform(0.02, 0.15),
        tremor_mm=rng.uniform(0.3, 0.8) if old else rng.uniform(0, 0.1),
        presses=rng.random() < 1 / 4,
    )


def sampled(paths: Sequence[Path], hand: Hand, rng: Random) -> Ink:
    """Return what a panel gives of some paths when a hand follows them."""
    strokes, clock_s = [], 0.0
    shaking = rng.uniform(5, 11)
    for path in paths:
        points = []
        for x, y in _walked(path, hand.speed_mm_s / hand.rate_hz):
            shake = hand.tremor_mm * sin(2 * pi * shaking * clock_s)
            points.append(
                Point(
                    (x + rng.gauss(0, hand.noise_mm) + shake * 0.6) * 100,
                    (y + rng.gauss(0, hand.noise_mm) + shake * 0.8) * 100,
                    round(clock_s * 1e9),
                    rng.uniform(0.3, 0.8) if hand.presses else None,
                )
            )
            clock_s += 1 / hand.rate_hz
        strokes.append(Stroke(Tool.PEN if hand.presses else Tool.FINGER, tuple(points)))
        clock_s += rng.uniform(0.05, 0.3)
    return Ink(PAD_MM[0] * 100, PAD_MM[1] * 100, tuple(strokes))


def _walked(path: Path, step: float) -> Path:
    """Return a path's places at a constant step, its ends among them; hands are slower at both."""
    lengths = [hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(path)]
    whole = sum(lengths) or 1e-9
    out, gone, due = [path[0]], 0.0, 0.0
    for ((ax, ay), (bx, by)), length in zip(pairwise(path), lengths, strict=True):
        while length and due < gone + length:
            share = (due - gone) / length
            out.append((ax + (bx - ax) * share, ay + (by - ay) * share))
            along = due / whole
            due += step * (0.35 + 2.6 * along * (1 - along))
        gone += length
    return [*out, path[-1]]


def smooth(path: Path, parts: int = 8) -> Path:
    """Return a round path through the places of another one (Catmull-Rom)."""
    padded = [path[0], *path, path[-1]]
    out = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for i in range(parts):
            t = i / parts
            out.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return [*out, path[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))


def placed(paths: Sequence[Path], rng: Random, height_mm: float) -> list[Path]:
    """Return paths as large as that, slanted and a little turned, somewhere on the pad."""
    ys, xs = [y for path in paths for _, y in path], [x for path in paths for x, _ in path]
    wide, tall = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    scale = min(height_mm / tall, (PAD_MM[0] - 16) / wide)
    slant, turn = tan(rng.uniform(-0.15, 0.4)), rng.uniform(-0.15, 0.15)
    left = rng.uniform(6, max(6.1, PAD_MM[0] - wide * scale - 8))
    top = rng.uniform(6, max(6.1, PAD_MM[1] - tall * scale - 8))
    out = []
    for path in paths:
        moved = []
        for x, y in path:
            across, down = (x - min(xs)) * scale - slant * ((y - min(ys)) * scale), (y - min(ys)) * scale
            moved.append(
                (
                    left + across * cos(turn) - down * sin(turn),
                    top + across * sin(turn) + down * cos(turn),
                )
            )
        out.append(moved)
    return out


# Drawn: what the limits are set by.

DRAWN: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "a Chinese name": HAN_NAME,
    "a Latin name": LATIN_NAME,
    "a flourish": FLOURISH,
    "a Chinese name of two characters": (
        *HAN_NAME[:4],
        ((40, 14), (54, 13), (68, 12)), ((54, 13), (54, 26), (53, 37), (48, 34)),
    ),
    "initials": (
        ((10, 4), (11, 20), (8, 32), (2, 30)),
        ((22, 5), (22, 32)), ((22, 6), (32, 8), (30, 17), (23, 18), (34, 23), (32, 31), (22, 32)),
    ),
    "one stroke that turns": (((2, 20), (14, 10), (24, 18), (18, 30), (12, 22), (26, 12), (60, 16)),),
    "a cross": (((0, 0), (10, 18), (20, 36)), ((20, 0), (9, 20), (0, 36))),
    "a plus": (((0, 18), (18, 17), (36, 18)), ((18, 0), (18, 18), (19, 36))),
    "a tick": (((0, 20), (8, 34), (9, 35), (10, 33), (32, 0)),),
}  # fmt: skip


def drawn(name: str, rng: Random) -> Ink:
    """Return one of those that were drawn, by some hand."""
    paths = [smooth(list(way)) if len(way) > 2 else list(way) for way in DRAWN[name]]
    return sampled(placed(paths, rng, rng.uniform(9, 42)), a_hand(rng), rng)


# Swung: what the limits are judged by.


def scribble(rng: Random) -> list[Path]:
    """Return a Latin signature as a pen that swings up and down while it moves on, in one to three strokes."""
    paths, x = [], 0.0
    for _ in range(rng.choice((1, 1, 2, 2, 3))):
        swings, way = rng.uniform(1.5, 8), []
        phase, wide, drift = rng.uniform(0, 2 * pi), rng.uniform(0.2, 0.7), rng.uniform(0.5, 1.2)
        tall = [rng.uniform(0.35, 1.3) for _ in range(12)]
        for i in range(int(swings * 40)):
            turn = i / 40
            up = tall[int(turn)] * (1 - turn % 1) + tall[int(turn) + 1] * (turn % 1)
            way.append(
                (x + drift * turn + wide * sin(2 * pi * turn + phase), up * cos(2 * pi * turn + phase / 2))
            )
        paths.append(way)
        x = way[-1][0] + rng.uniform(0.1, 0.8)
    return placed(paths, rng, rng.uniform(8, 40))


def characters(rng: Random) -> list[Path]:
    """Return one to three characters of three to nine strokes each, as no dictionary has them."""
    strokes: tuple[Path, ...] = (
        [(0, 0), (1, -0.08)], [(0, 0), (0.03, 1)], [(0.5, 0), (0.3, 0.5), (-0.1, 0.9)], [(0, 0), (0.4, 0.5), (1, 0.8)],
        [(0, 0), (0.18, 0.2)], [(0, 0), (0.02, 0.9), (-0.15, 0.8)], [(0, 0), (0.8, -0.05), (0.7, 0.8), (0.5, 0.7)],
    )  # fmt: skip
    paths = []
    for character in range(rng.choice((1, 2, 2, 2, 3))):
        for _ in range(rng.randint(3, 9)):
            x, y, size = character * 1.25 + rng.uniform(0, 0.4), rng.uniform(0, 0.5), rng.uniform(0.35, 0.8)
            paths.append([(x + a * size, y + b * size) for a, b in rng.choice(strokes)])
    return placed(paths, rng, rng.uniform(8, 35))


def letters(rng: Random) -> list[Path]:
    """Return two or three initials, each of a stem and one or two bows."""
    paths: list[Path] = []
    for letter in range(rng.choice((2, 2, 3))):
        left = letter * 0.9
        if rng.random() < 0.7:
            paths.append([(left, 0), (left + rng.uniform(-0.1, 0.1), 1)])
        for _ in range(rng.choice((1, 1, 2))):
            begin, sweep, size = rng.uniform(0, 2 * pi), rng.uniform(2, 6), rng.uniform(0.2, 0.45)
            y = rng.uniform(0.25, 0.75)
            paths.append(
                [
                    (left + 0.3 + size * cos(begin + sweep * i / 20), y + size * sin(begin + sweep * i / 20))
                    for i in range(21)
                ]
            )
    return placed(paths, rng, rng.uniform(8, 32))


def a_mark(rng: Random) -> list[Path]:
    """Return the mark of somebody who does not write: two lines that cross, a tick, a hook, or a loop."""
    size = rng.uniform(9, 30)
    match rng.randrange(4):
        case 0:
            apart = rng.uniform(0.9, 2.2)
            begin = rng.uniform(0, pi)
            ways: list[Path] = [
                [(-cos(each), -sin(each)), (0.1, rng.uniform(-0.1, 0.1)), (cos(each), sin(each))]
                for each in (begin, begin + apart)
            ]
        case 1:
            short, open_ = rng.uniform(0.3, 0.6), rng.uniform(1.0, 1.6)
            ways = [[(-short * sin(open_ / 2), -short), (0, 0), (sin(open_ / 2), -cos(open_ / 2))]]
        case 2:
            ways = [[(0, 0), (0.05, 0.6), (0, 0.95), (-0.2, 1), (-0.45, 0.8)]]
        case _:
            ways = [[(t / 30 - 0.3 * sin(t / 5), 0.5 * cos(t / 5)) for t in range(rng.randint(26, 60))]]
    paths = [smooth(way, 6) if len(way) > 3 else way for way in ways]
    return placed(paths, rng, size)


def taps(rng: Random) -> list[Path]:
    """Return one to five taps, each where the finger rolled a little."""
    return [_rest(rng, rng.uniform(0, 1.2)) for _ in range(rng.randint(1, 5))]


def a_palm(rng: Random) -> list[Path]:
    """Return a hand that rested: a few contacts that lie and creep."""
    return [_rest(rng, rng.uniform(0.5, 2.6)) for _ in range(rng.randint(1, 4))]


def _rest(rng: Random, creep_mm: float) -> Path:
    x, y, angle = rng.uniform(8, PAD_MM[0] - 8), rng.uniform(8, PAD_MM[1] - 8), rng.uniform(0, 2 * pi)
    ends = [(x, y), (x + creep_mm * cos(angle), y + creep_mm * sin(angle))]
    return [ends[0], ends[1], ((ends[0][0] + ends[1][0]) / 2, ends[1][1])]


def a_swipe(rng: Random) -> list[Path]:
    """Return a swipe: a line, nearly straight."""
    return [_bow(rng, rng.uniform(12, 110), rng.uniform(-0.15, 0.15))]


def a_wipe(rng: Random) -> list[Path]:
    """Return a sleeve or an arm that came across: one or two bows side by side."""
    length, bend, count = rng.uniform(30, 110), rng.uniform(-0.8, 0.8), rng.choice((1, 1, 2))
    first = _bow(rng, length, bend)
    apart = rng.uniform(4, 15)
    return [[(x + apart * i * 0.3, y + apart * i) for x, y in first] for i in range(count)]


def _bow(rng: Random, length_mm: float, bend: float) -> Path:
    """Return a bow of that length which turns by ``bend`` radians, somewhere on the pad."""
    heading = rng.uniform(-0.4, 0.4) + rng.choice((0, pi, pi / 2))
    steps, path = 24, [(0.0, 0.0)]
    for i in range(steps):
        angle = heading + bend * (i / steps - 0.5)
        path.append(
            (path[-1][0] + length_mm / steps * cos(angle), path[-1][1] + length_mm / steps * sin(angle))
        )
    xs, ys = zip(*path, strict=True)
    x, y = rng.uniform(5, 40) - min(xs), rng.uniform(5, 15) - min(ys)
    return [(a + x, b + y) for a, b in path]


def along_the_edge(rng: Random) -> list[Path]:
    """Return a thumb that slid along the pad's edge, wavering."""
    inset, begin, length = rng.uniform(-1.5, 0.9), rng.uniform(2, 40), rng.uniform(15, 90)
    waver = rng.uniform(0, 0.5)
    flat = [(begin + length * i / 30, inset + waver * sin(i / 3)) for i in range(31)]
    if rng.random() < 0.5:
        flat = [(x, PAD_MM[1] - y) for x, y in flat]
    return [flat] if rng.random() < 0.6 else [[(y, x * 0.4) for x, y in flat]]


SIGNED: dict[str, Maker] = {
    "a Latin signature": scribble,
    "Chinese characters": characters,
    "initials": letters,
    "a mark": a_mark,
}
NOT_SIGNED: dict[str, Maker] = {
    "taps": taps,
    "a resting palm": a_palm,
    "a swipe": a_swipe,
    "a wipe": a_wipe,
    "a thumb along the edge": along_the_edge,
}


def swung(maker: Maker, rng: Random) -> Ink:
    """Return what some hand leaves on the pad by a movement."""
    return sampled(maker(rng), a_hand(rng), rng)
