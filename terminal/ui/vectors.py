"""Line drawings as a few words, and the points that they pass.

``M x y`` moves the pen, ``L x y`` draws a line, ``C x y x y x y`` a Bézier curve, ``O x y r`` a circle,
``A x y r from to`` an arc by its middle, radius and two angles in degrees (clockwise from the right), and
``D x y r`` a filled dot.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import ceil, cos, hypot, radians, sin

Place = tuple[float, float]
Path = list[Place]


def paths(drawing: str) -> Iterator[tuple[Path, float]]:
    """Yield a drawing's lines as points, each with the radius of its dot, 0 for a line."""
    path: Path = []
    for letter, numbers in _words(drawing):
        if letter in "MOD" and path:
            yield path, 0
            path = []
        match letter, numbers:
            case (("M" | "L"), [x, y]):
                path.append((x, y))
            case "C", [x1, y1, x2, y2, x, y]:
                path += _bezier(path[-1], (x1, y1), (x2, y2), (x, y))
            case "O", [x, y, r]:
                yield _arc(x, y, r, 0, 360), 0
            case "A", [x, y, r, start, end]:
                path += _arc(x, y, r, start, end)
            case "D", [x, y, r]:
                yield [(x, y)], r
    if path:
        yield path, 0


def dense(path: Path, step: float) -> Iterator[Place]:
    """Yield points along a path no farther apart than ``step``."""
    yield path[0]
    for (ax, ay), (bx, by) in pairwise(path):
        count = max(1, ceil(hypot(bx - ax, by - ay) / step))
        for i in range(1, count + 1):
            yield ax + (bx - ax) * i / count, ay + (by - ay) * i / count


def _words(drawing: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each letter of a drawing with its numbers."""
    for letter in "MLCOAD":
        drawing = drawing.replace(letter, f"|{letter} ")
    for word in drawing.split("|")[1:]:
        letter, *numbers = word.split()
        yield letter, [float(number) for number in numbers]


def _bezier(a: Place, b: Place, c: Place, d: Place) -> Path:
    def at(t: float, k: int) -> float:
        s = 1 - t
        return s * s * s * a[k] + 3 * s * s * t * b[k] + 3 * s * t * t * c[k] + t * t * t * d[k]

    return [(at(i / 16, 0), at(i / 16, 1)) for i in range(1, 17)]


def _arc(x: float, y: float, r: float, start: float, end: float) -> Path:
    count = max(8, ceil(abs(end - start) / 6))
    angles = (radians(start + (end - start) * i / count) for i in range(count + 1))
    return [(x + r * cos(angle), y + r * sin(angle)) for angle in angles]
